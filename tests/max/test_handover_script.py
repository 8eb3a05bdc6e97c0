"""The hand-over's script against a set that stands in for Live's."""

import pytest

SELECTED = "live_set view selected_track view"
PATH = "/new sounds/é.wav"


def live(version="12.4.1", **more):
    """Give a set: two Simplers, a Drum Rack with one on its pad, an audio and a MIDI track."""
    devices = [
        {"id": 10, "path": "live_set tracks 0 devices 0", "class_name": "OriginalSimpler", "name": "Kick"},
        {"id": 11, "path": "live_set tracks 0 devices 1", "class_name": "OriginalSimpler", "name": "Keys"},
        {"id": 12, "path": "live_set tracks 1 devices 0", "class_name": "DrumGroupDevice", "name": "Kit"},
        {"id": 13, "path": "live_set tracks 1 devices 0 view selected_drum_pad", "name": "C1"},
        {"id": 13, "path": "live_set tracks 1 devices 0 drum_pads 36"},
        {"id": 15, "path": "live_set tracks 2 devices 0", "class_name": "MxDeviceInstrument", "name": "latentpad"},
    ]
    devices[1]["multi_sample_mode"] = 1
    pad = devices[3]["path"]
    chain = [
        {"id": 20, "path": f"{pad} chains 0"},
        {"id": 21, "path": f"{pad} chains 0 devices 0", "class_name": "MidiArpeggiator", "name": "Arpeggiator"},
        {"id": 22, "path": f"{pad} chains 0 devices 1", "class_name": "OriginalSimpler", "name": "Snare"},
    ]
    slot = {"id": 30, "path": "live_set view highlighted_clip_slot", "has_clip": 0}
    slot |= {"canonical_parent": 40} | more
    app = {"id": 1, "path": "live_app", "version": version}
    return [app, {"id": 2, "path": SELECTED}, *devices, *chain, slot]


@pytest.fixture
def start(run):
    def started(objects):
        handover = run("handover")
        handover.do(live=objects)
        handover.offered = {(event[1], event[2]): event[3] for event in handover.say("bang")}
        return handover

    return started


def said(handover, message):
    """Send a message; gives what the panel says and what Live was called for."""
    events = handover.do(call=message, args=[])
    words = [event["out"][3] for event in events if event.get("out", ())[1:2] == ["status"]]
    return words, [tuple(event["live"]) for event in events if "live" in event]


@pytest.mark.parametrize(
    ("version", "simpler", "clip"),
    [
        ("12.4", (1, "To Simpler"), (1, "To Clip")),
        ("12.10.2", (1, "To Simpler"), (1, "To Clip")),
        ("13.0b4", (1, "To Simpler"), (1, "To Clip")),
        ("12.3.9", (0, "Needs Live 12.4"), (1, "To Clip")),
        ("12.0.5", (0, "Needs Live 12.4"), (1, "To Clip")),
        ("12.0.4", (0, "Needs Live 12.4"), (0, "Needs Live 12.0.5")),
        ("11.3.42", (0, "Needs Live 12.4"), (0, "Needs Live 12.0.5")),
        ("nonsense", (0, "Only in Live"), (0, "Only in Live")),
    ],
)
def test_a_button_that_this_live_cannot_serve_is_grey_and_says_why(start, version, simpler, clip):
    offered = start(live(version)).offered
    assert (offered["simpler", "active"], offered["simpler", "text"]) == simpler
    assert (offered["clip", "active"], offered["clip", "text"]) == clip


def test_outside_of_live_both_are_off(start):
    assert start([]).offered["simpler", "text"] == "Only in Live"


def test_nothing_is_handed_over_before_there_is_a_sample(start):
    handover = start(live())
    handover.do(select=10)
    for message in ("tosimpler", "toclip"):
        assert said(handover, message) == (["nothing to hand over yet: generate first"], [])


def test_the_simpler_that_was_clicked_gets_the_sample(start):
    handover = start(live())
    handover.say("sample", PATH)
    assert said(handover, "tosimpler") == (["click a Simpler or a Drum Rack pad first, then To Simpler"], [])
    handover.do(select=10)
    handover.do(select=15)
    words, calls = said(handover, "tosimpler")
    assert calls == [("live_set tracks 0 devices 0", "replace_sample", PATH)]
    assert words == ["sent to the Simpler Kick"]


def test_the_simpler_on_the_selected_drum_pad_gets_the_sample(start):
    handover = start(live())
    handover.say("sample", PATH)
    handover.do(select=12)
    words, calls = said(handover, "tosimpler")
    assert [call[1:] for call in calls] == [("replace_sample", PATH)]
    assert calls[0][0].endswith("chains 0 devices 1")
    assert words == ["sent to the Simpler Snare"]


def test_a_drum_pad_without_a_simpler_is_left_alone(start):
    objects = [each for each in live() if each["id"] != 22]
    handover = start([*objects, {"id": 22, "path": objects[-3]["path"] + " devices 1", "class_name": "DrumCell"}])
    handover.say("sample", PATH)
    handover.do(select=12)
    words, calls = said(handover, "tosimpler")
    assert calls == []
    assert words == ["there is no Simpler on the selected pad: drop any sample on it first"]


def test_a_simpler_with_several_samples_keeps_them(start):
    handover = start(live())
    handover.say("sample", PATH)
    handover.do(select=11)
    assert said(handover, "tosimpler") == (["Keys holds several samples, and keeps them"], [])


def test_windows_gets_its_own_slashes(start):
    handover = start(live())
    handover.say("sample", "C:/Users/é/new sounds/a.wav")
    handover.do(select=10)
    _, ((_, _, path),) = said(handover, "tosimpler")
    assert path == "C:\\Users\\é\\new sounds\\a.wav"


AUDIO = {"id": 40, "path": "live_set tracks 3", "name": "4-Audio", "has_audio_input": 1}
SLOT = "live_set tracks 3 clip_slots 2"


@pytest.mark.parametrize(
    ("slot", "track", "words", "made"),
    [
        ({}, {}, "a clip in 4-Audio", True),
        ({"refuses": 1}, {}, "Live made no clip of this file", True),
        ({"has_clip": 1}, {}, "the selected slot has a clip already; select an empty one", False),
        ({}, {"has_audio_input": 0}, "select an empty slot of an audio track first, then To Clip", False),
        ({}, {"is_foldable": 1}, "select an empty slot of an audio track first, then To Clip", False),
        ({"id": 0}, {}, "select an empty slot of an audio track first, then To Clip", False),
    ],
)
def test_a_clip_is_made_in_an_empty_slot_of_an_audio_track_only(start, slot, track, words, made):
    objects = [*live(**slot), AUDIO | track]
    handover = start(objects)
    handover.say("sample", PATH)
    said_words, calls = said(handover, "toclip")
    assert said_words == [words]
    assert [call[1:] for call in calls] == ([("create_audio_clip", PATH)] if made else [])

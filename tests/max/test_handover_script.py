"""The hand-over's script against a set that stands in for Live's."""

import pytest

PATH = "/new sounds/é.wav"


VIEWS = ("live_set view selected_track view", "live_set view")
RACK = "live_set tracks 1 devices 0"
CHAIN = f"{RACK} drum_pads 36 chains 0"


def live(version=(12, 4, 1), slot=(), track=()):
    """Give a set: Simplers, a Drum Rack with one on its selected pad, an audio, a MIDI and a group track, scenes."""
    return [
        {"id": 1, "path": "live_app", "version": version},
        {"id": 2, "path": VIEWS[0]},
        {"id": 3, "path": VIEWS[1]},
        {"id": 4, "path": "live_set"},
        {"id": 10, "path": "live_set tracks 0 devices 0", "class_name": "OriginalSimpler", "name": "Kick"},
        {"id": 11, "path": "live_set tracks 0 devices 1", "class_name": "OriginalSimpler", "name": "Keys"}
        | {"multi_sample_mode": 1},
        {"id": 12, "path": RACK, "class_name": "DrumGroupDevice", "name": "A Kit with a long name"},
        {"id": 13, "path": f"{RACK} view selected_drum_pad"},
        {"id": 15, "path": "live_set tracks 2 devices 0", "class_name": "MxDeviceInstrument", "name": "latentpad"},
        {"id": 20, "path": f"{RACK} view selected_drum_pad chains 0"},
        {"id": 21, "path": f"{RACK} view selected_drum_pad chains 0 devices 0", "class_name": "MidiArpeggiator"},
        {"id": 22, "path": f"{RACK} view selected_drum_pad chains 0 devices 1", "class_name": "OriginalSimpler"}
        | {"name": "Snare"},
        {"id": 25, "path": CHAIN, "canonical_parent": 12},
        {
            "id": 26,
            "path": f"{CHAIN} devices 0",
            "class_name": "OriginalSimpler",
            "name": "Old",
            "canonical_parent": 25,
        },
        *({"id": 30 + i, "path": f"live_set scenes {i}"} for i in range(4)),
        {"id": 32, "path": "live_set view selected_scene"},
        {"id": 40, "path": "live_set tracks 3", "name": "4-Audio", "has_audio_input": 1, **dict(track)},
        {"id": 41, "path": "live_set tracks 3 clip_slots 2", "has_clip": 0, **dict(slot)},
        {"id": 42, "path": "live_set tracks 2", "name": "3-MIDI", "has_audio_input": 0},
        {"id": 43, "path": "live_set tracks 4", "name": "5-Group", "has_audio_input": 1, "is_foldable": 1},
    ]


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
        ((12, 4, 0), (1, "To Simpler"), (1, "To Clip")),
        ((12, 10, 2), (1, "To Simpler"), (1, "To Clip")),
        ((13, 0, 0), (1, "To Simpler"), (1, "To Clip")),
        ((12, 3, 9), (0, "Needs Live 12.4"), (1, "To Clip")),
        ((12, 0, 5), (0, "Needs Live 12.4"), (1, "To Clip")),
        ((12, 0, 4), (0, "Needs Live 12.4"), (0, "Needs Live 12.0.5")),
        ((11, 3, 42), (0, "Needs Live 12.4"), (0, "Needs Live 12.0.5")),
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


def button(handover, id):
    """Select a device; gives what the button then says."""
    return [event["out"][3] for event in handover.do(select=id) if event.get("out", ())[1:3] == ["simpler", "text"]]


def test_the_simpler_that_was_selected_last_gets_the_sample(start):
    handover = start(live())
    handover.say("sample", PATH)
    assert said(handover, "tosimpler") == (["select a Simpler or a Drum Rack pad first, then To Simpler"], [])
    assert button(handover, 10) == ["To Kick"]
    assert button(handover, 15) == []
    words, calls = said(handover, "tosimpler")
    assert calls == [("live_set tracks 0 devices 0", "replace_sample", PATH)]
    assert words == ["in the Simpler Kick"]


def test_a_simpler_that_does_not_show_the_sample_is_said_to_be_in_doubt(start):
    objects = live()
    for each in objects:
        each["refuses"] = 1
    handover = start(objects)
    handover.say("sample", PATH)
    handover.do(select=10)
    assert said(handover, "tosimpler")[0] == ["sent to Kick, but Live does not show it there"]


@pytest.mark.parametrize("selected", [12, 26])
def test_the_simpler_on_the_selected_drum_pad_gets_the_sample(start, selected):
    """Whether the rack was selected or a Simpler in it: by then another pad may be."""
    handover = start(live())
    handover.say("sample", PATH)
    assert button(handover, selected) == ["To pad: A Kit with a l"]
    words, calls = said(handover, "tosimpler")
    assert calls == [(f"{RACK} view selected_drum_pad chains 0 devices 1", "replace_sample", PATH)]
    assert words == ["in the Simpler Snare"]


@pytest.mark.parametrize("gone", [13, 20, 22])
def test_a_drum_pad_without_a_simpler_is_left_alone(start, gone):
    objects = [each for each in live() if each["id"] != gone]
    handover = start([*objects, {"id": gone, "path": f"{RACK} view selected_drum_pad chains 0 devices 1"}])
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


def test_a_simpler_that_is_gone_is_asked_for_again(start):
    handover = start(live())
    handover.say("sample", PATH)
    handover.do(select=10)
    handover.do(live=[each for each in live() if each["id"] != 10])
    assert said(handover, "tosimpler") == (["select a Simpler or a Drum Rack pad first, then To Simpler"], [])


def test_windows_gets_its_own_slashes(start):
    handover = start(live())
    handover.say("sample", "C:/Users/é/new sounds/a.wav")
    handover.do(select=10)
    words, ((_, _, path),) = said(handover, "tosimpler")
    assert path == "C:\\Users\\é\\new sounds\\a.wav"
    assert words == ["in the Simpler Kick"]


NO_SLOT = "select an empty slot of an audio track first, then To Clip"


@pytest.mark.parametrize(
    ("tracks", "slot", "words", "made"),
    [
        ([40], {}, "a clip in 4-Audio", True),
        ([40, 42, 43], {}, "a clip in 4-Audio", True),
        ([40], {"refuses": 1}, "Live made no clip of this file", True),
        ([40], {"has_clip": 1}, "the selected slot of 4-Audio has a clip already; select an empty one", False),
        ([42, 43], {}, NO_SLOT, False),
        ([], {}, NO_SLOT, False),
        ([40], {"id": 0}, NO_SLOT, False),
    ],
)
def test_a_clip_is_made_in_the_audio_track_that_was_selected_last(start, tracks, slot, words, made):
    handover = start(live(slot=slot))
    handover.say("sample", PATH)
    for track in tracks:
        handover.do(select=track, track=True)
    said_words, calls = said(handover, "toclip")
    assert said_words == [words]
    assert calls == ([("live_set tracks 3 clip_slots 2", "create_audio_clip", PATH)] if made else [])


def test_a_live_without_the_calls_is_not_watched(start):
    handover = start(live(version=(11, 3, 0)))
    assert handover.value("watchers") == []


def test_a_device_that_is_deleted_stops_watching(start):
    handover = start(live())
    assert len(handover.value("watchers")) == 2
    handover.say("bang")
    assert len(handover.value("watchers")) == 2
    handover.say("notifydeleted")

"""The hand-over's script with a simulated Live set."""

import pytest

PATH = "/new sounds/é.wav"


VIEWS = ("live_set view selected_track view", "live_set view")
RACK = "live_set tracks 1 devices 0"
CHAIN = f"{RACK} drum_pads 36 chains 0"


def live(version=(12, 4, 1), slot=(), track=()):
    """Return a set: Simplers, a Drum Rack with one on its selected pad, an audio, a MIDI and a group track, scenes."""
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
        handover.command(live=objects)
        events = handover.send("bang")
        handover.offered = {(event[1], event[2]): event[3] for event in events if event[0] == 0}
        handover.rack = [event[1:] for event in events if event[0] == 1]
        return handover

    return started


def texts_and_calls(handover, message):
    """Send a message; return the panel's texts and the calls to Live."""
    events = handover.command(call=message, args=[])
    texts = [event["out"][3] for event in events if event.get("out", ())[1:2] == ["status"]]
    return texts, [tuple(event["live"]) for event in events if "live" in event]


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
def test_a_button_that_needs_a_newer_live_is_disabled_and_shows_the_version(start, version, simpler, clip):
    offered = start(live(version)).offered
    assert (offered["simpler", "active"], offered["simpler", "text"]) == simpler
    assert (offered["clip", "active"], offered["clip", "text"]) == clip


@pytest.mark.parametrize(("version", "told"), [((12, 4, 0), [("available",)]), ((12, 3, 9), [])])
def test_the_rack_is_told_whether_this_live_can_fill_it(start, version, told):
    assert start(live(version)).rack == told


def test_outside_of_live_both_buttons_are_disabled(start):
    assert start([]).offered["simpler", "text"] == "Only in Live"


def test_nothing_is_handed_over_before_there_is_a_sample(start):
    handover = start(live())
    handover.command(select=10)
    for message in ("tosimpler", "toclip"):
        assert texts_and_calls(handover, message) == (["nothing to hand over yet: generate first"], [])


def button(handover, id):
    """Select a device; return the texts then set on the button."""
    return [
        event["out"][3] for event in handover.command(select=id) if event.get("out", ())[1:3] == ["simpler", "text"]
    ]


def test_the_simpler_that_was_selected_last_gets_the_sample(start):
    handover = start(live())
    handover.send("sample", PATH)
    assert texts_and_calls(handover, "tosimpler") == (
        ["select a Simpler or a Drum Rack pad first, then To Simpler"],
        [],
    )
    assert button(handover, 10) == ["To Kick"]
    assert button(handover, 15) == []
    texts, calls = texts_and_calls(handover, "tosimpler")
    assert calls == [("live_set tracks 0 devices 0", "replace_sample", PATH)]
    assert texts == ["loaded into the Simpler Kick; Collect All and Save copies it"]


def test_a_selected_drum_rack_is_passed_on_with_its_id_and_name(start):
    handover = start(live())
    for selected, passed in ((10, []), (12, [("rack", 12, "A Kit with a long name")]), (15, [])):
        events = handover.command(select=selected)
        assert [tuple(event["out"][1:]) for event in events if event.get("out", (0,))[0] == 1] == passed
    old = start(live(version=(12, 3, 9)))
    assert old.command(select=12) == []


def test_a_simpler_that_does_not_show_the_sample_is_reported(start):
    objects = live()
    for each in objects:
        each["refuses"] = 1
    handover = start(objects)
    handover.send("sample", PATH)
    handover.command(select=10)
    assert texts_and_calls(handover, "tosimpler")[0] == ["sent to Kick, but Live does not show it there"]


@pytest.mark.parametrize("selected", [12, 26])
def test_the_simpler_on_the_selected_drum_pad_gets_the_sample(start, selected):
    """Whether the rack was selected or a Simpler in it: another pad may be selected by then."""
    handover = start(live())
    handover.send("sample", PATH)
    assert button(handover, selected) == ["To pad: A Kit with"]
    texts, calls = texts_and_calls(handover, "tosimpler")
    assert calls == [(f"{RACK} view selected_drum_pad chains 0 devices 1", "replace_sample", PATH)]
    assert texts == ["loaded into the Simpler Snare; Collect All and Save copies it"]


@pytest.mark.parametrize("gone", [13, 20, 22])
def test_a_drum_pad_without_a_simpler_is_left_alone(start, gone):
    objects = [each for each in live() if each["id"] != gone]
    handover = start([*objects, {"id": gone, "path": f"{RACK} view selected_drum_pad chains 0 devices 1"}])
    handover.send("sample", PATH)
    handover.command(select=12)
    texts, calls = texts_and_calls(handover, "tosimpler")
    assert calls == []
    assert texts == ["there is no Simpler on the selected pad: drop any sample on it first"]


def test_a_simpler_in_multi_sample_mode_is_not_changed(start):
    handover = start(live())
    handover.send("sample", PATH)
    handover.command(select=11)
    assert texts_and_calls(handover, "tosimpler") == (["Keys holds several samples: not changed"], [])


def test_a_deleted_simpler_has_to_be_selected_again(start):
    handover = start(live())
    handover.send("sample", PATH)
    handover.command(select=10)
    handover.command(live=[each for each in live() if each["id"] != 10])
    assert texts_and_calls(handover, "tosimpler") == (
        ["select a Simpler or a Drum Rack pad first, then To Simpler"],
        [],
    )


@pytest.mark.parametrize(
    ("sample", "handed_over"),
    [
        ("C:/Users/é/new sounds/a.wav", "C:\\Users\\é\\new sounds\\a.wav"),
        ("//server/new sounds/a.wav", "\\\\server\\new sounds\\a.wav"),
        ("/Volumes/Samples/a.wav", "/Volumes/Samples/a.wav"),
    ],
)
def test_windows_gets_backslashes(start, sample, handed_over):
    handover = start(live())
    handover.send("sample", sample)
    handover.command(select=10)
    texts, ((_, _, path),) = texts_and_calls(handover, "tosimpler")
    assert path == handed_over
    assert texts == ["loaded into the Simpler Kick; Collect All and Save copies it"]


NO_SLOT = "select an empty slot of an audio track first, then To Clip"


@pytest.mark.parametrize(
    ("tracks", "slot", "text", "created"),
    [
        ([40], {}, "clip created in 4-Audio; Collect All and Save copies it", True),
        ([40, 42, 43], {}, "clip created in 4-Audio; Collect All and Save copies it", True),
        ([40], {"refuses": 1}, "Live did not create a clip from this file", True),
        ([40], {"has_clip": 1}, "the selected slot of 4-Audio already has a clip; select an empty one", False),
        ([42, 43], {}, NO_SLOT, False),
        ([], {}, NO_SLOT, False),
        ([40], {"id": 0}, NO_SLOT, False),
    ],
)
def test_a_clip_is_created_in_the_audio_track_that_was_selected_last(start, tracks, slot, text, created):
    handover = start(live(slot=slot))
    handover.send("sample", PATH)
    for track in tracks:
        handover.command(select=track, track=True)
    texts, calls = texts_and_calls(handover, "toclip")
    assert texts == [text]
    assert calls == ([("live_set tracks 3 clip_slots 2", "create_audio_clip", PATH)] if created else [])


COLOURS = ("colours", "kick", 0xE69F00, "hand_drum", 0x56B4E9, "Größe", 0x009E73)
NAMED = [
    ("kick_x0.250_y0.500_s7.wav", "kick", 0xE69F00),
    ("hand_drum_x0.250_y1.000_s7_12.wav", "hand drum", 0x56B4E9),
    ("Groe_x0.250_y0.500_s7.wav", "Größe", 0x009E73),
    ("off-map_x0.250_y0.500_s7.wav", "off map", None),
    ("sound_x0.250_y0.500_s7.wav", None, None),
    ("My take.wav", None, None),
]
"""Files, and the names and colours of their kinds."""


@pytest.mark.parametrize(("file", "name", "colour"), NAMED)
def test_a_clip_has_the_name_and_the_colour_of_the_kind(start, file, name, colour):
    handover = start(live())
    handover.send(*COLOURS)
    handover.send("sample", f"/new sounds/{file}")
    handover.command(select=40, track=True)
    _, calls = texts_and_calls(handover, "toclip")
    marks = [(what, value) for path, what, value in calls if path == "live_set tracks 3 clip_slots 2 clip"]
    assert marks == [one for one in (("set name", name), ("set color", colour)) if one[1] is not None]


def on_pad(**chain):
    """Return a set whose selected pad has a chain with the Simpler named Snare."""
    simpler = f"{RACK} view selected_drum_pad chains 0 devices 1"
    rest = [each for each in live() if each["path"] not in (simpler, f"{RACK} view selected_drum_pad chains 0")]
    return [
        *rest,
        {"id": 20, "path": f"{RACK} view selected_drum_pad chains 0", **chain},
        {"id": 22, "path": simpler, "class_name": "OriginalSimpler", "name": "Snare", "canonical_parent": 20},
        {"id": 23, "path": f"{RACK} view selected_drum_pad chains 0 devices 0", "class_name": "MidiArpeggiator"},
    ]


def marks(handover, file):
    """Hand a sample to the selected pad; return what was set of its chain."""
    handover.send("sample", f"/new sounds/{file}")
    texts, calls = texts_and_calls(handover, "tosimpler")
    assert texts == ["loaded into the Simpler Snare; Collect All and Save copies it"]
    assert {path for path, what, *_ in calls if what.startswith("set ")} <= {f"{RACK} view selected_drum_pad chains 0"}
    return [(what, value) for _, what, value in calls if what.startswith("set ")]


@pytest.mark.parametrize(
    ("chain", "named", "coloured"),
    [
        ({"name": "Snare", "is_auto_colored": 1}, True, True),
        ({"name": "", "is_auto_colored": 0, "color": 5}, True, False),
        ({"name": "My snare", "is_auto_colored": 1}, False, True),
        ({"name": "My snare", "is_auto_colored": 0, "color": 5}, False, False),
    ],
)
def test_a_pads_chain_is_marked_by_kind_but_for_what_the_user_chose(start, chain, named, coloured):
    handover = start(on_pad(**chain))
    handover.send(*COLOURS)
    handover.command(select=12)
    for file, name, colour in NAMED[:2]:
        expected = [("set name", name)] if named else []
        expected += [("set is_auto_colored", 0), ("set color", colour)] if coloured else []
        assert marks(handover, file) == expected


def test_without_a_kind_a_chain_keeps_its_name(start):
    handover = start(on_pad(name="Snare", is_auto_colored=1))
    handover.command(select=12)
    assert marks(handover, "My take.wav") == []
    assert marks(handover, "kick_x0.250_y0.500_s7.wav") == [("set name", "kick")]


def test_an_old_live_is_not_observed(start):
    handover = start(live(version=(11, 3, 0)))
    assert handover.variable("observers") == []


def test_a_deleted_device_stops_observing(start):
    handover = start(live())
    assert len(handover.variable("observers")) == 2
    handover.send("bang")
    assert len(handover.variable("observers")) == 2
    handover.send("notifydeleted")

"""The rack's script with a simulated Live set and kits that latentpad wrote."""

import pytest

from latentpad.kits.kit import Kit, KitSample, Pad
from latentpad.kits.pads import place, wav_name
from latentpad.kits.write import write_formats

RACK = "live_set tracks 1 devices 0"
PLACES = [place(kind) for kind in ("kick", "snare", "closed hat", "Größe")]
KINDS = ["kick", "snare", "", "Größe"]


@pytest.fixture
def kit(tmp_path):
    """Write a kit of four pads, and return its folder."""
    folder = tmp_path / "kits" / "Any é #1"
    folder.mkdir(parents=True)
    pads = []
    for number, found in enumerate(PLACES, start=1):
        file = wav_name(number, found.name)
        (folder / file).write_bytes(b"")
        level = 3.0 - 3 * number
        sample = KitSample(file, 100, 44100)
        pads.append(Pad(found.name, found.note, (sample,), KINDS[number - 1], choke=found.choke, level_db=level))
    write_formats(Kit(folder.name, tuple(pads)), folder, ["sfz"])
    return folder.as_posix()


def pad(note, *devices):
    """Return a pad of the rack, with one chain if it has devices."""
    path = f"{RACK} drum_pads {note}"
    objects = [{"id": 100 + note, "path": path, "note": note}]
    if devices:
        objects.append({"id": 300 + note, "path": f"{path} chains 0"})
    for number, device in enumerate(devices):
        where = {"id": 500 + 10 * note + number, "path": f"{path} chains 0 devices {number}"}
        objects.append(where | ({"class_name": device} if isinstance(device, str) else device))
    return objects


def live(*pads, **rack):
    """Return a set with a Drum Rack, whose pads without devices are empty."""
    given = {one[0]["note"]: one for one in pads}
    filled = [note for note, objects in given.items() if len(objects) > 1]
    return [
        {"id": 12, "path": RACK, "class_name": "DrumGroupDevice", "has_drum_pads": 1, **rack},
        *({"id": 800 + number, "path": f"{RACK} chains {number}"} for number in range(len(filled))),
        *(one for note in range(128) for one in given.get(note, pad(note))),
    ]


@pytest.fixture
def start(run):
    def started(objects, select=True):
        script = run("rack")
        script.command(live=objects)
        script.send("bang")
        if select:
            script.send("rack", 12, "My drums")
        return script

    return started


def sent(script, message, *args):
    """Send a message; return the status texts, the calls to Live and the folders opened."""
    events = script.command(call=message, args=args)
    outs = [tuple(event["out"]) for event in events if "out" in event]
    return (
        [out[3] for out in outs if out[:3] == (0, "status", "set")],
        [tuple(event["live"]) for event in events if "live" in event],
        [out[1] for out in outs if out[0] == 1],
    )


def samples(calls):
    """Return the file names that were loaded, by the object that they were loaded into."""
    return {path: args[0].split("/")[-1] for path, name, *args in calls if name == "replace_sample"}


def test_an_empty_rack_is_filled_with_a_simpler_for_each_pad(start, kit):
    texts, calls, opened = sent(start(live()), "kit", kit)
    assert texts == ["Any é #1 is in My drums, on 4 pads"]
    assert opened == []
    for number, found in enumerate(PLACES):
        chain = f"{RACK} chains {number}"
        file = wav_name(number + 1, found.name)
        assert [call for call in calls if call[0].startswith(chain)] == [
            (chain, "set in_note", found.note),
            (chain, "set choke_group", found.choke),
            (chain, "set name", found.name),
            (chain, "insert_device", "Simpler"),
            (f"{chain} mixer_device volume", "set display_value", -3 * number),
            (f"{chain} devices 0", "set playback_mode", 1),
            (f"{chain} devices 0", "replace_sample", f"{kit}/{file}"),
        ]
    assert calls.count((RACK, "insert_chain")) == 4
    assert [found.choke for found in PLACES] == [0, 0, 1, 0]


COLOURS = ("colours", "kick", 0xE69F00, "snare", 0x56B4E9, "Größe", 0x009E73)


def colours(calls):
    """Return the colours that were set, by chain."""
    return {path.removeprefix(RACK): value for path, what, *rest in calls if what == "set color" for value in rest}


def test_new_chains_have_the_colours_of_their_kinds_and_follow_the_next_kit(start, kit):
    script = start(live())
    script.send(*COLOURS)
    _, calls, _ = sent(script, "kit", kit)
    assert colours(calls) == {" chains 0": 0xE69F00, " chains 1": 0x56B4E9, " chains 3": 0x009E73}
    script.send("colours", "kick", 0x0072B2)
    _, calls, _ = sent(script, "kit", kit)
    assert colours(calls) == {" chains 0": 0x0072B2}
    assert {what for _, what, *_ in calls} == {"replace_sample", "set is_auto_colored", "set color"}
    assert len(samples(calls)) == 4


NOTES = [found.note for found in PLACES]


def tracks(*racks, notes=NOTES):
    """Return a set of tracks with a device each; the second one is ours. Racks are ids, by track, with their chains."""
    devices = {0: (50, "Reverb", 0), 1: (51, "MxDeviceInstrument", 0), 2: (52, "Operator", 0), 3: (53, "Reverb", 0)}
    devices |= {track: (id, "DrumGroupDevice", n) for track, id, n in racks}
    objects = [{"id": 4, "path": "live_set"}, {"id": 61, "path": "this_device canonical_parent"}]
    for track, (id, kind, n) in devices.items():
        path = f"live_set tracks {track}"
        objects.append({"id": 60 + track, "path": path})
        device = {"id": id, "path": f"{path} devices 0", "class_name": kind, "name": f"Rack {id}"}
        objects.append(device | {"has_drum_pads": int(kind == "DrumGroupDevice")})
        objects += [{"id": 70 + track, "path": f"{path} devices 0 chains {number}"} for number in range(n)]
        objects += [
            {"id": 1000 * id + note, "path": f"{path} devices 0 drum_pads {note}", "note": note} for note in notes
        ]
    return objects


@pytest.mark.parametrize(
    ("racks", "filled"),
    [
        ([(2, 12, 0)], 12),
        ([(0, 12, 0), (3, 13, 0)], 13),
        ([(0, 12, 0)], 12),
        ([(2, 12, 1), (3, 13, 0)], 13),
    ],
    ids=["next track", "after ours first", "from the start again", "with sounds"],
)
def test_without_a_selected_rack_the_next_empty_one_is_filled(start, kit, racks, filled):
    script = start(tracks(*racks), select=False)
    script.send("available")
    texts, calls, opened = sent(script, "kit", kit)
    assert texts == [f"Any é #1 is in Rack {filled}, on 4 pads"]
    assert len(samples(calls)) == 4
    assert opened == []
    assert script.variable("rack_id") == filled


@pytest.mark.parametrize(("racks", "available"), [([], True), ([(2, 12, 1)], True), ([(2, 12, 0)], False)])
def test_without_an_empty_rack_or_in_an_older_live_the_folder_is_opened(start, kit, racks, available):
    script = start(tracks(*racks), select=False)
    if available:
        script.send("available")
    _, calls, opened = sent(script, "kit", kit)
    assert (calls, len(opened)) == ([], 1)


def test_a_rack_with_sounds_is_filled_only_by_its_button(start, kit):
    script = start(live(pad(36, "OriginalSimpler")))
    texts, calls, opened = sent(script, "kit", kit)
    assert texts == ["Any é #1 is ready; Kit to: My drums replaces the samples there"]
    assert (calls, opened) == ([], [])
    texts, calls, _ = sent(script, "torack")
    assert texts == ["Any é #1 is in My drums, on 4 pads"]
    assert samples(calls)[f"{RACK} drum_pads 36 chains 0 devices 0"] == "01 Kick.wav"
    assert len(samples(calls)) == 4


def test_a_rack_that_was_filled_takes_the_next_kit_by_itself(start, kit):
    script = start(live(pad(36, "OriginalSimpler")))
    sent(script, "kit", kit)
    sent(script, "torack")
    texts, calls, _ = sent(script, "kit", kit)
    assert texts == ["Any é #1 is in My drums, on 4 pads"]
    assert f"{RACK} drum_pads 36 chains 0 devices 0" in samples(calls)


def test_of_a_simpler_nothing_but_the_sample_is_replaced(start, kit):
    pads = [pad(found.note, "MidiArpeggiator", "OriginalSimpler") for found in PLACES]
    script = start(live(*pads))
    sent(script, "kit", kit)
    _, calls, _ = sent(script, "torack")
    assert {name for _, name, *_ in calls} == {"replace_sample"}
    assert set(samples(calls)) == {f"{RACK} drum_pads {found.note} chains 0 devices 1" for found in PLACES}


@pytest.mark.parametrize(
    "devices",
    [
        ["DrumCell"],
        [{"class_name": "OriginalSimpler", "multi_sample_mode": 1}],
        [{"class_name": "OriginalSimpler", "refuses": 1}],
    ],
    ids=["Drum Sampler", "several samples", "refused"],
)
def test_a_pad_that_cannot_take_the_sample_is_named(start, kit, devices):
    script = start(live(pad(38, *devices)))
    sent(script, "kit", kit)
    texts, calls, _ = sent(script, "torack")
    assert texts == ["Any é #1 is in My drums, but not on Snare"]
    if "refuses" not in devices[0]:
        assert not [call for call in calls if " drum_pads 38" in call[0]]


def test_a_live_that_refuses_new_chains_is_reported(start, kit):
    texts, calls, _ = sent(start(live(refuses=1)), "kit", kit)
    names = ", ".join(found.name for found in PLACES)
    assert texts == [f"Any é #1 is in My drums, but not on {names}"]
    assert samples(calls) == {}


@pytest.mark.parametrize("has_drum_pads", [0, 1])
def test_without_a_rack_that_has_pads_the_folder_is_opened(start, kit, has_drum_pads):
    script = start(live(has_drum_pads=has_drum_pads), select=has_drum_pads == 0)
    for message in (("kit", kit), ("torack",)):
        texts, calls, (url,) = sent(script, *message)
        assert texts == ["kit: drag Any é #1.adg from its folder onto a track, or select a Drum Rack"]
        assert calls == []
        assert url == "file://" + kit.replace("é", "%C3%A9").replace(" ", "%20").replace("#", "%23")


def test_a_rack_that_was_deleted_is_forgotten(start, kit):
    script = start(live())
    script.command(live=[])
    assert len(sent(script, "kit", kit)[2]) == 1


@pytest.mark.parametrize(
    ("folder", "opened"),
    [
        ("C:/Users/é/new sounds/kits/Kit 1", "C:\\Users\\é\\new sounds\\kits\\Kit 1"),
        ("//server/share/kits/Kit 1", "\\\\server\\share\\kits\\Kit 1"),
        ("/Users/a?/Kit 1", "file:///Users/a%3F/Kit%201"),
    ],
)
def test_a_folder_is_opened_in_the_form_that_the_system_takes(start, folder, opened):
    assert sent(start([], select=False), "kit", folder)[2] == [opened]


def test_windows_gets_backslashes(start, kit, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "C:").symlink_to(tmp_path / "kits")
    texts, calls, _ = sent(start(live()), "kit", "C:/Any é #1")
    assert texts == ["Any é #1 is in My drums, on 4 pads"]
    assert next(args for _, name, *args in calls if name == "replace_sample") == ["C:\\Any é #1\\01 Kick.wav"]


def test_a_name_whose_accents_macos_takes_apart_is_the_same(start, kit):
    script = start(live(pad(PLACES[3].note, {"class_name": "OriginalSimpler", "decomposes": 1})))
    sent(script, "kit", kit)
    texts, calls, _ = sent(script, "torack")
    assert "04 Größe.wav" in samples(calls).values()
    assert texts == ["Any é #1 is in My drums, on 4 pads"]


def test_a_folder_without_a_kit_is_reported(start, tmp_path):
    texts, calls, _ = sent(start(live()), "kit", tmp_path.as_posix())
    assert texts == [f"{tmp_path.as_posix()} has no kit that can be read"]
    assert calls == []


def test_before_the_first_kit_the_button_shows_what_to_do(start):
    assert sent(start(live()), "torack")[0] == ["no kit yet: click Kit first"]


def test_the_button_shows_where_kits_go(start):
    script = start([], select=False)
    assert script.send("bang") == [(0, "rack", "text", "Kit Folder")]
    assert script.send("rack", 12, "A Kit with a long name") == [(0, "rack", "text", "Kit to: A Kit with")]

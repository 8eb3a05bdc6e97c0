"""Where the sounds of a kit go, and what their files are called."""

import pytest

from latentpad.kits.pads import PLACES, place, wav_name


@pytest.mark.parametrize(
    ("kind", "name", "note", "choke"),
    [
        *[("kick", "Kick", 36, 0), ("rim", "Rim", 37, 0), ("snare", "Snare", 38, 0), ("clap", "Clap", 39, 0)],
        *[("hihat", "Closed Hat", 42, 1), ("open_hat", "Open Hat", 46, 1), ("Open Hat", "Open Hat", 46, 1)],
        *[("tom", "Low Tom", 45, 0), ("cymbal", "Crash", 49, 0), ("ride", "Ride", 51, 0)],
        *[("metallic", "Cowbell", 56, 0), ("hand_drum", "Hand Drum 1", 60, 0)],
        *[("shaker", "Shaker", 70, 0), ("wooden", "Block", 76, 0)],
        *[("bass_synth", "Bass Synth", 24, 0), ("tone", "Tone", 24, 0), ("日本", "日本", 24, 0), ("", "Sound", 24, 0)],
    ],
)
def test_a_kind_has_its_general_midi_note(kind, name, note, choke):
    assert place(kind) == (name, note, choke)


def test_several_sounds_of_a_kind_get_several_notes():
    taken = []
    for _ in range(7):
        taken.append(place("tom", taken).note)
    assert taken[:6] == [45, 47, 50, 41, 43, 48]
    assert taken[6] == 24


def test_closed_and_open_hats_choke_each_other():
    closed, opened = place("closed hat"), place("open hat")
    assert closed.choke == opened.choke != 0
    assert place("hihat", [42, 44]) == opened


def test_a_kit_of_127_tones_has_a_note_for_one_more():
    taken = []
    for _ in range(128):
        taken.append(place("tone", taken).note)
    assert sorted(taken) == list(range(128))


@pytest.mark.parametrize("found", sorted({one for places in PLACES.values() for one in places}))
def test_a_pad_finds_its_place_again_by_its_name(found):
    assert place(found.name) == place(found.name.upper()) == found
    assert place(found.name, [found.note]).note != found.note


def test_no_kind_has_a_note_twice():
    for places in PLACES.values():
        notes = [one.note for one in places]
        assert len(notes) == len(set(notes))


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ((1, "Kick"), "01 Kick.wav"),
        ((12, "Open Hat", (3, 4), (0, 3)), "12 Open Hat v4 r1.wav"),
        ((2, "a/b: $c=<é> 日本"), "02 a-b- -c--é- 日本.wav"),
    ],
)
def test_a_wav_is_named_for_its_pad(arguments, name):
    assert wav_name(*arguments) == name

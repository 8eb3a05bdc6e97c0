import numpy as np
import pytest

from latentpad.checks import MODES, ROOTS, read_scale
from latentpad.synth.scale import scale_ratio


def hertz(note):
    """Return the frequency of a note by its number in MIDI."""
    return 440 * 2 ** ((note - 69) / 12)


@pytest.mark.parametrize(
    ("name", "written", "notes"),
    [
        ("off", "off", ()),
        ("Chromatic", "chromatic", tuple(range(12))),
        ("a MINOR", "A minor", (0, 2, 4, 5, 7, 9, 11)),
        ("C major", "C major", (0, 2, 4, 5, 7, 9, 11)),
        (" f#  dorian ", "F# dorian", (1, 3, 4, 6, 8, 9, 11)),
        ("F♯ dorian", "F# dorian", (1, 3, 4, 6, 8, 9, 11)),
        ("bb minor", "Bb minor", (0, 1, 3, 5, 6, 8, 10)),
        ("A# minor", "A# minor", (0, 1, 3, 5, 6, 8, 10)),
        ("b", "B", (11,)),
        ("Bb", "Bb", (10,)),
        ("Cb", "Cb", (11,)),
        ("E minor pentatonic", "E minor pentatonic", (2, 4, 7, 9, 11)),
    ],
)
def test_a_scale_is_read_by_its_name(name, written, notes):
    scale = read_scale(name)
    assert scale == (written, notes)
    assert read_scale(scale.name) == scale


@pytest.mark.parametrize(
    "name", ["", "H minor", "A min", "minor", "A##", "chromatic minor", "ab c", "A  -", None, 3, True, []]
)
def test_an_unknown_scale_is_refused_with_those_that_are_known(name):
    with pytest.raises(
        ValueError, match=r"^must be off, chromatic, a note such as F# or Bb, or a note and major, .*blues, not "
    ):
        read_scale(name)


def test_every_note_of_a_scale_stays_where_it_is():
    for root in ROOTS:
        for mode in MODES:
            name = f"{root} {mode}"
            for note in read_scale(name).notes:
                assert scale_ratio(hertz(48 + note), name) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize(
    ("found", "name", "wanted"),
    [
        (69.4, "chromatic", 69),
        (69.6, "chromatic", 70),
        (69.6, "A minor", 69),  # A, not A sharp
        (70.2, "A minor", 71),
        (60.4, "C major", 60),
        (59.7, "D major", 59),
        (72.4, "A", 69),
        (75.1, "A", 81),
        (23.9, "C", 24),
        (70.0, "A minor", 69),  # as near to B
        (72.0, "A", 69),
    ],
)
def test_a_pitch_moves_to_the_nearest_note_of_two_to_the_lower(found, name, wanted):
    assert hertz(found) * scale_ratio(hertz(found), name) == pytest.approx(hertz(wanted), rel=1e-9)


def test_no_common_scale_moves_a_pitch_by_more_than_a_semitone_and_a_half():
    for mode in MODES:
        for found in np.arange(30, 90, 0.1):
            assert abs(np.log2(scale_ratio(hertz(found), f"C {mode}"))) <= 1.5 / 12 + 1e-9


@pytest.mark.parametrize("name", ["off", "A minor"])
def test_what_has_no_pitch_is_not_moved(name):
    assert scale_ratio(0.0, name) == 1.0
    assert scale_ratio(432.0, "off") == 1.0

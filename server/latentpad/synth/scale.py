"""The control tune: a sound's pitch, moved to the nearest note of a scale.

The sound is played faster or slower, as a sampler does: its length changes by as much as its pitch, 6 % per semitone,
and its onset and texture are those of the recording. The notes of most scales are at most a semitone away.
"""

from math import log2

from latentpad.checks import read_scale

A4, A4_NOTE = 440.0, 69
"""Hertz, and the number of its note in MIDI."""


def scale_ratio(hertz: float, name: str) -> float:
    """Return the ratio of frequencies by which a pitch is moved to the nearest note of a scale, of two to the lower.

    Parameters
    ----------
    hertz : float
        0 = no pitch, which is not moved.
    name : str
        Name of a scale, or ``off``.

    Raises
    ------
    ValueError
        There is no such scale.
    """
    scale = read_scale(name)
    if not hertz or not scale.notes:
        return 1.0
    found = A4_NOTE + 12 * log2(hertz / A4)
    octave = 12 * (found // 12)
    notes = [octave + shift + note for shift in (-12, 0, 12) for note in scale.notes]
    nearest = min(notes, key=lambda note: (round(abs(note - found), 3), note))
    return float(2 ** ((nearest - found) / 12))

import numpy as np
import pytest

from latentpad_export.evaluate.subjects.notes import C4, HIGHEST, make_notes

RATE = 16_000


@pytest.fixture
def notes(rng):
    return make_notes(6, 2.0, RATE, rng)


def spectrum(note):
    """Return the power of the bins up to the Nyquist frequency, and their frequencies."""
    padded = 8 * len(note)
    return np.square(np.abs(np.fft.rfft(note * np.hanning(len(note)), padded))), np.fft.rfftfreq(padded, 1 / RATE)


def test_a_note_is_a_c4_within_a_cent(notes):
    for note in notes:
        power, hertz = spectrum(note)
        near = np.abs(hertz - C4) < 20
        peak = np.argmax(power * near)
        left, middle, right = np.log(power[peak - 1 : peak + 2])
        found = hertz[peak] + hertz[1] * (left - right) / (left - 2 * middle + right) / 2
        assert abs(1200 * np.log2(found / C4)) < 1


def test_a_note_has_the_right_length_and_peak_and_silent_ends(notes):
    assert {note.shape for note in notes} == {(2 * RATE,)}
    assert {note.dtype for note in notes} == {np.dtype(np.float32)}
    assert [np.abs(note).max() for note in notes] == [1.0] * 6
    assert np.abs([note[[0, -1]] for note in notes]).max() < 1e-6


def loudest_above(note, hertz_from):
    """Return the highest power above a frequency, relative to the highest of all."""
    power, hertz = spectrum(note)
    return power[hertz > hertz_from].max() / power.max()


def test_there_is_no_aliasing(notes):
    assert max(loudest_above(note, (HIGHEST + 0.01) * RATE) for note in notes) < 1e-8


def test_without_the_bound_there_would_be_aliasing(monkeypatch, rng):
    monkeypatch.setattr("latentpad_export.evaluate.subjects.notes.HIGHEST", 1.0)
    assert max(loudest_above(note, (HIGHEST + 0.01) * RATE) for note in make_notes(6, 2.0, RATE, rng)) > 1e-6


def test_each_note_has_a_different_timbre(notes):
    levels = []
    for note in notes:
        power, hertz = spectrum(note)
        levels.append([10 * np.log10(power[np.abs(hertz - k * C4) < 30].max() / power.max()) for k in range(1, 9)])
    apart = np.abs(np.array(levels)[:, None] - np.array(levels)).max(axis=2)
    assert apart[~np.eye(6, dtype=bool)].min() > 3


def test_the_seed_determines_the_result(notes):
    assert np.array_equal(make_notes(6, 2.0, RATE, np.random.default_rng(0)), notes)
    assert not np.array_equal(make_notes(6, 2.0, RATE, np.random.default_rng(1)), notes)

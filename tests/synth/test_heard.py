import numpy as np
import pytest

from latentpad.synth.heard import (
    FAINT_DB,
    N_BANDS,
    N_WHOLE_BANDS,
    N_WHOLE_TIMES,
    RANGE_DB,
    Hearing,
    difference,
    equal_steps,
    find_equal_steps,
)

RATE = 8000


def tone(hertz, seconds=0.5, gain=1.0):
    return (gain * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)).astype(np.float32)


@pytest.fixture
def hear():
    return Hearing(RATE)


def views(levels):
    """Return the levels of the beginning and of the whole, [n_times, n_bands]."""
    n_whole = N_WHOLE_TIMES * N_WHOLE_BANDS
    return levels[:-n_whole].reshape(-1, N_BANDS), levels[-n_whole:].reshape(-1, N_WHOLE_BANDS)


def test_a_sine_is_heard_in_its_band_as_long_as_it_lasts(hear):
    for long, short in zip(views(hear(tone(500, seconds=1.5))), views(hear(tone(500, seconds=0.2))), strict=True):
        assert long.max() == pytest.approx(RANGE_DB)
        assert {int(np.argmax(row)) for row in long} == {int(np.argmax(long[-1]))}
        assert long[-1].max() > 55
        assert short[-1].max() <= 0


def test_of_the_whole_levels_below_what_is_heard_are_known(hear):
    beginning, whole = views(hear(tone(500, seconds=0.2)))
    assert (beginning.min(), whole.min()) == (0, -FAINT_DB)


def test_loudness_is_not_heard(hear):
    assert hear(tone(500, gain=0.1)) == pytest.approx(hear(tone(500)), abs=1e-3)


def test_silence_and_a_single_sample_are_heard_as_something_finite(hear):
    for signal in (np.zeros(100), np.zeros(0), np.ones(1), np.ones(100_000)):
        levels = hear(signal.astype(np.float32))
        assert np.isfinite(levels).all()
        assert len(levels) == len(hear(tone(500)))


def test_the_difference_is_the_mean_over_what_is_heard_of_either():
    assert difference(np.array([10.0, 0, 0]), np.array([0.0, 20, 0])) == 15
    assert difference(np.zeros(3), np.zeros(3)) == 0


@pytest.mark.parametrize("n", [2, 3, 5, 9])
def test_on_a_line_that_changes_evenly_steps_are_even(n):
    positions = np.linspace(0, 2, 9)
    levels = [np.array([60, 60 - 20 * position]) for position in positions]
    assert equal_steps(positions, levels, n) == pytest.approx(np.linspace(0, 2, n), abs=0.02)


def test_steps_are_small_where_the_sound_changes_fast():
    positions = np.linspace(0, 1, 21)
    levels = [np.array([60, 10 + 40 * position**3]) for position in positions]
    found = np.array(equal_steps(positions, levels, 5))
    heard = 10 + 40 * np.interp(found, positions, positions**3)
    steps = np.diff(heard)
    assert found[0] == 0
    assert found[-1] == 1
    assert np.abs(steps / steps.mean() - 1).max() < 0.1


def test_where_nothing_changes_steps_are_even_on_the_line():
    assert equal_steps([0, 1, 4], [np.ones(3)] * 3, 5) == pytest.approx([0, 1, 2, 3, 4])


def test_a_plateau_is_skipped():
    positions = [0.0, 1.0, 2.0, 3.0]
    levels = [np.array([60.0, level]) for level in (10, 30, 30, 50)]
    found = equal_steps(positions, levels, 3)
    assert 1 - 0.03 <= found[1] <= 2 + 0.03


def test_a_long_search_lets_others_work_in_between():
    positions = np.linspace(0, 1, 400)
    levels = [np.array([60, 10 + 40 * position], dtype=np.float32) for position in positions]
    pauses = list(find_equal_steps(positions, levels, 100))
    assert len(pauses) == 7 + 32  # 400 sounds are compared 64 at a time, then 32 sizes are tried

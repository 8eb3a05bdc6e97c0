import numpy as np
import pytest

from latentpad.errors import SilenceError
from latentpad.synth.finish import FADE_IN, FADE_OUT, INAUDIBLE, MIN_SECONDS, PEAK, finish

SAMPLE_RATE = 10_000
N_IN, N_OUT = round(FADE_IN * SAMPLE_RATE), round(FADE_OUT * SAMPLE_RATE)


def steps(*parts):
    """Concatenate stretches of equal samples: (length, level)."""
    return np.concatenate([np.full(n, level, dtype=np.float32) for n, level in parts])


def test_the_peak_is_1_db_below_full_scale():
    for loudness in (1e-5, 0.1, 1.0, 50.0):
        assert np.abs(finish(steps((3000, loudness)), SAMPLE_RATE)).max() == pytest.approx(10 ** (-1 / 20), rel=1e-6)
        assert finish(steps((3000, -loudness)), SAMPLE_RATE).min() == pytest.approx(-PEAK, rel=1e-6)


@pytest.mark.parametrize("place", [1, 2, 1500, 2990])
def test_the_peak_is_the_same_inside_a_fade(place):
    signal = steps((3000, 0.01))
    signal[place] = 1.0
    assert np.abs(finish(signal, SAMPLE_RATE)).max() == pytest.approx(PEAK, rel=1e-6)


def test_between_the_fades_samples_are_only_scaled(rng):
    signal = rng.uniform(-1, 1, 3000).astype(np.float32)
    inside = slice(N_IN, -N_OUT)
    found = finish(signal, SAMPLE_RATE)
    assert found[inside] == pytest.approx(signal[inside] * PEAK / np.abs(signal[inside]).max(), rel=1e-2)
    assert (found.dtype, len(found)) == (np.float32, 3000)


def test_both_ends_fade_linearly_to_zero():
    found = finish(steps((3000, 1.0)), SAMPLE_RATE)
    assert found[: N_IN + 1] == pytest.approx(PEAK * np.arange(N_IN + 1) / N_IN, abs=1e-6)
    assert found[-N_OUT:] == pytest.approx(PEAK * np.linspace(1, 0, N_OUT), abs=1e-6)


def test_an_inaudible_end_is_trimmed_to_the_fade():
    found = finish(steps((1000, 1.0), (2000, INAUDIBLE * 0.9)), SAMPLE_RATE)
    assert len(found) == 1000 + N_OUT
    assert finish(steps((1000, 1.0), (2000, INAUDIBLE * 1.1)), SAMPLE_RATE).size == 3000


def test_a_pause_is_not_an_end():
    assert len(finish(steps((1000, 1.0), (1000, 0.0), (1, 0.5), (1000, 0.0)), SAMPLE_RATE)) == 2001 + N_OUT


def test_a_click_has_the_shortest_length():
    assert len(finish(steps((10, 0.0), (1, 1.0), (2000, 0.0)), SAMPLE_RATE)) == MIN_SECONDS * SAMPLE_RATE


def test_a_signal_may_be_shorter_than_its_fades():
    found = finish(steps((7, 1.0)), SAMPLE_RATE)
    assert (len(found), found[0], found[-1]) == (7, 0.0, 0.0)
    assert np.abs(found).max() == pytest.approx(PEAK, rel=1e-6)


def test_the_input_is_not_modified():
    signal = steps((3000, 1.0))
    finish(signal, SAMPLE_RATE)
    assert (signal == 1.0).all()


@pytest.mark.parametrize(
    "signal", [steps((3000, 0.0)), steps((3000, 1e-8)), steps((0, 0.0)), steps((9, np.nan)), steps((9, np.inf))]
)
def test_silent_and_non_finite_signals_are_refused(signal):
    with pytest.raises(SilenceError, match=r"^this point of the map is silent$"):
        finish(signal, SAMPLE_RATE)

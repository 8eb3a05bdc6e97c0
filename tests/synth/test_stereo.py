import numpy as np
import pytest

from latentpad.request import Controls, Request
from latentpad.synth.loudness import momentary_loudness
from latentpad.synth.stereo import WIDEST, widen
from latentpad.synth.synth import Synth

RATE = 44_100
TIME = np.arange(RATE // 2) / RATE
FALL = 10 ** (-3 * TIME / 0.4)


def noise(seed=0):
    return (np.random.default_rng(seed).standard_normal(len(TIME)) * FALL).astype(np.float32)


def tone(hz):
    return (np.sin(2 * np.pi * hz * TIME) * FALL).astype(np.float32)


def wide(signal, width=1.0, seed=0, other=None):
    return widen(signal, signal if other is None else other, width, np.random.default_rng(seed), RATE).astype(float)


def correlation(channels):
    left, right = channels
    return left @ right / np.sqrt((left @ left) * (right @ right))


@pytest.mark.parametrize("width", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("signal", [noise(), tone(300), tone(60)], ids=["noise", "tone", "low tone"])
def test_both_channels_together_are_the_mono_sound(signal, width):
    assert wide(signal, width).mean(axis=0) == pytest.approx(signal, abs=1e-6)


@pytest.mark.parametrize("other", [None, noise(1)], ids=["one texture", "two textures"])
def test_the_channels_of_noise_correlate_the_less_the_wider_they_are(other):
    found = [correlation(wide(noise(), width, other=other)) for width in (0.0, 0.5, 1.0)]
    wanted = [(1 - side**2) / (1 + side**2) for side in (0.0, WIDEST / 2, WIDEST)]
    assert found == pytest.approx(wanted, abs=0.02)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("signal", [noise(), tone(300), tone(1000)], ids=["noise", "low", "high"])
def test_neither_side_is_louder(signal, seed):
    left, right = wide(signal, seed=seed)
    assert 10 * np.log10((left @ left) / (right @ right)) == pytest.approx(0, abs=0.01)


def test_there_are_no_lows_at_the_sides():
    left, right = wide(noise())
    side, middle = (np.square(np.abs(np.fft.rfft(signal))) for signal in (left - right, left + right))
    hertz = np.fft.rfftfreq(len(left), 1 / RATE)
    for low, high, decibels in ((0, 100, -40), (0, 150, -22)):
        band = (hertz >= low) & (hertz < high)
        assert 10 * np.log10(side[band].sum() / middle[band].sum()) < decibels
    assert correlation(wide(tone(60))) > 0.999


def test_another_seed_diffuses_in_another_way():
    assert not np.allclose(wide(noise(), seed=1), wide(noise(), seed=2), atol=0.1)
    assert np.array_equal(wide(noise(), seed=1), wide(noise(), seed=1))


def test_silence_stays_silent_and_the_shortest_signals_finite():
    assert not wide(np.zeros(100, dtype=np.float32)).any()
    for n in (1, 2, 50):
        assert np.isfinite(wide(noise()[:n])).all()


def test_a_wide_sample_has_two_channels_and_the_mono_one_as_their_sum(noisy_bundle, sounds):
    synth = Synth(noisy_bundle)
    request = Request(sounds[1].x, sounds[1].y, 3)
    mono, both = (synth.render(Request(*(request.x, request.y, 3), Controls(stereo=width))) for width in (0.0, 1.0))
    assert (mono.ndim, both.shape[1], both.dtype) == (1, 2, np.float32)
    n = min(len(mono), len(both)) - 500
    together = both.mean(axis=1)[:n]
    assert np.corrcoef(together, mono[:n])[0, 1] > 0.9999
    loudness = [momentary_loudness(np.ascontiguousarray(channel), 8000) for channel in both.T]
    assert 10 * np.log10(np.mean(10 ** (np.array(loudness) / 10))) == pytest.approx(-21, abs=0.05)
    assert synth.render(Request(*(request.x, request.y, 3), Controls(stereo=1.0))).tobytes() == both.tobytes()


def test_no_channel_exceeds_the_largest_true_peak(noisy_bundle, sounds):
    extreme = Controls(attack=1.0, tail=1.0, stereo=1.0, tone=12.0)
    for seed in range(5):
        signal = Synth(noisy_bundle).render(Request(sounds[2].x, sounds[2].y, seed, extreme))
        assert np.abs(signal).max() <= 10 ** (-1 / 20) + 1e-6
        assert not signal[0].any()
        assert not signal[-1].any()

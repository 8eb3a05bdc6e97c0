import numpy as np
import pytest

from latentpad.synth.saturation import CURVE, HARDEST, saturate

RATE = 44_100
N_EDGE = 2000
"""Samples at each end that a spectrum leaves out."""


def tone(hz):
    return np.sin(2 * np.pi * hz * np.arange(RATE + 2 * N_EDGE) / RATE).astype(np.float32)


def spectrum(signal):
    """Return the power of each hertz, relative to the strongest."""
    power = np.square(np.abs(np.fft.rfft(signal[N_EDGE : N_EDGE + RATE].astype(np.float64))))
    return power / power.max()


@pytest.mark.parametrize(("hz", "decibels"), [(1007, -120), (5007, -95), (9007, -55)])
def test_what_is_no_harmonic_of_a_tone_is_far_below_it_at_full_drive(hz, decibels):
    power = spectrum(saturate(tone(hz), 1.0))
    power[::hz] = 0
    assert 10 * np.log10(power.sum()) < decibels


@pytest.mark.parametrize("amount", [0.25, 0.5, 1.0])
def test_harmonics_are_odd_and_those_of_the_tangent(amount):
    power = spectrum(saturate(tone(441), amount))
    gain = 10 ** ((-18 + (HARDEST + 18) * amount**CURVE) / 20)
    wanted = spectrum(np.tanh(gain * tone(441).astype(np.float64)))
    for harmonic in (3, 5, 7):
        found, expected = (10 * np.log10(p[harmonic * 441] + 1e-15) for p in (power, wanted))
        if expected > -90:
            assert found == pytest.approx(expected, abs=0.5)
    assert 10 * np.log10(power[2 * 441]) < -100


def test_the_peak_stays_and_soft_moments_are_louder():
    fading = (tone(441) * np.exp(-np.arange(RATE + 2 * N_EDGE) / RATE * 7)).astype(np.float32)
    driven = saturate(fading, 1.0)
    assert np.abs(driven).max() == pytest.approx(np.abs(fading).max(), rel=0.1)
    late = slice(40_000, 44_000)
    assert np.abs(driven[late]).max() == pytest.approx(10 * np.abs(fading[late]).max(), rel=0.05)


def test_the_least_drive_is_inaudible_and_none_changes_nothing():
    signal = tone(441)
    assert saturate(signal, 0.0) is signal
    residue = saturate(signal, 1e-4) / signal.max() - signal
    assert 10 * np.log10(spectrum(saturate(signal, 1e-4))[3 * 441]) < -55
    assert np.abs(residue[N_EDGE:-N_EDGE]).max() < 0.01


def test_level_does_not_matter():
    signal = tone(441)
    assert saturate(signal * np.float32(1e-3), 0.7) * 1e3 == pytest.approx(saturate(signal, 0.7), abs=1e-5)

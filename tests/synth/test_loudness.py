import numpy as np
import pytest

from latentpad.synth.loudness import SILENT, k_weighting, momentary_loudness, true_peak

RATES = [8_000, 11_025, 22_050, 44_100, 48_000, 96_000, 192_000]

TABLE = [
    [1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585],
    [1.0, -2.0, 1.0, -1.99004745483398, 0.99007225036621],
]
"""Tables 1 and 2 of ITU-R BS.1770-4, for 48 kHz."""


def sine(hz, seconds, sample_rate=48_000, phase=0.0):
    return np.sin(2 * np.pi * hz * np.arange(round(seconds * sample_rate)) / sample_rate + phase).astype(np.float32)


def decibels(ratio):
    return 20 * np.log10(ratio)


def response(sections, hz, sample_rate):
    """Return the gain of both filters at a frequency, in decibels."""
    z = np.exp(-2j * np.pi * hz / sample_rate) ** np.arange(3)
    return sum(decibels(abs((row[:3] @ z) / (np.concatenate([[1], row[3:]]) @ z))) for row in sections)


def test_the_filters_are_those_of_the_recommendation():
    assert k_weighting(48_000) == pytest.approx(np.array(TABLE), abs=1e-8)


@pytest.mark.parametrize("sample_rate", RATES)
@pytest.mark.parametrize("hz", [30, 100, 1_000])
def test_every_rate_has_the_same_curve(sample_rate, hz):
    wanted = response(np.array(TABLE), hz, 48_000)
    assert response(k_weighting(sample_rate), hz, sample_rate) == pytest.approx(wanted, abs=0.25)


def test_a_full_scale_sine_in_one_channel_has_minus_3_lufs():
    assert momentary_loudness(sine(997, 1.0), 48_000) == pytest.approx(-3.01, abs=0.005)
    assert momentary_loudness(np.float32(0.1) * sine(997, 1.0), 48_000) == pytest.approx(-23.01, abs=0.005)


@pytest.mark.parametrize("sample_rate", RATES)
def test_a_shorter_sound_counts_as_followed_by_silence(sample_rate):
    whole, quarter = (momentary_loudness(sine(997, seconds, sample_rate), sample_rate) for seconds in (0.4, 0.1))
    assert whole - quarter == pytest.approx(10 * np.log10(4), abs=0.05)


@pytest.mark.parametrize("start", [0.0, 0.37, 1.0, 1.6])
def test_the_loudest_part_sets_the_loudness_wherever_it_is(start):
    signal = np.float32(0.05) * sine(997, 2.0)
    first = round(start * 48_000)
    signal[first : first + 19_200] = sine(997, 0.4)
    assert momentary_loudness(signal, 48_000) == pytest.approx(-3.01, abs=0.1)


def test_silence_has_a_finite_loudness():
    assert momentary_loudness(np.zeros(100, np.float32), 44_100) == pytest.approx(10 * np.log10(SILENT) - 0.691)
    assert momentary_loudness(np.zeros(0, np.float32), 8_000) < -190


@pytest.mark.parametrize("sample_rate", RATES)
@pytest.mark.parametrize("part", [1 / 4, 1 / 6, 0.05])
def test_the_true_peak_of_a_sine_is_found_between_its_samples(sample_rate, part):
    signal = sine(part * sample_rate, 0.1, sample_rate, phase=part * np.pi) * np.hanning(sample_rate // 10) ** 0.2
    largest = np.abs(signal).max()
    assert decibels(true_peak(signal.astype(np.float32), sample_rate, largest)) == pytest.approx(0.0, abs=0.15)


def test_a_high_sine_between_its_samples_is_3_db_above_them():
    signal = sine(12_000, 0.1, phase=np.pi / 4)
    assert decibels(true_peak(signal[:-1], 48_000, np.abs(signal).max()) / np.abs(signal).max()) > 2.9


@pytest.mark.parametrize("signal", [np.ones(50), np.eye(1, 50, 25)[0], np.ones(1), np.zeros(30)])
def test_a_true_peak_is_never_below_the_largest_sample(signal):
    largest = signal.max()
    assert largest <= true_peak(signal.astype(np.float32), 48_000, largest) <= 1.15 * largest

"""Filter banks: every frequency in its band, levels kept, and the reverse."""

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("librosa", reason="needs the extra [export]")
pytest.importorskip("soundfile", reason="needs the extra [export]")

from latentpad.bundle.representation import Representation
from latentpad_export.data.features import log_magnitude
from latentpad_export.data.filter_banks import bark_weights, filter_bank
from latentpad_export.presets import STUDIO, THESIS, Preset

BOTH = pytest.mark.parametrize("preset", [STUDIO, THESIS], ids=lambda preset: preset.name)


def sine(representation: Representation, frequency: float) -> NDArray[np.float32]:
    """Return a sine as long as a feature."""
    t = np.arange(representation.n_samples) / representation.sample_rate
    return np.sin(2 * np.pi * frequency * t).astype(np.float32)


def slaney(frequency: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """Hertz to mel: 3 mel per 200 Hz up to 1 kHz, then 27 mel per factor of 6.4."""
    above = 15 + 27 * np.log(np.maximum(frequency, 1_000) / 1_000) / np.log(6.4)
    return np.where(np.asarray(frequency) < 1_000, 3 * np.asarray(frequency) / 200, above)


def bin_frequencies(representation: Representation) -> NDArray[np.float64]:
    """Return the frequency of every bin."""
    return np.arange(representation.n_bins) * representation.sample_rate / representation.n_fft


@BOTH
@pytest.mark.parametrize("frequency", [60, 110, 440, 1_000, 3_000, 7_000])
def test_a_sine_lands_in_the_band_with_the_nearest_centre(preset: Preset, frequency: float) -> None:
    representation = preset.representation
    analysis, _ = filter_bank(representation, preset.warp)
    if preset is THESIS:
        mels = np.linspace(0, slaney(8_000), representation.n_bands + 2)[1:-1]
        distances = np.abs(mels - slaney(frequency))
        a_bin = float(slaney(frequency) - slaney(frequency - 16_000 / 512))
    else:
        distances = np.abs(analysis @ bin_frequencies(representation) - frequency)
        a_bin = 44_100 / 1_024
    band = log_magnitude(sine(representation, frequency), representation, analysis).mean(axis=1).argmax()
    assert distances[band] <= distances.min() + (0 if frequency == 440 else a_bin)


@BOTH
def test_a_sine_20_decibels_softer_and_an_octave_higher_is_lower_by_that_less_the_emphasis(preset: Preset) -> None:
    representation = preset.representation
    bin_width = representation.sample_rate / representation.n_fft
    analysis, _ = filter_bank(representation, "warped")  # whole bins at the low end: a band a sine
    sines = sine(representation, 8 * bin_width) + np.float32(0.1) * sine(representation, 16 * bin_width)
    feature = log_magnitude(sines, representation, analysis)[:, 10:-10]
    difference = (20 - representation.emphasis) / representation.top_db
    np.testing.assert_allclose(feature[8] - feature[16], difference, atol=0.002)


@BOTH
def test_the_rows_of_both_tables_sum_to_1(preset: Preset) -> None:
    representation = preset.representation
    analysis, synthesis = filter_bank(representation, preset.warp)
    assert analysis.shape == synthesis.shape[::-1] == (representation.n_bands, representation.n_bins)
    sums = analysis.sum(axis=1)
    np.testing.assert_allclose(sums[sums > 0], 1, atol=1e-5)
    np.testing.assert_allclose(synthesis.sum(axis=1), 1, atol=1e-5)
    assert analysis.min() >= 0
    assert synthesis.min() >= 0
    assert np.count_nonzero(sums == 0) <= (10 if preset is THESIS else 0)


@BOTH
def test_a_smooth_spectrum_survives_analysis_and_synthesis(preset: Preset) -> None:
    analysis, synthesis = filter_bank(preset.representation, preset.warp)
    k = np.linspace(0, 1, preset.representation.n_bins)
    decibels = 10 * np.cos(4 * np.pi * k) - 40 * k
    bands = 10 * np.log10(np.maximum(analysis @ 10 ** (decibels / 10), 1e-16))
    assert np.abs(synthesis @ bands - decibels)[:-4].max() < 1


@BOTH
def test_the_bark_weights_are_positive_with_a_mean_of_1(preset: Preset) -> None:
    representation = preset.representation
    weights = bark_weights(filter_bank(representation, preset.warp)[0], representation.sample_rate)
    assert weights.dtype == np.float32
    assert weights.shape == (representation.n_bands,)
    assert weights.mean() == pytest.approx(1)
    assert weights.min() > 0


def test_the_bark_weights_of_single_bins_follow_the_slope_of_the_scale() -> None:
    weights = bark_weights(np.eye(513, dtype=np.float32), 44_100)
    hertz = np.linspace(0, 22_050, 513)
    slope = 26.81 * 1_960 / (1_960 + hertz) ** 2  # the derivative of 26.81 f / (1960 + f)
    np.testing.assert_allclose(weights[1:-1], (slope / slope.mean())[1:-1], rtol=0.01)


def test_the_bark_weights_rise_towards_the_low_bands():
    representation = STUDIO.representation
    analysis, _ = filter_bank(representation, STUDIO.warp)
    weights = bark_weights(analysis, representation.sample_rate)
    # d bark / d hertz falls as 1 / (1960 + hertz)^2, and the lowest bands are all one bin wide
    bin_width = representation.sample_rate / representation.n_fft
    assert weights[100] / weights[10] == pytest.approx(
        ((1960 + 10 * bin_width) / (1960 + 100 * bin_width)) ** 2, rel=1e-3
    )

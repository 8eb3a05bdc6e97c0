from dataclasses import replace

import numpy as np
import pytest

librosa = pytest.importorskip("librosa")

from latentpad.bundle.representation import Representation
from latentpad.synth.decoder import Decoded
from latentpad.synth.texture import TextureSampler
from latentpad_export.data.features import log_magnitude

PLAIN = Representation(32_000, n_fft=1024, hop_length=256, n_bands=513, n_frames=40, top_db=80.0)
EMPHASISED = replace(PLAIN, emphasis=3.0)
BINS = np.eye(513, dtype=np.float32)


def test_a_click_rises_by_the_emphasis_per_octave() -> None:
    signal = np.zeros(PLAIN.n_samples, dtype=np.float32)
    signal[10 * 256] = 1
    feature = log_magnitude(signal, EMPHASISED, BINS)[:, 10]
    assert (feature[[32, 64, 128, 256, 512]] - 1) * 80 == pytest.approx([-12, -9, -6, -3, 0], abs=1e-3)


def test_what_is_faint_and_high_comes_into_the_range() -> None:
    time = np.arange(PLAIN.n_samples) / 32_000
    signal = (np.sin(2 * np.pi * 62.5 * time) + 10 ** (-90 / 20) * np.sin(2 * np.pi * 8_000 * time)).astype(np.float32)
    assert log_magnitude(signal, PLAIN, BINS)[256, 20] == 0.0
    found = log_magnitude(signal, EMPHASISED, BINS)[256, 20]
    assert (found - 1) * 80 == pytest.approx(-90 + 3 * 7, abs=0.1)


def test_a_sound_comes_back_with_its_own_spectrum(rng: np.random.Generator) -> None:
    signal = rng.standard_normal(PLAIN.n_samples).astype(np.float32)
    wanted = np.abs(librosa.stft(signal, n_fft=1024, hop_length=256)).T
    for representation in (PLAIN, EMPHASISED, replace(PLAIN, emphasis=12.0)):
        feature = log_magnitude(signal, representation, BINS)
        found = TextureSampler(representation, BINS)(Decoded(feature, np.zeros_like(feature)), rng)
        audible = wanted > 3e-3 * wanted.max()
        gain = np.median(found[audible] / wanted[audible])
        assert found.max() == pytest.approx(1.0, rel=1e-3)
        assert np.abs(20 * np.log10(found[audible & (found > 0)] / (gain * wanted[audible & (found > 0)]))).max() < 0.02
        assert (found[audible] > 0).mean() > (0.999 if representation.emphasis <= 3 else 0.9)

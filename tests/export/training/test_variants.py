"""Variants of sounds, and their features on the training device."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra [export]")

import torch

from latentpad.bundle.representation import Representation
from latentpad_export.data.features import log_magnitude
from latentpad_export.data.filter_banks import filter_bank
from latentpad_export.training.variants import Analysis, at_peak, reverberate, saturate, varispeed

pytestmark = pytest.mark.usefixtures("one_thread")

RATE = 16_000
PLAIN = Representation(RATE, n_fft=256, hop_length=64, n_bands=48, n_frames=96, top_db=80.0)
EMPHASISED = Representation(RATE, n_fft=256, hop_length=64, n_bands=48, n_frames=96, top_db=80.0, emphasis=3.0)


@pytest.mark.parametrize("representation", [PLAIN, EMPHASISED], ids=["plain", "emphasised"])
def test_the_features_are_those_of_the_export(representation: Representation) -> None:
    bank, _ = filter_bank(representation, "warped")
    rng, decays = np.random.default_rng(0), np.exp(-np.arange(5_000) / 600)
    signals = np.stack([rng.standard_normal(5_000) * decays, np.sin(0.3 * np.arange(5_000)) * decays**2]).astype("f4")
    found = Analysis(representation, torch.from_numpy(bank))(torch.from_numpy(signals))
    for feature, signal in zip(found.numpy(), signals, strict=True):
        np.testing.assert_allclose(feature, log_magnitude(signal, representation, bank), atol=1e-4)


def test_a_signal_longer_than_the_representation_is_cut_and_silence_is_zero() -> None:
    bank, _ = filter_bank(PLAIN, "warped")
    analysis = Analysis(PLAIN, torch.from_numpy(bank))
    long = torch.randn(1, PLAIN.n_samples + 999, generator=torch.Generator().manual_seed(0))
    torch.testing.assert_close(analysis(long), analysis(long[:, : PLAIN.n_samples]))
    assert not analysis(torch.zeros(2, 500)).any()


@pytest.mark.parametrize("semitones", [-3.0, -0.5, 0.0, 2.5, 12.0])
def test_varispeed_moves_a_sine_by_the_semitones_that_are_asked(semitones: float) -> None:
    n = 176 * 512
    sine = torch.sin(2 * torch.pi * 64 * torch.arange(n) / n)[None]  # whole periods, which a transform sees exactly
    moved = varispeed(sine, semitones)
    periods = torch.fft.rfft(moved).abs().argmax().item()
    assert 12 * np.log2(periods / moved.shape[1] * n / 64) == pytest.approx(semitones, abs=0.1)
    assert moved.abs().max().item() == pytest.approx(1, abs=0.01)


def test_varispeed_does_not_alias() -> None:
    n = 64 * 512
    high = torch.sin(2 * torch.pi * round(0.45 * n) * torch.arange(n, dtype=torch.float64) / n)[None].float()
    assert varispeed(high, 12.0).abs().max() < 0.01


@pytest.mark.parametrize("semitones", [-3.0, 3.0])
def test_after_the_end_of_a_resampled_sound_there_is_nothing(semitones: float) -> None:
    sound = torch.zeros(1, 40 * 512)
    fading = torch.linspace(1, 0, 8_000) * torch.randn(8_000, generator=torch.Generator().manual_seed(0))
    sound[0, :8_000] = fading
    moved = at_peak(varispeed(sound, semitones))
    end = round(8_000 * 2 ** (-semitones / 12) * 1.02)
    assert moved[0, end:-600].square().mean().sqrt() < 1e-3


def test_saturation_keeps_the_peak_and_raises_what_is_faint() -> None:
    x = torch.tensor([[1.0, 0.1, -0.5, 0.0], [1.0, 0.1, -0.5, 0.0], [1.0, 0.1, -0.5, 0.0]])
    driven = saturate(x, torch.tensor([0.0, 1.0, 5.0]))
    assert torch.equal(driven[0], x[0])
    torch.testing.assert_close(driven.abs().amax(1), torch.ones(3))
    assert (driven[:, 1].diff() > 0).all()
    torch.testing.assert_close(driven[2], torch.tanh(5 * x[2]) / torch.tanh(torch.tensor(5.0)))


@pytest.mark.parametrize("gain", [0.05, 0.25])
def test_a_room_adds_the_energy_that_is_asked(gain: float) -> None:
    torch.manual_seed(0)
    n = 8_000
    clicks = torch.zeros(3, n)
    clicks[:, 100] = 1.0
    added = reverberate(clicks, torch.full((3,), 0.1), torch.tensor([gain, gain, 0.0]), RATE) - clicks
    torch.testing.assert_close(added.square().sum(1).sqrt(), torch.tensor([gain, gain, 0.0]), rtol=0.01, atol=1e-6)
    assert added[:, :99].abs().max() < 1e-6  # nothing before the sound: the room does not wrap around


def test_no_sound_in_a_room_is_no_sound() -> None:
    assert reverberate(torch.zeros(0, 100), torch.zeros(0), torch.zeros(0), RATE).shape == (0, 100)


def test_a_room_decays_by_60_db_in_its_time() -> None:
    torch.manual_seed(0)
    clicks = torch.zeros(200, 4_000)
    clicks[:, 0] = 1.0
    added = reverberate(clicks, torch.full((200,), 0.2), torch.full((200,), 0.5), RATE) - clicks
    levels = added.square().mean(0).reshape(-1, 200).mean(1)
    assert 10 * np.log10(float(levels[0] / levels[8])) == pytest.approx(30, abs=0.5)  # 1,600 samples: half its time


def test_a_peak_of_one_is_reached_and_silence_stays() -> None:
    torch.testing.assert_close(at_peak(torch.tensor([[0.2, -0.5], [0.0, 0.0]])), torch.tensor([[0.4, -1.0], [0, 0]]))

"""DeGLI, in small."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra [export]")
pytest.importorskip("librosa", reason="needs the extra [export]")

import librosa
import torch

from latentpad_export.evaluate.reconstruction.networks.degli import Degli, DegliConfig, Iterations, with_phases
from latentpad_export.evaluate.reconstruction.networks.degli_iteration import (
    HOP_LENGTH,
    N_FFT,
    denoising_losses,
    istft,
    iterate,
    noisy,
    stft,
    with_amplitude,
)
from latentpad_export.evaluate.reconstruction.vocoder import GENERATOR

SMALL = DegliConfig(batch_size=2, segment_frames=15, n_channels=4, n_iter=3, bfloat16=False)


@pytest.fixture
def degli():
    torch.manual_seed(0)
    return Degli(SMALL, torch.device("cpu"))


@pytest.fixture
def signals():
    """Two seconds' worth of decaying tones, in segments."""
    time = np.arange(15 * HOP_LENGTH) / 16_000
    tones = [np.exp(-8 * time) * np.sin(2 * np.pi * hertz * time) for hertz in (220, 1_000)]
    return torch.from_numpy(np.stack(tones).astype(np.float32))


def disturb(vocoder):
    """Give the last convolution, which begins at zero, random weights."""
    network = vocoder.networks[GENERATOR]
    for layer in (network.last_real, network.last_imaginary):
        torch.nn.init.normal_(layer.weight, std=0.1)
    return network


def test_spectra_are_librosas(signals):
    expected = librosa.stft(signals.numpy(), n_fft=N_FFT, hop_length=HOP_LENGTH)
    assert np.allclose(stft(signals).numpy(), expected, atol=1e-4)
    assert torch.allclose(istft(stft(signals)), signals, atol=1e-5)


def test_two_steps_change_every_weight_by_finite_gradients(degli, signals):
    before = {name: value.clone() for name, value in degli.networks[GENERATOR].state_dict().items()}
    for share in (0.0, 0.5):
        losses = degli.train_step(signals, share)
        assert all(bool(torch.isfinite(loss)) for loss in losses.values())
    for name, weight in degli.networks[GENERATOR].named_parameters():
        assert torch.isfinite(weight.grad).all(), name
        assert not torch.equal(weight, before[name]), name


def test_without_a_residual_it_is_griffin_lim(degli, signals, rng):
    magnitude = np.abs(librosa.stft(signals[1].numpy(), n_fft=N_FFT, hop_length=HOP_LENGTH))
    feature = torch.from_numpy(with_phases(magnitude, rng))
    untrained = degli.graph()(feature).detach()
    plain = magnitude * np.exp(1j * feature[0, magnitude.shape[0] :].numpy())
    for _ in range(3):
        rebuilt = librosa.istft(magnitude * np.exp(1j * np.angle(plain)), n_fft=N_FFT, hop_length=HOP_LENGTH)
        plain = librosa.stft(rebuilt, n_fft=N_FFT, hop_length=HOP_LENGTH)
    expected = librosa.istft(magnitude * np.exp(1j * np.angle(plain)), n_fft=N_FFT, hop_length=HOP_LENGTH)
    assert torch.equal(untrained, Iterations(None, 3)(feature))
    assert np.allclose(untrained[0].numpy(), expected, atol=1e-4)


def test_training_on_one_batch_lowers_the_loss_below_that_of_griffin_lim(signals):
    torch.manual_seed(0)
    degli, relative = Degli(replace(SMALL, learning_rate=2e-2), torch.device("cpu")), []
    for _ in range(40):
        torch.manual_seed(1)  # the same noise
        relative.append(degli.train_step(signals, 0.0)["relative"].item())
    assert relative[0] == pytest.approx(1.0, abs=1e-5)
    assert max(relative[-3:]) < 0.97


def test_a_clean_spectrum_is_a_fixed_point_without_a_network(signals):
    clean = stft(signals)
    assert torch.allclose(iterate(None, clean, clean.abs()), clean, atol=1e-4)


def test_the_residual_turns_with_the_phases(degli):
    network, amplitude = disturb(degli), torch.rand(1, 1, 20, 9)
    spectra, turn = torch.randn(1, 3, 20, 9, dtype=torch.complex64), torch.polar(torch.tensor(1.0), torch.tensor(0.7))
    with torch.no_grad():
        straight, turned = (
            torch.complex(*network(torch.cat([x.real, x.imag], dim=1), amplitude)[0]) for x in (spectra, spectra * turn)
        )
    assert torch.allclose(straight * turn, turned, atol=1e-5)
    assert straight.abs().max() > 1e-3


def test_noise_has_a_drawn_level(signals):
    torch.manual_seed(0)
    clean = stft(signals).repeat(40, 1, 1)
    noise = noisy(clean) - clean
    ratio = 10 * torch.log10(clean.abs().square().mean(dim=(1, 2)) / noise.abs().square().mean(dim=(1, 2)))
    assert -8 < ratio.min() < -4
    assert 10 < ratio.max() < 14


def test_amplitudes_replace_magnitudes_and_keep_phases(signals):
    replaced = with_amplitude(stft(signals), torch.full((2, N_FFT // 2 + 1, 16), 3.0))
    loud = stft(signals).abs() > 1e-3
    assert torch.allclose(replaced.abs()[loud], torch.tensor(3.0))
    assert torch.allclose(torch.angle(replaced)[loud], torch.angle(stft(signals))[loud], atol=1e-4)


def test_a_sound_comes_back_at_its_length_and_level(degli, signals, rng):
    disturb(degli)
    sound = 0.2 * signals[0].numpy()
    rebuilt = degli.reconstruct(sound, rng)
    assert rebuilt.dtype == np.float32
    assert abs(len(rebuilt) - len(sound)) <= HOP_LENGTH
    assert np.isfinite(rebuilt).all()
    quieter = degli.reconstruct(0.1 * sound, np.random.default_rng(5))
    assert np.allclose(10 * quieter, degli.reconstruct(sound, np.random.default_rng(5)), atol=1e-3)


def test_it_is_measured_from_the_stft_and_from_mel_bands(degli, signals):
    ways = degli.ways()
    assert list(ways) == ["STFT", "Mel"]
    sound = signals[0].numpy()
    exact, from_mel = (way(sound, np.random.default_rng(0)) for way in ways.values())
    assert exact.shape == from_mel.shape
    magnitudes = [np.abs(librosa.stft(signal, n_fft=N_FFT, hop_length=HOP_LENGTH)) for signal in (exact, from_mel)]
    assert not np.allclose(*magnitudes, atol=1e-3)
    assert magnitudes[1].max() == pytest.approx(magnitudes[0].max(), rel=0.5)


def test_the_loss_of_griffin_lim_is_that_without_residual(degli, signals):
    torch.manual_seed(1)
    loss, without = denoising_losses(degli.networks[GENERATOR], signals)
    assert loss.item() == pytest.approx(float(without), rel=1e-5)


def test_the_residual_can_be_exported_for_any_number_of_frames(degli):
    pytest.importorskip("onnxscript", reason="needs the extra [export]")
    from onnxruntime import InferenceSession

    from latentpad_export.evaluate.reconstruction.networks.degli_onnx import residual_to_onnx

    network = disturb(degli).eval()
    session = InferenceSession(residual_to_onnx(network))
    for n_frames in (9, 20):
        parts, amplitude = torch.randn(1, 6, N_FFT // 2 + 1, n_frames), torch.rand(1, 1, N_FFT // 2 + 1, n_frames)
        (found,) = session.run(None, {"parts": parts.numpy(), "amplitude": amplitude.numpy()})
        with torch.no_grad():
            assert np.allclose(found, network(parts, amplitude).numpy(), atol=1e-4)
    assert degli.to_onnx() is None

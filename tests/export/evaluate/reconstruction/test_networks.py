"""Two steps of training of each network, tiny: gradients, weights, shapes, and the exported file."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra [export]")
pytest.importorskip("librosa", reason="needs the extra [export]")
pytest.importorskip("onnxscript", reason="needs the extra [export]")

import torch

from latentpad.onnx_session import open_session
from latentpad_export.evaluate.reconstruction.inverse_stft import InverseSTFT, overlap_add
from latentpad_export.evaluate.reconstruction.networks.melgan import MelGAN, MelGANConfig
from latentpad_export.evaluate.reconstruction.networks.vocos import Vocos, VocosConfig
from latentpad_export.evaluate.reconstruction.registry import NETWORKS
from latentpad_export.evaluate.reconstruction.spectral_loss import multi_resolution_stft_loss
from latentpad_export.evaluate.reconstruction.vocoder import GENERATOR

CPU = torch.device("cpu")
TINY = {
    "melgan": lambda: MelGAN(MelGANConfig(batch_size=2, segment_frames=16, width=32, discriminator_width=4), CPU),
    "vocos": lambda: Vocos(VocosConfig(batch_size=2, segment_frames=12, width=16, n_blocks=1), CPU),
}


@pytest.fixture(params=TINY)
def vocoder(request):
    torch.manual_seed(0)
    return TINY[request.param]()


def signals(vocoder):
    """Return decaying noise."""
    n = vocoder.segment_samples
    return 0.3 * torch.randn(vocoder.config.batch_size, n) * torch.exp(-torch.arange(n) / 1_000)


def test_every_network_is_trained_in_these_tests_or_its_own():
    assert set(TINY) <= set(NETWORKS)


def test_two_steps_change_all_weights_by_finite_gradients(vocoder):
    before = {name: {k: v.clone() for k, v in n.state_dict().items()} for name, n in vocoder.networks.items()}
    first = vocoder.train_step(signals(vocoder), 0.0)
    assert set(first) == {"spectral"}
    second = vocoder.train_step(signals(vocoder), 0.99)
    assert set(second) == {"spectral", "discriminator", "adversarial", "matching"}
    assert all(torch.isfinite(loss) for loss in second.values())
    for name, network in vocoder.networks.items():
        assert all(torch.isfinite(weight.grad).all() for weight in network.parameters())
        same = [k for k, v in network.state_dict().items() if torch.equal(v, before[name][k])]
        is_scored = name != GENERATOR  # while all scores are below 1, the hinges' slopes for the last bias cancel
        assert all(is_scored and k.endswith(".bias") for k in same)


def test_training_lowers_the_spectral_loss(vocoder):
    segment = signals(vocoder)
    losses = [float(vocoder.train_step(segment, 0.0)["spectral"]) for _ in range(12)]
    assert losses[-1] < losses[0]


def test_the_same_state_takes_the_same_step(vocoder):
    vocoder.train_step(signals(vocoder), 0.99)
    other = type(vocoder)(vocoder.config, CPU)
    other.load_state(vocoder.state())
    segment = signals(vocoder)
    losses = []
    for one in (vocoder, other):
        torch.manual_seed(1)
        losses.append(one.train_step(segment, 0.99))
    assert {k: float(v) for k, v in losses[1].items()} == pytest.approx(
        {k: float(v) for k, v in losses[0].items()}, 1e-3
    )


def test_a_sound_keeps_its_length_to_a_hop_and_the_exported_network_computes_the_same(vocoder, rng):
    session = open_session(vocoder.to_onnx(), "vocoder.onnx", 1, shape=(vocoder.representation.n_bands, 20))
    for n in (1_000, 5_000):
        signal = rng.uniform(-1, 1, n).astype(np.float32)
        made = vocoder.reconstruct(signal, rng)
        assert n <= len(made) <= n + vocoder.representation.hop_length
        (exported,) = session.run(None, {"feature": vocoder.feature(signal, rng)})
        assert np.abs(exported[0] - made).max() < 1e-3 * np.abs(made).max()


def test_features_in_training_are_those_of_reconstruction(rng):
    vocoder = TINY["vocos"]()
    signal = rng.uniform(-1, 1, vocoder.segment_samples).astype(np.float32)
    features, _ = vocoder.pairs(torch.from_numpy(signal)[None])
    expected = vocoder.feature(signal, rng)
    lower = expected - features.numpy()
    assert np.ptp(lower[(features.numpy() > 0) & (expected > 0)]) < 1e-4  # but for the level


def test_an_untrained_vocos_has_the_magnitudes_of_the_bands(rng):
    vocoder = TINY["vocos"]()
    signal = np.sin(2 * np.pi * 430.664 * np.arange(8_192) / 44_100).astype(np.float32)  # the centre of bin 10
    real, imaginary = vocoder.networks[GENERATOR](torch.from_numpy(vocoder.feature(signal, rng)))
    magnitude = torch.hypot(real, imaginary)[0, 16].detach().numpy()
    assert magnitude.argmax() == 10
    assert magnitude[10] / magnitude[11] == pytest.approx(2, rel=0.1)  # of the Hann window


def test_both_inverse_transforms_undo_the_transform(rng):
    signal = torch.from_numpy(rng.uniform(-1, 1, (2, 1_024)).astype(np.float32))
    window = torch.hann_window(256)
    spectrum = torch.stft(signal, 256, 64, window=window, return_complex=True, pad_mode="constant").transpose(1, 2)
    assert torch.allclose(overlap_add(spectrum.real, spectrum.imag, 256, 64), signal, atol=1e-5)
    assert torch.allclose(InverseSTFT(256, 64)(spectrum.real, spectrum.imag), signal, atol=1e-5)


def test_the_spectral_loss_is_that_of_a_gain(rng):
    wanted = torch.from_numpy(rng.uniform(-1, 1, (2, 4_096)).astype(np.float32))
    assert float(multi_resolution_stft_loss(wanted, wanted)) == pytest.approx(0, abs=1e-6)
    assert float(multi_resolution_stft_loss(0.5 * wanted, wanted)) == pytest.approx(0.5 + np.log(2), rel=1e-3)

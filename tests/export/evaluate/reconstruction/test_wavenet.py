"""WaveNet, in small."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra [export]")
pytest.importorskip("librosa", reason="needs the extra [export]")

import torch
from scipy.signal import lfilter

from latentpad_export.evaluate.reconstruction.networks import wavenet_kernel
from latentpad_export.evaluate.reconstruction.networks.wavenet import Wavenet, WavenetConfig, condition_of
from latentpad_export.evaluate.reconstruction.networks.wavenet_generation import (
    generate_levels,
    layer_conditions,
    new_state,
    weights_of,
)
from latentpad_export.evaluate.reconstruction.networks.wavenet_level import EMPHASIS, PEAK, emphasised
from latentpad_export.evaluate.reconstruction.networks.wavenet_network import (
    HOP_LENGTH,
    SILENCE,
    from_levels,
    to_levels,
)
from latentpad_export.evaluate.reconstruction.training import Length, VocoderTraining
from latentpad_export.evaluate.reconstruction.vocoder import GENERATOR

SMALL = WavenetConfig(
    batch_size=2, segment_frames=4, n_channels=4, n_skip=6, n_condition=5, n_stacks=2, n_dilations=3, bfloat16=False
)


def small(seed=0):
    torch.manual_seed(seed)
    return Wavenet(SMALL, torch.device("cpu"))


@pytest.fixture
def wavenet():
    return small()


@pytest.fixture
def signals():
    """Two tones of four hops."""
    time = np.arange(4 * HOP_LENGTH) / 16_000
    return torch.from_numpy(np.stack([0.5 * np.sin(2 * np.pi * f * time) for f in (300, 900)]).astype(np.float32))


def test_levels_are_mu_law():
    assert to_levels(torch.tensor([-2.0, -1.0, 0.0, 1.0, 2.0])).tolist() == [0, 0, SILENCE, 255, 255]
    levels = torch.arange(256)
    assert torch.equal(to_levels(from_levels(levels)), levels)
    assert float(from_levels(torch.tensor(255))) == pytest.approx(1.0)
    companded = np.sign(-0.1) * np.log1p(255 * 0.1) / np.log1p(255)
    assert int(to_levels(torch.tensor(-0.1))) == round((companded + 1) / 2 * 255)


def test_two_steps_change_every_weight_by_finite_gradients(wavenet, signals):
    before = {name: value.clone() for name, value in wavenet.networks[GENERATOR].state_dict().items()}
    for share in (0.1, 0.5):
        assert torch.isfinite(wavenet.train_step(signals, share)["loss"])
    unused = f"layers.{len(wavenet.size.dilations) - 1}.out"  # its residual half ends nowhere
    for name, weight in wavenet.networks[GENERATOR].named_parameters():
        assert torch.isfinite(weight.grad).all(), name
        changed = weight != before[name]
        assert changed[SMALL.n_channels :].any() if name.startswith(unused) else changed.any(), name


def test_logits_depend_on_the_receptive_field_before_them_only(wavenet, signals):
    network, t = wavenet.networks[GENERATOR], 300
    condition = condition_of(wavenet.power(signals))[:1, :, :4]
    levels = to_levels(signals[:1])
    field = wavenet.size.receptive_field
    assert field == 2 + 2 * (1 + 2 + 4)
    with torch.no_grad():
        logits = network(levels, condition)[0, :, t]
        for place, alike in ((t, True), (t + 1, True), (t - 1, False), (t - field, False), (t - field - 1, True)):
            other = levels.clone()
            other[0, place] = (other[0, place] + 100) % 256
            assert torch.equal(network(other, condition)[0, :, t], logits) == alike, place - t


def test_the_loop_computes_the_networks_logits_sample_by_sample(wavenet, signals):
    network = wavenet.networks[GENERATOR]
    condition, levels = condition_of(wavenet.power(signals))[:1, :, :4], to_levels(signals[:1])
    with torch.no_grad():
        expected = network(levels, condition)[0].numpy()
    state, weights = new_state(wavenet.size), weights_of(network)
    conditions, starts = layer_conditions(network, condition)
    dilations, before = np.array(wavenet.size.dilations), [SILENCE, SILENCE, *levels[0].tolist()]
    held = len(levels[0]) // len(conditions)
    for t in range(len(levels[0])):
        step = t // held
        wavenet_kernel.advance(state, weights, dilations, conditions[step], starts[step], t, before[t + 1], before[t])
        assert np.allclose(state.logits, expected[:, t], atol=1e-5), t


def test_the_compiled_loop_draws_what_the_plain_one_draws(wavenet, signals, monkeypatch):
    if not hasattr(wavenet_kernel.generate, "py_func"):
        pytest.skip("numba is turned off")
    network = wavenet.networks[GENERATOR]
    conditions, starts = layer_conditions(network, condition_of(wavenet.power(signals))[:1, :, :2])
    uniforms = np.random.default_rng(0).random(2 * HOP_LENGTH)
    drawn = []
    for plain in (False, True):
        if plain:
            for name in ("_add_product", "_gate", "advance", "choose", "generate"):
                monkeypatch.setattr(wavenet_kernel, name, getattr(wavenet_kernel, name).py_func)
        levels, sharpness = np.full(2 * HOP_LENGTH + 2, SILENCE), wavenet_kernel.LOG2_E
        state, dilations = new_state(wavenet.size), np.array(wavenet.size.dilations)
        wavenet_kernel.generate(levels, state, weights_of(network), dilations, conditions, starts, uniforms, sharpness)
        drawn.append(levels)
    assert np.array_equal(*drawn)


def test_levels_are_drawn_as_often_as_the_network_says():
    logits = np.log(np.array([0.1, 0.6, 0.3], dtype=np.float32))
    uniforms = (np.arange(1_000) + 0.5) / 1_000
    drawn = [wavenet_kernel.choose(logits.copy(), wavenet_kernel.LOG2_E, uniform) for uniform in uniforms]
    assert np.allclose(np.bincount(drawn), [100, 600, 300], atol=1)
    sharp = [wavenet_kernel.choose(logits.copy(), 20 * wavenet_kernel.LOG2_E, uniform) for uniform in uniforms]
    assert np.bincount(sharp)[1] > 990


def test_the_same_generator_draws_the_same_sound_at_its_level(wavenet, signals):
    sound = signals[0].numpy()
    first, second, other = (wavenet.reconstruct(sound, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.array_equal(first, second)
    assert not np.array_equal(first, other)
    assert first.dtype == np.float32
    assert len(first) == len(sound) + HOP_LENGTH
    assert abs(first.mean()) < 0.1 * first.std()
    quiet = wavenet.reconstruct(0.1 * sound, np.random.default_rng(1))
    assert np.allclose(10 * quiet, first, atol=1e-3)


def test_emphasis_is_undone(signals):
    undone = lfilter([1.0], [1.0, -EMPHASIS], emphasised(signals).numpy())
    assert np.allclose(undone, signals.numpy(), atol=1e-5)


@pytest.mark.parametrize("level", [1.0, 0.01])
def test_mel_spectra_imply_the_level_of_emphasised_samples(wavenet, rng, level):
    noise = torch.from_numpy((0.1 * level * rng.standard_normal((1, 16_000))).astype(np.float32))
    implied = wavenet.level(wavenet.power(noise))
    assert implied.shape == (1, 16_000 + HOP_LENGTH)
    found = (PEAK * emphasised(noise) / implied[:, :16_000])[:, 1_000:-1_000]
    assert float(found.std()) == pytest.approx(1.0, abs=0.1)
    assert float(wavenet.level(wavenet.power(0 * noise)).min()) > 0


def test_the_loss_of_one_batch_falls(signals):
    torch.manual_seed(0)
    wavenet = Wavenet(replace(SMALL, n_channels=8, learning_rate=1e-2), torch.device("cpu"))
    losses = [float(wavenet.train_step(signals, 0.05)["loss"]) for _ in range(30)]
    assert losses[0] > 4
    assert losses[-1] < 0.8 * losses[0]


def test_a_resumed_training_equals_one_that_was_not_interrupted(sounds, tmp_path):
    sounds = replace(sounds, sample_rate=16_000)

    class Stopped(Length):
        def share(self, progress):
            return super().share(progress) if progress.step < 2 else 1.0

    VocoderTraining(small(), sounds, Stopped(4), 0).run(tmp_path / "interrupted")
    resumed, whole = small(seed=7), small()
    VocoderTraining(resumed, sounds, Length(4), 0).run(tmp_path / "interrupted")
    VocoderTraining(whole, sounds, Length(4), 0).run(tmp_path / "whole")
    for name, value in whole.networks[GENERATOR].state_dict().items():
        assert torch.equal(resumed.networks[GENERATOR].state_dict()[name], value), name


def test_generation_needs_no_multiple_of_anything(wavenet, signals):
    assert wavenet.to_onnx() is None
    levels = generate_levels(
        wavenet.networks[GENERATOR], condition_of(wavenet.power(signals))[:1, :, :3], np.random.default_rng(0)
    )
    assert levels.shape == (3 * HOP_LENGTH,)
    assert levels.min() >= 0
    assert levels.max() <= 255

"""The autoencoder: shapes and sizes of both networks, and both terms of the loss in closed form."""

from dataclasses import replace

import pytest

pytest.importorskip("torch", reason="needs the extra [export]")

import torch
from torch import Tensor, nn

from latentpad.bundle.representation import Representation
from latentpad_export.model.image_networks import image_sizes
from latentpad_export.model.losses import audibility, mean_error, shift_error, texture_error
from latentpad_export.model.vae import LOG_SCALE_RANGE, Autoencoder
from latentpad_export.presets import STUDIO, THESIS, ModelConfig, Preset, with_seconds

pytestmark = pytest.mark.usefixtures("one_thread")

SMALL = Representation(8_000, n_fft=256, hop_length=64, n_bands=32, n_frames=48, top_db=80.0)
IMAGE = ModelConfig("image", latent_dim=4, n_flows=0, flow_hidden=4, width=4, dropout=0.0, learns_scale=False)
FRAMES = replace(IMAGE, network="frames", learns_scale=True)
KINDS = pytest.mark.parametrize("config", [IMAGE, FRAMES], ids=lambda config: config.network)


def untrained(config: ModelConfig, representation: Representation = SMALL) -> Autoencoder:
    """Build a model with the same weights each time."""
    torch.manual_seed(0)
    return Autoencoder(representation, config)


def n_convolution_weights(module: nn.Module) -> int:
    """Count the weights of the two-dimensional convolutions."""
    return sum(m.weight.numel() for m in module.modules() if isinstance(m, nn.Conv2d))


@pytest.mark.parametrize("preset", [STUDIO, THESIS, with_seconds(STUDIO, 0.3)])
def test_a_feature_becomes_a_latent_and_a_latent_a_feature(preset: Preset) -> None:
    representation = preset.representation
    model = untrained(preset.model, representation).eval()
    x = torch.rand(2, representation.n_bands, representation.n_frames)
    with torch.no_grad():
        z = model.encode(x)
        mean, scale = model.decode(z)
        loss = model.loss(x)
    assert z.shape == (2, preset.model.latent_dim)
    assert mean.shape == x.shape
    assert mean.min() >= 0
    assert mean.max() <= 1
    assert loss.reconstruction.shape == loss.divergence.shape == ()
    if preset.model.learns_scale:
        assert scale.shape == x.shape
        assert scale.min() >= torch.tensor(LOG_SCALE_RANGE[0]).exp()
        assert scale.max() <= torch.tensor(LOG_SCALE_RANGE[1]).exp()
    else:
        assert scale is None


@pytest.mark.parametrize("seconds", [0.2, 1.0, 2.0, 2.04, 7.77, 20.0])
def test_a_preset_for_another_length_holds_it_in_a_multiple_of_16_frames(seconds: float) -> None:
    representation = with_seconds(STUDIO, seconds).representation
    assert representation.n_frames % 16 == 0
    frame = representation.hop_length / representation.sample_rate
    assert seconds <= representation.seconds < seconds + 17 * frame
    assert replace(representation, n_frames=STUDIO.representation.n_frames) == STUDIO.representation


def test_the_studio_preset_is_for_two_seconds() -> None:
    assert with_seconds(STUDIO, 2.0) == STUDIO


def test_the_image_of_the_thesis_ends_at_7_by_15_with_32_channels() -> None:
    model = untrained(THESIS.model, THESIS.representation)
    assert image_sizes(THESIS.representation) == [(128, 250), (63, 124), (31, 62), (15, 30), (7, 15)]
    assert model.encoder.dense.in_features == model.decoder.dense.out_features == 32 * 7 * 15


def test_the_convolutions_of_the_thesis_have_as_many_weights_as_its_model() -> None:
    model = untrained(THESIS.model, THESIS.representation)
    layers = [1 * 32, 32 * 64, 64 * 32, 32 * 32]
    assert n_convolution_weights(model.encoder) == n_convolution_weights(model.decoder) == 9 * sum(layers) == 46_368


def test_the_image_network_starts_with_xavier_weights() -> None:
    model = untrained(THESIS.model, THESIS.representation)
    bound = (6 / (512 + 128)) ** 0.5
    weight = model.heads.weight
    assert weight.abs().max() <= bound
    assert weight.std().item() == pytest.approx(bound / 3**0.5, rel=0.02)
    torch.testing.assert_close(model.heads.bias, torch.full((128,), 0.001))


def with_posterior(config: ModelConfig, mean: Tensor, log_variance: Tensor) -> Autoencoder:
    """Build a model whose posterior is the same Gaussian for every sound."""
    model = untrained(config)
    nn.init.zeros_(model.heads.weight)
    model.heads.bias.data = torch.cat([mean, log_variance])
    return model


@KINDS
def test_the_divergence_of_a_gaussian_is_its_closed_form(config: ModelConfig) -> None:
    mean, log_variance = torch.tensor([0.5, -1.0, 0.0, 2.0]), torch.tensor([0.0, -2.0, 1.0, -0.5])
    model = with_posterior(config, mean, log_variance)
    with torch.no_grad():
        found = model.loss(torch.zeros(1_500, 32, 48)).divergence
    expected = 0.5 * (log_variance.exp() + mean**2 - 1 - log_variance).sum()
    assert found.item() == pytest.approx(expected.item(), abs=0.25)


@KINDS
def test_the_divergence_of_the_prior_itself_is_0(config: ModelConfig) -> None:
    model = with_posterior(config, torch.zeros(4), torch.zeros(4))
    with torch.no_grad():
        assert model.loss(torch.rand(8, 32, 48)).divergence.item() == pytest.approx(0, abs=1e-5)


def test_the_divergence_of_a_flow_includes_its_log_determinant() -> None:
    model = with_posterior(replace(FRAMES, n_flows=1), torch.zeros(4), torch.zeros(4))
    layer = model.flow.layers[0]
    nn.init.zeros_(layer.out)  # now z' = sigma z, so that the posterior is a Gaussian of variance sigma²
    sigma = torch.sigmoid(torch.tensor(1.0))
    with torch.no_grad():
        found = model.loss(torch.zeros(1_500, 32, 48)).divergence
    expected = 0.5 * 4 * (sigma**2 - 1 - 2 * sigma.log())
    assert found.item() == pytest.approx(expected.item(), abs=0.07)


def test_the_error_of_the_frames_network_is_that_of_mean_shift_and_texture() -> None:
    model = untrained(FRAMES)
    model.texture_unit.fill_(0.5)
    x, out = torch.rand(5, 32, 48), torch.randn(5, 64, 48)
    transposed, mean, log_scale = x.mT, out[:, :32].mT, out[:, 32:].clamp(*LOG_SCALE_RANGE).mT
    weights = audibility(transposed, mean, torch.ones(32))
    texture = texture_error(transposed, mean, log_scale, torch.full((32,), 0.5), weights)
    moved = shift_error(transposed, mean, torch.ones(32), 80.0)
    torch.testing.assert_close(model._reconstruction(x, out), mean_error(transposed, mean, weights) + moved + texture)


def test_a_texture_out_of_bounds_gets_a_gradient_back() -> None:
    model = untrained(FRAMES)
    x, out = torch.full((1, 32, 48), 0.5), torch.zeros(1, 64, 48, requires_grad=True)
    model._reconstruction(x, out).sum().backward()
    assert (out.grad[:, 32:] > 0).all()  # the scale is 1, above its bound of 0.14, and the error is smooth: it falls


def test_a_short_sound_is_encoded_like_the_same_sound_followed_by_silence() -> None:
    model = untrained(FRAMES, replace(SMALL, n_frames=160)).eval()
    x = torch.zeros(2, 32, 160)
    x[..., :64] = torch.rand(2, 32, 64)
    with torch.no_grad():
        whole, short, nothing = model.encode(x), model.encode(x[..., :96]), model.encode(0 * x[..., :96])
    assert (short - whole).norm() < 0.25 * (nothing - whole).norm()  # the end affects the 84 frames before it


def test_a_short_decoding_is_the_beginning_of_the_whole_one() -> None:
    model = untrained(FRAMES, replace(SMALL, n_frames=480)).eval()
    with torch.no_grad():
        whole, short = model.decoder(torch.ones(1, 4)), model.decoder(torch.ones(1, 4), 400)
    assert short.shape == (1, 64, 400)
    torch.testing.assert_close(
        short[..., :208], whole[..., :208]
    )  # the end affects the 168 frames before it, in folds of 16


def test_an_onset_starts_as_no_change_and_then_corrects_the_mean_of_the_first_frames_only() -> None:
    plain, model = untrained(FRAMES).eval(), untrained(replace(FRAMES, onset_frames=3)).eval()
    model.load_state_dict(plain.state_dict(), strict=False)
    z = torch.ones(2, 4)
    with torch.no_grad():
        before = plain.decoder(z)
        torch.testing.assert_close(model.decoder(z), before)
        model.decoder.onset.bias.copy_(torch.arange(3 * 32.0))
        change = model.decoder(z) - before
    wanted = torch.zeros(2, 64, 48)
    wanted[:, :32, :3] = torch.arange(3 * 32.0).reshape(3, 32).T
    torch.testing.assert_close(change, wanted)


def test_a_short_decoding_with_an_onset_is_the_beginning_of_the_whole_one() -> None:
    model = untrained(replace(FRAMES, onset_frames=4), replace(SMALL, n_frames=480)).eval()
    torch.nn.init.normal_(model.decoder.onset.weight)
    with torch.no_grad():
        whole, short = model.decoder(torch.ones(1, 4)), model.decoder(torch.ones(1, 4), 400)
    torch.testing.assert_close(short[..., :208], whole[..., :208])


def test_the_error_of_the_image_network_is_the_cross_entropy() -> None:
    x, out = torch.rand(5, 32, 48), torch.randn(5, 32, 48)
    p = torch.sigmoid(out)
    expected = -(x * p.log() + (1 - x) * (1 - p).log()).sum((1, 2))
    torch.testing.assert_close(untrained(IMAGE)._reconstruction(x, out), expected)


@KINDS
def test_the_weight_of_a_band_multiplies_its_share_of_the_likelihood(config: ModelConfig) -> None:
    model = untrained(config)
    x, out = torch.rand(5, 32, 48), torch.randn(5, 64 if config.learns_scale else 32, 48)
    once = model._reconstruction(x, out)
    model.band_weights[:4] = 0
    upper = model._reconstruction(x, out)
    model.band_weights[:4] = 3
    torch.testing.assert_close(model._reconstruction(x, out), upper + 3 * (once - upper))


@KINDS
def test_the_encoding_is_the_mean_of_the_posterior_without_dropout(config: ModelConfig) -> None:
    mean = torch.tensor([0.5, -1.0, 0.0, 2.0])
    model = with_posterior(replace(config, dropout=0.5), mean, torch.zeros(4)).eval()
    x = torch.rand(3, 32, 48)
    torch.testing.assert_close(model.encode(x), mean.expand(3, 4))
    assert torch.equal(model.decode(mean[None])[0], model.decode(mean[None])[0])


@KINDS
def test_every_weight_takes_part_in_the_loss(config: ModelConfig) -> None:
    model = untrained(replace(config, n_flows=2))
    loss = model.loss(torch.rand(4, 32, 48))
    (loss.reconstruction + loss.divergence).backward()
    assert [name for name, weight in model.named_parameters() if weight.grad is None or not weight.grad.any()] == []


@KINDS
def test_half_precision_changes_the_loss_by_less_than_a_hundredth(config: ModelConfig) -> None:
    model, x = untrained(config), torch.rand(4, 32, 48)
    losses = []
    for model.autocast in (False, True):
        torch.manual_seed(1)
        losses.append(model.loss(x).reconstruction.item())
    assert losses[1] == pytest.approx(losses[0], rel=0.01)

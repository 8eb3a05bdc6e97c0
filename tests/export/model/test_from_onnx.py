"""Weights read from bundles: present ones, and earlier ones that were convolutions."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx.external_data_helper import set_external_data

pytest.importorskip("torch", reason="needs the extra [export]")

import torch
from torch import Tensor, nn

from latentpad.bundle.bundle import Bundle, load_bundle
from latentpad.bundle.representation import Representation
from latentpad.errors import BundleError
from latentpad.paths import default_bundle
from latentpad_export.commands.train import main
from latentpad_export.errors import TrainingError
from latentpad_export.model import from_onnx as reading
from latentpad_export.model.frames_networks import BOTTLENECK_CHANNELS, Fold, Unfold
from latentpad_export.model.from_onnx import preset_of, preset_to_train, read_weights
from latentpad_export.model.to_onnx import export_model
from latentpad_export.model.vae import Autoencoder
from latentpad_export.presets import STUDIO, THESIS, Preset

pytestmark = pytest.mark.usefixtures("one_thread")


WHOLE = {preset.name: preset for preset in (STUDIO, THESIS)}
PRESETS = pytest.mark.parametrize("name", ["studio", "thesis"])
Exported = dict[str, tuple[Autoencoder, bytes, bytes]]


def bundle(exported: Exported, name: str) -> Bundle:
    """Return the bundle of the package with a preset's small networks."""
    _, encoder, decoder = exported[name]
    representation = WHOLE[name].representation
    found = load_bundle(default_bundle())
    return replace(found, preset=name, representation=representation, encoder=encoder, decoder=decoder)


@PRESETS
def test_the_weights_come_back_as_they_were_exported(
    exported: Exported, presets: dict[str, Preset], untrained: Callable[[str], Autoencoder], name: str
) -> None:
    model = untrained(name)  # its norms are all alike, and ONNX keeps one of them
    expected = model.state_dict()
    for i, layer in enumerate(model.flow.layers):
        expected[f"flow.layers.{i}.from_z"] *= layer.mask
    found = read_weights(bundle(exported, name), presets[name])
    assert set(found) == set(expected)
    for key, weight in expected.items():
        assert torch.equal(found[key], weight.half().float()), key


@PRESETS
def test_a_bundle_names_its_preset_and_keeps_its_own_length(
    exported: Exported, small: Representation, name: str
) -> None:
    whole = replace(bundle(exported, name), representation=small, latent_dim=8)
    sizes = {"latent_dim": 8, "n_flows": 2, "flow_hidden": 8}
    wanted = replace(WHOLE[name].model, **sizes)
    assert preset_of(whole) == replace(WHOLE[name], representation=small, model=wanted)
    short = replace(whole, representation=replace(small, n_frames=160))
    assert preset_of(short).representation.n_frames == 160
    with pytest.raises(TrainingError, match=r"its preset odd is unknown \(choose from studio, thesis"):
        preset_of(replace(whole, preset="odd"))


def test_an_onset_is_read_from_a_bundle(small: Representation, untrained: Callable[[str], Autoencoder]) -> None:
    model = untrained("studio")
    torch.nn.init.normal_(model.decoder.onset.weight)
    torch.nn.init.normal_(model.decoder.onset.bias)
    with_onset = replace(bundle({"studio": (model, *export_model(model, small))}, "studio"), representation=small)
    assert preset_of(with_onset).model.onset_frames == 4
    named, _ = reading._initializers(with_onset, "decoder")
    assert np.array_equal(named["decoder.onset.weight"], model.decoder.onset.weight.detach().numpy())


def test_the_bundle_of_the_package_starts_a_training_of_the_present_preset() -> None:
    older = load_bundle(default_bundle())
    n_bands = older.representation.n_bands
    named, _ = reading._initializers(older, "decoder")
    n_frames = len(named.get("decoder.onset.weight", [])) // n_bands
    assert preset_of(older).model.onset_frames == n_frames
    preset = preset_to_train(older)
    assert preset.model.onset_frames == STUDIO.model.onset_frames
    weights = read_weights(older, preset)
    model = Autoencoder(preset.representation, preset.model)
    model.load_state_dict(weights)
    if not n_frames:
        assert not model.decoder.onset.weight.any()
    assert np.array_equal(weights["decoder.spread.bias"].numpy(), named["decoder.spread.bias"])


@pytest.mark.parametrize(
    ("name", "weight"), [("studio", "encoder.layers.0.dense.weight"), ("thesis", "encoder.convolutions.0.weight")]
)
def test_networks_of_another_size_are_refused(
    exported: Exported, presets: dict[str, Preset], name: str, weight: str
) -> None:
    wide = replace(presets[name], model=replace(presets[name].model, width=64))
    with pytest.raises(TrainingError, match=rf"networks lack {re.escape(weight)} in the size"):
        read_weights(bundle(exported, name), wide)


def test_weights_in_another_file_are_refused(exported: Exported, presets: dict[str, Preset], tmp_path: Path) -> None:
    model = onnx.load_from_string(exported["studio"][2])
    set_external_data(model.graph.initializer[0], str(tmp_path / "secret"))
    model.graph.initializer[0].ClearField("raw_data")
    other = replace(bundle(exported, "studio"), decoder=model.SerializeToString())
    for read in (preset_of, lambda found: read_weights(found, presets["studio"])):
        with pytest.raises(BundleError, match=r"decoder\.onnx is not a network .* \(a tensor is in another file\)$"):
            read(other)


def test_weights_of_impossible_sizes_are_refused_in_one_line(
    exported: Exported, presets: dict[str, Preset], monkeypatch: pytest.MonkeyPatch
) -> None:
    named = {"encoder.layers.0.weight": np.zeros((1, 1, 3), np.float32), "encoder.dense.weight": np.zeros((7, 7))}
    monkeypatch.setattr(reading, "_initializers", lambda _bundle, _part: (named, []))
    with pytest.raises(TrainingError, match=r"the sizes of its encoder are not those of a preset$"):
        read_weights(bundle(exported, "studio"), presets["studio"])


@pytest.mark.parametrize(("option", "value"), [("--latent-dim", "8"), ("--flows", "1"), ("--preset", "thesis")])
def test_options_that_would_change_the_networks_are_refused(tmp_path: Path, option: str, value: str) -> None:
    with pytest.raises(TrainingError, match=rf"{option}={value}.* cannot be chosen with --from: .* leave it out, or"):
        main([str(tmp_path), "--from", str(default_bundle()), option, value])


def matrices(layer: nn.Module, unfolds: bool, factor: int) -> dict[str, Tensor]:
    """Return the dense weights of a convolution."""
    weights = layer.state_dict().items()
    return {kind: torch.from_numpy(reading._matrix(w.numpy(), unfolds, factor)) for kind, w in weights}


def test_a_convolution_of_an_earlier_bundle_becomes_a_fold() -> None:
    torch.manual_seed(0)
    convolution, fold = nn.Conv1d(5, 7, 4, 4), Fold(5, 7, 4)
    fold.dense.load_state_dict(matrices(convolution, False, 4))
    x = torch.randn(2, 5, 12)
    torch.testing.assert_close(fold(x.mT).mT, convolution(x))


def test_a_transposed_convolution_of_an_earlier_bundle_becomes_an_unfold() -> None:
    torch.manual_seed(0)
    convolution, unfold = nn.ConvTranspose1d(5, 7, 4, 4), Unfold(5, 7, 4)
    unfold.dense.load_state_dict(matrices(convolution, True, 4))
    x = torch.randn(2, 5, 3)
    torch.testing.assert_close(unfold(x.mT).mT, convolution(x))


def test_a_dense_layer_over_channels_then_time_becomes_one_over_time_then_channels() -> None:
    rng = np.random.default_rng(0)
    weight, x = rng.standard_normal((3 * BOTTLENECK_CHANNELS, 6)), rng.standard_normal((BOTTLENECK_CHANNELS, 3))
    np.testing.assert_allclose(x.T.reshape(-1) @ reading._time_first(weight), x.reshape(-1) @ weight)


def test_an_earlier_bundle_is_read_with_its_norms() -> None:
    layers = "decoder.layers"
    named = {
        "decoder.spread.bias": np.arange(2.0 * BOTTLENECK_CHANNELS),
        f"{layers}.0.weight": np.arange(6.0).reshape(3, 2, 1),
        f"{layers}.1.depthwise.weight": np.zeros((3, 1, 7)),
        f"{layers}.2.depthwise.weight": np.zeros((3, 1, 7)),
        f"{layers}.3.bias": np.arange(3.0),
    }
    columns = [np.full(3, float(i)) for i in range(4)]
    converted = reading._channels_last(named, columns, layers)
    assert converted[f"{layers}.0.weight"].tolist() == [[0, 2, 4], [1, 3, 5]]
    assert converted[f"{layers}.3.dense.bias"].tolist() == [0, 1, 2, 0, 1, 2]
    assert [converted[f"{layers}.{i}.norm.{k}"][0] for i in (1, 2) for k in ("weight", "bias")] == [0, 1, 2, 3]
    assert converted["decoder.spread.bias"][:3].tolist() == [0, BOTTLENECK_CHANNELS * 0 + 2, 4]

"""The networks as ONNX files: they compute the same as PyTorch, in half the bytes, or are refused."""

from collections.abc import Callable

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray

pytest.importorskip("torch", reason="needs the extra [export]")
pytest.importorskip("onnxscript", reason="needs the extra [export]")

import onnxruntime
import torch
from onnx import TensorProto, numpy_helper

from latentpad.bundle.representation import Representation
from latentpad_export.errors import ExportError
from latentpad_export.model.to_onnx import MIN_HALVED, _compare, _round_weights, export_model
from latentpad_export.model.vae import Autoencoder

pytestmark = pytest.mark.usefixtures("one_thread")

PRESETS = pytest.mark.parametrize("name", ["studio", "thesis"])
LATENT_DIM = 8

Exported = dict[str, tuple[Autoencoder, bytes, bytes]]
Untrained = Callable[[str], Autoencoder]


def run(content: bytes, value: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
    """Run a network with its one input; return its outputs by name."""
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    results = session.run(None, {session.get_inputs()[0].name: value})
    return dict(zip([output.name for output in session.get_outputs()], results, strict=True))


@pytest.mark.parametrize("batch", [1, 5])
@PRESETS
def test_the_files_compute_what_the_model_computes(
    exported: Exported, name: str, batch: int, small: Representation
) -> None:
    model, encoder, decoder = exported[name]
    rng = np.random.default_rng(batch)
    x = rng.random((batch, small.n_bands, small.n_frames), dtype=np.float32)
    z = rng.standard_normal((batch, 8), dtype=np.float32)
    with torch.no_grad():
        latent, (mean, scale) = model.encode(torch.from_numpy(x)), model.decode(torch.from_numpy(z))
    found = {**run(encoder, x), **run(decoder, z)}
    np.testing.assert_allclose(found["latent"], latent, atol=1e-5)
    np.testing.assert_allclose(found["mean"], mean, atol=1e-5)
    if scale is None:
        assert list(found) == ["latent", "mean"]
    else:
        assert list(found) == ["latent", "mean", "scale"]
        np.testing.assert_allclose(found["scale"], scale, atol=1e-5)


@PRESETS
def test_the_inputs_and_outputs_have_their_names_and_shapes(
    exported: Exported, name: str, small: Representation
) -> None:
    _, encoder, decoder = exported[name]
    shapes = {}
    for content in (encoder, decoder):
        graph = onnx.load_from_string(content).graph
        for value in (*graph.input, *graph.output):
            shapes[value.name] = [d.dim_value or d.dim_param for d in value.type.tensor_type.shape.dim]
    spectrogram = ["batch", small.n_bands, small.n_frames]
    expected = {"feature": spectrogram, "latent": ["batch", 8], "mean": spectrogram}
    assert shapes == ({**expected, "scale": spectrogram} if name == "studio" else expected)


@PRESETS
def test_large_weights_are_stored_in_half_precision(exported: Exported, name: str) -> None:
    model, *contents = exported[name]
    stored = [tensor for content in contents for tensor in onnx.load_from_string(content).graph.initializer]
    for tensor in stored:
        if tensor.data_type == TensorProto.FLOAT:
            assert np.prod(tensor.dims) < MIN_HALVED
    n_halved = sum(int(np.prod(tensor.dims)) for tensor in stored if tensor.data_type == TensorProto.FLOAT16)
    n_weights = sum(weight.numel() for weight in model.parameters())
    assert 0.9 * n_weights < n_halved <= n_weights + 2 * 64 * 8 * 8
    assert sum(map(len, contents)) < 2.2 * n_weights + 60_000


@PRESETS
def test_the_files_contain_nothing_about_the_machine_that_exported_them(exported: Exported, name: str) -> None:
    for content in exported[name][1:]:
        assert b"site-packages" not in content
        assert b".py" not in content
        assert b"latentpad_export" not in content


def test_the_same_model_gives_the_same_bytes(exported: Exported, small: Representation, untrained: Untrained) -> None:
    _, encoder, decoder = exported["thesis"]
    assert export_model(untrained("thesis"), small) == (encoder, decoder)


@pytest.mark.parametrize("part", ["encoder", "decoder"])
@PRESETS
def test_a_file_with_one_changed_weight_is_refused(
    exported: Exported, name: str, part: str, small: Representation
) -> None:
    model, encoder, decoder = exported[name]
    x, z = torch.rand(2, small.n_bands, small.n_frames), torch.randn(2, 8)
    with torch.no_grad():
        content, source, value, outputs = {
            "encoder": (encoder, "feature", x, (model.encode(x),)),
            "decoder": (decoder, "latent", z, model.decode(z)),
        }[part]
    expected = [output for output in outputs if output is not None]
    _compare(part, content, source, value.numpy(), expected)
    tampered = onnx.load_from_string(content)
    tensor = max(tampered.graph.initializer, key=lambda tensor: len(tensor.raw_data))
    weights = numpy_helper.to_array(tensor).copy()
    weights.flat[0] += 9
    tensor.CopyFrom(numpy_helper.from_array(weights, tensor.name))
    with pytest.raises(ExportError, match=rf"^{part}\.onnx differs from PyTorch by [\d.e-]+ of its range, over 0"):
        _compare(part, tampered.SerializeToString(), source, value.numpy(), expected)


def test_a_file_that_computes_nan_is_refused(exported: Exported, small: Representation) -> None:
    _, _, decoder = exported["thesis"]
    z = np.full((1, 8), np.nan, dtype=np.float32)
    with pytest.raises(ExportError, match=r"decoder\.onnx differs from PyTorch by nan"):
        _compare("decoder", decoder, "latent", z, [torch.zeros(1, small.n_bands, small.n_frames)])


@pytest.mark.parametrize(("value", "printed"), [(1e6, r"1e\+06"), (65_536.0, r"6\.55e\+04"), (float("nan"), "nan")])
def test_a_weight_that_does_not_fit_half_precision_is_refused_by_its_name(
    value: float, printed: str, small: Representation, untrained: Untrained
) -> None:
    model = untrained("studio")
    model.heads.bias.data[3] = value
    with pytest.raises(
        ExportError, match=rf"^heads\.bias: a weight of {printed} does not fit half precision \(65504\)$"
    ):
        export_model(model, small)


def test_rounding_changes_a_weight_by_at_most_1_in_2048_and_only_once(untrained: Untrained) -> None:
    model = untrained("thesis")
    before = torch.cat([weight.detach().flatten() for weight in model.parameters()])
    _round_weights(model)
    once = torch.cat([weight.detach().flatten() for weight in model.parameters()])
    _round_weights(model)
    twice = torch.cat([weight.detach().flatten() for weight in model.parameters()])
    assert ((once - before).abs() <= before.abs() / 2_048 + 2.0**-24).all()
    assert torch.equal(once, twice)

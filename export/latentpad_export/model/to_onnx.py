"""Export to ONNX: encoder and decoder with half-precision weights, checked against PyTorch.

Conventions
-----------
``encoder.onnx``: ``feature`` float32 [batch, n_bands, n_frames] → ``latent`` float32 [batch, latent_dim].
``decoder.onnx``: ``latent`` → ``mean`` float32 [batch, n_bands, n_frames] and, where it is learnt, ``scale`` of the
same shape. Weights are stored in half precision under their PyTorch names; computation is in float32.
"""

import json
import logging
import warnings

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from latentpad.bundle.representation import Representation
from latentpad.onnx_session import open_session
from latentpad_export.errors import ExportError
from latentpad_export.model.flow import FlowLayer
from latentpad_export.model.vae import Autoencoder

TOLERANCE = 1e-4
"""Largest accepted difference from PyTorch; relative to the largest value where that is over 1."""

MIN_HALVED = 256
"""Tensors with fewer elements stay in float32."""

OPSET = 18

MERGED = "latentpad.merged"
"""Metadata of a file, as JSON: the name under which a weight is stored, by each name of an equal one that is not."""


class EncoderGraph(nn.Module):
    """The graph of ``encoder.onnx``."""

    def __init__(self, model: Autoencoder) -> None:
        super().__init__()
        self.model = model

    def forward(self, feature: Tensor) -> Tensor:
        """Encode a feature."""
        return self.model.encode(feature)


class DecoderGraph(nn.Module):
    """The graph of ``decoder.onnx``."""

    def __init__(self, model: Autoencoder) -> None:
        super().__init__()
        self.model = model

    def forward(self, latent: Tensor) -> tuple[Tensor, ...]:
        """Decode a latent to its mean and, where it is learnt, scale."""
        return tuple(part for part in self.model.decode(latent) if part is not None)


def export_model(model: Autoencoder, representation: Representation) -> tuple[bytes, bytes]:
    """Return encoder and decoder as ONNX files; the model's weights are rounded to half precision in place.

    Raises
    ------
    ExportError
        A weight exceeds half precision, or the files do not compute what the model does.
    """
    model = model.cpu().eval()
    for layer in model.flow.modules():
        if isinstance(layer, FlowLayer):
            layer.mask_weights()
    _round_weights(model)
    feature = torch.rand(2, representation.n_bands, representation.n_frames)
    latent = torch.randn(2, model.config.latent_dim)
    parts = ["mean", "scale"] if model.config.learns_scale else ["mean"]
    encoder = _export(EncoderGraph(model), feature, "feature", ["latent"])
    decoder = _export(DecoderGraph(model), latent, "latent", parts)
    rng = np.random.default_rng(0)
    for batch in (1, 3):
        x = rng.random((batch, *feature.shape[1:]), dtype=np.float32)
        z = rng.standard_normal((batch, latent.shape[1]), dtype=np.float32)
        with torch.no_grad():
            _compare("encoder", encoder, "feature", x, [model.encode(torch.from_numpy(x))])
            _compare("decoder", decoder, "latent", z, [p for p in model.decode(torch.from_numpy(z)) if p is not None])
    return encoder, decoder


def _round_weights(model: Autoencoder) -> None:
    """Round every weight to half precision, so that storing it loses nothing."""
    with torch.no_grad():
        for name, weight in model.named_parameters():
            half = weight.half().float()
            if not torch.isfinite(half).all():
                raise ExportError(f"{name}: a weight of {weight.abs().max():.3g} does not fit half precision (65504)")
            weight.copy_(half)


def _export(graph: nn.Module, example: Tensor, name: str, outputs: list[str]) -> bytes:
    """Export one network, with a batch of any size."""
    for noisy in ("torch.onnx", "onnxscript", "onnx_ir"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about internals of the exporter
        program = torch.onnx.export(
            graph,
            (example,),
            input_names=[name],
            output_names=outputs,
            dynamic_shapes=({0: torch.export.Dim("batch")},),
            opset_version=OPSET,
            dynamo=True,
            verbose=False,
        )
    if program is None:
        raise ExportError(f"PyTorch {torch.__version__} exported nothing; install the version that latentpad requires")
    return _halve(program.model_proto, _merged(program.model_proto, graph))


def _merged(model: onnx.ModelProto, graph: nn.Module) -> dict[str, str]:
    """Map weights that the exporter merged with equal ones to those; training on needs them."""
    kept = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    merged = {}
    for name, weight in graph.named_parameters():
        values = weight.detach().numpy()
        if name not in kept and (same := [k for k, v in kept.items() if np.array_equal(v, values)]):
            merged[name] = same[0]
    return merged


def _halve(model: onnx.ModelProto, merged: dict[str, str]) -> bytes:
    """Store the large weights in half precision, each with a cast that onnxruntime folds when it loads the file."""
    kept, casts = [], []
    for tensor in model.graph.initializer:
        if tensor.data_type != TensorProto.FLOAT or np.prod(tensor.dims) < MIN_HALVED:
            kept.append(tensor)
            continue
        half = numpy_helper.to_array(tensor).astype(np.float16)
        kept.append(numpy_helper.from_array(half, tensor.name + "_half"))
        casts.append(helper.make_node("Cast", [tensor.name + "_half"], [tensor.name], to=TensorProto.FLOAT))
    nodes = casts + list(model.graph.node)
    del model.graph.initializer[:], model.graph.node[:], model.graph.value_info[:]
    model.graph.initializer.extend(kept)
    model.graph.node.extend(nodes)
    model.ClearField("metadata_props")
    for node in model.graph.node:
        node.ClearField("metadata_props")
        node.ClearField("doc_string")
    helper.set_model_props(model, {MERGED: json.dumps(merged)})
    onnx.checker.check_model(model)
    content: bytes = model.SerializeToString()
    return content


def _compare(part: str, content: bytes, name: str, value: NDArray[np.float32], expected: list[Tensor]) -> None:
    """Refuse a file that computes something else."""
    session = open_session(content, f"{part}.onnx")
    for found, wanted in zip(session.run(None, {name: value}), expected, strict=True):
        difference = float(np.abs(found - wanted.numpy()).max() / max(1.0, np.abs(found).max()))
        if not difference <= TOLERANCE:
            raise ExportError(f"{part}.onnx differs from PyTorch by {difference:.2g} of its range, over {TOLERANCE:g}")

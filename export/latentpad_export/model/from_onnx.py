"""The weights of a trained model, read back out of a bundle's ONNX files, to go on training with.

The exporter leaves weights under the names that they have in PyTorch. Bundles made before channels came last hold the
same numbers as convolutions; they are brought into the present order.
"""

import json
from dataclasses import replace

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, numpy_helper
from torch import Tensor

from latentpad.bundle.bundle import Bundle
from latentpad_export.errors import TrainingError
from latentpad_export.model.networks import NARROW
from latentpad_export.model.to_onnx import MERGED
from latentpad_export.model.vae import Autoencoder
from latentpad_export.presets import PRESETS, Preset

PREFIX = "model."
HALF = "_half"

FOLDS = {"encoder.layers": {"0": 4, "2": 2, "4": 2}, "decoder.layers": {"3": 2, "6": 2, "9": 4}}
"""Layers whose strides are as long as their kernels, by their number, and this length."""


def preset_of(bundle: Bundle) -> Preset:
    """Give the preset that a bundle is made with, for its own lengths.

    Raises
    ------
    TrainingError
        Its preset is not known here.
    """
    preset = PRESETS.get(bundle.preset)
    if preset is None:
        raise TrainingError(f"{bundle.name}: its preset {bundle.preset} is unknown; there are {', '.join(PRESETS)}")
    model = replace(preset.model, latent_dim=bundle.latent_dim)
    return replace(preset, representation=bundle.representation, model=model)


def read_weights(bundle: Bundle, preset: Preset) -> dict[str, Tensor]:
    """Give the weights of a bundle's networks by the names that they have in PyTorch.

    Raises
    ------
    TrainingError
        The bundle's networks are not those of the preset.
    """
    found: dict[str, Tensor] = {}
    for part, content in (("encoder", bundle.encoder), ("decoder", bundle.decoder)):
        named, columns = _initializers(content)
        layers = f"{part}.layers"
        if any(w.ndim == 3 and k.startswith(layers) and ".depthwise." not in k for k, w in named.items()):
            named = _channels_last(named, columns, layers)
        found |= {name: torch.from_numpy(np.array(weight)) for name, weight in named.items()}
    model = Autoencoder(preset.representation, preset.model)
    wanted = model.state_dict()
    missing = [name for name, weight in wanted.items() if name not in found or found[name].shape != weight.shape]
    if missing:
        raise TrainingError(f"{bundle.name}: its networks lack {missing[0]} in the size of preset {preset.name}")
    return {name: found[name] for name in wanted}


def _initializers(content: bytes) -> tuple[dict[str, NDArray[np.float32]], list[NDArray[np.float32]]]:
    """Give the named weights of a network, and the columns [n, 1] without a name in their order."""
    named, columns = {}, []
    model = onnx.load_from_string(content)
    for tensor in model.graph.initializer:
        if tensor.data_type not in (TensorProto.FLOAT, TensorProto.FLOAT16):
            continue
        weight = numpy_helper.to_array(tensor).astype(np.float32)
        name = tensor.name.removesuffix(HALF)
        if name.startswith(PREFIX):
            named[name.removeprefix(PREFIX)] = weight
        elif weight.ndim == 2 and weight.shape[1] == 1:
            columns.append(weight[:, 0])
    for name, other in _merged(model).items():
        if other.removeprefix(PREFIX) in named:
            named.setdefault(name.removeprefix(PREFIX), named[other.removeprefix(PREFIX)])
    return named, columns


def _merged(model: onnx.ModelProto) -> dict[str, str]:
    """Read which weights a file holds under another name; nothing where it does not say so, or not in the right way."""
    text = next((prop.value for prop in model.metadata_props if prop.key == MERGED), "{}")
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return {k: v for k, v in found.items() if isinstance(v, str)} if isinstance(found, dict) else {}


def _channels_last(
    named: dict[str, NDArray[np.float32]], columns: list[NDArray[np.float32]], layers: str
) -> dict[str, NDArray[np.float32]]:
    """Turn convolutions into matrices; their norms have lost their names, but not their order."""
    turned: dict[str, NDArray[np.float32]] = {}
    for name, weight in named.items():
        path, _, kind = name.rpartition(".")
        number = path.removeprefix(layers + ".")
        if name == "encoder.dense.weight":
            turned[name] = _time_first(weight.T).T
        elif path == "decoder.spread":
            turned[name] = _time_first(weight)
        elif not name.startswith(layers) or "depthwise" in name:
            turned[name] = weight
        elif number in FOLDS[layers]:
            turned[f"{path}.dense.{kind}"] = _matrix(weight, layers.startswith("decoder"), FOLDS[layers][number])
        else:
            turned[name] = weight[:, :, 0].T if kind == "weight" else weight
    blocks = dict.fromkeys(name.split(".depthwise")[0] for name in named if ".depthwise." in name)
    for i, block in enumerate(blocks):
        turned[f"{block}.norm.weight"], turned[f"{block}.norm.bias"] = columns[2 * i], columns[2 * i + 1]
    return turned


def _time_first(weight: NDArray[np.float32]) -> NDArray[np.float32]:
    """Turn rows (NARROW * T, ...) that lie by channel, then time, into rows by time, then channel."""
    rows = weight.reshape(NARROW, -1, *weight.shape[1:])
    return rows.swapaxes(0, 1).reshape(weight.shape)


def _matrix(weight: NDArray[np.float32], unfolds: bool, factor: int) -> NDArray[np.float32]:
    """Turn a convolution (n_out, n_in, factor), a transposed one (n_in, n_out, factor), or a bias, into a dense one's.

    Both lay frames before channels; a bias counts once for each frame that is unfolded.
    """
    if weight.ndim == 1:
        return np.tile(weight, factor) if unfolds else weight
    order = (0, 2, 1) if unfolds else (2, 1, 0)
    turned = weight.transpose(order)
    return turned.reshape(len(weight), -1) if unfolds else turned.reshape(-1, len(weight))

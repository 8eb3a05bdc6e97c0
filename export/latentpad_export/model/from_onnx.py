"""Weights of a trained model, read from a bundle's ONNX files to continue its training.

The exporter keeps the names that weights have in PyTorch. Bundles made before channels came last store the same numbers
as convolutions; they are converted to the present order.
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
from latentpad.network.check import check_network
from latentpad_export.errors import TrainingError
from latentpad_export.model.frames_networks import BOTTLENECK_CHANNELS
from latentpad_export.model.to_onnx import MERGED
from latentpad_export.model.vae import Autoencoder
from latentpad_export.presets import PRESETS, Preset

PREFIX = "model."
HALF = "_half"
ONSET = "decoder.onset."
"""Weights that start as zeros; earlier bundles lack them, and the exporter drops a bias of zeros."""

FOLDS = {"encoder.layers": {"0": 4, "2": 2, "4": 2}, "decoder.layers": {"3": 2, "6": 2, "9": 4}}
"""Layers whose stride equals the length of their kernel, by their number, and this length."""


def preset_of(bundle: Bundle) -> Preset:
    """Return the preset of a bundle, with the bundle's own length, latent dimensions, flow and correction of the onset.

    Raises
    ------
    TrainingError
        The preset is unknown.
    BundleError
        A network is not one that bundles have.
    """
    preset = PRESETS.get(bundle.preset)
    if preset is None:
        raise TrainingError(f"{bundle.name}: its preset {bundle.preset} is unknown (choose from {', '.join(PRESETS)})")
    model = replace(preset.model, latent_dim=bundle.latent_dim, onset_frames=_onset_frames(bundle))
    if flow := _flow(bundle):
        model = replace(model, n_flows=flow[0], flow_hidden=flow[1])
    return replace(preset, representation=bundle.representation, model=model)


def preset_to_train(bundle: Bundle) -> Preset:
    """Return the preset of a training that starts from a bundle, with the preset's onset where the bundle has none.

    Raises
    ------
    TrainingError
        The preset is unknown.
    """
    preset = preset_of(bundle)
    n_frames = preset.model.onset_frames or PRESETS[preset.name].model.onset_frames
    return replace(preset, model=replace(preset.model, onset_frames=n_frames))


def _flow(bundle: Bundle) -> tuple[int, int] | None:
    """Return the layers of a bundle's flow and their hidden units per dimension; None where it has no flow."""
    named, _ = _initializers(bundle, "encoder")
    layers = [weight for name, weight in named.items() if name.startswith("flow.") and name.endswith(".from_z")]
    return (len(layers), len(layers[0]) // bundle.latent_dim) if layers else None


def _onset_frames(bundle: Bundle) -> int:
    """Return how many frames the decoder of a bundle corrects; 0 in older bundles."""
    named, _ = _initializers(bundle, "decoder")
    onset = named.get(f"{ONSET}weight")
    return 0 if onset is None else len(onset) // bundle.representation.n_bands


def read_weights(bundle: Bundle, preset: Preset) -> dict[str, Tensor]:
    """Return the weights of a bundle's networks by their names in PyTorch; an onset that it lacks is zero.

    Raises
    ------
    TrainingError
        The bundle's networks are not those of the preset.
    BundleError
        A network is not one that bundles have.
    """
    found: dict[str, Tensor] = {}
    for part in ("encoder", "decoder"):
        named, columns = _initializers(bundle, part)
        layers = f"{part}.layers"
        if any(w.ndim == 3 and k.startswith(layers) and ".depthwise." not in k for k, w in named.items()):
            try:
                named = _channels_last(named, columns, layers)
            except (ValueError, IndexError):
                raise TrainingError(f"{bundle.name}: the sizes of its {part} are not those of a preset") from None
        found |= {name: torch.from_numpy(np.array(weight)) for name, weight in named.items()}
    model = Autoencoder(preset.representation, preset.model)
    wanted = model.state_dict()
    found = {name: weight for name, weight in wanted.items() if name.startswith(ONSET)} | found
    missing = [name for name, weight in wanted.items() if name not in found or found[name].shape != weight.shape]
    if missing:
        raise TrainingError(f"{bundle.name}: its networks lack {missing[0]} in the size of preset {preset.name}")
    return {name: found[name] for name in wanted}


def _initializers(bundle: Bundle, part: str) -> tuple[dict[str, NDArray[np.float32]], list[NDArray[np.float32]]]:
    """Return the named weights of a network, and the columns [n, 1] without a name in their order."""
    named, columns = {}, []
    content: bytes = getattr(bundle, part)
    check_network(content, f"{bundle.name}: {part}.onnx")  # the weights could be in any file
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
    """Return the weights that a file stores under another name; empty where the file does not list them, or wrongly."""
    text = next((prop.value for prop in model.metadata_props if prop.key == MERGED), "{}")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return {k: v for k, v in found.items() if isinstance(v, str)} if isinstance(found, dict) else {}


def _channels_last(
    named: dict[str, NDArray[np.float32]], columns: list[NDArray[np.float32]], layers: str
) -> dict[str, NDArray[np.float32]]:
    """Convert convolutions to matrices; the names of their norms are lost, but not their order."""
    converted: dict[str, NDArray[np.float32]] = {}
    for name, weight in named.items():
        path, _, kind = name.rpartition(".")
        number = path.removeprefix(layers + ".")
        if name == "encoder.dense.weight":
            converted[name] = _time_first(weight.T).T
        elif path == "decoder.spread":
            converted[name] = _time_first(weight)
        elif not name.startswith(layers) or "depthwise" in name:
            converted[name] = weight
        elif number in FOLDS[layers]:
            converted[f"{path}.dense.{kind}"] = _matrix(weight, layers.startswith("decoder"), FOLDS[layers][number])
        else:
            converted[name] = weight[:, :, 0].T if kind == "weight" else weight
    blocks = dict.fromkeys(name.split(".depthwise")[0] for name in named if ".depthwise." in name)
    for i, block in enumerate(blocks):
        converted[f"{block}.norm.weight"], converted[f"{block}.norm.bias"] = columns[2 * i], columns[2 * i + 1]
    return converted


def _time_first(weight: NDArray[np.float32]) -> NDArray[np.float32]:
    """Reorder rows (BOTTLENECK_CHANNELS * T, ...) from channel, then time, to time, then channel."""
    rows = weight.reshape(BOTTLENECK_CHANNELS, -1, *weight.shape[1:])
    return rows.swapaxes(0, 1).reshape(weight.shape)


def _matrix(weight: NDArray[np.float32], unfolds: bool, factor: int) -> NDArray[np.float32]:
    """Convert the weight of a convolution (n_out, n_in, factor) or a transposed one (n_in, n_out, factor), or a bias.

    The dense layers order frames before channels; a bias is repeated for each frame that is unfolded.
    """
    if weight.ndim == 1:
        return np.tile(weight, factor) if unfolds else weight
    order = (0, 2, 1) if unfolds else (2, 1, 0)
    ordered = weight.transpose(order)
    return ordered.reshape(len(weight), -1) if unfolds else ordered.reshape(-1, len(weight))

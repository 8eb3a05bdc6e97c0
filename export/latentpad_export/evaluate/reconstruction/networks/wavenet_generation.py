"""Generation with a trained WaveNet: its weights as arrays, its conditions per layer, and the compiled loop."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from latentpad_export.evaluate.reconstruction.networks.wavenet_kernel import LOG2_E, State, Weights, generate
from latentpad_export.evaluate.reconstruction.networks.wavenet_network import (
    HOP_LENGTH,
    MU,
    SILENCE,
    Layer,
    WavenetNetwork,
    WavenetSize,
)

SHARPNESS = 1.0
"""Factor of the logits; above 1, likely levels are drawn more often than the network says."""


def generate_levels(network: WavenetNetwork, condition: Tensor, rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw the levels of a sound.

    Parameters
    ----------
    network : WavenetNetwork
        On the CPU.
    condition : Tensor [shape=(1, n_bands, n_frames), float32]
    rng : np.random.Generator

    Returns
    -------
    np.ndarray [shape=(HOP_LENGTH * n_frames,), int64]
    """
    n_samples = HOP_LENGTH * condition.shape[-1]
    levels = np.full(n_samples + 2, SILENCE, dtype=np.int64)
    conditions, starts = layer_conditions(network, condition)
    dilations = np.array(network.size.dilations, dtype=np.int64)
    uniforms = rng.random(n_samples)
    sharpness = np.float32(SHARPNESS) * LOG2_E
    state, weights = new_state(network.size), weights_of(network)
    generate(levels, state, weights, dilations, conditions, starts, uniforms, sharpness)
    return levels[2:]


@torch.no_grad()
def layer_conditions(network: WavenetNetwork, condition: Tensor) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return what is added before gates [n_steps, n_layers, 2 * n_channels], with biases, and to skips [n_steps, …]."""
    per_step = network.conditioned(condition)
    starts = network.start(per_step)[0].T
    added = [layer.condition(per_step)[0] + _bias(layer.dilated)[:, None] for layer in _layers(network)]
    return _array(torch.stack(added).permute(2, 0, 1)), _array(starts)


def weights_of(network: WavenetNetwork) -> Weights:
    """Return the weights of a network in the layout of the loop."""
    layers = _layers(network)
    return Weights(
        newest=_array(network.newest.weight),
        older=_array(network.older.weight),
        past=_array(torch.stack([layer.dilated.weight[..., 0].T for layer in layers])),
        present=_array(torch.stack([layer.dilated.weight[..., 1].T for layer in layers])),
        out=_array(torch.stack([_matrix(layer.out) for layer in layers])),
        out_bias=_array(torch.stack([_bias(layer.out) for layer in layers])),
        hidden=_array(_matrix(network.hidden)),
        hidden_bias=_array(_bias(network.hidden)),
        last=_array(_matrix(network.last)),
        last_bias=_array(_bias(network.last)),
    )


def new_state(size: WavenetSize) -> State:
    """Return the state before a sound: silence, as training pads it."""
    widths = (size.n_channels, 2 * size.n_channels, size.n_channels + size.n_skip, size.n_skip, size.n_skip, MU + 1)
    return State(
        np.zeros((sum(size.dilations), size.n_channels), dtype=np.float32),
        *(np.zeros(width, dtype=np.float32) for width in widths),
    )


def _layers(network: WavenetNetwork) -> list[Layer]:
    """Return the layers with their type."""
    return [layer for layer in network.layers if isinstance(layer, Layer)]


def _bias(layer: nn.Conv1d) -> Tensor:
    """Return the bias of a convolution, which all have here."""
    return layer.weight.new_zeros(layer.out_channels) if layer.bias is None else layer.bias


def _matrix(layer: nn.Conv1d) -> Tensor:
    """Return the weights of a convolution of single samples [n_in, n_out]."""
    return layer.weight[..., 0].T


def _array(weights: Tensor) -> NDArray[np.float32]:
    """Return weights as a contiguous array."""
    return np.ascontiguousarray(weights.detach().float().numpy())

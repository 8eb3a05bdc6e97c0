"""The compiled loop of WaveNet's generation: each layer keeps its past in a queue, so that a sample costs one pass.

Paine et al. "Fast WaveNet generation algorithm." 2016.

Letters: L layers, C channels, S skip channels, Q levels.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from latentpad.synth.kernels.elementary import exp2
from latentpad_export.stored_loops import stored

OPTIONS: dict[str, Any] = {"fastmath": {"reassoc", "contract", "nsz"}, "nogil": True, "error_model": "numpy"}

LOG2_E = np.float32(1.4426950408889634)

Array = NDArray[np.float32]


class Weights(NamedTuple):
    """Weights, inputs first, so that the innermost loops run over outputs."""

    newest: Array
    """[Q, C] of the sample before."""

    older: Array
    """[Q, C] of the one before that."""

    past: Array
    """[L, C, 2 C] of dilated convolutions, for the value from the queue."""

    present: Array
    """[L, C, 2 C]."""

    out: Array
    """[L, C, C + S] residual, then skip."""

    out_bias: Array
    """[L, C + S]."""

    hidden: Array
    """[S, S]."""

    hidden_bias: Array
    last: Array
    """[S, Q]."""

    last_bias: Array


class State(NamedTuple):
    """Queues, and room for the values of a sample."""

    queues: Array
    """[sum of dilations, C], those of the layers one after the other."""

    hidden: Array
    """[C]."""

    both: Array
    """[2 C] content and gate."""

    out: Array
    """[C + S]."""

    skips: Array
    """[S]."""

    head: Array
    """[S]."""

    logits: Array
    """[Q]."""


@stored(**OPTIONS)
def _add_product(out: Any, values: Any, matrix: Any) -> None:
    """Add the product of a vector and a matrix."""
    for i in range(matrix.shape[0]):
        value = values[i]
        for j in range(matrix.shape[1]):
            out[j] += value * matrix[i, j]


@stored(**OPTIONS)
def _gate(both: Any, n: int) -> None:
    """Replace the content by its tanh times the sigmoid of the gate."""
    one, two = np.float32(1), np.float32(2)
    for i in range(n):
        slope = exp2(-two * LOG2_E * both[i])
        open_by = one + exp2(-LOG2_E * both[n + i])
        both[i] = (one - slope) / ((one + slope) * open_by)


@stored(**OPTIONS)
def advance(
    state: Any, weights: Any, dilations: Any, condition: Any, start: Any, t: int, newest: int, older: int
) -> None:
    """Fill the logits of sample ``t`` from the levels before it and a condition of layers (L, 2 C) and skips (S)."""
    n = len(state.hidden)
    state.skips[:] = start
    for i in range(n):
        state.hidden[i] = weights.newest[newest, i] + weights.older[older, i]
    first = 0
    for k in range(len(dilations)):
        place = first + t % dilations[k]
        state.both[:] = condition[k]
        _add_product(state.both, state.queues[place], weights.past[k])
        _add_product(state.both, state.hidden, weights.present[k])
        state.queues[place] = state.hidden
        first += dilations[k]
        _gate(state.both, n)
        state.out[:] = weights.out_bias[k]
        _add_product(state.out, state.both, weights.out[k])
        for i in range(n):
            state.hidden[i] += state.out[i]
        for i in range(len(state.skips)):
            state.skips[i] += state.out[n + i]
    for i in range(len(state.skips)):
        state.skips[i] = max(state.skips[i], np.float32(0))
    state.head[:] = weights.hidden_bias
    _add_product(state.head, state.skips, weights.hidden)
    for i in range(len(state.head)):
        state.head[i] = max(state.head[i], np.float32(0))
    state.logits[:] = weights.last_bias
    _add_product(state.logits, state.head, weights.last)


@stored(**OPTIONS)
def choose(logits: Any, sharpness: Any, uniform: Any) -> Any:
    """Return the level at a uniform number of the cumulative distribution; overwrites the logits."""
    loudest = logits[0]
    for i in range(len(logits)):
        loudest = max(loudest, logits[i])
    total = np.float32(0)
    for i in range(len(logits)):
        logits[i] = exp2((logits[i] - loudest) * sharpness)
        total += logits[i]
    rest = np.float32(uniform) * total
    for i in range(len(logits)):
        rest -= logits[i]
        if rest < 0:
            return i
    return len(logits) - 1


@stored(**OPTIONS)
def generate(
    levels: Any, state: Any, weights: Any, dilations: Any, conditions: Any, starts: Any, uniforms: Any, sharpness: Any
) -> None:
    """Fill levels after the first two, which precede the sound; conditions (n_steps, …) are held evenly."""
    n_samples = len(levels) - 2
    n_held = n_samples // len(conditions)
    for t in range(n_samples):
        step = t // n_held
        advance(state, weights, dilations, conditions[step], starts[step], t, levels[t + 1], levels[t])
        levels[t + 2] = choose(state.logits, sharpness, uniforms[t])

"""Rules of operators that slide a window over all dimensions but the first two: convolutions and pooling."""

from math import prod
from typing import NamedTuple

from latentpad.network.call import Call, Floats, Value

MAX_STRIDE = 1 << 16

SLOW = 10
"""How much longer a comparison takes than a multiplication of matrices."""


class Window(NamedTuple):
    """A window, with one number for each dimension that it slides over."""

    kernel: list[int]
    dilations: list[int]
    strides: list[int]
    before: list[int]
    """Padding, as after."""

    after: list[int]

    @property
    def spans(self) -> list[int]:
        """How far it reaches."""
        return [dilation * (size - 1) + 1 for dilation, size in zip(self.dilations, self.kernel, strict=True)]

    def places(self, sizes: list[int]) -> list[int]:
        """Return at how many places it is in arrays of these sizes."""
        each = zip(sizes, self.spans, self.strides, self.before, self.after, strict=True)
        return [(size + before + after - span) // stride + 1 for size, span, stride, before, after in each]

    def spread(self, sizes: list[int], added: list[int]) -> list[int]:
        """Return the sizes that it fills from this many places, with some more at the end."""
        each = zip(sizes, self.spans, self.strides, self.before, self.after, added, strict=True)
        return [(n - 1) * stride + span + more - before - after for n, span, stride, before, after, more in each]


def conv(call: Call) -> list[Value]:
    """Rule of Conv."""
    (n, channels, *sizes), (outputs, inputs, *kernel), group = call.shape(0), call.shape(1), call["group"]
    window = _window(call, kernel, len(sizes))
    if group < 1 or inputs * group != channels or outputs % group:
        raise ValueError(f"{channels} channels in {group} groups do not fit {outputs} x {inputs}")
    _check_bias(call, outputs)
    found = window.places(sizes)
    call.n_working = channels * prod(kernel) * prod(found)
    call.n_products = n * outputs * prod(found) * inputs * prod(kernel)
    return [Floats((n, outputs, *found))]


def conv_transpose(call: Call) -> list[Value]:
    """Rule of ConvTranspose."""
    (n, channels, *sizes), (inputs, outputs, *kernel), group = call.shape(0), call.shape(1), call["group"]
    window = _window(call, kernel, len(sizes))
    if group < 1 or inputs != channels or channels % group:
        raise ValueError(f"{channels} channels in {group} groups do not fit {inputs} x {outputs}")
    added = call["output_padding"] or [0] * len(sizes)
    limits = map(max, window.strides, window.dilations)
    if not all(0 <= more < limit for more, limit in zip(added, limits, strict=True)):
        raise ValueError(f"output_padding={added} does not fit")
    _check_bias(call, outputs * group)
    call.n_working = outputs * group * prod(kernel) * prod(sizes)
    call.n_products = n * channels * prod(sizes) * outputs * prod(kernel)
    return [Floats((n, outputs * group, *window.spread(sizes, added)))]


def max_pool(call: Call) -> list[Value]:
    """Rule of MaxPool."""
    n, channels, *sizes = call.shape(0)
    window = _window(call, call["kernel_shape"], len(sizes))
    padded = map(max, window.before, window.after)
    if call["ceil_mode"] or call["storage_order"] or any(map(int.__ge__, padded, window.kernel)):
        raise ValueError("is not a plain one")
    found = window.places(sizes)
    call.n_products = SLOW * n * channels * prod(found) * prod(window.kernel)
    return [Floats((n, channels, *found))]


def _window(call: Call, kernel: list[int], rank: int) -> Window:
    """Return the window that a node states."""
    dilations, strides = call["dilations"] or [1] * rank, call["strides"] or [1] * rank
    pads = call["pads"] or [0] * 2 * rank
    if call["auto_pad"] != "NOTSET" or not rank == len(kernel) == len(dilations) == len(strides) == len(pads) / 2 > 0:
        raise ValueError(f"kernel {kernel} does not fit {rank} dimensions")
    if (call["kernel_shape"] or kernel) != kernel or min(*kernel, *dilations, *strides) < 1 or min(pads) < 0:
        raise ValueError(f"kernel {kernel} with {strides=}, {dilations=} and {pads=} does not fit")
    if max(strides) > MAX_STRIDE:
        raise ValueError(f"{strides=} are too long")
    return Window(kernel, dilations, strides, pads[:rank], pads[rank:])


def _check_bias(call: Call, n_channels: int) -> None:
    if call.has(2) and call.shape(2) != (n_channels,):
        raise ValueError(f"its bias is not one of {n_channels} channels")

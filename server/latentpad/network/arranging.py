"""Rules of operators that rearrange numbers: the values that they return, from those that they take.

Where integers are rearranged, numpy does it.
"""

from itertools import pairwise
from math import prod

import numpy as np

from latentpad.network.call import Call, Floats, Value, axes_of, axis_of, replaced
from latentpad.network.model import FLOAT, FLOAT16, INT64, Tensor

MAX_STEP = 1 << 31

MODES = ("constant", "reflect", "edge")
"""How arrays are padded."""


def stored(tensor: Tensor) -> Value:
    """Return the value of a tensor."""
    if tensor.kind == INT64:
        return np.frombuffer(tensor.data, dtype="<i8").reshape(tensor.shape)
    return Floats(tensor.shape, tensor.kind == FLOAT16)


def constant(call: Call) -> list[Value]:
    """Rule of Constant."""
    return [stored(call["value"])]


def identity(call: Call) -> list[Value]:
    """Rule of Identity."""
    return [call.value(0)]


def cast(call: Call) -> list[Value]:
    """Rule of Cast: precision may change, but nothing that is computed may become an integer."""
    found, to = call.value(0), call["to"]
    if isinstance(found, Floats) != (to in (FLOAT, FLOAT16)) or to not in (FLOAT, FLOAT16, INT64):
        raise ValueError(f"numbers cannot be cast to type {to}")
    return [Floats(found.shape, to == FLOAT16) if isinstance(found, Floats) else found]


def shape(call: Call) -> list[Value]:
    """Rule of Shape."""
    found = call.value(0).shape
    end = len(found) if call["end"] is None else call["end"]
    return [np.array(found[call["start"] : end], dtype=np.int64)]


def reshape(call: Call) -> list[Value]:
    """Rule of Reshape."""
    found, sizes = call.value(0), call.integers(1)
    if call["allowzero"] == 0:
        sizes = [
            found.shape[place] if size == 0 and place < len(found.shape) else size for place, size in enumerate(sizes)
        ]
    return [_reshaped(found, sizes)]


def flatten(call: Call) -> list[Value]:
    """Rule of Flatten."""
    found, axis = call.shape(0), call["axis"]
    axis = axis if axis == len(found) else axis_of(axis, len(found))
    return [Floats((prod(found[:axis]), prod(found[axis:])))]


def squeeze(call: Call) -> list[Value]:
    """Rule of Squeeze."""
    found = call.value(0)
    sizes = found.shape
    axes = axes_of(call.integers(1), len(sizes)) if call.has(1) else [i for i, size in enumerate(sizes) if size == 1]
    if any(sizes[axis] != 1 for axis in axes):
        raise ValueError(f"axes {axes} of {sizes} are longer than 1")
    return [_reshaped(found, [size for i, size in enumerate(sizes) if i not in axes])]


def unsqueeze(call: Call) -> list[Value]:
    """Rule of Unsqueeze."""
    found, axes = call.value(0), call.integers(1)
    axes = axes_of(axes, len(found.shape) + len(axes))
    rest = iter(found.shape)
    return [_reshaped(found, [1 if i in axes else next(rest) for i in range(len(found.shape) + len(axes))])]


def transpose(call: Call) -> list[Value]:
    """Rule of Transpose."""
    found = call.shape(0)
    perm = call["perm"] or list(reversed(range(len(found))))
    if sorted(perm) != list(range(len(found))):
        raise ValueError(f"perm={perm} does not fit {found}")
    return [Floats(tuple(found[axis] for axis in perm))]


def concat(call: Call) -> list[Value]:
    """Rule of Concat."""
    if not isinstance(call.value(0), Floats):
        arrays = [call.array(index) for index in range(len(call.inputs))]
        return [np.concatenate(arrays, axis=call["axis"])]
    shapes = [call.shape(index) for index in range(len(call.inputs))]
    axis = axis_of(call["axis"], len(shapes[0]))
    if any(replaced(one, axis, 0) != replaced(other, axis, 0) for one, other in pairwise(shapes)):
        raise ValueError(f"shapes {shapes} cannot be concatenated")
    return [Floats(replaced(shapes[0], axis, sum(found[axis] for found in shapes)))]


def split(call: Call) -> list[Value]:
    """Rule of Split."""
    found, n = call.shape(0), call.n_outputs
    axis = axis_of(call["axis"], len(found))
    if call["num_outputs"] not in (None, n) or call.has(1) == (call["num_outputs"] is not None):
        raise ValueError("the number of parts is not clear")
    longest = -(-found[axis] // n)
    sizes = call.integers(1) if call.has(1) else [*[longest] * (n - 1), found[axis] - longest * (n - 1)]
    if len(sizes) != n or sum(sizes) != found[axis] or min(sizes) < 1:
        raise ValueError(f"{found[axis]} cannot be split into {sizes}")
    return [Floats(replaced(found, axis, size)) for size in sizes]


def slices(call: Call) -> list[Value]:
    """Rule of Slice."""
    found, starts, ends = call.value(0), call.integers(1), call.integers(2)
    axes = axes_of(call.integers(3) if call.has(3) else range(len(starts)), len(found.shape))
    steps = call.integers(4) if call.has(4) else [1] * len(starts)
    if 0 in steps or max(map(abs, steps), default=0) > MAX_STEP:
        raise ValueError(f"steps are {steps}")
    parts = [slice(None)] * len(found.shape)
    for axis, start, end, step in zip(axes, starts, ends, steps, strict=True):
        parts[axis] = slice(start, end, step)
    if isinstance(found, np.ndarray):
        return [found[tuple(parts)]]
    ranges = [range(*part.indices(n)) for part, n in zip(parts, call.shape(0), strict=True)]
    return [Floats(tuple(map(len, ranges)))]


def gather(call: Call) -> list[Value]:
    """Rule of Gather."""
    found, indices = call.value(0), call.array(1)
    axis = axis_of(call["axis"], len(found.shape))
    n = found.shape[axis]
    if indices.size and not -n <= indices.min() <= indices.max() < n:
        raise ValueError(f"indices are outside {-n} to {n - 1}")
    if isinstance(found, Floats):
        return [Floats((*call.shape(0)[:axis], *indices.shape, *found.shape[axis + 1 :]))]
    if found.ndim > 1:
        raise ValueError("integers in several dimensions are not expected")
    return [found[indices]]


def pad(call: Call) -> list[Value]:
    """Rule of Pad."""
    found, pads = call.shape(0), call.integers(1)
    call.scalar(2)
    axes = axes_of(call.integers(3) if call.has(3) else range(len(found)), len(found))
    if call["mode"] not in MODES or len(pads) != 2 * len(axes) or min(pads, default=0) < 0:
        raise ValueError(f"{found} cannot be padded by {pads}, mode={call['mode']!r}")
    sizes = list(found)
    for axis, before, after in zip(axes, pads[: len(axes)], pads[len(axes) :], strict=True):
        if call["mode"] != "constant" and max(before, after) >= found[axis]:
            raise ValueError(f"{found[axis]} numbers cannot be padded by {max(before, after)}")
        sizes[axis] += before + after
    return [Floats(tuple(sizes))]


def expand(call: Call) -> list[Value]:
    """Rule of Expand."""
    return [Floats(np.broadcast_shapes(call.shape(0), tuple(call.integers(1))))]


def _reshaped(found: Value, sizes: list[int]) -> Value:
    """Return a value in another shape, one size of which may be -1."""
    n, known = prod(found.shape), prod(size for size in sizes if size != -1)
    if sizes.count(-1) == 1 and known > 0 and n % known == 0:
        sizes = [n // known if size == -1 else size for size in sizes]
    if min(sizes, default=0) < 0 or prod(sizes) != n:
        raise ValueError(f"{found.shape} cannot be reshaped to {sizes}")
    if isinstance(found, Floats):
        return Floats(tuple(sizes), found.is_half)
    return found.reshape(sizes)

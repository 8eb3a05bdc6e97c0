"""Rules of operators that compute: the shapes that they return, the products they take, the numbers they hold."""

import re
from math import prod

import numpy as np

from latentpad.network.call import Call, Floats, Shape, Value, axes_of, axis_of

EQUATION = re.compile(r"([a-zA-Z]+(?:,[a-zA-Z]+)*)->([a-zA-Z]*)")
"""Of Einsum, without an ellipsis."""

SLOW = 1_000
"""How much longer a product of Einsum takes than one of matrices, if it is not one of matrices itself."""

INTERPOLATIONS = ("linear", "nearest")
COORDINATES = ("half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric")


def elementwise(call: Call) -> list[Value]:
    """Rule of operators on each number, or on numbers at the same places of several arrays."""
    return [Floats(np.broadcast_shapes(*(call.shape(index) for index in range(len(call.inputs)))))]


def clip(call: Call) -> list[Value]:
    """Rule of Clip."""
    call.scalar(1)
    call.scalar(2)
    return [Floats(call.shape(0))]


def reduce(call: Call) -> list[Value]:
    """Rule of operators that reduce axes to one number."""
    found = call.shape(0)
    axes = axes_of(call.integers(1), len(found)) if call.has(1) else []
    if not axes:
        axes = [] if call["noop_with_empty_axes"] else list(range(len(found)))
    kept = [(size, i in axes) for i, size in enumerate(found)]
    return [Floats(tuple(1 if is_reduced else n for n, is_reduced in kept if call["keepdims"] or not is_reduced))]


def gemm(call: Call) -> list[Value]:
    """Rule of Gemm."""
    (m, k), (other, n) = _matrix(call.shape(0), call["transA"]), _matrix(call.shape(1), call["transB"])
    if k != other or (call.has(2) and np.broadcast_shapes(call.shape(2), (m, n)) != (m, n)):
        raise ValueError(f"matrices {(m, k)} and {(other, n)} do not fit")
    call.n_products = m * k * n
    return [Floats((m, n))]


def matmul(call: Call) -> list[Value]:
    """Rule of MatMul, for matrices and stacks of them."""
    first, second = call.shape(0), call.shape(1)
    if min(len(first), len(second)) < 2 or first[-1] != second[-2]:
        raise ValueError(f"matrices {first} and {second} do not fit")
    found = (*np.broadcast_shapes(first[:-2], second[:-2]), first[-2], second[-1])
    call.n_products = prod(found) * first[-1]
    return [Floats(found)]


def einsum(call: Call) -> list[Value]:
    """Rule of Einsum, for up to two arrays."""
    matched = EQUATION.fullmatch(call["equation"].replace(" ", ""))
    terms = matched[1].split(",") if matched else []
    if matched is None or not len(terms) == len(call.inputs) <= 2:
        raise ValueError(f"equation {call['equation']!r} is not one for {len(call.inputs)} arrays")
    sizes: dict[str, int] = {}
    for term, found in zip(terms, [call.shape(index) for index in range(len(terms))], strict=True):
        for letter, size in zip(term, found, strict=True):
            if sizes.setdefault(letter, size) != size:
                raise ValueError(f"{letter} is {size} and {sizes[letter]}")
    if any(len(set(term)) < len(term) for term in (*terms, matched[2])) or not set(matched[2]) <= sizes.keys():
        raise ValueError(f"equation {call['equation']!r} has repeated or unknown letters")
    call.n_products = SLOW * prod(sizes.values())
    return [Floats(tuple(sizes[letter] for letter in matched[2]))]


def resize(call: Call) -> list[Value]:
    """Rule of Resize, of the last two of four dimensions, to stated sizes."""
    found = call.shape(0)
    sizes = call.integers(3)
    if call.has(1) or call.has(2) or len(found) != 4 or len(sizes) != 4 or tuple(sizes[:2]) != found[:2]:
        raise ValueError(f"{found} cannot be resized to {sizes}")
    if call["mode"] not in INTERPOLATIONS or call["coordinate_transformation_mode"] not in COORDINATES:
        raise ValueError(f"mode={call['mode']!r} is not supported")
    if call["antialias"] or call["exclude_outside"] or call["keep_aspect_ratio_policy"] != "stretch":
        raise ValueError("is not a plain one")
    return [Floats(tuple(sizes))]


def layer_normalization(call: Call) -> list[Value]:
    """Rule of LayerNormalization."""
    found = call.shape(0)
    axis = axis_of(call["axis"], len(found))
    if call["stash_type"] != 1 or any(call.shape(index) != found[axis:] for index in (1, 2) if call.has(index)):
        raise ValueError(f"its scale does not fit {found}")
    return [Floats(found)]


def instance_normalization(call: Call) -> list[Value]:
    """Rule of InstanceNormalization."""
    found = call.shape(0)
    if len(found) < 3 or any(call.shape(index) != found[1:2] for index in (1, 2)):
        raise ValueError(f"its scale does not fit {found}")
    return [Floats(found)]


def _matrix(shape: Shape, is_transposed: int) -> tuple[int, int]:
    """Return the rows and columns of a matrix."""
    rows, columns = shape
    return (columns, rows) if is_transposed else (rows, columns)

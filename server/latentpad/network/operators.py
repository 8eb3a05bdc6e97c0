"""The operators that networks can have: those of our exporters, old and new, and a few that PyTorch writes as well.

There is none that repeats or chooses (Loop, If, Scan), none whose result has a shape that depends on what is computed
(NonZero, Unique), none that makes a large array from a small one by numbers that are computed (Tile, Range), and none
from other domains. Integers are not computed with: a division by zero would end the process.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from latentpad.network import arranging, computing, windows
from latentpad.network.call import Call, Value
from latentpad.network.model import Node, Tensor

MAX_INPUTS = 64

WINDOW: dict[str, Any] = {"auto_pad": "NOTSET", "dilations": [], "kernel_shape": [], "pads": [], "strides": []}
REDUCED: dict[str, Any] = {"keepdims": 1, "noop_with_empty_axes": 0}
OPTIONAL_INT = int
"""Stands for an attribute that is an integer, None if it is left out."""


class Operator(NamedTuple):
    """What a node with this operator can have."""

    rule: Callable[[Call], list[Value]]
    inputs: tuple[int, int]
    """Fewest and most."""

    attributes: dict[str, Any] = {}  # noqa: RUF012 - never changed
    """Their defaults, which also tell their types."""


OPERATORS = {
    **dict.fromkeys(
        ("Abs", "Cos", "Erf", "Exp", "Log", "Neg", "Reciprocal", "Relu", "Sigmoid", "Sin", "Softplus", "Sqrt", "Tanh"),
        Operator(computing.elementwise, (1, 1)),
    ),
    **dict.fromkeys(("Add", "Div", "Mul", "Pow", "Sub"), Operator(computing.elementwise, (2, 2))),
    **dict.fromkeys(("Max", "Min"), Operator(computing.elementwise, (1, MAX_INPUTS))),
    **dict.fromkeys(("ReduceMax", "ReduceMean", "ReduceSum"), Operator(computing.reduce, (1, 2), REDUCED)),
    "Cast": Operator(arranging.cast, (1, 1), {"to": 0}),
    "Clip": Operator(computing.clip, (1, 3)),
    "Concat": Operator(arranging.concat, (1, MAX_INPUTS), {"axis": 0}),
    "Constant": Operator(arranging.constant, (0, 0), {"value": Tensor}),
    "Conv": Operator(windows.conv, (2, 3), {**WINDOW, "group": 1}),
    "ConvTranspose": Operator(windows.conv_transpose, (2, 3), {**WINDOW, "group": 1, "output_padding": []}),
    "Einsum": Operator(computing.einsum, (1, 2), {"equation": ""}),
    "Elu": Operator(computing.elementwise, (1, 1), {"alpha": 1.0}),
    "Expand": Operator(arranging.expand, (2, 2)),
    "Flatten": Operator(arranging.flatten, (1, 1), {"axis": 1}),
    "Gather": Operator(arranging.gather, (2, 2), {"axis": 0}),
    "Gelu": Operator(computing.elementwise, (1, 1), {"approximate": "none"}),
    "Gemm": Operator(computing.gemm, (2, 3), {"alpha": 1.0, "beta": 1.0, "transA": 0, "transB": 0}),
    "Identity": Operator(arranging.identity, (1, 1)),
    "InstanceNormalization": Operator(computing.instance_normalization, (3, 3), {"epsilon": 1e-5}),
    "LayerNormalization": Operator(
        computing.layer_normalization, (2, 3), {"axis": -1, "epsilon": 1e-5, "stash_type": 1}
    ),
    "LeakyRelu": Operator(computing.elementwise, (1, 1), {"alpha": 0.01}),
    "MatMul": Operator(computing.matmul, (2, 2)),
    "MaxPool": Operator(windows.max_pool, (1, 1), {**WINDOW, "ceil_mode": 0, "storage_order": 0}),
    "Pad": Operator(arranging.pad, (2, 4), {"mode": "constant"}),
    "Reshape": Operator(arranging.reshape, (2, 2), {"allowzero": 0}),
    "Resize": Operator(
        computing.resize,
        (4, 4),
        {
            "antialias": 0,
            "coordinate_transformation_mode": "half_pixel",
            "cubic_coeff_a": -0.75,
            "exclude_outside": 0,
            "extrapolation_value": 0.0,
            "keep_aspect_ratio_policy": "stretch",
            "mode": "nearest",
            "nearest_mode": "round_prefer_floor",
        },
    ),
    "Shape": Operator(arranging.shape, (1, 1), {"start": 0, "end": OPTIONAL_INT}),
    "Slice": Operator(arranging.slices, (3, 5)),
    "Split": Operator(arranging.split, (1, 2), {"axis": 0, "num_outputs": OPTIONAL_INT}),
    "Squeeze": Operator(arranging.squeeze, (1, 2)),
    "Transpose": Operator(arranging.transpose, (1, 1), {"perm": []}),
    "Unsqueeze": Operator(arranging.unsqueeze, (2, 2)),
}


def apply(node: Node, inputs: list[Value | None]) -> tuple[list[Value], Call]:
    """Return what a node returns, as far as it is known, and what it takes.

    Raises
    ------
    ValueError
        The operator is none of ours, or not used as ours are.
    """
    operator = OPERATORS.get(node.operator)
    if operator is None:
        raise ValueError("is not an operator that networks of bundles can have")
    if not operator.inputs[0] <= len(inputs) <= operator.inputs[1]:
        raise ValueError(f"has {len(inputs)} inputs")
    call = Call(inputs, _attributes(node, operator), len(node.outputs))
    found = operator.rule(call)
    if len(found) != len(node.outputs):
        raise ValueError(f"has {len(node.outputs)} outputs")
    return found, call


def _attributes(node: Node, operator: Operator) -> dict[str, Any]:
    """Return all attributes of a node."""
    found = {name: None if isinstance(default, type) else default for name, default in operator.attributes.items()}
    for name, value in node.attributes.items():
        default = operator.attributes.get(name)
        if not isinstance(value, default if isinstance(default, type) else type(default)):
            raise ValueError(f"attribute {name!r} is not expected")
        found[name] = value
    return found

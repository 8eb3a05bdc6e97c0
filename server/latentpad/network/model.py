"""An ONNX file as a network: the tensors that it stores, and its nodes in the order in which they run."""

from dataclasses import dataclass
from math import prod
from typing import Any

from latentpad.network.schema import (
    ATTRIBUTE,
    DIM,
    ENTRY,
    GRAPH,
    MODEL,
    NODE,
    OPSET,
    SHAPE,
    TENSOR,
    TENSOR_TYPE,
    TYPE,
    VALUE_INFO,
)
from latentpad.network.wire import WireReader

KINDS = {1: "float", 2: "int", 3: "text", 4: "tensor", 7: "ints"}
"""The field that has the value of an attribute, by its type."""

FLOAT, INT64, FLOAT16 = 1, 7, 10
"""Types of numbers."""

ITEM_BYTES = {FLOAT: 4, INT64: 8, FLOAT16: 2}

MAX_RANK, MAX_SIZE = 6, 1 << 31

OUR_KEYS = "latentpad."
"""How the metadata begin that are ours: onnxruntime takes settings from others."""


@dataclass(frozen=True)
class Tensor:
    """Numbers that are in the file."""

    name: str
    kind: int
    shape: tuple[int, ...]
    data: memoryview


@dataclass(frozen=True)
class Node:
    """An operation."""

    operator: str
    inputs: list[str]
    """Names; empty where an input is left out."""

    outputs: list[str]
    attributes: dict[str, Any]


@dataclass(frozen=True)
class ValueInfo:
    """An input or output of the network."""

    name: str
    kind: int
    shape: tuple[int | None, ...]
    """None where the size has a name or is not stated."""


@dataclass(frozen=True)
class Model:
    """A network: nodes in the order in which they run."""

    opset: int
    inputs: list[ValueInfo]
    outputs: list[ValueInfo]
    tensors: list[Tensor]
    nodes: list[Node]


def read_model(content: bytes) -> Model:
    """Read a network.

    Raises
    ------
    ValueError
        The bytes are not an ONNX file, or it has parts that networks of ours do not have.
    """
    wire = WireReader()
    model = wire.read(memoryview(content), MODEL)
    for entry in model["metadata_props"]:
        if not (key := str(wire.read(entry, ENTRY).get("key"))).startswith(OUR_KEYS):
            raise ValueError(f"metadata {key!r} are not expected")
    if "graph" not in model:
        raise ValueError("it has no graph")
    opsets = [wire.read(opset, OPSET) for opset in model["opset_import"]]
    if len(opsets) != 1 or opsets[0].get("domain", ""):
        raise ValueError("it has operators that are not those of ONNX")
    graph = wire.read(model["graph"], GRAPH)
    return Model(
        opset=opsets[0].get("version", 0),
        nodes=[_node(wire, part) for part in graph["node"]],  # first: what they do says most about a file
        tensors=[read_tensor(wire, part) for part in graph["initializer"]],
        inputs=[_value_info(wire, part) for part in graph["input"]],
        outputs=[_value_info(wire, part) for part in graph["output"]],
    )


def read_tensor(wire: WireReader, message: memoryview) -> Tensor:
    """Read a tensor, whose size is checked (raises ValueError)."""
    found = wire.read(message, TENSOR)
    name, kind, shape = found.get("name", ""), found.get("data_type", 0), tuple(found["dims"])
    data = found.get("raw_data", memoryview(b""))
    if found.get("data_location", 0):
        raise ValueError("a tensor is in another file")
    if kind not in ITEM_BYTES:
        raise ValueError(f"tensor {name!r} has numbers of type {kind}")
    if len(shape) > MAX_RANK or any(n < 0 for n in shape) or prod(shape) * ITEM_BYTES[kind] != len(data):
        raise ValueError(f"tensor {name!r} of shape {shape} has {len(data)} bytes")
    return Tensor(name, kind, shape, data)


def _node(wire: WireReader, message: memoryview) -> Node:
    """Read a node."""
    found = wire.read(message, NODE)
    operator = found.get("op_type", "")
    if domain := found.get("domain", ""):
        raise ValueError(f"operator {operator!r} is one of {domain!r}")
    attributes: dict[str, Any] = {}
    for part in found["attribute"]:
        name, value = _attribute(wire, part)
        if name in attributes:
            raise ValueError(f"{operator!r} has two attributes {name!r}")
        attributes[name] = value
    return Node(operator, found["input"], found["output"], attributes)


def _attribute(wire: WireReader, message: memoryview) -> tuple[str, Any]:
    """Read an attribute: its name and value."""
    found = wire.read(message, ATTRIBUTE)
    name, kind = found.get("name", ""), KINDS.get(found.get("type", 0), "")
    values = {key: found[key] for key in KINDS.values() if found.get(key, []) != []}
    default: Any = [] if kind == "ints" else None
    if not kind or not values.keys() <= {kind} or (value := values.get(kind, default)) is None:
        raise ValueError(f"attribute {name!r} has no value, or one of another type than it states")
    return name, read_tensor(wire, value) if kind == "tensor" else value


def _value_info(wire: WireReader, message: memoryview) -> ValueInfo:
    """Read an input or output."""
    found = wire.read(message, VALUE_INFO)
    kind = wire.read(found.get("type", memoryview(b"")), TYPE)
    tensor = wire.read(kind.get("tensor_type", memoryview(b"")), TENSOR_TYPE)
    dims = [wire.read(dim, DIM) for dim in wire.read(tensor.get("shape", memoryview(b"")), SHAPE)["dim"]]
    if any(len(dim) > 1 or not 0 < dim.get("size", 1) < MAX_SIZE for dim in dims):
        raise ValueError(f"{found.get('name', '')!r} has a size that is not one")
    return ValueInfo(found.get("name", ""), tensor.get("elem_type", 0), tuple(dim.get("size") for dim in dims))

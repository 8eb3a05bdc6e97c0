"""Changes to an ONNX network."""

import random
from contextlib import suppress

import numpy as np
import onnx
from damage import NUMBERS, SIZES, damaged, with_values
from onnx import numpy_helper

from latentpad.network.operators import OPERATORS

OTHERS = ("Loop", "NonZero", "Tile", "ConstantOfShape", "RandomNormal")
INTEGERS = (*SIZES, -1, -(2**63))


def mutate_network(content: bytes, rng: random.Random) -> tuple[bytes, str]:
    """Change something of a network; return the file, and what was changed."""
    model = onnx.load_from_string(content)
    how = rng.choice([*CHANGES, "weights", "bytes"])
    if how == "bytes":
        return _with_bytes(model, rng), how
    CHANGES[how](model.graph, rng)
    return model.SerializeToString(), how


def _with_bytes(model: onnx.ModelProto, rng: random.Random) -> bytes:
    """Return a network with damaged bytes, but not those of its largest weight."""

    def largest(graph: onnx.GraphProto) -> onnx.TensorProto:
        return max(graph.initializer, key=lambda tensor: np.prod(tensor.dims))

    weight = largest(model.graph)
    kept, weight.raw_data = weight.raw_data, b""
    content = damaged(model.SerializeToString(), rng)
    with suppress(Exception):
        model = onnx.load_from_string(content)
        largest(model.graph).raw_data = kept
        content = model.SerializeToString()
    return content


def _weights(graph: onnx.GraphProto, rng: random.Random) -> None:
    tensor = rng.choice(graph.initializer)
    tensor.raw_data = with_values(numpy_helper.to_array(tensor), rng).tobytes()


def _dims(graph: onnx.GraphProto, rng: random.Random) -> None:
    tensor = rng.choice(graph.initializer)
    if not tensor.dims or rng.random() < 0.3:
        tensor.dims.append(1)
    else:
        _replace(tensor.dims, rng, SIZES)


def _integers(graph: onnx.GraphProto, rng: random.Random) -> None:
    shapes = [one for one in graph.initializer if one.data_type == onnx.TensorProto.INT64]
    if shapes:
        tensor = rng.choice(shapes)
        values = numpy_helper.to_array(tensor).copy().reshape(-1)
        _replace(values, rng, INTEGERS)
        tensor.raw_data = values.tobytes()


def _attribute(graph: onnx.GraphProto, rng: random.Random) -> None:
    if nodes := [node for node in graph.node if node.attribute]:
        attribute = rng.choice(rng.choice(nodes).attribute)
        attribute.i, attribute.f = rng.choice(INTEGERS), float(rng.choice(NUMBERS))
        _replace(attribute.ints, rng, (*SIZES, -1))


def _operator(graph: onnx.GraphProto, rng: random.Random) -> None:
    rng.choice(graph.node).op_type = rng.choice([*OPERATORS, *OTHERS])


def _inputs(graph: onnx.GraphProto, rng: random.Random) -> None:
    _replace(rng.choice(graph.node).input, rng, [value for node in graph.node for value in node.input])


def _node(graph: onnx.GraphProto, rng: random.Random) -> None:
    graph.node.insert(rng.randrange(len(graph.node)), rng.choice(graph.node))


CHANGES = {
    "weights": _weights,
    "dims": _dims,
    "integers": _integers,
    "attribute": _attribute,
    "operator": _operator,
    "inputs": _inputs,
    "node": _node,
}


def _replace(values: object, rng: random.Random, choices: object) -> None:
    """Replace one of several values, if there are any."""
    if len(values):
        values[rng.randrange(len(values))] = rng.choice(list(choices))

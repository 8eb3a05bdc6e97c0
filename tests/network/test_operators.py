"""What the rules of operators say of a node is what onnxruntime then computes."""

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from latentpad.network.call import Floats
from latentpad.network.check import follow
from latentpad.network.model import read_model
from latentpad.network.operators import OPERATORS
from latentpad.paths import default_bundle

LIMITS = 10**9, 10**12


def computed(model, x):
    """Return every value that onnxruntime computes, by its name."""
    for node in model.graph.node:
        for name in node.output:
            if name not in {output.name for output in model.graph.output}:
                model.graph.output.append(onnx.ValueInfoProto(name=name))
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(model.SerializeToString(), options)
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, {model.graph.input[0].name: x}), strict=True))


def agree(content, batch=2):
    """Check that a network is followed to the shapes, and the integers, that it computes."""
    model = read_model(content)
    shape = (batch, *model.inputs[0].shape[1:])
    followed = follow(model, shape, *LIMITS)
    found = computed(onnx.load_from_string(content), np.random.default_rng(0).random(shape, dtype=np.float32))
    for name, value in found.items():
        assert followed[name].shape == value.shape, name
        assert isinstance(followed[name], Floats) or np.array_equal(followed[name], value), name
    return len(found)


@pytest.mark.parametrize("part", ["encoder", "decoder"])
def test_the_networks_of_the_default_bundle_are_followed_exactly(part):
    assert agree((default_bundle() / f"{part}.onnx").read_bytes()) > 150


def network(shape, operator, *inputs, n_outputs=1, **attributes):
    """Return a network of one node, whose first input is that of the network; arrays are stored, None is left out."""
    names = ["" if value is None else f"input{i}" for i, value in enumerate(inputs)]
    outputs = [f"output{i}" for i in range(n_outputs)]
    node = helper.make_node(operator, ["x", *names], outputs, **attributes)
    stored = [numpy_helper.from_array(np.asarray(v), n) for n, v in zip(names, inputs, strict=True) if n]
    source = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["batch", *shape])
    targets = [onnx.ValueInfoProto(name=name) for name in outputs]
    graph = helper.make_graph([node], "toy", [source], targets, stored)
    return helper.make_model(graph, ir_version=9, opset_imports=[helper.make_opsetid("", 20)]).SerializeToString()


def ones(*shape):
    return np.ones(shape, dtype=np.float32)


CASES = [
    *(((3, 4), operator) for operator in ("Abs", "Cos", "Erf", "Exp", "Log", "Neg", "Reciprocal", "Relu", "Sigmoid")),
    *(((3, 4), operator) for operator in ("Sin", "Softplus", "Sqrt", "Tanh", "Elu", "LeakyRelu", "Gelu", "Identity")),
    *(((3, 4), operator, ones(5, 1, 3, 1)) for operator in ("Add", "Div", "Mul", "Pow", "Sub", "Max", "Min")),
    *(((3, 4), operator, [1]) for operator in ("ReduceMax", "ReduceMean", "ReduceSum", "Unsqueeze")),
    ((3, 4), "ReduceMax"),
    ((3, 4), "ReduceMean", [-1, 1], {"keepdims": 0}),
    ((3, 4), "ReduceSum", None, {"noop_with_empty_axes": 1}),
    ((3, 4), "Cast", {"to": TensorProto.FLOAT16}),
    ((3, 4), "Clip", np.float32(0), np.float32(1)),
    ((3, 4), "Clip", None, np.float32(1)),
    ((3, 4), "Concat", ones(2, 3, 7), {"axis": -1}),
    ((4, 9), "Conv", ones(6, 2, 3), ones(6), {"group": 2, "strides": [2], "dilations": [2], "pads": [1, 2]}),
    ((4, 9, 7), "Conv", ones(5, 4, 3, 2), {"kernel_shape": [3, 2]}),
    ((4, 9), "ConvTranspose", ones(4, 3, 5), {"group": 2, "strides": [3], "output_padding": [1], "pads": [2, 1]}),
    ((4, 9, 7), "ConvTranspose", ones(4, 3, 5, 2), ones(3), {"dilations": [2, 3]}),
    ((3, 4), "Einsum", {"equation": "bij->jb"}),
    ((3, 4), "Einsum", ones(5, 4), {"equation": "bij, kj -> bik"}),
    ((3, 4), "Expand", [5, 1, 3, 1]),
    ((3, 4), "Flatten", {"axis": -1}),
    ((3, 4), "Gather", [[0, -1, 2]], {"axis": 2}),
    ((4,), "Gemm", ones(5, 4), ones(5), {"transB": 1}),
    ((5,), "Gemm", ones(2, 7), {"transA": 1}),
    ((3, 4), "InstanceNormalization", ones(3), ones(3)),
    ((3, 4), "LayerNormalization", ones(4), ones(4)),
    ((3, 4), "LayerNormalization", ones(3, 4), {"axis": 1}),
    ((3, 4), "MatMul", ones(5, 1, 4, 6)),
    ((3, 9, 7), "MaxPool", {"kernel_shape": [3, 2], "strides": [2, 2], "pads": [1, 0, 1, 1]}),
    ((3, 4), "Pad", [0, 1, 2, 0, 0, 3]),
    ((3, 4), "Pad", [1, 3], np.float32(0), [-1], {"mode": "reflect"}),
    ((3, 4), "Reshape", [0, 2, -1]),
    ((3, 4), "Reshape", [-1]),
    ((3, 9, 7), "Resize", None, None, [2, 3, 12, 5], {"mode": "linear"}),
    ((3, 9, 7), "Resize", None, None, [2, 3, 4, 15], {"coordinate_transformation_mode": "asymmetric"}),
    ((3, 4), "Shape"),
    ((3, 4), "Shape", {"start": -2, "end": 2}),
    ((7, 8), "Slice", [1, -1], [2**63 - 1, -(2**63)], [1, 2], [2, -3]),
    ((7, 8), "Slice", [1, -5], [2, 100]),
    ((7, 8), "Split", {"axis": 1, "num_outputs": 3}),
    ((7, 8), "Split", [5, 2, 1], {"axis": -1}),
    ((1, 8), "Squeeze", [1]),
    ((1, 8), "Squeeze"),
    ((3, 4), "Transpose"),
    ((3, 4), "Transpose", {"perm": [2, 0, 1]}),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[1]}")
def test_an_operator_is_followed_exactly(case):
    shape, operator, *inputs = case
    attributes = inputs.pop() if inputs and isinstance(inputs[-1], dict) else {}
    n_outputs = 3 if operator == "Split" else 1
    assert agree(network(shape, operator, *inputs, n_outputs=n_outputs, **attributes)) == n_outputs


def test_every_operator_is_tried():
    assert OPERATORS.keys() == {case[1] for case in CASES} | {"Constant"}


@pytest.mark.parametrize("kind", [TensorProto.FLOAT, TensorProto.INT64])
def test_a_constant_is_followed_exactly(kind):
    content = onnx.load_from_string(network((3, 4), "Shape"))
    value = helper.make_tensor("", kind, [2], np.arange(2, dtype=helper.tensor_dtype_to_np_dtype(kind)).tobytes(), True)
    content.graph.node.append(helper.make_node("Constant", [], ["constant"], value=value))
    assert agree(content.SerializeToString()) == 2


def test_integers_are_followed_through_what_rearranges_them():
    model = onnx.load_from_string(network((3, 4), "Shape"))
    for name, value in (("one", [1]), ("two", [2]), ("axes", [0]), ("more", [5, 6]), ("scalar", 1)):
        model.graph.initializer.append(numpy_helper.from_array(np.array(value), name))
    model.graph.node.extend(
        [
            helper.make_node("Slice", ["output0", "one", "two"], ["height"]),
            helper.make_node("Gather", ["output0", "scalar"], ["same"]),
            helper.make_node("Unsqueeze", ["same", "axes"], ["column"]),
            helper.make_node("Cast", ["column"], ["cast"], to=TensorProto.INT64),
            helper.make_node("Concat", ["height", "cast", "more"], ["all"], axis=0),
            helper.make_node("Squeeze", ["height"], ["back"]),
        ]
    )
    assert agree(model.SerializeToString()) == 7

"""Networks that run for ever, take gigabytes, read files or end the process are refused before they are opened."""

import time

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from latentpad.errors import BundleError
from latentpad.network import check
from latentpad.network.check import check_network
from latentpad.network.wire import MAX_VALUES
from latentpad.onnx_session import open_session
from latentpad.paths import default_bundle

make_node = helper.make_node


def model_of(nodes, shape=("batch", 4), output="y", functions=(), opsets=(("", 18),), **stored):
    """Return a model whose input is x."""
    graph = helper.make_graph(
        nodes,
        "toy",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [onnx.ValueInfoProto(name=output)],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in stored.items()],
    )
    opset_imports = [helper.make_opsetid(*opset) for opset in opsets]
    return helper.make_model(graph, ir_version=9, opset_imports=opset_imports, functions=list(functions))


def refused(model, complaint, **arguments):
    """Check that a network is refused in one line, at once."""
    content = model if isinstance(model, bytes) else model.SerializeToString()
    begun = time.monotonic()
    with pytest.raises(BundleError, match=complaint) as caught:
        check_network(content, "toy: decoder.onnx", **arguments)
    assert time.monotonic() - begun < 5
    text = str(caught.value)
    assert text.startswith("toy: decoder.onnx is not a network that latentpad can run (")
    assert "\n" not in text
    assert len(text) < 300
    with pytest.raises(BundleError, match=complaint):
        open_session(content, "toy: decoder.onnx", **arguments)
    return True


def body(*nodes, inputs=(), outputs=()):
    """Return a graph within a node."""
    return helper.make_graph(
        nodes,
        "body",
        [helper.make_tensor_value_info(name, kind, []) for name, kind in inputs],
        [helper.make_tensor_value_info(name, kind, []) for name, kind in outputs],
    )


def endless():
    """Return a loop of 2^63 - 1 rounds."""
    graph = body(
        make_node("Identity", ["go"], ["still"]),
        inputs=[("i", TensorProto.INT64), ("go", TensorProto.BOOL)],
        outputs=[("still", TensorProto.BOOL)],
    )
    return model_of(
        [make_node("Loop", ["rounds", "true"], [], body=graph), make_node("Identity", ["x"], ["y"])],
        rounds=np.array(2**63 - 1),
        true=np.array(True),
    )


def conditional():
    graph = body(make_node("Identity", ["x"], ["z"]), outputs=[("z", TensorProto.FLOAT)])
    return model_of([make_node("If", ["true"], ["y"], then_branch=graph, else_branch=graph)], true=np.array(1.0))


def with_function():
    function = helper.make_function(
        "own", "Add", ["a", "b"], ["c"], [make_node("Mul", ["a", "b"], ["c"])], [helper.make_opsetid("", 18)]
    )
    return model_of([make_node("Identity", ["x"], ["y"])], functions=[function])


def external(folder):
    """Return a network with a weight in another file, which is there."""
    model = model_of([make_node("Mul", ["x", "w"], ["y"])], w=np.ones(4, dtype=np.float32))
    (folder / "secret.bin").write_bytes(bytes(16))
    onnx.external_data_helper.set_external_data(model.graph.initializer[0], "secret.bin")
    model.graph.initializer[0].ClearField("raw_data")
    return model


def test_graphs_within_nodes_and_functions_are_refused():
    assert refused(endless(), "a node has a graph of its own, as Loop and If have")
    assert refused(conditional(), "a node has a graph of its own, as Loop and If have")
    assert refused(with_function(), "it has functions of its own")


def test_data_in_another_file_are_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    model = external(tmp_path)
    assert refused(model, "a tensor is in another file")
    model.graph.initializer[0].ClearField("external_data")
    assert refused(model, "a tensor is in another file")


@pytest.mark.parametrize(
    "operator", ["Loop", "NonZero", "Tile", "Range", "ConstantOfShape", "RandomNormal", "TopK", "Unique", "No\x1b[2J"]
)
def test_other_operators_are_refused(operator):
    assert refused(model_of([make_node(operator, ["x"], ["y"])]), "is not an operator that networks of bundles can ha")


def test_other_domains_are_refused():
    assert refused(model_of([make_node("Inverse", ["x"], ["y"], domain="com.microsoft")]), "operator 'Inverse' is one")
    opsets = ("", 18), ("com.microsoft", 1)
    assert refused(model_of([make_node("Abs", ["x"], ["y"])], opsets=opsets), "operators that are not those of ONNX")


@pytest.mark.parametrize("version", [17, 24, 2**40])
def test_other_versions_of_the_operators_are_refused(version):
    model = model_of([make_node("Abs", ["x"], ["y"])], opsets=[("", version)])
    assert refused(model, f"it has version {version} of ONNX's operators")


def float_column(n):
    return np.ones((n, 1), dtype=np.float32)


GREEDY = {
    "Expand": ([make_node("Expand", ["x", "size"], ["y"])], {"size": np.array([1_000_000_000, 4])}),
    "Pad": ([make_node("Pad", ["x", "size"], ["y"])], {"size": np.array([0, 0, 0, 2**40])}),
    "Resize": (
        [
            make_node("Reshape", ["x", "image"], ["z"]),
            make_node("Resize", ["z", "", "", "size"], ["y"]),
        ],
        {"image": np.array([1, 1, -1, 4]), "size": np.array([1, 1, 40_000, 40_000])},
    ),
    "outer product": (
        [make_node("MatMul", ["column", "row"], ["z"]), make_node("ReduceMax", ["z"], ["y"])],
        {"column": float_column(12_000), "row": float_column(12_000).T},
    ),
    "Einsum": (
        [make_node("Einsum", ["column", "row"], ["y"], equation="ab,cd->abcd")],
        {"column": float_column(12_000), "row": float_column(12_000)},
    ),
    "Gather": ([make_node("Gather", ["w", "i"], ["y"])], {"w": float_column(4000).T, "i": np.zeros(60_000, int)}),
    "broadcasting": (
        [make_node("Add", ["column", "row"], ["y"])],
        {"column": float_column(30_000), "row": float_column(30_000).T},
    ),
    "Concat": (
        [make_node("Concat", [f"x{i}" * (i > 0) or "x"] * 2, [f"x{i + 1}"], axis=1) for i in range(40)],
        {},
    ),
    "ConvTranspose": (
        [make_node("Reshape", ["x", "s"], ["z"]), make_node("ConvTranspose", ["z", "w"], ["y"], strides=[65_000])],
        {"s": np.array([1, 1, -1]), "w": np.ones((1, 600, 1_000), dtype=np.float32)},
    ),
    "unfolding": (
        [make_node("Reshape", ["x", "s"], ["z"]), make_node("Conv", ["z", "w"], ["y"], pads=[20_000, 20_000])],
        {"s": np.array([1, 1, -1]), "w": np.ones((1, 1, 20_000), dtype=np.float32)},
    ),
}


@pytest.mark.parametrize("name", GREEDY)
def test_a_small_file_that_asks_for_much_memory_is_refused(name):
    nodes, stored = GREEDY[name]
    assert refused(model_of(nodes, **stored), r"node \d+: more than 1\d+ numbers or 5000000000 products are computed")


def image(n):
    """Return nodes that make an image of n by n from the input, and what they take."""
    nodes = [
        make_node("ReduceMax", ["x", "one"], ["r"]),
        make_node("Reshape", ["r", "four"], ["pixel"]),
        make_node("Expand", ["pixel", "size"], ["image"]),
    ]
    return nodes, {"one": np.array([1]), "four": np.array([-1, 1, 1, 1]), "size": np.array([1, 1, n, n])}


LONG = {
    "MatMul": (
        [make_node("MatMul", ["w", "w"], [f"z{i}"]) for i in range(20)],
        {"w": np.ones((1_500, 1_500), dtype=np.float32)},
    ),
    "MaxPool": (
        [*image(1_000)[0], make_node("MaxPool", ["image"], ["z"], kernel_shape=[500, 500])],
        image(1_000)[1],
    ),
    "Einsum": (
        [make_node("Einsum", ["w", "w"], ["z"], equation="abc,bca->abc")],
        {"w": np.ones((175, 175, 175), dtype=np.float32)},
    ),
}


@pytest.mark.parametrize("name", LONG)
def test_a_network_that_computes_for_minutes_is_refused(name):
    nodes, stored = LONG[name]
    model = model_of([*nodes, make_node("Abs", ["x"], ["y"])], **stored)
    assert refused(model, "or 5000000000 products are computed")


def test_a_network_that_computes_much_from_what_it_stores_is_refused():
    """It would be computed when the file is opened, and kept."""
    nodes = [
        make_node("MatMul", ["column", "row"], ["table"]),
        make_node("ReduceMax", ["table"], ["z"]),
        make_node("Add", ["z", "x"], ["y"]),
    ]
    check_network(model_of(nodes, column=float_column(900), row=float_column(900).T).SerializeToString(), "toy")
    model = model_of(nodes, column=float_column(9_000), row=float_column(9_000).T)
    assert refused(model, "81000001 numbers are computed from the 18000 that are stored")


def test_what_grows_with_the_square_of_the_batch_is_refused():
    nodes = [
        make_node("Transpose", ["x"], ["t"], perm=[1, 0]),
        make_node("Expand", ["x", "more"], ["many"]),
        make_node("Expand", ["t", "more"], ["many2"]),
        make_node("MatMul", ["many", "many2"], ["y"]),
    ]
    assert refused(model_of(nodes, shape=["batch", 1], more=np.array([2_000_000, 1, 1])), "more than 6400000003 ")


@pytest.mark.parametrize(
    ("nodes", "stored", "complaint"),
    [
        ([make_node("Div", ["a", "zero"], ["y"])], {"a": [1], "zero": [0]}, "input 0 is not float32"),
        ([make_node("Cast", ["x"], ["y"], to=TensorProto.INT64)], {}, "cannot be cast to type 7"),
        ([make_node("Reshape", ["x", "x"], ["y"])], {}, "input 1 is not int64"),
        ([make_node("Gather", ["x", "i"], ["y"])], {"i": [99]}, "indices are outside -1 to 0"),
        ([make_node("Split", ["x"], ["y", "z"], axis=1, num_outputs=2**40)], {}, "the number of parts is not clear"),
        ([make_node("Slice", ["x", "a", "b"], ["y"])], {"a": [5], "b": [5]}, r"shape \(0, 4\) is empty"),
        ([make_node("Abs", ["later"], ["y"]), make_node("Abs", ["x"], ["later"])], {}, "there is no value 'later' yet"),
        ([make_node("Abs", ["x"], ["x"])], {}, "name 'x' is used twice"),
        ([make_node("Abs", ["x"], ["z"])], {}, "an output is missing"),
        ([make_node("Abs", ["x", "x"], ["y"])], {}, "has 2 inputs"),
        ([make_node("Abs", ["x"], ["y", "z"])], {}, "has 2 outputs"),
        ([make_node("Abs", ["x"], ["y"], alpha=1.0)], {}, "attribute 'alpha' is not expected"),
        ([make_node("Elu", ["x"], ["y"], alpha=1)], {}, "attribute 'alpha' is not expected"),
        ([make_node("Einsum", ["x"], ["y"], equation="...->")], {}, "equation '...->' is not one for 1 arrays"),
        ([make_node("Abs", ["w"], ["y"])], {"w": np.ones(2)}, "tensor 'w' has numbers of type 11"),
    ],
)
def test_what_our_networks_never_do_is_refused(nodes, stored, complaint):
    stored = {name: np.array(value) for name, value in stored.items()}
    assert refused(model_of(nodes, **stored), complaint)


@pytest.mark.parametrize(
    "window", [{"strides": [0]}, {"strides": [-1]}, {"dilations": [0]}, {"pads": [-1, 0]}, {"auto_pad": "SAME_UPPER"}]
)
def test_a_convolution_that_would_divide_by_zero_is_refused(window):
    nodes = [make_node("Reshape", ["x", "s"], ["z"]), make_node("Conv", ["z", "w"], ["y"], **window)]
    stored = {"s": np.array([0, 1, 4]), "w": np.ones((1, 1, 2), dtype=np.float32)}
    assert refused(model_of(nodes, **stored), "kernel .* does not fit")


@pytest.mark.parametrize("shape", [[1, 4], ["batch", 4, 4, 4, 4, 4, 4], ["batch"], []])
def test_an_input_that_is_no_batch_is_refused(shape):
    assert refused(model_of([make_node("Abs", ["x"], ["y"])], shape), "its input must be a batch of any size")


def test_an_open_size_is_refused_unless_it_is_known():
    model = model_of([make_node("Abs", ["x"], ["y"])], ["batch", 4, "n_frames"])
    assert refused(model, "the size of its input is open")
    assert refused(model, "more than", shape=(4, 10**9))
    check_network(model.SerializeToString(), "toy", shape=(4, 32))


def test_two_inputs_are_refused():
    model = model_of([make_node("Abs", ["x"], ["y"])])
    model.graph.input.append(helper.make_tensor_value_info("z", TensorProto.FLOAT, ["batch", 4]))
    assert refused(model, "it must have one input, of float32")


def test_a_tensor_with_fewer_bytes_than_its_shape_is_refused():
    model = model_of([make_node("Add", ["x", "w"], ["y"])], w=np.ones(4, dtype=np.float32))
    for dims in ([10**9], [2**40, 2**40], [-4], [1] * 7):
        del model.graph.initializer[0].dims[:]
        model.graph.initializer[0].dims.extend(dims)
        assert refused(model, r"tensor 'w' of shape \(.*\) has 16 bytes")


def test_parts_that_another_reader_would_merge_are_refused():
    graph = model_of([make_node("Abs", ["x"], ["y"])])
    assert refused(graph.SerializeToString() + endless().SerializeToString(), "a node has a graph|is repeated")
    assert refused(graph.SerializeToString() * 2, "is repeated")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "it has no graph"),
        (b"\0" * 100, "field 0 is not expected"),
        (b"\x08\x09", "it has no graph"),
        (b"\x08" + b"\xff" * 20, "an integer has no end"),
        (b"\x3a\xff\xff\xff\xff\x7f", "it ends too early"),
        (b"\x0b", "ir_version has wire type 3"),
        (b"\x12\x02\xff\xfe", "codec can't decode"),
    ],
)
def test_bytes_that_are_no_network_are_refused(content, complaint):
    assert refused(content, complaint)


def test_a_file_of_many_tiny_parts_is_refused_at_once():
    assert refused(b"\x42\x00" * (MAX_VALUES + 1), f"there are more than {MAX_VALUES} values")
    assert refused(model_of([make_node("Abs", ["x"], ["y"])] * (check.MAX_NODES + 1)), "it has 4001 nodes")


@pytest.mark.parametrize("part", ["encoder", "decoder"])
def test_every_beginning_of_a_network_is_refused_in_one_line(part):
    content = (default_bundle() / f"{part}.onnx").read_bytes()
    check_network(content, part)
    for size in range(0, len(content) - 1, len(content) // 40):
        with pytest.raises(BundleError, match=r"^toy is not a network that latentpad can run \(.+\)$"):
            check_network(content[:size], "toy")

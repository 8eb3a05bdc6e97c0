"""A daemon that is told to play a stranger's bundle: an error in one line, and it plays on."""

from dataclasses import replace

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from latentpad.bundle.bundle import save_bundle

ODD = "\x1b[2J\r\n\u202e"


@pytest.fixture
def put_on_shelf(toy, tmp_path, bundles):
    """Save the toy with changes, and put it on the shelf."""

    def put(**changes):
        path = tmp_path / "strange.latentpad"
        save_bundle(replace(toy, name="strange", **changes), path)
        bundles.remember(path)

    return put


def endless(toy):
    """Return a decoder with a loop of 2^63 - 1 rounds."""
    model = onnx.load_from_string(toy.decoder)
    scalars = [helper.make_tensor_value_info(name, kind, []) for name, kind in (("i", 7), ("go", 9), ("still", 9))]
    body = helper.make_graph([helper.make_node("Identity", ["go"], ["still"])], "body", scalars[:2], scalars[2:])
    model.graph.initializer.append(numpy_helper.from_array(np.array(2**63 - 1), "rounds"))
    model.graph.initializer.append(numpy_helper.from_array(np.array(True), "true"))
    model.graph.node.insert(0, helper.make_node("Loop", ["rounds", "true"], [], body=body))
    return model.SerializeToString()


def greedy(toy):
    """Return a decoder that asks for 4 GB."""
    model = onnx.load_from_string(toy.decoder)
    model.graph.initializer.append(numpy_helper.from_array(np.array([10**9, 4]), "many"))
    model.graph.node.append(helper.make_node("Expand", ["latent", "many"], ["large"]))
    model.graph.output.append(helper.make_tensor_value_info("large", TensorProto.FLOAT, ["a", "b"]))
    return model.SerializeToString()


def external(toy):
    """Return a decoder whose weight is in another file."""
    model = onnx.load_from_string(toy.decoder)
    onnx.external_data_helper.set_external_data(model.graph.initializer[0], "/etc/passwd")
    model.graph.initializer[0].ClearField("raw_data")
    return model.SerializeToString()


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (endless, "a node has a graph of its own, as Loop and If have"),
        (greedy, "more than 1000"),
        (external, "a tensor is in another file"),
    ],
)
def test_a_network_of_a_stranger_is_refused_and_the_present_bundle_plays_on(client, put_on_shelf, toy, make, reason):
    put_on_shelf(decoder=make(toy))
    client.send("bundle", "strange", 7)
    (error,) = [message for message in client.receive_until("error") if message[0] == "error"]
    assert error[1:3] == (7, "bundle")
    assert error[3].startswith("strange: decoder.onnx is not a network that latentpad can run (")
    assert reason in error[3]
    client.send("generate", 4, 0.125, 0.125)
    assert client.receive_until("done")[-1][0] == "done"


def test_a_point_at_which_the_decoder_is_not_finite_is_an_error_and_others_are_played(
    client, put_on_shelf, make_decoder, drop
):
    weight = np.zeros((4, 65, 32), dtype=np.float32)
    weight[0, 8:20], weight[1, 8:20] = 1e30, 1.0
    put_on_shelf(decoder=make_decoder(weight))
    client.send("bundle", "strange")
    client.receive_until("bundle")
    for _ in range(2):
        client.send("generate", 3, 0.125, 0.125)
        error = client.receive_until("error")[-1]
        assert error[1:3] == (3, "render")
        assert error[3] == "strange: decoder.onnx: mean is 0 to 1e+30, must be about 0 to 1; the bundle is damaged"
    client.send("generate", 5, 0.875, 0.125)
    client.receive_until("done")
    assert len(list(drop.glob("*.wav"))) == 1


@pytest.mark.parametrize(
    "label", ["../../outside", "/outside", "C:\\outside", "a\0b", ODD, "CON", "x" * 1000, ".", " "]
)
def test_a_kind_of_any_name_gives_a_file_in_the_drop_folder(client, put_on_shelf, drop, tmp_path, label):
    put_on_shelf(labels=(label, label, label))
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    client.send("bundle", "strange")
    client.receive_until("bundle")
    client.send("generate", 4, 0.125, 0.125)
    client.receive_until("done")
    (new,) = {path for path in tmp_path.rglob("*.wav") if path.is_file()} - before
    assert new.parent == drop
    assert new.name.isprintable()


def test_sounds_of_any_name_can_be_asked_for(client, put_on_shelf, toy):
    names = [f"{ODD}\udcff\ud800/{i}.wav" for i in range(32)]
    put_on_shelf(map=replace(toy.map, names=names))
    client.send("bundle", "strange")
    client.receive_until("bundle")
    client.send("nearest", 6, 0.125, 0.125, 2)
    found = [client.receive() for _ in range(2)]
    assert [message[0] for message in found] == ["neighbour"] * 2

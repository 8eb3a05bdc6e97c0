"""Switching to another bundle while the daemon plays."""

import shutil
import threading
from concurrent.futures import CancelledError
from dataclasses import replace

import pytest

from latentpad.bundle.bundle import save_bundle
from latentpad.bundle.shelf import Shelf
from latentpad.errors import BundleError
from latentpad.paths import default_bundle
from latentpad.samples.recipe import read_recipe

TIMEOUT = 10.0


def test_a_switch_is_sent_to_everybody_and_the_new_map_plays(client, connect, daemon, other_path, drop):
    stranger = connect(daemon.port)
    stranger.send("bundle", "drums")
    for one in (client, stranger):
        assert one.receive() == ("bundle", "drums", 16, other_path.as_posix())
    client.send("generate", 7, 0.125, 0.125)
    done = client.receive_until("done")[-1]
    assert read_recipe(drop / done[2]).bundle == "drums"
    client.send("nearest", 8, 0.875, 0.875)
    assert client.receive()[3].startswith("snare/")  # the toy has hats there


def test_a_bundle_can_be_named_by_its_path_on_the_shelf(client, other_path):
    client.send("bundle", str(other_path), 5)
    assert client.receive() == ("bundle", "drums", 16, other_path.as_posix())


def test_a_path_that_is_not_on_the_shelf_is_not_even_looked_at(client, tmp_path, toy):
    path = tmp_path / "secret.latentpad"
    save_bundle(toy, path)
    client.send("bundle", str(path), 5)
    assert client.receive()[:3] == ("error", 5, "bundle")
    client.send("generate", 6, 0.125, 0.125)
    assert client.receive_until("done")[-1][:2] == ("done", 6)


def test_a_bundle_that_is_gone_or_damaged_leaves_the_present_one(client, other_path, drop):
    (other_path / "decoder.onnx").write_bytes(b"damaged")
    client.send("bundle", "drums", 5)
    assert "decoder.onnx does not match its sha256" in client.receive()[3]
    shutil.rmtree(other_path)
    client.send("bundle", "drums", 6)
    assert client.receive()[:3] == ("error", 6, "bundle")
    client.send("generate", 7, 0.125, 0.125)
    assert read_recipe(drop / client.receive_until("done")[-1][2]).bundle == "toy"


def test_the_shelf_is_listed_with_what_is_missing(client, other_path, bundle_path):
    shutil.rmtree(other_path)
    client.send("bundles", 9)
    received = [client.receive() for _ in range(3)]
    assert [row[:4] for row in received] == [("listed", 9, index, 3) for index in range(3)]
    assert received[0][4:7:2] == ("default", default_bundle().as_posix())
    assert [row[4:] for row in received[1:]] == [
        ("toy", 32, bundle_path.as_posix(), 0),
        ("drums", 16, other_path.as_posix(), 1),
    ]


def test_the_present_bundle_plays_while_another_one_loads(client, bundles, drop):
    bundles.go.clear()
    client.send("bundle", "drums")
    assert bundles.opening.wait(TIMEOUT)
    client.send("generate", 7, 0.125, 0.125)
    assert read_recipe(drop / client.receive_until("done")[-1][2]).bundle == "toy"
    bundles.go.set()
    assert client.receive()[0] == "bundle"


def test_of_several_requests_the_last_one_wins(client, bundles, bundle_path):
    bundles.opening.clear()
    bundles.go.clear()
    client.send("bundle", "drums", 1)
    assert bundles.opening.wait(TIMEOUT)
    client.send("bundle", "default", 2)
    client.send("bundle", "toy", 3)
    assert client.replies_before_pong() == []
    bundles.go.set()
    received = [client.receive() for _ in range(3)]
    assert [row[:2] for row in received] == [("bundle", "drums"), ("dropped", 2), ("bundle", "toy")]


def test_the_bundle_that_plays_already_is_not_loaded_again(client, bundles, bundle_path):
    n_players = len(bundles.players)
    client.send("bundle", "TOY")
    assert client.receive() == ("bundle", "toy", 32, bundle_path.as_posix())
    assert len(bundles.players) == n_players


def test_code_of_the_daemon_opens_any_path_and_puts_it_on_the_shelf(daemon, client, tmp_path, toy, data_folder):
    path = tmp_path / "made.latentpad"
    save_bundle(replace(toy, name="made"), path)
    entry = daemon._dispatcher.bundles.open(path).result(TIMEOUT)
    assert (entry.name, entry.path, entry.n_sounds) == ("made", path, 32)
    assert client.receive() == ("bundle", "made", 32, path.as_posix())
    assert Shelf(data_folder).last() == path
    with pytest.raises(BundleError, match="does not exist"):
        daemon._dispatcher.bundles.open(tmp_path / "missing").result(TIMEOUT)


def test_what_is_still_loading_when_the_daemon_stops_is_not_played(daemon, bundles, other_path):
    bundles.opening.clear()
    bundles.go.clear()
    opened, waiting = (daemon._dispatcher.bundles.open(other_path) for _ in range(2))
    with pytest.raises(CancelledError):
        opened.result(TIMEOUT)
    assert bundles.opening.wait(TIMEOUT)
    stopping = threading.Thread(target=daemon.stop)
    stopping.start()
    bundles.go.set()
    stopping.join(TIMEOUT)
    with pytest.raises(CancelledError):
        waiting.result(TIMEOUT)


def test_a_daemon_of_one_player_plays_no_other_bundle(serve, connect):
    client = connect(serve().port)
    client.send("bundle", "default", 5)
    assert client.receive() == ("error", 5, "bundle", "this latentpad plays toy only")
    client.send("bundles", 6)
    assert client.receive() == ("listed", 6, 0, 1, "toy", 32, "", 0)

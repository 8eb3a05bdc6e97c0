"""Switching to another bundle while the daemon plays."""

import gc
import shutil
import threading
import weakref
from concurrent.futures import CancelledError
from dataclasses import replace

import pytest

from latentpad.bundle.bundle import save_bundle
from latentpad.bundle.shelf import Shelf
from latentpad.daemon.daemon import Daemon
from latentpad.daemon.options import DaemonOptions
from latentpad.errors import BundleError
from latentpad.paths import default_bundle
from latentpad.player.player import Player
from latentpad.player.shelf_players import ShelfPlayers
from latentpad.request import Request
from latentpad.samples.folder import Folder
from latentpad.samples.recipe import read_recipe

TIMEOUT = 10.0


class SlowShelf(ShelfPlayers):
    """Waits before it opens a bundle while ``go`` is cleared."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.go = threading.Event()
        self.go.set()
        self.opening = threading.Event()
        self.players = []

    def open(self, path):
        self.opening.set()
        assert self.go.wait(TIMEOUT)
        player = super().open(path)
        self.players.append(weakref.ref(player))
        return player


@pytest.fixture
def other_path(toy, tmp_path):
    """Another bundle: the toy with fewer sounds and one kind."""
    path = tmp_path / "elsewhere" / "drums.latentpad"
    layout = {key: None if value is None else value[:16] for key, value in vars(toy.map).items()}
    save_bundle(replace(toy, name="drums", map=replace(toy.map, **layout)), path)
    return path


@pytest.fixture
def bundles(drop, tmp_path, data_folder, other_path, bundle_path):
    shelf = Shelf(data_folder)
    bundles = SlowShelf(shelf, lambda bundle: Player(bundle, Folder(drop), tmp_path / "cache"))
    for path in (other_path, bundle_path):
        bundles.remember(path)
    return bundles


@pytest.fixture
def daemon(bundles, bundle_path):
    player = bundles.open(bundle_path)
    daemon = Daemon(player, DaemonOptions(port=0), bundles=bundles, first=bundles.remember(bundle_path))
    del player
    daemon.start()
    yield daemon
    daemon.stop()


@pytest.fixture
def client(daemon, connect):
    client = connect(daemon.port)
    client.send("hello", client.port)
    client.receive_until("bundle")
    return client


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


def test_a_batch_of_the_old_map_is_dropped(client, bundles):
    bundles.go.clear()
    client.send("bundle", "drums")
    client.send("grid", 7, 16, 16)
    client.receive_until("progress")
    bundles.go.set()
    received = client.receive_until("bundle")
    assert received[-2] == ("dropped", 7)
    assert client.replies_before_pong() == []
    client.send("grid", 8, 2, 1)
    assert client.receive_until("finished")[-1][:2] == ("finished", 8)


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


def test_the_old_player_is_freed(client, bundles):
    for name in ("drums", "toy", "drums"):
        client.send("generate", 7, 0.125, 0.125)
        client.receive_until("done")
        client.send("bundle", name)
        client.receive_until("bundle")
    client.send("bundles")  # the thread has tidied up
    client.receive_until("listed")
    gc.collect()
    assert [player() is not None for player in bundles.players] == [False, False, False, True]


def test_undo_and_relatives_are_of_the_map_that_plays(client):
    for number in (1, 2):
        client.send("generate", number, 0.125, 0.125, number)
        client.receive_until("done")
    client.send("bundle", "drums")
    client.receive_until("bundle")
    client.send("undo", 3)
    assert client.receive()[:3] == ("error", 3, "history")
    client.send("bundle", "toy")
    client.receive_until("bundle")
    client.send("undo", 4)
    assert client.receive_until("done")[-1][5] == 1


def test_again_says_which_bundle_a_sample_needs(client):
    client.send("generate", 1, 0.125, 0.125)
    path = client.receive_until("done")[-1][2]
    client.send("bundle", "drums")
    client.receive_until("bundle")
    client.send("again", 2, path)
    (*_, text) = client.receive_until("error")[-1]
    assert "was rendered with another bundle (toy, " in text
    assert "than drums (" in text


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


def test_notices_of_the_old_bundle_are_not_sent_to_later_clients(daemon, client, connect):
    notices = daemon._dispatcher.player.renderer.sounds.notices
    notices.claim("test")
    notices.give("test", "the toy's library is gone")
    assert client.receive() == ("notice", "the toy's library is gone")
    client.send("bundle", "drums")
    client.receive_until("bundle")
    notices.give("late", "nobody wants to know")
    later = connect(daemon.port)
    later.send("hello", later.port)
    assert [message[0] for message in later.replies_before_pong()] == ["welcome", "bundle"]
    assert client.replies_before_pong() == []


def test_requests_are_those_of_the_map_that_plays(daemon, client):
    client.send("set", "pitch", 3.0)
    client.receive()
    client.send("bundle", "drums")
    client.receive_until("bundle")
    assert daemon._dispatcher.request_at(0.25, 0.5) == replace(
        Request(0.25, 0.5), controls=replace(Request(0, 0).controls, pitch=3.0)
    )

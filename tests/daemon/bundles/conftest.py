"""A daemon that can switch between bundles of a shelf, and a client that is subscribed."""

import threading
import weakref
from dataclasses import replace

import pytest

from latentpad.bundle.bundle import save_bundle
from latentpad.bundle.shelf import Shelf
from latentpad.daemon.daemon import Daemon
from latentpad.daemon.options import DaemonOptions
from latentpad.player.player import Player
from latentpad.player.shelf_players import ShelfPlayers
from latentpad.samples.folder import Folder

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

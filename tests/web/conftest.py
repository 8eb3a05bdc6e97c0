"""The toy bundle's daemon with its page, and a client that sends and receives as the page does."""

import json
import socket
import struct
import sys
from contextlib import ExitStack, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from latentpad.bundle.bundle import save_bundle
from latentpad.bundle.shelf import Shelf
from latentpad.bundle.summary import read_summary
from latentpad.daemon.daemon import Daemon
from latentpad.daemon.options import DaemonOptions
from latentpad.player.library_audio import LibraryAudio
from latentpad.player.player import Player
from latentpad.player.preview import preview_of
from latentpad.player.shelf_players import ShelfPlayers
from latentpad.samples.folder import Folder
from latentpad.web.imports.folders import ImportFolders
from latentpad.web.imports.importer import Importer
from latentpad.web.oscquery.server import OscQueryServer
from latentpad.web.server import PageServer

sys.path.insert(0, str(Path(__file__).parent))  # fake_imports.py: no package
from fake_imports import FakeOpener, Watched, fake_command

TIMEOUT = 10.0


class App:
    """A daemon with its page."""

    def __init__(
        self, bundle, drop, cache, library=(), ports=(0, 0), query=None, importer=None, path=None, shelf=None, quit=None
    ):
        folder = Folder(drop)
        sounds = LibraryAudio(tuple(library), bundle.map.names)
        self.player = Player(bundle, folder, cache, sounds, inbox=drop.parent / "inbox")
        self.page_server = PageServer(preview_of, ports[1], (lambda _: importer) if importer else None, shelf, quit)
        make = partial(Player, folder=folder, cache=cache, inbox=drop.parent / "inbox")
        bundles = path and ShelfPlayers(Shelf(), make)
        first = path and bundles.remember(path)
        self.daemon = Daemon(self.player, DaemonOptions(port=ports[0]), self.page_server, query, bundles, first)
        self.drop = drop

    def start(self, prepared=True):
        self.player.warm_up()
        self.daemon.start(prepared)
        return self

    @property
    def ports(self):
        return self.daemon.port, self.page_server.port

    @property
    def url(self):
        return self.page_server.address

    def wavs(self):
        """Return the names of the samples in the drop folder."""
        return sorted(path.name for path in self.drop.glob("*.wav"))


@pytest.fixture
def make_app(bundle, drop, tmp_path):
    """Make daemons with a page; all of them stop with the test."""
    apps = []

    def make(**options):
        apps.append(App(options.pop("bundle", bundle), drop, tmp_path / "cache", **options))
        return apps[-1]

    yield make
    for app in apps:
        app.daemon.stop()


def free_port():
    """Return a port that is free for UDP and TCP."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
            try:
                udp.bind(tcp.getsockname())
            except OSError:
                continue
            return tcp.getsockname()[1]


@pytest.fixture
def make_query_app(make_app):
    """Start a daemon with OSCQuery at a host."""
    return lambda host: make_app(query=OscQueryServer(host), ports=(free_port(), 0)).start()


@pytest.fixture
def query_app(make_query_app):
    """A daemon with OSCQuery."""
    return make_query_app(None)


@pytest.fixture
def app(make_app):
    return make_app().start()


@pytest.fixture
def drums_path(toy, tmp_path):
    """Another bundle on the shelf: the kicks and snares of the toy."""
    path = tmp_path / "drums.latentpad"
    layout = {key: None if value is None else value[:16] for key, value in vars(toy.map).items()}
    save_bundle(replace(toy, name="drums", map=replace(toy.map, **layout)), path)
    Shelf().remember(path, read_summary(path))
    return path


@pytest.fixture
def switching_app(make_app, bundle_path, drums_path):
    """A daemon that can switch between two bundles of the shelf, and the built-in one."""
    return make_app(path=bundle_path).start()


class PageClient:
    """Sends and receives as the page does."""

    def __init__(self, port, **options):
        self._exit = ExitStack()
        connection = connect(f"ws://127.0.0.1:{port}/socket", compression=None, max_size=None, **options)
        self._socket = self._exit.enter_context(connection)

    def send(self, address, *args):
        self._socket.send(json.dumps([address, *args]))

    def send_file(self, id, name, content):
        encoded = name.encode()
        self._socket.send(struct.pack("<IH", id, len(encoded)) + encoded + content)

    def send_raw(self, text):
        self._socket.send(text)

    def receive(self):
        """Return the next message as a list, or a sound as (id, sample rate, signal)."""
        data = self._socket.recv(timeout=TIMEOUT)
        if isinstance(data, str):
            return json.loads(data)
        id, sample_rate, n_channels = struct.unpack_from("<III", data)
        channels = np.frombuffer(data, dtype="<f4", offset=12).reshape(n_channels, -1)
        return id, sample_rate, channels[0] if n_channels == 1 else channels.T

    def receive_until(self, address):
        """Return all messages up to one with an address, or up to a sound for None."""
        received = [self.receive()]
        while not (isinstance(received[-1], tuple) if address is None else received[-1][0] == address):
            received.append(self.receive())
        return received

    def receive_sound(self):
        return self.receive_until(None)[-1]

    def wait_closed(self):
        """Wait until the daemon has closed the connection."""
        with suppress(ConnectionClosed):
            while True:
                self._socket.recv(timeout=TIMEOUT)

    def close(self):
        self._exit.close()


@pytest.fixture
def open_page():
    """Connect pages; by default, past the messages that each receives first."""
    pages = []

    def make(app, skip_start=True, **options):
        pages.append(PageClient(app.page_server.port, **options))
        if skip_start:
            pages[-1].receive_until("/page/samples")
        return pages[-1]

    yield make
    for page in pages:
        page.close()


@pytest.fixture
def page(open_page, app):
    return open_page(app)


@pytest.fixture
def controller(connect, app):
    """An OSC client of the app."""
    return connect(app.daemon.port)


@pytest.fixture
def folders(tmp_path):
    return ImportFolders(tmp_path / "data", tmp_path / "cache")


@pytest.fixture
def commands():
    """The plans that were run."""
    return []


@pytest.fixture
def make_importer(folders, commands):
    """Make importers whose process follows a scenario of `fake_map`, or one after the other."""
    made = []

    def make(scenario="", **options):
        def command(plan, first):
            commands.append(plan)
            return fake_command(scenario.pop(0) if isinstance(scenario, list) else scenario, plan, first)

        opener = FakeOpener()
        made.append(Importer(folders, opener, command, **options))
        return Watched(made[-1], opener)

    yield make
    for importer in made:
        importer.close()


@pytest.fixture
def library(tmp_path):
    """A folder of samples."""
    folder = tmp_path / "My Drums"
    folder.mkdir()
    (folder / "kick.wav").write_bytes(b"RIFF")
    return folder

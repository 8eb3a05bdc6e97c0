"""The toy with its page, and a program that speaks as a page does."""

import json
import struct
from contextlib import ExitStack

import numpy as np
import pytest
from websockets.sync.client import connect

from latentpad.daemon.daemon import Daemon
from latentpad.daemon.options import DaemonOptions
from latentpad.player.library_audio import LibraryAudio
from latentpad.player.player import Player
from latentpad.player.preview import Preview
from latentpad.samples.folder import Folder
from latentpad.web.server import PageServer

TIMEOUT = 10.0


class Stand:
    """A daemon of the toy, with its page."""

    def __init__(self, bundle, drop, cache, library=(), ports=(0, 0)):
        folder = Folder(drop)
        self.player = Player(bundle, folder, cache)
        originals = LibraryAudio(tuple(library), bundle.map.names)
        self.site = PageServer(Preview(bundle, self.player.synth, folder, originals), ports[1])
        self.daemon = Daemon(self.player, DaemonOptions(port=ports[0]), self.site)
        self.drop = drop

    def start(self, prepared=True):
        self.player.warm_up()
        self.daemon.start(prepared)
        return self

    @property
    def ports(self):
        return self.daemon.port, self.site.port

    @property
    def url(self):
        return self.site.address


@pytest.fixture
def make_stand(bundle, drop, tmp_path):
    """Make daemons with a page; all of them stop with the test."""
    stands = []

    def make(**options):
        stands.append(Stand(options.pop("bundle", bundle), drop, tmp_path / "cache", **options))
        return stands[-1]

    yield make
    for stand in stands:
        stand.daemon.stop()


@pytest.fixture
def stand(make_stand):
    return make_stand().start()


class Page:
    """Speaks as the page does."""

    def __init__(self, port, **options):
        self._exit = ExitStack()
        line = connect(f"ws://127.0.0.1:{port}/socket", compression=None, max_size=None, **options)
        self._socket = self._exit.enter_context(line)

    def say(self, address, *args):
        self._socket.send(json.dumps([address, *args]))

    def say_raw(self, text):
        self._socket.send(text)

    def hear(self):
        """The next message as a list, or a sound as (id, sample rate, signal)."""
        said = self._socket.recv(timeout=TIMEOUT)
        if isinstance(said, str):
            return json.loads(said)
        id, sample_rate = struct.unpack_from("<II", said)
        return id, sample_rate, np.frombuffer(said, dtype="<f4", offset=8)

    def hear_until(self, address):
        """What is heard from here to an address; a sound for None."""
        heard = [self.hear()]
        while not (isinstance(heard[-1], tuple) if address is None else heard[-1][0] == address):
            heard.append(self.hear())
        return heard

    def hear_sound(self):
        return self.hear_until(None)[-1]

    def close(self):
        self._exit.close()


@pytest.fixture
def open_page():
    """Open pages, greeted already."""
    pages = []

    def make(stand, greeted=True, **options):
        pages.append(Page(stand.site.port, **options))
        if greeted:
            pages[-1].hear_until("/page/samples")
        return pages[-1]

    yield make
    for page in pages:
        page.close()


@pytest.fixture
def page(open_page, stand):
    return open_page(stand)


@pytest.fixture
def controller(connect, stand):
    """An OSC client of the stand."""
    return connect(stand.daemon.port)

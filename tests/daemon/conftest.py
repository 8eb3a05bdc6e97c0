"""A player of nothing and clients of the daemon."""

import socket
import threading

import pytest
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

from latentpad.daemon import Daemon, Settings
from latentpad.request import Rendered

TIMEOUT = 5.0


class StubPlayer:
    """Plays at once or, when held, not before it is let go."""

    bundle_name = "stub"
    n_points = 3
    sample_rate = 44100

    def __init__(self, folder):
        self.folder = folder
        self.played = []
        self.error = None
        self.go = threading.Event()
        self.go.set()

    def play(self, request):
        assert self.go.wait(TIMEOUT)
        if self.error is not None:
            raise self.error
        self.played.append(request)
        return Rendered(request, self.folder / "a b.wav", 44100, 22050, 0.5, 12.5)

    def keep(self, path, name=""):
        if self.error is not None:
            raise self.error
        return self.folder / "kept" / (name or path or "the last")

    def chart(self):
        return self.folder / "map.json", self.folder / "map.png"


class Client:
    """A socket that speaks through python-osc."""

    def __init__(self, port, host="127.0.0.1"):
        self.socket = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((host, 0))
        self.socket.settimeout(TIMEOUT)
        self.to = (host, port)
        self.port = self.socket.getsockname()[1]

    @staticmethod
    def message(verb, *args):
        builder = OscMessageBuilder(address="/latentpad/" + verb)
        for value in args:
            builder.add_arg(value)
        return builder.build()

    def send(self, verb, *args):
        self.send_raw(self.message(verb, *args).dgram)

    def send_raw(self, datagram):
        self.socket.sendto(datagram, self.to)

    def hear(self):
        message = OscMessage(self.socket.recv(65536))
        return message.address.removeprefix("/latentpad/"), *message.params

    def hear_until(self, verb):
        heard = [self.hear()]
        while heard[-1][0] != verb:
            heard.append(self.hear())
        return heard

    def heard_before_pong(self):
        """Everything that was answered before a ping sent now."""
        self.send("ping", 999)
        return self.hear_until("pong")[:-1]


@pytest.fixture
def player(tmp_path):
    return StubPlayer(tmp_path)


@pytest.fixture
def connect():
    """Make clients of any port."""
    clients = []

    def make(port, host="127.0.0.1"):
        clients.append(Client(port, host))
        return clients[-1]

    yield make
    for client in clients:
        client.socket.close()


@pytest.fixture
def listener(connect):
    """Stand where Max listens: a port that never sends."""
    return connect(0)


@pytest.fixture
def daemon(player, listener):
    daemon = Daemon(player, Settings(port=0, reply_port=listener.port))
    daemon.start()
    yield daemon
    player.go.set()
    daemon.stop()


@pytest.fixture
def new_client(connect, daemon):
    return lambda host="127.0.0.1": connect(daemon.port, host)


@pytest.fixture
def client(new_client):
    return new_client()

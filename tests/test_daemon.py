import logging
import re
import signal
import socket
import threading

import pytest
from pythonosc.osc_bundle_builder import OscBundleBuilder
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

from latentpad.daemon import Daemon, Settings
from latentpad.errors import FolderError, LatentpadError, PortError
from latentpad.request import Rendered, Request

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


def of_python_osc(address, *args):
    builder = OscMessageBuilder(address=address)
    for value in args:
        builder.add_arg(value)
    return builder.build()


class Client:
    """A socket that speaks through python-osc."""

    def __init__(self, port, host="127.0.0.1"):
        self.socket = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((host, 0))
        self.socket.settimeout(TIMEOUT)
        self.to = (host, port)
        self.port = self.socket.getsockname()[1]

    def send(self, verb, *args):
        self.send_raw(of_python_osc("/latentpad/" + verb, *args).dgram)

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


def _ipv4_only(host, port):
    if ":" in host:
        raise socket.gaierror("address family not supported")
    return [(socket.AF_INET, socket.SOCK_DGRAM, 0, "", (host, port))]


@pytest.fixture
def player(tmp_path):
    return StubPlayer(tmp_path)


@pytest.fixture
def listener():
    """Stand where Max listens: a port that never sends."""
    client = Client(0)
    yield client
    client.socket.close()


@pytest.fixture
def daemon(player, listener):
    daemon = Daemon(player, Settings(port=0, reply_port=listener.port))
    daemon.start()
    yield daemon
    player.go.set()
    daemon.stop()


@pytest.fixture
def new_client(daemon):
    clients = []

    def make(host="127.0.0.1"):
        clients.append(Client(daemon.port, host))
        return clients[-1]

    yield make
    for client in clients:
        client.socket.close()


@pytest.fixture
def client(new_client):
    return new_client()


def test_generate_plays_a_point_and_answers_the_sender(client, player):
    client.send("generate", 7, 0.25, 1)
    assert client.hear() == ("busy", 7)
    path = (player.folder / "a b.wav").as_posix()
    assert client.hear() == ("done", 7, path, 0.25, 1.0, 0, 44100, 22050, 0.5, 12.5)
    assert player.played == [Request(0.25, 1.0, 0)]


def test_generate_without_coordinates_plays_the_point_and_seed_of_now(client, player):
    client.send("generate")
    assert client.hear_until("done")[-1][1] == -1
    client.send("x", 0.125)
    client.send("xy", 0.125, 0.75)
    client.send("y", 1)
    client.send("set", "seed", 42)
    client.send("generate", 8)
    client.hear_until("done")
    client.send("generate", 9, 0.25, 0.25)
    client.hear_until("done")
    client.send("generate", 10)
    client.hear_until("done")
    assert player.played == [Request(0.5, 0.5), Request(0.125, 1.0, 42), *[Request(0.25, 0.25, 42)] * 2]


def test_the_latest_request_wins_and_the_others_are_dropped(client, player):
    player.go.clear()
    client.send("generate", 1)
    assert client.hear() == ("busy", 1)
    for id in (2, 3, 4):
        client.send("generate", id)
    assert [client.hear(), client.hear()] == [("dropped", 2), ("dropped", 3)]
    player.go.set()
    heard = [message[:2] for message in (client.hear(), client.hear(), client.hear())]
    assert heard == [("done", 1), ("busy", 4), ("done", 4)]


def test_cancel_drops_what_waits(client, player):
    player.go.clear()
    client.send("generate", 1)
    assert client.hear() == ("busy", 1)
    client.send("generate", 2)
    client.send("cancel")
    assert client.hear() == ("dropped", 2)
    client.send("cancel")
    assert client.heard_before_pong() == []


def test_moving_the_point_renders_only_when_the_trigger_is_auto(client, player):
    client.send("xy", 0.1, 0.1)
    assert client.heard_before_pong() == []
    client.send("set", "trigger", "auto")
    assert client.hear() == ("value", "trigger", "auto")
    for x in (0.25, 0.5, 0.75):
        client.send("x", x)
    assert [message[:2] for message in client.hear_until("done")] == [("busy", -1), ("done", -1)]
    assert player.played == [Request(0.75, pytest.approx(0.1))]


def test_settings_are_answered_with_their_value(client):
    client.send("get", "trigger")
    client.send("set", "seed", 3.0)
    client.send("get", "seed")
    assert client.hear() == ("value", "trigger", "manual")
    assert [client.hear(), client.hear()] == [("value", "seed", 3)] * 2


def test_hello_without_a_port_subscribes_the_sender_and_the_reply_port(client, listener, new_client, player):
    client.send("hello")
    version, *facts = client.hear()[1:]
    assert re.fullmatch(r"\S+", version)
    assert facts == ["stub", player.folder.as_posix(), 3, 44100]
    assert listener.hear() == ("welcome", version, *facts)
    new_client().send("generate", 7)
    assert [message[:2] for message in client.hear_until("done")] == [("busy", 7), ("done", 7)]
    assert [message[:2] for message in listener.hear_until("done")] == [("busy", 7), ("done", 7)]


def test_hello_with_a_port_subscribes_that_port_only(client, new_client, listener):
    other = new_client()
    client.send("hello", other.port, "Max")
    assert client.hear()[0] == other.hear()[0] == "welcome"
    listener.to = client.to
    listener.send("ping", 1)
    assert listener.hear() == ("pong", 1)
    client.send("ping", 2)
    assert client.hear() == other.hear() == ("pong", 2)


def test_one_who_is_subscribed_and_asks_is_answered_once(client):
    client.send("hello", client.port)
    client.send("generate", 7)
    assert [message[0] for message in client.hear_until("done")] == ["welcome", "busy", "done"]
    assert client.heard_before_pong() == []


def test_bye_ends_the_subscription_even_from_another_port(client, new_client, listener):
    client.send("hello", listener.port)
    assert client.hear()[0] == listener.hear()[0] == "welcome"
    shell = new_client()
    shell.send("bye")
    shell.send("generate", 7)
    shell.hear_until("done")
    client.send("hello", listener.port)
    assert listener.hear()[0] == "welcome"


@pytest.mark.parametrize("port", [0, 65536, -1])
def test_a_reply_port_that_is_none_is_refused(client, port):
    client.send("hello", port)
    assert client.hear() == ("error", -1, "number", f"reply_port must be 1 to 65535, not {port}")


def test_the_port_of_the_daemon_itself_is_refused_as_reply_port(client, daemon):
    client.send("hello", daemon.port)
    assert client.hear()[:3] == ("error", -1, "number")


def test_every_address_of_the_ready_line_is_served(new_client, daemon):
    hosts = re.findall(rf"([\d.]+|(?<=\[)[\da-f:]+)\]?:{daemon.port}\b", daemon.ready_line())
    assert hosts[0] == "127.0.0.1"
    for host in hosts:
        client = new_client(host)
        client.send("generate", 7)
        assert client.hear_until("done")[-1][:2] == ("done", 7)


def test_a_system_without_ipv6_is_served_without_it(player, listener, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, port, type: _ipv4_only(host, port))
    daemon = Daemon(player, Settings(port=0, reply_port=listener.port))
    daemon.start()
    assert f"OSC on 127.0.0.1:{daemon.port}, replies" in daemon.ready_line()
    daemon.stop()


def test_a_bundle_dated_into_the_future_is_served_at_once(client):
    bundle = OscBundleBuilder(2_000_000_000)
    bundle.add_content(of_python_osc("/latentpad/xy", 0.5, 0.25))
    bundle.add_content(of_python_osc("/latentpad/generate", 7))
    client.send_raw(bundle.build().dgram)
    assert client.hear_until("done")[-1][3:5] == (0.5, 0.25)


@pytest.mark.parametrize(
    ("datagram", "code", "complaint"),
    [
        (b"/latentpad/xy\0\0\0,ff\0\0\0", "wire", "no multiple of 4"),
        (b"", "wire", "empty"),
        (of_python_osc("/latentpad/generat", 1).dgram, "address", "do you mean /latentpad/generate?"),
        (of_python_osc("/latentpad/xy", 0.5).dgram, "arguments", "takes f x, f y"),
        (of_python_osc("/latentpad/xy", float("nan"), 0.5).dgram, "number", "finite"),
        (of_python_osc("/latentpad/xy", 0.5, "a").dgram, "number", "'a'"),
        (of_python_osc("/latentpad/x", 2).dgram, "clamped", "x=2 is outside of 0 to 1, 1 is used"),
        (of_python_osc("/latentpad/get", "speed").dgram, "key", "no setting 'speed'"),
    ],
)
def test_what_cannot_be_served_is_answered_with_an_error(client, datagram, code, complaint):
    client.send_raw(datagram)
    verb, id, *rest = client.hear()
    assert (verb, id, rest[0]) == ("error", -1, code)
    assert complaint in rest[1]


def test_a_clamped_request_is_reported_under_its_id_and_served(client):
    client.send("generate", 7, 0.5, -3)
    assert client.hear() == ("error", 7, "clamped", "y=-3 is outside of 0 to 1, 0 is used")
    assert client.hear_until("done")[-1][4] == 0.0


def test_answers_that_come_back_are_ignored(client):
    client.send("done", 7, "/a.wav")
    client.send("error", -1, "address", "there is no such thing")
    assert client.heard_before_pong() == []


@pytest.mark.parametrize(
    ("error", "code", "text"),
    [
        (FolderError("/music is full"), "folder", "/music is full"),
        (LatentpadError("not here"), "render", "not here"),
        (ValueError("shapes differ"), "render", "ValueError: shapes differ (the log says more)"),
    ],
)
def test_a_failed_render_is_answered_and_the_next_one_served(client, player, error, code, text):
    player.error = error
    client.send("generate", 7)
    assert client.hear_until("error")[-1] == ("error", 7, code, text)
    player.error = None
    client.send("generate", 8)
    assert client.hear_until("done")[-1][1] == 8


def test_only_a_fault_of_the_program_is_logged_with_its_traceback(client, player, caplog):
    player.error = ValueError("shapes differ")
    client.send("generate", 7)
    client.hear_until("error")
    player.error = FolderError("/music is full")
    client.send("generate", 8)
    client.hear_until("error")
    assert [record.exc_info is None for record in caplog.records if record.levelno >= logging.WARNING] == [False, True]


def test_a_taken_port_is_refused_in_one_line(daemon, player, listener):
    with pytest.raises(PortError, match=rf"UDP port {daemon.port} of 127\.0\.0\.1 is taken .*Max.*--port") as caught:
        Daemon(player, Settings(port=daemon.port, reply_port=listener.port)).start()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        (Settings(port=70000), "--port must be 0 to 65535, not 70000"),
        (Settings(reply_port=0), "--reply-port must be 1 to 65535, not 0"),
        (Settings(host="no..host", port=0), "there is no host 'no..host'"),
        (Settings(host="192.0.2.1", port=0), r"192\.0\.2\.1 port 0 cannot be used"),
    ],
)
def test_a_socket_that_cannot_be_had_is_refused(player, settings, complaint):
    with pytest.raises(PortError, match=complaint):
        Daemon(player, settings).start()


def test_listening_where_the_answers_go_is_refused(player):
    free = Client(0)
    free.socket.close()
    with pytest.raises(PortError, match=f"would answer itself: {free.port} "):
        Daemon(player, Settings(port=free.port, reply_port=free.port)).start()


def test_one_host_is_bound_alone_and_an_open_one_with_a_warning(player, caplog):
    daemon = Daemon(player, Settings(host="0.0.0.0", port=0))
    daemon.start()
    assert f"OSC on 0.0.0.0:{daemon.port}, replies" in daemon.ready_line()
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "anybody on the network can play" in caplog.text
    daemon.stop()


def test_stop_finishes_the_sample_in_progress_and_drops_what_waits(daemon, client, player):
    player.go.clear()
    client.send("generate", 1)
    assert client.hear() == ("busy", 1)
    client.send("generate", 2)
    assert client.heard_before_pong() == []
    stopper = threading.Thread(target=daemon.stop)
    stopper.start()
    heard = client.hear_until("dropped")
    player.go.set()
    stopper.join(TIMEOUT)
    heard += client.hear_until("done")
    assert [message[:2] for message in heard] == [("dropped", 2), ("done", 1)]
    assert not stopper.is_alive()


def test_stop_gives_the_port_back_and_may_be_called_again(daemon, player, listener, caplog):
    caplog.set_level(logging.INFO)
    port = daemon.port
    daemon.stop()
    daemon.stop()
    assert [record.message for record in caplog.records if record.name == "latentpad.daemon"] == ["Stopped"]
    again = Daemon(player, Settings(port=port, reply_port=listener.port))
    again.start()
    again.stop()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_run_is_ready_last_and_ends_with_a_signal(player, listener, caplog, number):
    caplog.set_level(logging.INFO)
    before = signal.getsignal(number)
    daemon = Daemon(player, Settings(port=0, reply_port=listener.port))
    ready = threading.Event()
    handler = logging.Handler()
    handler.emit = lambda record: ready.set()
    logging.getLogger("latentpad.daemon").addHandler(handler)

    def interrupt():
        ready.wait(TIMEOUT)
        signal.raise_signal(number)

    thread = threading.Thread(target=interrupt)
    thread.start()
    daemon.run()
    thread.join(TIMEOUT)
    logging.getLogger("latentpad.daemon").removeHandler(handler)
    first, *last = [record.message for record in caplog.records if record.name == "latentpad.daemon"]
    assert re.fullmatch(
        rf"Ready: OSC on 127\.0\.0\.1:{daemon.port}( and \[::1\]:{daemon.port})?, replies also to {listener.port}, "
        rf"stub \(3 sounds\), new samples go to {re.escape(str(player.folder))}",
        first,
    )
    assert last == ["Stopping", "Stopped"]
    assert signal.getsignal(number) is before

"""Datagrams of real controllers, byte for byte, and many clients at once."""

import struct
import threading

import pytest

from latentpad.daemon.daemon import Daemon
from latentpad.daemon.options import DaemonOptions
from latentpad.osc.aliases import Axes
from latentpad.request import Controls, Request

QUARTER, HALF, ONE = b"\x3e\x80\x00\x00", b"\x3f\x00\x00\x00", b"\x3f\x80\x00\x00"
"""Big-endian floats."""

POINTS = {
    "TouchOSC, first control": b"/xy1\0\0\0\0,ff\0" + QUARTER + HALF,
    "TouchOSC Mk1, page 1": b"/1/xy\0\0\0,ff\0" + QUARTER + HALF,
    "TouchOSC Mk1, page 3, second pad": b"/3/xy2\0\0,ff\0" + QUARTER + HALF,
    "TouchOSC Mk1, first finger": b"/1/multixy/1\0\0\0\0,ff\0" + QUARTER + HALF,
    "TouchOSC Mk1, first finger of the first pad": b"/1/multixy1/1\0\0\0,ff\0" + QUARTER + HALF,
    "Open Stage Control": b"/xy\0,ff\0" + QUARTER + HALF,
    "sclang without a slash": b"latentpad/xy\0\0\0\0,ff\0" + QUARTER + HALF,
    "Node with doubles": b"/latentpad/xy\0\0\0,dd\0" + struct.pack(">dd", 0.25, 0.5),
    "Connection Kit, one address per axis": (
        b"/latentpad/x\0\0\0\0,f\0\0" + QUARTER,
        b"/latentpad/y\0\0\0\0,f\0\0" + HALF,
    ),
}
GENERATE = b"/latentpad/generate\0,i\0\0\0\0\0\x07"


def play(client, player, *datagrams):
    """Send datagrams, then a generate; return the request that was rendered."""
    for datagram in datagrams:
        client.send_raw(datagram)
    client.send_raw(GENERATE)
    assert [message[:2] for message in client.receive_until("done")] == [("busy", 7), ("done", 7)]
    return player.played[-1]


@pytest.mark.parametrize("name", POINTS)
def test_a_pad_moves_the_point(client, player, name):
    datagrams = POINTS[name] if isinstance(POINTS[name], tuple) else (POINTS[name],)
    assert play(client, player, *datagrams) == Request(0.25, 0.5)


def test_integers_from_max_count_as_numbers(client, player):
    assert play(client, player, b"/latentpad/xy\0\0\0,if\0\0\0\0\1" + HALF) == Request(1.0, 0.5)


def test_max_sends_every_setting_in_one_message(client, player):
    tags = b",iffiififi\0\0"
    numbers = (
        b"\0\0\0\x07" + QUARTER + HALF + b"\0\0\0\x2a" + b"\0\0\0\1" + HALF + b"\xff\xff\xff\xf4" + ONE + b"\0\0\0\6"
    )
    client.send_raw(b"/latentpad/generate\0" + tags + numbers)
    client.receive_until("done")
    request = Request(0.25, 0.5, 42, Controls(variation=1.0, length=0.5, pitch=-12.0, decay=1.0, tone=6.0))
    assert player.played == [request]
    assert play(client, player) == Request(0.25, 0.5), "settings of one sample must not stay for the next"


def test_settings_that_an_older_client_does_not_send_stay_as_they_are(client, player):
    client.send("set", "dynamics", 0.5)
    for later in ((), (0.25, 1.0)):
        client.send("generate", 7, 0.25, 0.5, 42, 0.0, 1.0, 0.0, 1.0, 0.0, *later)
        client.receive_until("done")
    controls = [request.controls for request in player.played]
    assert controls == [Controls(dynamics=0.5), Controls(detail=0.25, dynamics=1.0)]


def test_a_bad_setting_of_one_sample_is_refused_under_its_id(client, player):
    client.send("generate", 7, 0.5, 0.5, 42, 0.0, 5.0, 0.0, 1.0, 0.0)
    assert client.receive() == ("error", 7, "number", "length must be 0.25 to 4, not 5")
    assert client.replies_before_pong() == []
    assert player.played == []


def test_touching_and_releasing_a_pad_is_not_an_error(client):
    client.send_raw(b"/1/xy/z\0,f\0\0" + ONE)
    client.send_raw(b"/1/multixy/1/z\0\0,f\0\0\0\0\0\0")
    assert client.replies_before_pong() == []


def test_the_error_for_a_pad_with_other_arguments_lists_the_right_ones(client):
    client.send_raw(b"/xy\0,fff" + b"\0\0\0\0" + QUARTER + HALF + ONE)
    assert client.receive()[1:] == (-1, "arguments", "/latentpad/xy takes f x, f y; got 3 arguments")


def test_a_bundle_dated_into_the_past_or_future_is_served_at_once(client, player):
    for id, when in enumerate((0, 1, 0x83AA7E80_00000000, 0xFFFFFFFF_00000000)):
        content = b"/latentpad/generate\0,iff\0\0\0\0" + struct.pack(">i", id) + QUARTER + HALF
        client.send_raw(b"#bundle\0" + struct.pack(">Q", when) + struct.pack(">i", len(content)) + content)
        assert client.receive_until("done")[-1][1] == id


@pytest.mark.parametrize(
    ("axes", "point"),
    [
        (Axes(swap=True), (0.5, 0.25)),
        (Axes(invert_x=True), (0.75, 0.5)),
        (Axes(invert_y=True), (0.25, 0.5)),
        (Axes(swap=True, invert_x=True, invert_y=True), (0.5, 0.75)),
    ],
)
def test_the_axes_of_other_pads_can_be_swapped_and_inverted(player, listener, connect, axes, point):
    daemon = Daemon(player, DaemonOptions(port=0, reply_port=listener.port, axes=axes))
    daemon.start()
    try:
        client = connect(daemon.port)
        client.send_raw(POINTS["TouchOSC, first control"])
        client.send("generate", 7)
        client.receive_until("done")
        client.send("xy", 0.25, 0.125)
        client.send("generate", 8)
        client.receive_until("done")
    finally:
        daemon.stop()
    assert player.played == [Request(*point), Request(0.25, 0.125)]


def test_the_trigger_may_be_auto_from_the_start(player, listener, connect):
    daemon = Daemon(player, DaemonOptions(port=0, reply_port=listener.port, trigger="auto"))
    daemon.start()
    try:
        client = connect(daemon.port)
        client.send("get", "trigger")
        assert client.receive() == ("value", "trigger", "auto")
        client.send_raw(POINTS["TouchOSC Mk1, page 1"])
        assert client.receive_until("done")[-1][3:5] == (0.25, 0.5)
    finally:
        daemon.stop()


def test_ten_clients_at_once_get_one_sample_each(new_client, player):
    player.go.clear()
    first = new_client()
    first.send("generate", 0)
    assert first.receive() == ("busy", 0)
    clients = [new_client() for _ in range(10)]
    for id, client in enumerate(clients, start=1):
        client.send("generate", 100 + id, 0.0, 0.0)
        client.send("generate", id, id / 10, 0.5)
        assert client.receive() == ("dropped", 100 + id)
    player.go.set()
    for id, client in enumerate(clients, start=1):
        assert [message[:2] for message in client.receive_until("done")] == [("busy", id), ("done", id)]
    assert [request.x for request in player.played[1:]] == [pytest.approx(id / 10) for id in range(1, 11)]


def test_ten_clients_that_never_stop_are_all_served(new_client):
    clients = [new_client() for _ in range(10)]
    served = [0] * len(clients)

    def generate(number):
        client = clients[number]
        for _ in range(20):
            client.send("generate", number, 0.5, 0.5)
            received = client.receive_until("done")
            served[number] += received[-1][1] == number

    threads = [threading.Thread(target=generate, args=(number,)) for number in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert served == [20] * 10


def test_ten_clients_at_once_get_a_wav_each(serve, connect, drop):
    port = serve().port
    clients = [connect(port) for _ in range(10)]
    for id, client in enumerate(clients):
        client.send("generate", id, 0.125, id / 10)
    answers = [client.receive_until("done")[-1] for client in clients]
    assert [answer[1] for answer in answers] == list(range(10))
    assert sorted(answer[2] for answer in answers) == sorted(wav.as_posix() for wav in drop.glob("*.wav"))
    assert len(list(drop.glob("*.wav"))) == 10


def test_keep_and_map_reply_with_paths(client, player):
    folder = player.folder.as_posix()
    client.send("keep")
    assert client.receive() == ("kept", -1, f"{folder}/kept/the last")
    client.send("keep", 7, "kick.wav")
    assert client.receive() == ("kept", 7, f"{folder}/kept/kick.wav")
    client.send("map")
    assert client.receive() == ("map", f"{folder}/map.json", f"{folder}/map.png")

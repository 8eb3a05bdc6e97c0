import re

import pytest
from pythonosc.osc_bundle_builder import OscBundleBuilder

from latentpad.request import Request


def test_generate_renders_a_point_and_replies_to_the_sender(client, player):
    client.send("generate", 7, 0.25, 1)
    assert client.receive() == ("busy", 7)
    path = (player.folder / "a b.wav").as_posix()
    assert client.receive() == ("done", 7, path, 0.25, 1.0, 0, 44100, 22050, 0.5, 12.5, 0)
    assert player.played == [Request(0.25, 1.0, 0)]


def test_generate_without_coordinates_renders_the_current_point_and_seed(client, player):
    client.send("generate")
    assert client.receive_until("done")[-1][1] == -1
    client.send("x", 0.125)
    client.send("xy", 0.125, 0.75)
    client.send("y", 1)
    client.send("set", "seed", 42)
    client.send("generate", 8)
    client.receive_until("done")
    client.send("generate", 9, 0.25, 0.25)
    client.receive_until("done")
    client.send("generate", 10)
    client.receive_until("done")
    assert player.played == [Request(0.5, 0.5), Request(0.125, 1.0, 42), *[Request(0.25, 0.25, 42)] * 2]


def test_the_latest_request_wins_and_the_others_are_dropped(client, player):
    player.go.clear()
    client.send("generate", 1)
    assert client.receive() == ("busy", 1)
    for id in (2, 3, 4):
        client.send("generate", id)
    assert [client.receive(), client.receive()] == [("dropped", 2), ("dropped", 3)]
    player.go.set()
    received = [message[:2] for message in (client.receive(), client.receive(), client.receive())]
    assert received == [("done", 1), ("busy", 4), ("done", 4)]


def test_cancel_drops_waiting_renders(client, player):
    player.go.clear()
    client.send("generate", 1)
    assert client.receive() == ("busy", 1)
    client.send("generate", 2)
    client.send("cancel")
    assert client.receive() == ("dropped", 2)
    client.send("cancel")
    assert client.replies_before_pong() == []


def test_cancel_leaves_maps_and_kept_samples(client, new_client, player):
    player.go.clear()
    client.send("generate", 1)
    assert client.receive() == ("busy", 1)
    client.send("keep", 2)
    client.send("map", 3)
    client.send("generate", 4)
    new_client().send("cancel")
    assert client.receive() == ("dropped", 4)
    player.go.set()
    assert [message[0] for message in (client.receive(), client.receive(), client.receive())] == ["done", "kept", "map"]


def test_a_ping_may_name_its_reply_port(client, new_client):
    subscriber = new_client()
    client.send("hello", subscriber.port)
    assert subscriber.receive_until("bundle")[0][0] == "welcome"
    new_client().send("ping", 5, subscriber.port)
    assert subscriber.receive() == ("pong", 5)


def test_moving_the_point_renders_only_when_the_trigger_is_auto(client, player):
    client.send("xy", 0.1, 0.1)
    assert client.replies_before_pong() == []
    client.send("set", "trigger", "auto")
    assert client.receive() == ("value", "trigger", "auto")
    for x in (0.25, 0.5, 0.75):
        client.send("x", x)
    assert [message[:2] for message in client.receive_until("done")] == [("busy", -1), ("done", -1)]
    assert player.played == [Request(0.75, pytest.approx(0.1))]


def test_set_and_get_reply_with_the_value(client):
    client.send("get", "trigger")
    client.send("set", "seed", 3.0)
    client.send("get", "seed")
    assert client.receive() == ("value", "trigger", "manual")
    assert [client.receive(), client.receive()] == [("value", "seed", 3)] * 2


def test_hello_without_a_port_subscribes_the_sender_and_the_reply_port(client, listener, new_client, player):
    client.send("hello")
    version, *facts = client.receive()[1:]
    assert re.fullmatch(r"\S+", version)
    assert facts == ["stub", player.folder.as_posix(), 3, 44100]
    assert client.receive() == ("bundle", "stub", 3, "")
    assert listener.receive_until("bundle") == [("welcome", version, *facts), ("bundle", "stub", 3, "")]
    new_client().send("generate", 7)
    assert [message[:2] for message in client.receive_until("done")] == [("busy", 7), ("done", 7)]
    assert [message[:2] for message in listener.receive_until("done")] == [("busy", 7), ("done", 7)]


def test_hello_with_a_port_subscribes_that_port_only(client, new_client, listener):
    other = new_client()
    client.send("hello", other.port, "Max")
    for subscriber in (client, other):
        assert [message[0] for message in subscriber.receive_until("bundle")] == ["welcome", "bundle"]
    listener.to = client.to
    listener.send("ping", 1)
    assert listener.receive() == ("pong", 1)
    client.send("ping", 2)
    assert client.receive() == other.receive() == ("pong", 2)


def test_a_subscriber_that_asks_gets_one_reply(client):
    client.send("hello", client.port)
    client.send("generate", 7)
    assert [message[0] for message in client.receive_until("done")] == ["welcome", "bundle", "busy", "done"]
    assert client.replies_before_pong() == []


def test_bye_ends_the_subscription_even_from_another_port(client, new_client, listener):
    client.send("hello", listener.port)
    for subscriber in (client, listener):
        assert [message[0] for message in subscriber.receive_until("bundle")] == ["welcome", "bundle"]
    shell = new_client()
    shell.send("bye")
    shell.send("generate", 7)
    shell.receive_until("done")
    client.send("hello", listener.port)
    assert listener.receive_until("bundle")[0][0] == "welcome"


@pytest.mark.parametrize("port", [0, 65536, -1])
def test_an_invalid_reply_port_is_refused(client, port):
    client.send("hello", port)
    assert client.receive() == ("error", -1, "number", f"reply_port must be 1 to 65535, not {port}")


def test_the_port_of_the_daemon_itself_is_refused_as_reply_port(client, daemon):
    client.send("hello", daemon.port)
    assert client.receive()[:3] == ("error", -1, "number")


def test_every_address_of_the_ready_line_is_served(new_client, daemon):
    hosts = re.findall(rf"([\d.]+|(?<=\[)[\da-f:]+)\]?:{daemon.port}\b", daemon.ready_line())
    assert hosts[0] == "127.0.0.1"
    for host in hosts:
        client = new_client(host)
        client.send("generate", 7)
        assert client.receive_until("done")[-1][:2] == ("done", 7)


def test_a_bundle_dated_into_the_future_is_served_at_once(client):
    bundle = OscBundleBuilder(2_000_000_000)
    bundle.add_content(client.message("xy", 0.5, 0.25))
    bundle.add_content(client.message("generate", 7))
    client.send_raw(bundle.build().dgram)
    assert client.receive_until("done")[-1][3:5] == (0.5, 0.25)

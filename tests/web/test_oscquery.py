"""OSCQuery over real sockets: what an HTTP client and a WebSocket client see of a daemon."""

import http.client
import json
import socket
import time
from contextlib import ExitStack

import pytest
from pythonosc.osc_message import OscMessage
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from latentpad.web.oscquery.server import MAX_LISTENERS, OscQueryServer

TIMEOUT = 10.0
SOON = 4.0
"""Seconds that a stop may take; what it could wait for lasts 10."""


@pytest.fixture
def app(query_app):
    return query_app


@pytest.fixture
def port(app):
    return app.daemon.port


def ask(port, target, host="127.0.0.1", **headers):
    """Return the status and the content of an answer."""
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    connection.request("GET", target, headers=headers)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    is_json = response.headers["Content-Type"] == "application/json" and body
    return response.status, json.loads(body) if is_json else body.decode()


class Listener:
    """A WebSocket client."""

    def __init__(self, socket):
        self.socket = socket

    def command(self, name, path):
        self.socket.send(json.dumps({"COMMAND": name, "DATA": path}))

    def receive(self):
        message = OscMessage(self.socket.recv(timeout=TIMEOUT))
        return message.address, *message.params


@pytest.fixture
def open_listener(port):
    """Connect listeners."""
    with ExitStack() as stack:
        yield lambda **options: Listener(
            stack.enter_context(connect(f"ws://127.0.0.1:{port}/", compression=None, **options))
        )


@pytest.fixture
def listener(open_listener):
    return open_listener()


def wait_until_heard(listener, client, path="/latentpad/set/seed"):
    """Listen to a setting, and change it until the change arrives: what was sent before has been served then."""
    listener.command("LISTEN", path)
    seed = 0
    while True:
        seed += 1
        client.send("set", "seed", seed)
        try:
            message = OscMessage(listener.socket.recv(timeout=0.05))
        except TimeoutError:
            continue
        assert message.address == path
        if message.params == [seed]:
            return


def test_the_server_has_the_number_of_the_osc_port_on_both_loopback_addresses(port):
    for host in ("127.0.0.1", "::1"):
        status, info = ask(port, "/?HOST_INFO", host)
        assert (status, info["OSC_IP"], info["OSC_PORT"], info["WS_PORT"]) == (200, host, port, port)


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_an_open_server_is_on_both_loopback_addresses_too(make_query_app, host):
    app = make_query_app(host)
    for address in ("127.0.0.1", "::1"):
        assert ask(app.daemon.port, "/?HOST_INFO", address)[1]["OSC_IP"] == address


def test_the_tree_has_the_current_values(port, controller):
    controller.send("xy", 0.25, 0.75)
    controller.send("set/pitch", 7)
    assert controller.receive() == ("value", "pitch", 7.0)
    pad = ask(port, "/")[1]["CONTENTS"]["latentpad"]["CONTENTS"]
    assert (pad["xy"]["VALUE"], pad["x"]["VALUE"], pad["y"]["VALUE"]) == ([0.25, 0.75], [0.25], [0.75])
    assert pad["set"]["CONTENTS"]["pitch"]["VALUE"] == [7.0]
    assert pad["set"]["CONTENTS"]["tune"]["VALUE"] == ["off"]
    assert (pad["bundle"]["TYPE"], pad["bundle"]["VALUE"]) == ("s", ["toy"])


@pytest.mark.parametrize(("target", "status"), [("/a", 404), ("/?A", 400), ("/?VALUE", 204), ("/latentpad/xy", 200)])
def test_errors_have_a_status_and_no_content(port, target, status):
    found, content = ask(port, target)
    assert found == status
    assert (content == "") == (status != 200)


def test_a_listener_receives_what_it_listens_to(listener, controller):
    for path in ("/latentpad/xy", "/latentpad/set/tune", "/latentpad/gone"):
        listener.command("LISTEN", path)
    wait_until_heard(listener, controller)
    controller.send("xy", 0.25, 0.75)
    assert listener.receive() == ("/latentpad/xy", 0.25, 0.75)
    controller.send("y", 0.5)
    assert listener.receive() == ("/latentpad/xy", 0.25, 0.5)
    controller.send("set", "pitch", 7)
    controller.send("set/tune", "a MINOR")
    assert listener.receive() == ("/latentpad/set/tune", "A minor")


def test_a_listener_receives_what_a_page_changes(listener, controller, page):
    listener.command("LISTEN", "/latentpad/x")
    wait_until_heard(listener, controller)
    page.send("/latentpad/xy", 0.125, 0.5)
    assert listener.receive() == ("/latentpad/x", 0.125)


def test_what_is_ignored_is_no_longer_sent(listener, controller):
    listener.command("LISTEN", "/latentpad/xy")
    listener.command("IGNORE", "/latentpad/xy")
    wait_until_heard(listener, controller)
    controller.send("xy", 0.25, 0.75)
    controller.send("set", "seed", 99_999)
    assert listener.receive() == ("/latentpad/set/seed", 99_999)


@pytest.mark.parametrize(
    "text",
    [
        *("", "[", "[]", "7", '{"COMMAND": "LISTEN"}', '{"COMMAND": "LISTEN", "DATA": 7}', "[" * 60_000),
        *('{"COMMAND": "SET", "DATA": "/latentpad/xy"}', b"/latentpad/xy\0\0\0,ff\0" + bytes(8)),
    ],
    ids=range(9),
)
def test_nothing_else_that_a_listener_sends_has_an_effect(listener, controller, port, text):
    listener.socket.send(text)
    wait_until_heard(listener, controller)
    assert ask(port, "/latentpad/xy?VALUE") == (200, {"VALUE": [0.5, 0.5]})


def test_a_listener_that_sends_too_much_is_disconnected_alone(listener, controller, open_listener):
    other = open_listener()
    other.socket.send("x" * 70_000)
    with pytest.raises(ConnectionClosed):
        other.receive()
    wait_until_heard(listener, controller)


def test_there_is_a_bound_of_listeners(open_listener):
    for _ in range(MAX_LISTENERS):
        open_listener()
    with pytest.raises(InvalidStatus, match="503"):
        open_listener()


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}])
def test_pages_of_other_sites_are_rejected(port, open_listener, headers):
    assert ask(port, "/", **headers)[0] == 403
    options = {"additional_headers": {"Host": "evil.example"}} if "Host" in headers else {"origin": headers["Origin"]}
    with pytest.raises(InvalidStatus, match="403"):
        open_listener(**options)


def test_clients_may_leave_the_port_out_of_the_host(port):
    assert ask(port, "/latentpad/xy?TYPE", Host="127.0.0.1") == (200, {"TYPE": "ff"})


def test_a_taken_port_costs_a_warning_only(make_app, caplog):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        app = make_app(query=OscQueryServer(None), ports=(number, 0)).start()
        warnings = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
        start = f"TCP port {number} is already in use"
        assert [line.startswith(start) and ", so OSCQuery is off. " in line for line in warnings] == [True]
        assert app.daemon.port == number


def test_a_listener_does_not_delay_a_stop_and_the_port_is_free_afterwards(make_app, app, port, listener):
    with socket.create_connection(("127.0.0.1", port)):
        started = time.monotonic()
        app.daemon.stop()
        assert time.monotonic() - started < SOON
    with pytest.raises(ConnectionClosed):
        listener.receive()
    again = make_app(query=OscQueryServer(None), ports=(port, 0)).start()
    assert ask(again.daemon.port, "/?HOST_INFO")[0] == 200

"""The bridge between a real daemon and a stand-in for AbletonOSC, which takes and sends messages of its shapes only.

The stand-in follows AbletonOSC's source: it answers to port 11001 (here another) of whoever asked, on the address that
was asked; it indexes parameters with what it is sent, so that a float there is an error; errors come as /live/error.
"""

import queue
import socket
import threading
import time

import pytest

from latentpad.live import bridge
from latentpad.live.bridge_logic import DAEMON, LIVE, Bridge, Controls, Out
from latentpad.live.libraries import LiveError
from latentpad.osc.wire import Message, decode, encode

TIMEOUT = 10
NAMES = ("Device On", "Macro 1", "Macro 2", "Macro 3", "Macro 4")


class AbletonOSC:
    """AbletonOSC with a rack as the second device of the third track."""

    def __init__(self, reply_port, selected=(2, 1)):
        self.selected, self.values = selected, [1.0, 0.0, 0.0, 0.0, 0.0]
        self.shown, self.received, self.listening = queue.Queue(), [], []
        self.reply_to = ("127.0.0.1", reply_port)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.handlers = {
            "/live/test": lambda: ("ok",),
            "/live/api/show_message": self.show,
            "/live/view/get/selected_device": self.select,
            "/live/device/get/parameters/name": self.of_device(lambda: NAMES),
            "/live/device/get/parameters/min": self.of_device(lambda: (0.0,) * 5),
            "/live/device/get/parameters/max": self.of_device(lambda: (1.0, 127.0, 127.0, 127.0, 127.0)),
            "/live/device/start_listen/parameter/value": self.of_device(self.listen),
            "/live/device/stop_listen/parameter/value": self.of_device(self.listening.remove),
            "/live/device/set/parameter/value": self.of_device(self.set),
        }
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        while True:
            datagram, _ = self.socket.recvfrom(65536)
            if datagram == b"end":
                return
            (message,) = decode(datagram)
            self.received.append(message)
            try:
                reply = self.handlers[message.address](*message.args)
            except (KeyError, TypeError, IndexError) as error:
                self.send("/live/error", f"Error handling OSC message: {error!r}")
            else:
                if reply is not None:
                    self.send(message.address, *reply)

    def send(self, address, *arguments):
        self.socket.sendto(encode(address, *arguments), self.reply_to)

    def of_device(self, function):
        def call(track, device, *rest):
            if (track, device) != (2, 1):
                raise IndexError("Index out of range")
            reply = function(*rest)
            return None if reply is None else (track, device, *reply)

        return call

    def select(self):
        if self.selected is None:
            raise IndexError("None is not in list")
        return self.selected

    def show(self, text):
        assert isinstance(text, str)
        self.shown.put(text)

    def listen(self, parameter):
        _ = NAMES[parameter]
        self.listening.append(parameter)
        self.send("/live/device/get/parameter/value", 2, 1, parameter, self.values[parameter])
        self.send("/live/device/get/parameter/value_string", 2, 1, parameter, str(self.values[parameter]))

    def set(self, parameter, value):
        self.turn(int(parameter), value)

    def turn(self, parameter, value):
        self.values[parameter] = value
        if parameter in self.listening:
            self.send("/live/device/get/parameter/value", 2, 1, parameter, value)

    def close(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as its:
            its.sendto(b"end", ("127.0.0.1", self.port))
        self.thread.join(TIMEOUT)
        self.socket.close()


@pytest.fixture
def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as its:
        its.bind(("127.0.0.1", 0))
        return its.getsockname()[1]


@pytest.fixture
def live(free_port):
    stand_in = AbletonOSC(free_port)
    yield stand_in
    stand_in.close()


@pytest.fixture
def start(live, free_port, monkeypatch):
    """Run bridges in threads; ended with the test, as by Ctrl-C."""
    ended, threads, lines = threading.Event(), [], []
    receive = bridge.Link.receive

    def receive_or_end(link, seconds):
        if ended.is_set():
            raise KeyboardInterrupt
        return receive(link, min(seconds, 0.05))

    monkeypatch.setattr(bridge.Link, "receive", receive_or_end)

    def start(port, controls=Controls()):  # noqa: B008
        arguments = (controls, port, live.port, free_port, lines.append)
        threads.append(threading.Thread(target=bridge.run, args=arguments, daemon=True))
        threads[-1].start()
        return lines

    yield start
    ended.set()
    for thread in threads:
        thread.join(TIMEOUT)
        assert not thread.is_alive()
    if live.handlers:
        wait_until(lambda: not live.listening)


def wait_until(is_so):
    end = time.monotonic() + TIMEOUT
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_macros_of_the_selected_rack_move_the_point_and_render(live, start, serve, connect, drop):
    port = serve().port
    page = connect(port)
    page.send("hello", page.port)
    page.receive_until("welcome")
    lines = start(port)
    wait_until(lambda: live.listening == [1, 2, 3] and lines)
    assert lines == ["Connected to AbletonOSC: Macro 1 is x, Macro 2 is y, Macro 3 renders when it passes its middle"]
    live.turn(1, 127.0 / 4)
    assert page.receive_until("point")[-1] == ("point", 0.25, 0.0)
    live.turn(2, 127.0 / 4)
    assert page.receive_until("point")[-1] == ("point", 0.25, 0.25)
    live.turn(3, 127.0)
    done = page.receive_until("done")[-1]
    assert done[3:5] == (0.25, 0.25)
    (wav,) = drop.glob("*.wav")
    assert live.shown.get(timeout=TIMEOUT) == f"latentpad: {wav.name} is new"
    assert not [message for message in live.received if message.address == "/live/device/set/parameter/value"]


def test_macros_follow_the_point_that_another_client_moves_without_an_echo(live, start, serve, connect):
    port = serve().port
    page = connect(port)
    page.send("hello", page.port)
    page.receive_until("welcome")
    start(port)
    wait_until(lambda: live.listening == [1, 2, 3])
    time.sleep(0.1)
    page.send("xy", 0.5, 1.0)
    wait_until(lambda: live.values[1:3] == [63.5, 127.0])
    time.sleep(0.2)
    assert [reply for reply in page.replies_before_pong() if reply[0] == "point"] == []


def test_a_device_that_is_named_need_not_be_selected(live, start, serve):
    live.selected = (0, 0)
    start(serve().port, Controls(2, 1, 4, 3, 2))
    wait_until(lambda: live.listening == [4, 3, 2])
    assert not [message for message in live.received if message.address == "/live/view/get/selected_device"]


def test_a_device_that_is_selected_later_is_used(live, start, serve, monkeypatch):
    monkeypatch.setattr(bridge, "KNOCK_SECONDS", 0.05)
    live.selected = None
    lines = start(serve().port)
    wait_until(lambda: sum(message.address.endswith("selected_device") for message in live.received) > 3)
    live.selected = (2, 1)
    wait_until(lambda: live.listening == [1, 2, 3] and len(lines) > 1)
    assert lines[0].startswith("select a device in Live, such as a rack, or name one with --track and --device")
    assert (len(lines), lines[1].startswith("Connected to AbletonOSC: Macro 1 is x")) == (2, True)


def test_errors_of_abletonosc_are_printed(live, start, serve):
    lines = start(serve().port, Controls(0, 0))
    wait_until(lambda: lines)
    assert lines[0].startswith("AbletonOSC: Error handling OSC message: IndexError")


def test_sides_that_do_not_answer_are_named_once(free_port, start, live, monkeypatch):
    monkeypatch.setattr(bridge, "PATIENCE", 0.0)
    monkeypatch.setattr(bridge, "KNOCK_SECONDS", 0.05)
    live.handlers.clear()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as nobody:
        nobody.bind(("127.0.0.1", 0))
        lines = start(nobody.getsockname()[1])
        wait_until(lambda: len(live.received) > 5)
    told = [line for line in lines if "does not answer" in line]
    assert sorted(line.split(":")[0] for line in told) == [
        f"AbletonOSC does not answer on port {live.port}",
        f"latentpad does not answer on port {nobody_port(told)}",
    ]


def nobody_port(lines):
    return next(line.split(":")[0].rpartition(" ")[2] for line in lines if line.startswith("latentpad"))


def test_a_taken_port_is_one_line(free_port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", free_port))
        with pytest.raises(LiveError, match=f"UDP port {free_port} is in use, probably by another client"):
            bridge.run(Controls(), 9310, 11000, free_port, print)


def attached(report=lambda line: None):
    logic = Bridge(Controls(2, 1), report)
    assert logic.knock() == [Out(LIVE, "/live/test")]
    asked = logic.from_live(Message("/live/test", ("ok",)))
    assert [(out.address, out.arguments) for out in asked] == [
        ("/live/device/get/parameters/name", (2, 1)),
        ("/live/device/get/parameters/min", (2, 1)),
        ("/live/device/get/parameters/max", (2, 1)),
        *(("/live/device/start_listen/parameter/value", (2, 1, parameter)) for parameter in (1, 2, 3)),
    ]
    logic.from_live(Message("/live/device/get/parameters/min", (2, 1, 0.0, 0.0, -1.0, 0.0)))
    logic.from_live(Message("/live/device/get/parameters/max", (2, 1, 1.0, 10.0, 1.0, 1.0)))
    for parameter in (1, 2, 3):
        assert logic.from_live(Message("/live/device/get/parameter/value", (2, 1, parameter, 0.0))) == []
    return logic


def value(logic, parameter, number):
    return logic.from_live(Message("/live/device/get/parameter/value", (2, 1, parameter, number)))


def test_values_are_shares_of_the_range_of_their_parameter():
    logic = attached()
    assert value(logic, 1, 5.0) == [Out(DAEMON, "/latentpad/xy", (0.5, 0.5))]
    assert value(logic, 2, 1.0) == [Out(DAEMON, "/latentpad/xy", (0.5, 1.0))]
    assert logic.from_daemon(Message("/latentpad/point", (0.25, 0.0))) == [
        Out(LIVE, "/live/device/set/parameter/value", (2, 1, 1, 2.5)),
        Out(LIVE, "/live/device/set/parameter/value", (2, 1, 2, -1.0)),
    ]
    assert value(logic, 1, 2.5) == []


def test_slow_automation_moves_the_point_in_the_end():
    logic = attached()
    value(logic, 1, 5.0)
    sent = [out for step in range(100) for out in value(logic, 1, 5.0 + step * 0.001)]
    assert 5 <= len(sent) <= 20
    assert sent[-1].arguments[0] == pytest.approx(0.51, abs=2e-3)


def test_rendering_takes_a_step_over_the_middle():
    logic = attached()
    assert value(logic, 3, 0.4) == []
    assert [out.address for out in value(logic, 3, 0.6)] == ["/latentpad/generate"]
    assert (value(logic, 3, 1.0), value(logic, 3, 0.0)) == ([], [])
    assert [out.arguments[0] for out in value(logic, 3, 1.0)] == [2]


def test_other_devices_and_messages_are_not_heard():
    logic = attached()
    for message in (
        Message("/live/device/get/parameter/value", (2, 0, 1, 5.0)),
        Message("/live/device/get/parameter/value", (2, 1, 9, 5.0)),
        Message("/live/device/get/parameter/value_string", (2, 1, 1, "5 %")),
        Message("/live/song/beat", (3,)),
        Message("/live/device/get/parameter/value", ()),
    ):
        assert logic.from_live(message) == []


def test_live_that_is_started_again_is_asked_again():
    logic = attached()
    assert logic.from_live(Message("/live/startup", ())) == [Out(LIVE, "/live/test")]
    assert len(logic.from_live(Message("/live/test", ("ok",)))) == 6


def test_a_device_with_too_few_parameters_is_named():
    logic = Bridge(Controls(2, 1, render=9), print)
    logic.from_live(Message("/live/test", ("ok",)))
    with pytest.raises(LiveError, match="the device has 4 parameters, and the bridge uses 9: name others"):
        logic.from_live(Message("/live/device/get/parameters/name", (2, 1, *NAMES)))


def test_errors_of_latentpad_are_shown_in_live():
    (out,) = attached().from_daemon(Message("/latentpad/error", (7, "render", "this point of the map is silent")))
    assert out == Out(LIVE, "/live/api/show_message", ("latentpad: this point of the map is silent",))

"""Programs that answer everything they get: no loop with the daemon goes on."""

import itertools
import socket
import threading

import pytest

from latentpad.osc.outgoing import OUT
from latentpad.osc.wire import decode, encode

SILENCE = 0.1
"""Seconds without a message after which a loop has ended."""

MOST = 100
"""More messages than any of these may cause."""


def report(number, message):
    return encode("/fail", message.address, "Command not found")


def own_error(number, message):
    return encode("/max/error", "doesn't understand", message.address)


def unknown_address(number, message):
    return encode("/unknown", message.address)


def changing_addresses(number, message):
    return encode(f"/reply/{number}", message.address)


def similar_addresses(number, message):
    return encode(f"/latentpad/generat{number}", number)


def address_alone(number, message):
    return encode(message.address)


def address_with_a_number(number, message):
    return encode(message.address, number)


def address_with_a_text(number, message):
    return encode(message.address, "ok")


def whole_message(number, message):
    return encode(message.address, *message.args)


def no_osc(number, message):
    return b"HTTP/1.1 400 Bad Request\r\n\r\n"


ANSWERS = (
    report,
    own_error,
    unknown_address,
    changing_addresses,
    similar_addresses,
    address_alone,
    address_with_a_number,
    address_with_a_text,
    whole_message,
    no_osc,
)


class Neighbour:
    """A program that subscribes, and answers everything until it gets nothing any more, or MOST messages."""

    def __init__(self, port, answer, changes_port):
        self.to, self.answer, self.changes_port = ("127.0.0.1", port), answer, changes_port
        self.received = []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.settimeout(SILENCE)
        self.thread = threading.Thread(target=self.run, daemon=True)

    def run(self):
        own_port = self.socket.getsockname()[1]
        self.socket.sendto(encode("/latentpad/hello", own_port), self.to)
        for number in itertools.count():
            try:
                datagram = self.socket.recv(65536)
            except TimeoutError:
                if "done" in self.received:
                    return
                continue
            (message,) = decode(datagram)
            self.received.append(message.address.removeprefix("/latentpad/"))
            if len(self.received) > 10 * MOST:
                return
            self.send(self.answer(number, message))

    def send(self, datagram):
        if not self.changes_port:
            self.socket.sendto(datagram, self.to)
            return
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
            other.bind(("127.0.0.1", 0))
            other.sendto(datagram, self.to)


@pytest.fixture
def meet(daemon):
    """Have a neighbour subscribe to the daemon, which then sends some replies; return what it got until silence."""
    neighbours = []

    def run(answer, changes_port=False):
        neighbour = Neighbour(daemon.port, answer, changes_port)
        neighbours.append(neighbour)
        neighbour.thread.start()
        for row in OUT:
            if row.verb not in ("busy", "done", "error", "welcome", "bundle"):
                values = {"i": 1, "f": 0.5, "s": "text", "any": 3}
                daemon._replies.announce(row.verb, *(values[one.split()[0]] for one in row.arguments.split(", ")))
        neighbour.socket.sendto(encode("/latentpad/generate", 1), neighbour.to)
        neighbour.thread.join(10.0)
        assert not neighbour.thread.is_alive()
        return neighbour.received

    yield run
    for neighbour in neighbours:
        neighbour.socket.close()


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_program_that_answers_everything_soon_has_nothing_left_to_answer(meet, answer):
    received = meet(answer)
    assert {"welcome", "busy", "done"} <= set(received)
    assert len(received) <= MOST


@pytest.mark.parametrize("answer", [unknown_address, changing_addresses, no_osc])
def test_changing_its_port_does_not_help_it(meet, answer):
    assert len(meet(answer, changes_port=True)) <= MOST


@pytest.mark.parametrize("answer", [report, own_error])
def test_reports_of_errors_are_never_answered(meet, answer):
    assert "error" not in meet(answer)

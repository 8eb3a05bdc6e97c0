"""The bridge between latentpad and AbletonOSC: its sockets and its clock."""

import random
import select
import socket
import time
from collections.abc import Callable

from latentpad.errors import WireError
from latentpad.live.bridge_logic import DAEMON, LIVE, Bridge, Controls, Out
from latentpad.live.libraries import LiveError
from latentpad.osc.wire import Message, decode, encode

HOST = "127.0.0.1"
PORT, LIVE_PORT, LIVE_REPLY_PORT = 9310, 11000, 11001
"""Of latentpad; where AbletonOSC listens; to which it replies, whoever asks."""

KNOCK_SECONDS, PATIENCE = 2.0, 5.0
FIRST_ID, LAST_ID = 1 << 20, 1 << 30

SILENT = {
    LIVE: "AbletonOSC does not answer on port {}: choose it as a control surface in Live's settings; still trying",
    DAEMON: "latentpad does not answer on port {}: start it; still trying",
}


class Link:
    """The sockets of the bridge.

    Parameters
    ----------
    port : int
        Of latentpad.
    live_port, live_reply_port : int
        At which AbletonOSC listens, and to which it replies.

    Raises
    ------
    LiveError
        Another program has the port for replies.
    """

    def __init__(self, port: int, live_port: int, live_reply_port: int) -> None:
        self.ports = {DAEMON: port, LIVE: live_port}
        self._sockets = {LIVE: _bound(live_reply_port), DAEMON: _bound(0)}

    @property
    def port(self) -> int:
        """Port to which latentpad replies."""
        return int(self._sockets[DAEMON].getsockname()[1])

    def send(self, out: Out) -> None:
        """Send a message; one that cannot be sent is lost, as any datagram may be."""
        try:
            self._sockets[out.to].sendto(encode(out.address, *out.arguments), (HOST, self.ports[out.to]))
        except OSError:  # nobody is there (Windows)
            return

    def receive(self, seconds: float) -> list[tuple[str, Message]]:
        """Wait for messages; return those that came in, with whom they are from."""
        received = []
        ready, _, _ = select.select(list(self._sockets.values()), [], [], seconds)
        for side, its in self._sockets.items():
            if its in ready:
                try:
                    received += [(side, message) for message in decode(its.recvfrom(65536)[0])]
                except (OSError, WireError):  # nobody is there (Windows); not OSC
                    continue
        return received

    def close(self) -> None:
        """Close the sockets."""
        for its in self._sockets.values():
            its.close()


def run(controls: Controls, port: int, live_port: int, live_reply_port: int, report: Callable[[str], None]) -> int:
    """Run the bridge until it is interrupted; return the exit status.

    Raises
    ------
    LiveError
        Another program has the port for replies, or the device lacks a parameter.
    """
    link = Link(port, live_port, live_reply_port)
    bridge = Bridge(controls, report, random.randint(FIRST_ID, LAST_ID))
    told: set[str] = set()
    started, knock = time.monotonic(), 0.0
    try:
        while True:
            now = time.monotonic()
            if now >= knock:
                knock = now + KNOCK_SECONDS
                for out in [*bridge.knock(), Out(DAEMON, "/latentpad/hello", (link.port, "AbletonOSC"))]:
                    link.send(out)
            for side in {side for side, hears in bridge.hears.items() if not hears} - told:
                if now - started > PATIENCE:
                    told.add(side)
                    report(SILENT[side].format(link.ports[side]))
            for side, message in link.receive(max(0.0, knock - now)):
                for out in (bridge.from_live if side == LIVE else bridge.from_daemon)(message):
                    link.send(out)
    except KeyboardInterrupt:
        return 0
    finally:
        for out in [*bridge.farewell(), Out(DAEMON, "/latentpad/bye", (link.port,))]:
            link.send(out)
        link.close()


def _bound(port: int) -> socket.socket:
    its = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        its.bind((HOST, port))
    except OSError as error:
        its.close()
        raise LiveError(
            f"UDP port {port} is in use, probably by another client of AbletonOSC; quit that ({error.strerror})"
        ) from None
    return its

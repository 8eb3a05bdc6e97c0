"""The thread that receives: datagrams are read, decoded, and handed to the dispatcher message by message."""

import logging
import threading
import time
from collections.abc import Iterator

from latentpad.daemon.clients import Peer
from latentpad.daemon.dispatcher import Dispatcher
from latentpad.daemon.losses import Loss, Losses
from latentpad.daemon.monitor import Monitor
from latentpad.daemon.rate_limit import RateLimit
from latentpad.daemon.replies import Replies
from latentpad.daemon.sockets import Endpoint
from latentpad.daemon.turns import Turns
from latentpad.errors import OscError, WireError
from latentpad.osc import wire
from latentpad.osc.protocol import INTERNAL_ERROR
from latentpad.osc.reports import is_report
from latentpad.osc.wire import Message

logger = logging.getLogger(__name__)

LARGE_BYTES = 512
"""Bundles that are larger are served in turns."""

CHECK_SECONDS = 0.25
"""Time between two looks at what was lost, while something comes in."""

TRACEBACKS = 8, 0.1
"""Logged at once, and per second from then on."""


class Receiver:
    """Serves what an endpoint receives, from ``start`` to ``stop``.

    Parameters
    ----------
    endpoint, dispatcher, replies, monitor, losses
        Where datagrams come in, what serves messages, what sends errors, and what records messages and losses.
    """

    def __init__(
        self, endpoint: Endpoint, dispatcher: Dispatcher, replies: Replies, monitor: Monitor, losses: Losses
    ) -> None:
        self._endpoint, self._dispatcher, self._replies = endpoint, dispatcher, replies
        self._monitor, self._losses = monitor, losses
        self._turns = Turns(self._serve)
        self._tracebacks = RateLimit(*TRACEBACKS)
        self._n_lost, self._checked = 0, 0.0
        self._thread = threading.Thread(target=self._run, name="latentpad-receive", daemon=True)

    def start(self) -> None:
        """Start to receive."""
        self._thread.start()

    def stop(self, seconds: float) -> bool:
        """Stop; return whether that was done in time."""
        self._endpoint.wake()
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        timeout: float | None = None
        while (received := self._endpoint.receive(0 if self._turns else timeout)) is not None:
            for datagram, source in received:
                self._take(datagram, source)
            self._turns.serve_slice()
            timeout = CHECK_SECONDS if received or self._losses.is_pending else None
            if not received or time.monotonic() - self._checked >= CHECK_SECONDS:
                self._count_lost()
                self._losses.report()
        self._count_lost()

    def _take(self, datagram: bytes, source: Peer) -> None:
        """Serve a datagram, or have it wait for its turn."""
        is_large = len(datagram) > LARGE_BYTES and datagram.startswith(wire.BUNDLE_TAG)
        if not is_large and source not in self._turns:
            for _ in self._serve(datagram, source):
                pass
        elif not self._turns.add(datagram, source):
            self._losses.add(Loss.DATAGRAM, 1, f"bundles of {source[0]} port {source[1]}")

    def _serve(self, datagram: bytes, source: Peer) -> Iterator[None]:
        """Serve the messages of a datagram, one per step; at most one error is sent for all of them."""
        errors = DatagramErrors(self._replies, source)
        try:
            errors.messages = wire.decode(datagram)
        except WireError as error:
            errors.add(OscError("wire", str(error)), "")
        except Exception:  # noqa: BLE001 - logged by _add_fault
            self._add_fault(errors, source)
        for message in errors.messages:
            try:
                self._monitor.record(True, f"{source[0]} port {source[1]}", *message)
                self._dispatcher.serve(message, source, errors.add)
            except Exception:  # noqa: BLE001 - logged by _add_fault
                self._add_fault(errors, source)
            yield
        errors.finish()

    def _add_fault(self, errors: "DatagramErrors", source: Peer) -> None:
        """Log a fault of latentpad's own that is being handled, and send that there was one."""
        if self._tracebacks.admits(""):
            logger.exception("A datagram from %s port %s could not be served", *source[:2])
        errors.add(OscError("internal", INTERNAL_ERROR), "")

    def _count_lost(self) -> None:
        """Count what the system's buffer had no room for."""
        self._checked = time.monotonic()
        n_lost = self._endpoint.n_lost()
        if n_lost > self._n_lost:
            detail = f"the system's buffer holds {self._endpoint.buffer_bytes // 1000} kB"
            self._losses.add(Loss.DATAGRAM, n_lost - self._n_lost, detail)
        self._n_lost = n_lost


class DatagramErrors:
    """Sends at most one error about a datagram: about the first message that is not served, or else a changed value."""

    def __init__(self, replies: Replies, source: Peer) -> None:
        self.messages: list[Message] = []
        self._replies, self._source = replies, source
        self._is_sent = False
        self._changed: tuple[OscError, str] | None = None

    def add(self, error: OscError, address: str) -> None:
        """Send an error about the message to an address, or keep it until it is known whether there is a worse one."""
        if is_report(address) or self._is_sent:
            return
        if error.code == "clamped" and len(self.messages) > 1:
            self._changed = self._changed or (error, address)
            return
        self._is_sent = True
        self._replies.refuse(self._source, error, address)

    def finish(self) -> None:
        """Send what is left."""
        if self._changed and not self._is_sent:
            self._replies.refuse(self._source, *self._changed)

"""What was lost or held back, in the log and in the monitor."""

import logging

import pytest

from latentpad.daemon.losses import REPORT_SECONDS, Loss, Losses
from latentpad.daemon.monitor import Monitor


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def monitor():
    return Monitor()


@pytest.fixture
def losses(monitor, clock):
    return Losses(monitor, clock)


def test_everything_is_reported_but_not_often(losses, monitor, clock, caplog):
    caplog.set_level(logging.WARNING)
    losses.add(Loss.DATAGRAM, 446, "the system's buffer holds 213 kB")
    losses.report()
    losses.add(Loss.DATAGRAM, 1, "bundles of 127.0.0.1 port 5")
    losses.add(Loss.ERROR, 2, "address to 127.0.0.1 port 5")
    losses.report()
    losses.add(Loss.DATAGRAM, 3, "bundles of 127.0.0.1 port 6")
    losses.report()
    assert losses.is_pending
    clock.now += REPORT_SECONDS
    losses.report()
    losses.report()
    assert not losses.is_pending
    reason = "lost: they came faster than they could be read"
    assert caplog.messages == [
        f"446 datagrams were {reason} (the system's buffer holds 213 kB)",
        "2 errors were not sent, since one program would get too many (address to 127.0.0.1 port 5)",
        f"4 datagrams were {reason} (bundles of 127.0.0.1 port 6)",
    ]
    assert [(entry.peer, entry.address, entry.args) for entry in monitor.after(0)] == [
        ("", message, ()) for message in caplog.messages
    ]


def test_at_the_end_everything_is_reported(losses, caplog):
    for n in (1, 2):
        losses.add(Loss.REPLY, n, "to 192.168.0.7 port 5")
        losses.report(is_last=n == 2)
    assert [message.split()[0] for message in caplog.messages] == ["1", "2"]

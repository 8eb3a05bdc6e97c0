"""Signals that stop the program."""

import signal
import sys

import pytest

from latentpad.daemon.signals import held_interrupt, stop_signals


@pytest.fixture
def passed():
    """What was reached."""
    return []


def interrupt(passed, check_it):
    """Interrupt a block that holds interrupts, and perhaps ask for them."""
    with held_interrupt() as check:
        check()
        signal.raise_signal(signal.SIGINT)
        passed.append("held")
        if check_it:
            check()
        passed.append("not asked for")


def test_an_interrupt_is_held_until_it_is_asked_for(passed):
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        interrupt(passed, check_it=True)
    assert passed == ["held"]
    assert signal.getsignal(signal.SIGINT) is before


def test_a_held_interrupt_is_raised_at_the_end(passed):
    with pytest.raises(KeyboardInterrupt):
        interrupt(passed, check_it=False)
    assert passed == ["held", "not asked for"]


def test_a_block_that_is_not_interrupted_ends_as_usual(passed):
    with held_interrupt() as check:
        check()
        passed.append("done")
    assert passed == ["done"]


posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals")


@posix
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_to_stop_ends_the_waiting(name):
    number = getattr(signal, name)
    before = signal.getsignal(number)
    with stop_signals() as wait:
        signal.raise_signal(number)
        wait()
    assert signal.getsignal(number) is before


def test_a_reason_to_stop_ends_the_waiting():
    answers = iter([False, False, True])
    with stop_signals(lambda: next(answers)) as wait:
        wait()
    assert next(answers, None) is None


@posix
def test_a_daemon_that_outlives_its_terminal_is_not_stopped():
    earlier = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
    try:
        with stop_signals():
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
            assert signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
    finally:
        signal.signal(signal.SIGHUP, earlier)

"""Signals that stop the program."""

import signal

import pytest

from latentpad.daemon.signals import held_interrupt


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

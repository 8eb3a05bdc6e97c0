"""Calls that are waited for, but not for long."""

import threading

import pytest

from latentpad.patience import Patience


def test_a_call_that_returns_is_waited_for():
    patience = Patience(10.0)
    assert [patience.wait(lambda i=i: i * i) for i in range(3)] == [0, 1, 4]


def test_what_a_call_raises_is_raised():
    with pytest.raises(ZeroDivisionError):
        Patience(10.0).wait(lambda: 1 / 0)


def test_a_call_that_does_not_return_is_given_up_and_no_other_is_begun_until_it_does():
    patience, awake, calls = Patience(0.01), threading.Event(), []
    assert patience.wait(lambda: awake.wait(10)) is None
    assert patience.wait(lambda: calls.append(1)) is None
    assert calls == []
    awake.set()
    patience._pending.result(10)
    patience._seconds = 10.0
    assert patience.wait(lambda: 3) == 3


def test_a_call_right_after_another_is_made():
    patience = Patience(5)
    assert [patience.wait(lambda number=number: number) for number in range(2000)] == list(range(2000))

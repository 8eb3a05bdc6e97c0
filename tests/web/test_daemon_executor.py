import threading

import pytest

from latentpad.web.daemon_executor import DaemonExecutor

TIMEOUT = 5.0


@pytest.fixture
def executor():
    executor = DaemonExecutor(1, "test")
    yield executor
    executor.shutdown()


def test_a_call_returns_or_raises_through_its_future(executor):
    assert executor.submit(pow, 2, exp=5).result(TIMEOUT) == 32
    with pytest.raises(ZeroDivisionError):
        executor.submit(lambda: 1 / 0).result(TIMEOUT)


def test_a_call_that_never_returns_does_not_hold_up_the_end(executor, monkeypatch):
    monkeypatch.setattr("latentpad.web.daemon_executor.SHUTDOWN_SECONDS", 0.01)
    begun, go = threading.Event(), threading.Event()
    executor.submit(lambda: (begun.set(), go.wait(TIMEOUT)))
    waiting = executor.submit(print)
    assert begun.wait(TIMEOUT)
    executor.shutdown(cancel_futures=True)
    assert waiting.cancelled()
    assert not go.is_set()
    assert all(thread.daemon for thread in executor._threads)
    go.set()


def test_work_in_progress_is_finished_at_the_end_if_it_can_be(executor):
    begun, go = threading.Event(), threading.Event()
    done = executor.submit(lambda: (begun.set(), go.wait(TIMEOUT)))
    assert begun.wait(TIMEOUT)
    threading.Timer(0.05, go.set).start()
    executor.shutdown()
    assert done.done()


def test_nothing_is_begun_after_the_end(executor):
    executor.shutdown()
    with pytest.raises(RuntimeError, match="after shutdown"):
        executor.submit(print)

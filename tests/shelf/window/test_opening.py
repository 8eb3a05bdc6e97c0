"""A shelf that is opened from the daemon, as a process of its own."""

import sys

import pytest
from shelf_desktop import TIMEOUT, wait_for

from latentpad.shelf.process import ShelfProcess

pytestmark = pytest.mark.clients


def test_a_window_opens_and_comes_to_the_front(environment, pointer, daemon, monkeypatch):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    shelf = ShelfProcess([sys.executable, "-P", "-m", "latentpad", "shelf"])
    assert shelf.is_available()
    shelf.open(daemon.port)
    try:
        assert daemon.wait_for("/page/shelf") == ["/page/shelf"]
        window = pointer.window("latentpad shelf")
        pointer.do("windowminimize", window)
        daemon.send("/page/raise")
        pointer.window("latentpad shelf")  # is visible
        shelf.open(daemon.port)
        assert len([one for one in daemon.received if one == ["/page/shelf"]]) == 1
    finally:
        shelf._started.terminate()
        assert shelf._started.wait(TIMEOUT) == 143


def test_a_display_that_does_not_answer_is_told_to_the_page(environment, daemon, monkeypatch):
    from latentpad.shelf.system import ShelfError

    for name, value in (environment | {"DISPLAY": ":4999"}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("latentpad.shelf.process.START_SECONDS", TIMEOUT)
    with pytest.raises(ShelfError, match='couldn\'t connect to display ":4999"'):
        ShelfProcess([sys.executable, "-P", "-m", "latentpad", "shelf"]).open(daemon.port)
    assert wait_for(lambda: daemon.received == [])

"""Imports as pages ask for them and see them."""

import gc
import time
from pathlib import Path

import pytest

from latentpad.web.imports import importer as importer_module
from latentpad.web.session import PageSession


@pytest.fixture
def watched(make_importer):
    return make_importer("wait")


@pytest.fixture
def served(make_app, watched):
    return make_app(importer=watched.importer).start()


@pytest.fixture
def page(served, open_page):
    return open_page(served, skip_start=False)


def receive_state(page, condition):
    """Return the first state that meets a condition."""
    while not condition(state := page.receive_until("/page/import")[-1][1]):
        pass
    return state


def receive_offers(page, condition):
    while not condition(offers := page.receive_until("/page/import/offers")[-1][1]):
        pass
    return offers


def test_a_page_learns_what_it_can_ask_for(page):
    offers = page.receive_until("/page/import/offers")[-1][1]
    example = str(Path.home() / "Samples")
    assert offers == {"needs": "", "learnNeeds": "", "unfinished": [], "learn": "", "example": example}
    assert receive_state(page, lambda state: True)["phase"] == "idle"


def n_sessions():
    gc.collect()
    return sum(type(one) is PageSession for one in gc.get_objects())  # isinstance would ask proxies of other packages


def test_nothing_is_left_of_pages_that_are_closed(served, open_page):
    for _ in range(3):
        page = open_page(served, skip_start=False)
        receive_state(page, lambda state: True)
        page.close()
    deadline = time.monotonic() + 10
    while n_sessions() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert n_sessions() == 0


def test_every_page_sees_an_import_that_any_of_them_asked_for_and_can_cancel_it(page, served, open_page, library):
    page.send("/page/import/folder", str(library))
    state = receive_state(page, lambda state: state["sounds"] == 2)
    assert (state["phase"], state["name"], state["kinds"], state["loops"]) == (
        "running",
        "My Drums",
        [["kick", 2], ["snare", 1]],
        4,
    )
    assert (state["stage"], state["done"], state["total"], state["remaining"]) == ("read", 1, 3, 41.0)
    assert (state["skipped"], state["nSkipped"]) == ([["a/b.wav", "is silent"]], 1)
    later = open_page(served, skip_start=False)
    assert receive_state(later, lambda state: True)["sounds"] == 2
    later.send("/page/import/cancel")
    receive_state(page, lambda state: state["phase"] == "cancelled")
    offers = receive_offers(later, lambda offers: offers["unfinished"])
    assert offers["unfinished"][0]["folder"] == "My Drums"
    later.send("/page/import/continue", offers["unfinished"][0]["output"])
    receive_state(page, lambda state: state["phase"] == "running")
    page.send("/page/import/cancel")
    receive_state(page, lambda state: state["phase"] == "cancelled")
    page.send("/page/import/forget", offers["unfinished"][0]["output"])
    receive_offers(page, lambda offers: not offers["unfinished"])
    page.send("/page/import/dismiss")
    receive_state(later, lambda state: state["phase"] == "idle")


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (("folder", "Samples"), "is not the whole path of a folder"),
        (("folder", "/no/such/folder"), "does not exist"),
        (("learn", 10), "there is no imported folder to learn"),
        (("continue", "/etc/passwd"), "cannot go on"),
        (("forget", "/etc/passwd"), "cannot go on"),
    ],
)
def test_what_cannot_be_done_is_told_to_the_page_that_asked(page, watched, message, reason):
    page.send(f"/page/import/{message[0]}", *message[1:])
    assert reason in page.receive_until("/page/import/refused")[-1][1]
    assert watched.runner.state.phase == "idle"


@pytest.mark.parametrize(
    "message", [("folder",), ("folder", 3), ("learn", "x"), ("learn", 1.5), ("cancel", 1), ("x",), ("folder", "a", "b")]
)
def test_damaged_messages_are_answered_by_an_error(page, watched, message):
    page.send(f"/page/import/{message[0]}", *message[1:])
    assert page.receive_until("/latentpad/error")[-1][1] == -1
    assert watched.runner.state.phase == "idle"


def test_the_advice_is_sent_before_anything_else_is_done(served, open_page, monkeypatch):
    monkeypatch.setattr(importer_module, "map_advice", lambda: 'run: pip install ".[map]"')
    page = open_page(served, skip_start=False)
    assert page.receive_until("/page/import/offers")[-1][1]["needs"] == 'run: pip install ".[map]"'


def test_a_page_without_imports_is_told_nothing_and_answers_with_an_error(app, open_page):
    page = open_page(app, skip_start=False)
    assert not any(message[0].startswith("/page/import") for message in page.receive_until("/page/samples"))
    page.send("/page/import/folder", "/tmp")
    assert page.receive()[:3] == ["/latentpad/error", -1, "arguments"]


def test_a_daemon_that_stops_ends_the_import(page, served, watched, library):
    page.send("/page/import/folder", str(library))
    receive_state(page, lambda state: state["sounds"] == 2)
    served.daemon.stop()
    assert watched.runner.state.phase == "cancelled"
    assert watched.runner._process._process.poll() is not None

"""Several windows and tabs of the page: which of them is heard."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.clients

PLAYS = "latentpad.listening.playsOthers"


@pytest.fixture
def windows(look):
    """Two visible windows that may play sound; the second one was used last."""
    found = [look(viewport={"width": 900, "height": 620}) for _ in range(2)]
    for page in found:
        page.keyboard.press("Shift")
        page.wait_until(PLAYS)
    return found


def counts(windows):
    return [page.play_count() for page in windows]


def test_of_two_visible_windows_the_one_used_last_plays(windows, controller):
    controller.send("generate", 1, 0.125, 0.125)
    windows[1].wait_played(1)
    for page in windows:
        expect(page.locator("#history li")).to_have_count(1)
        page.wait_until("latentpad.panel.drawn !== null")  # it is loaded by both
    assert counts(windows) == [0, 1]
    windows[0].locator("#map").hover()
    windows[0].keyboard.press("Shift")
    windows[0].wait_until(PLAYS)
    windows[1].wait_until(f"!{PLAYS}")
    controller.send("generate", 2, 0.875, 0.125)
    windows[0].wait_played(1)
    windows[1].wait_until("latentpad.panel.drawn?.startsWith('snare')")
    assert counts(windows) == [1, 1]


def test_what_a_window_makes_is_heard_there_alone(windows):
    windows[0].make_sample(0.125, 0.125)
    windows[0].wait_played(1)
    windows[1].wait_until("latentpad.panel.drawn !== null")
    assert counts(windows) == [1, 0]


def test_another_window_takes_over_from_one_that_is_closed(windows, controller):
    windows[1].page.close()
    windows[0].wait_until(PLAYS)
    controller.send("generate", 1, 0.125, 0.125)
    windows[0].wait_played(1)


def test_another_window_takes_over_from_one_that_is_not_to_play_controllers(windows, controller):
    windows[1].locator("#monitor summary").click()
    windows[1].locator("#play-others").uncheck()
    windows[0].wait_until(PLAYS)
    windows[1].locator("#play-others").check()
    windows[1].wait_until(PLAYS)
    assert not windows[0].evaluate(PLAYS)


def test_a_tab_that_is_hidden_or_reconnects_is_no_exception(windows, make_app, app):
    windows[1].page.evaluate("""() => {
        Object.defineProperty(document, 'visibilityState', { get: () => 'hidden', configurable: true })
        document.dispatchEvent(new Event('visibilitychange'))
    }""")
    windows[0].wait_until(PLAYS)
    ports = app.ports
    app.daemon.stop()
    windows[0].wait_until("!latentpad.socket.open")
    make_app(ports=ports).start()
    windows[0].wait_until(PLAYS)
    windows[1].wait_until(f"latentpad.socket.open && !{PLAYS}")


def test_nothing_of_a_sample_is_cut_off_at_200_percent(look):
    page = look(viewport={"width": 640, "height": 400}, device_scale_factor=2)
    page.make_sample(0.125, 0.125)
    panel = page.locator("#panel")
    assert panel.evaluate("(panel) => panel.scrollWidth - panel.clientWidth") == 0
    meter, box = page.locator(".meter meter").first.bounding_box(), panel.bounding_box()
    assert meter["x"] + meter["width"] <= box["x"] + box["width"]

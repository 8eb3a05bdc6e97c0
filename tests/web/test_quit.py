"""The end of latentpad on request of the page, where that is offered."""

import threading

from latentpad.cli.appearance import Appearance

TIMEOUT = 5.0


def test_a_page_has_latentpad_end_where_that_is_offered(make_app, open_page):
    asked = threading.Event()
    page = open_page(make_app(quit=asked.set).start(), skip_start=False)
    page.receive_until("/page/quits")
    page.send("/page/quit")
    assert asked.wait(TIMEOUT)


def test_elsewhere_the_request_is_refused(page):
    page.send("/page/quit")
    assert page.receive_until("/latentpad/error")[-1][3].startswith("/page/quit is unknown")


def test_a_run_ends_when_its_page_asks_for_that():
    appearance = Appearance(opens=False)
    assert not appearance.should_stop()
    appearance.quit()
    assert appearance.should_stop()

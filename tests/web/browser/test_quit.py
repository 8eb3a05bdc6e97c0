"""The page's button that ends latentpad."""

import threading

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.clients


def test_the_button_ends_latentpad_once_the_user_has_confirmed(make_app, look):
    asked = threading.Event()
    app = make_app(quit=asked.set).start()
    page = look(app)
    page.make_sample(0.125, 0.125)
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.locator("#quit").click()
    page.wait_until("true")
    assert not asked.is_set()
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("#quit").click()
    while not asked.is_set():
        page.wait_for_timeout(10)


def test_a_latentpad_with_a_terminal_offers_no_button(page):
    page.make_sample(0.125, 0.125)
    expect(page.locator("#quit")).to_be_hidden()

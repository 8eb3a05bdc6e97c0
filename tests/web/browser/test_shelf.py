"""The page's button for the shelf."""

from playwright.sync_api import expect


class Opener:
    """In place of what opens windows."""

    def __init__(self):
        self.ports = []

    def is_available(self):
        return True

    def open(self, port):
        self.ports.append(port)


def test_the_button_and_its_key_open_the_shelf(make_app, look):
    opener = Opener()
    app = make_app(shelf=opener).start()
    page = look(app)
    page.make_sample(0.125, 0.125)
    page.locator("#open-shelf").click()
    page.keyboard.press("w")
    page.wait_until("true")
    while len(opener.ports) < 2:
        page.wait_for_timeout(10)
    assert opener.ports == [app.page_server.port] * 2


def test_where_there_is_no_shelf_there_is_no_button_and_the_key_says_what_to_type(page):
    page.make_sample(0.125, 0.125)
    expect(page.locator("#open-shelf")).to_be_hidden()
    page.keyboard.press("w")
    expect(page.locator("#errors")).to_contain_text("latentpad shelf")

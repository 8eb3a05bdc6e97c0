"""The page in a real browser (Chromium or Chrome); its tests are skipped if there is none."""

import shutil
import time
from dataclasses import replace

import numpy as np
import pytest
from playwright.sync_api import sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TIMEOUT = 10_000
SIZE = {"width": 900, "height": 620}
KINDS = tuple(f"kind_{'x' * (number % 11)}{number}" for number in range(27))


class MapPage:
    """A Playwright page that has latentpad's page open, with what the tests do and see on the map."""

    def __init__(self, page):
        self.page = page

    def __getattr__(self, name):
        return getattr(self.page, name)

    def wait_until(self, condition):
        """Wait for a JavaScript condition; the page's content policy forbids Playwright's own way."""
        end = time.monotonic() + TIMEOUT / 1000
        while not self.page.evaluate(f"Boolean(window.latentpad && ({condition}))"):
            assert time.monotonic() < end, condition
            self.page.wait_for_timeout(10)

    def spot(self, x, y):
        """Return where a point of the map is in the window."""
        box = self.page.locator("#map").bounding_box()
        left, top = self.page.evaluate(f"latentpad.map.view.toScreen({x}, {y})")
        return box["x"] + left, box["y"] + top

    def click_map(self, x, y):
        self.page.mouse.click(*self.spot(x, y))

    def make_sample(self, x, y):
        """Click, wait for the sample, and return its name."""
        before = self.page.evaluate("latentpad.history.samples.size")
        self.click_map(x, y)
        self.wait_until(f"latentpad.history.samples.size === {before + 1}")
        return self.page.evaluate("latentpad.history.current.name")

    def play_count(self):
        return self.page.evaluate("latentpad.audio.playCount")

    def wait_played(self, times):
        self.wait_until(f"latentpad.audio.playCount >= {times}")
        assert self.play_count() == times

    def puck(self):
        return self.page.evaluate("[latentpad.map.puck.x, latentpad.map.puck.y]")


@pytest.fixture(scope="module")
def browser():
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip(f"no browser: none of {', '.join(BROWSERS)} is installed (Debian: chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        yield browser
        browser.close()


def new_page(browser, autoplay, tour=False, **options):
    context = browser.new_context(**{"viewport": SIZE, **options})
    context.set_default_timeout(TIMEOUT)
    if not autoplay:  # otherwise the pointer plays sounds on its way
        context.add_init_script("localStorage['latentpad.autoplay'] ??= 'false'")
    if not tour:
        context.add_init_script("localStorage['latentpad.tour'] ??= 'seen'")
    return MapPage(context.new_page())


@pytest.fixture(scope="module")
def tab(browser):
    """A tab that tests share, since opening one is slow; by its port, each test has its own storage."""
    return new_page(browser, autoplay=False)


@pytest.fixture
def bare_page(browser):
    """An empty tab whose console may show errors."""
    page = MapPage(browser.new_page())
    yield page
    page.close()


@pytest.fixture
def look(browser, tab, app):
    """Open the page; any error in the browser's console fails the test."""
    pages, console = [], []
    listeners = {
        "console": lambda message: console.append(f"{message.type}: {message.text}"),
        "pageerror": lambda error: console.append(str(error)),
    }

    def open_page(at=None, autoplay=False, confidence=True, **options):
        is_shared = not (options or autoplay or tab in pages)
        page = tab if is_shared else new_page(browser, autoplay, **options)
        pages.append(page)
        for event, listener in listeners.items():
            page.on(event, listener)
        page.mouse.move(1, 1)
        page.goto((at or app).url)
        page.wait_until("latentpad.map.points?.count > 0")
        page.wait_until(f"{str(confidence).lower()} === (latentpad.map.confidence.cells !== null)")
        return page

    yield open_page
    for page in pages:
        if page is tab:
            for event, listener in listeners.items():
                page.remove_listener(event, listener)
            page.goto("about:blank")
        else:
            page.context.close()
    allowed = "WebSocket connection to", "ERR_CONNECTION_REFUSED"  # logged by the browser while a daemon is stopped
    assert [line for line in console if not any(text in line for text in allowed)] == []


@pytest.fixture
def page(look):
    return look()


@pytest.fixture
def crowded_app(make_app, bundle, rng):
    """A daemon of a map with 27 kinds of 20 to 200 sounds, a quarter of them in two places, and 30 without a kind."""
    labels = np.repeat(np.arange(-1, len(KINDS), dtype=np.int32), [30, *np.linspace(20, 200, len(KINDS)).astype(int)])
    centres = rng.uniform(0.1, 0.9, (2, len(KINDS) + 1, 2))
    at_second = (labels % 4 == 0) & (rng.random(len(labels)) < 0.4)
    points = centres[at_second.astype(int), labels] + rng.normal(scale=0.05, size=(len(labels), 2))
    chosen = rng.integers(len(bundle.map.points), size=len(labels))
    arrays = {name: array[chosen] for name, array in vars(bundle.map).items() if array is not None}
    arrays |= {"points": np.clip(points, 0, 1).astype(np.float32), "labels": labels}
    return make_app(bundle=replace(bundle, map=replace(bundle.map, **arrays), labels=KINDS, digest="c" * 64)).start()


@pytest.fixture
def crowded_page(crowded_app, look):
    return look(crowded_app, viewport={"width": 1280, "height": 800})

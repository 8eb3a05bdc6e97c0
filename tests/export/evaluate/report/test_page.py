"""The page of an evaluation in a real browser (Chromium or Chrome); skipped if there is none."""

import shutil
from io import BytesIO

import numpy as np
import pytest

pytest.importorskip("jinja2", reason="needs the extra [evaluate]")
import soundfile
from playwright.sync_api import sync_playwright

from latentpad_export.evaluate.report.facts import Facts, LibrarySize
from latentpad_export.evaluate.report.headline import headline
from latentpad_export.evaluate.report.page import as_page
from latentpad_export.evaluate.report.section import Example, Section, Table

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DESKTOP, PHONE = {"width": 1200, "height": 800}, {"width": 375, "height": 700}


def wav():
    buffer = BytesIO()
    soundfile.write(buffer, np.zeros(88_200), 44_100, format="WAV")
    return buffer.getvalue()


@pytest.fixture(scope="module")
def html(toy):
    titles = ("original", "toy, detail 1", "toy, the model alone")
    examples = tuple(Example(title, wav(), row, "Points") for row in ("kick", "snare") for title in titles)
    told = {"bundles": {"toy": {"heard": {"on": {"told": 0.52}}}}}
    wide = Table(
        "Wide", ("", *(f"column number {i}" for i in range(20))), (("row", *(0.5 for _ in range(20))),), "Note."
    )
    detail = Section("detail", "Detail", told, (wide,), examples=examples, missing=("ODG: peaq is missing.",))
    facts = Facts((toy,), LibrarySize("drums", 60, 60, 54, 6), 0, 1.0, 1.0)
    return as_page(facts, headline((toy,), (detail,)), (detail,))


@pytest.fixture(scope="module")
def browser():
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip(f"no browser: none of {', '.join(BROWSERS)} is installed (Debian: chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--autoplay-policy=no-user-gesture-required", "--mute-audio"]
        )
        yield browser
        browser.close()


@pytest.fixture
def opened(browser, html):
    def open_page(size):
        page = browser.new_page(viewport=size)
        page.set_content(html)
        return page

    return open_page


def playing(page):
    return page.eval_on_selector_all(
        "audio", "players => players.filter((one) => !one.paused).map((one) => one.getAttribute('aria-label'))"
    )


def test_one_player_sounds_at_a_time_and_the_arrows_play_its_neighbour(opened):
    page = opened(DESKTOP)
    assert page.locator("audio").count() == 6
    for name in ("snare, original", "kick, original"):
        page.get_by_label(name, exact=True).evaluate("(player) => player.play()")
        assert playing(page) == [name]
    page.get_by_label("kick, original", exact=True).focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.getAttribute('aria-label') === 'kick, toy, detail 1'")
    assert playing(page) == ["kick, toy, detail 1"]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_only_wide_tables_scroll_sideways(opened, size):
    page = opened(size)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert page.locator("audio").first.bounding_box()["width"] > 120
    row = page.locator("table.players tbody tr").first
    tops = {box["y"] for box in (player.bounding_box() for player in row.locator("audio").all())}
    assert len(tops) == (1 if size is DESKTOP else 3)


def test_the_page_says_what_the_bundle_is_good_at_and_how_verdicts_are_reached(html):
    assert "<b>Good at:</b> playing a sound on its point, where you hear that very sound." in html
    assert "≤ 0.55" in html
    assert '<a href="#detail">Detail</a>' in html
    assert "ODG: peaq is missing." in html
    assert "--preset" not in html

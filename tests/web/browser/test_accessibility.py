"""Keys, names for screen readers, small windows and preferences."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.clients


def test_everything_has_a_key(page, app):
    page.locator("#map").focus()
    for _ in range(5):
        page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Alt+ArrowUp")
    assert page.puck() == pytest.approx([0.25, 0.492])
    for key in ["Shift+ArrowDown"] * 7 + ["Shift+ArrowLeft"] * 2:
        page.keyboard.press(key)
    page.keyboard.press("p")
    page.wait_played(1)
    assert app.wavs() == []
    page.keyboard.press("Enter")
    page.wait_played(2)
    assert len(app.wavs()) == 1
    page.keyboard.press("Space")
    page.wait_played(3)
    page.keyboard.press("n")
    page.wait_played(4)
    page.keyboard.press("k")
    expect(page.locator("#keep")).to_have_text("Kept ★")
    page.keyboard.press("s")
    page.wait_played(5)
    page.keyboard.press("[")
    page.wait_played(6)
    expect(page.locator("#history li").last).to_have_attribute("aria-current", "true")
    page.keyboard.press("g")
    expect(page.locator("#control-seed")).to_have_value("0")
    page.keyboard.press("+")
    page.wait_until("latentpad.map.view.scale > 1.4")
    page.keyboard.press("0")
    page.wait_until("latentpad.map.view.scale === 1")
    page.keyboard.press("a")
    expect(page.locator("#hover-plays")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("t")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()


def test_keys_type_letters_in_text_fields(page, app):
    page.locator("#search").fill("")
    page.locator("#search").press_sequentially("sunk ")
    expect(page.locator("#search")).to_have_value("sunk ")
    page.locator("#control-seed").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#control-seed")).to_have_value("1")
    page.locator("#control-tone").focus()
    page.keyboard.press("ArrowRight")
    assert page.puck() == [0.5, 0.5]
    assert app.wavs() == []


NAMELESS = """() => [...document.querySelectorAll('button, input, select, a[href], progress, [role], canvas[role]')]
    .filter((element) => element.checkVisibility())
    .filter((e) => !(e.ariaLabel || e.labels?.[0]?.innerText || e.innerText || e.getAttribute('aria-labelledby')))
    .filter((e) => !['status', 'alert'].includes(e.getAttribute('role'))).map((e) => e.outerHTML)"""
"""What a screen reader could only call a button or a slider."""


def test_every_control_has_a_name(page):
    page.make_sample(0.125, 0.125)
    assert page.evaluate(NAMELESS) == []
    expect(page.get_by_role("application")).to_have_attribute("aria-label", re.compile("Arrows move the point"))
    expect(page.get_by_role("slider", name="Pitch")).to_have_attribute("aria-valuetext", "0 st")


def test_everything_in_the_panels_has_a_name_and_can_be_reached_by_tab(page):
    page.make_sample(0.125, 0.125)
    page.locator("#relatives").click()
    expect(page.locator("#family-text")).to_have_text("8 samples")
    page.keyboard.press("Shift+Enter")  # whatever has the focus
    page.evaluate("latentpad.pad.put(0.3, 0.3)")
    page.keyboard.press("Shift+Enter")
    page.evaluate("latentpad.own.open({ path: '/in/a.wav', name: 'a.wav', x: 0.2, y: 0.2, kind: '', certainty: 1 })")
    page.keyboard.press("l")
    assert page.evaluate(NAMELESS) == []
    expect(page.locator("#places, #members, #morph, #generate-path")).to_have_count(4)
    page.locator("#locate").focus()
    found = set()
    for _ in range(28):
        page.keyboard.press("Tab")
        found.add(page.evaluate("document.activeElement.closest('section')?.id"))
    assert {"blend", "path", "family", "own"} <= found


@pytest.mark.parametrize("size", [(640, 300), (512, 360), (390, 700), (1280, 560)])
def test_everything_can_be_reached_in_small_windows(look, size):
    page = look(viewport={"width": size[0], "height": size[1]})
    for part in ("#generate", "#control-tone", "#monitor summary", "#search", "#volume", "#open-help", "#how-many"):
        page.locator(part).scroll_into_view_if_needed()
        expect(page.locator(part)).to_be_in_viewport(ratio=0.9)
    panel, field = page.locator("aside").bounding_box(), page.locator("#map").bounding_box()
    assert min(panel["width"], panel["height"], field["width"], field["height"]) > 150


def test_preferences_are_remembered(page):
    page.keyboard.press("t")
    page.keyboard.press("a")
    page.reload()
    page.wait_until("latentpad.map.points?.count > 0")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("#hover-plays")).to_have_attribute("aria-pressed", "true")

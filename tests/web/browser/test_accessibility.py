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


def test_every_control_has_a_name(page):
    page.make_sample(0.125, 0.125)
    nameless = page.evaluate("""() => [...document.querySelectorAll('button, input, a[href], [role], canvas[role]')]
        .filter((element) => element.checkVisibility())
        .filter((e) => !(e.ariaLabel || e.labels?.[0]?.innerText || e.innerText || e.getAttribute('aria-labelledby')))
        .filter((e) => !['status', 'alert'].includes(e.getAttribute('role'))).map((e) => e.outerHTML)""")
    assert nameless == []
    expect(page.get_by_role("application")).to_have_attribute("aria-label", re.compile("Arrows move the point"))
    expect(page.get_by_role("slider", name="Pitch")).to_have_attribute("aria-valuetext", "0 st")


@pytest.mark.parametrize("size", [(640, 300), (512, 360), (390, 700), (1280, 560)])
def test_everything_can_be_reached_in_small_windows(look, size):
    page = look(viewport={"width": size[0], "height": size[1]})
    for part in ("#generate", "#control-tone", "#monitor summary", "#search", "#volume", "#open-help"):
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

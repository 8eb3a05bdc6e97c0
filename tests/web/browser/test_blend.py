"""Places that are selected and blended."""

import re

import pytest
from playwright.sync_api import expect

from latentpad.samples.recipe import read_recipe
from latentpad.sources import Blend, WeightedPoint

pytestmark = pytest.mark.clients

PLACES = "latentpad.drawing.blend.places"


@pytest.fixture
def shift_click(page):
    def click(x, y):
        page.keyboard.down("Shift")
        page.click_map(x, y)
        page.keyboard.up("Shift")

    return click


def test_selected_places_are_played_while_their_weights_move_and_then_written(page, app, shift_click):
    shift_click(0.135, 0.125)  # on a dot, whose place it takes
    expect(page.locator("#blend-hint")).to_contain_text("one more place")
    expect(page.locator("#generate-blend")).to_be_disabled()
    shift_click(0.125, 0.8)
    page.wait_played(1)
    expect(page.locator("#places .place")).to_have_text([re.compile("^A kick1.00"), re.compile("^B no kind1.00")])
    page.get_by_role("slider", name="Weight of A, kick").fill("1.5")
    page.wait_played(2)
    assert app.wavs() == []
    page.locator("#generate-blend").click()
    page.wait_until("latentpad.history.samples.size === 1")
    (name,) = app.wavs()
    one, other = read_recipe(app.drop / name).request.source.points
    assert one == pytest.approx(WeightedPoint(0.135, 0.125, 1.5))
    assert other == pytest.approx(WeightedPoint(0.125, 0.8, 1.0), abs=0.005)
    expect(page.locator("#facts")).to_contain_text("blend of 2 places")
    assert page.puck() == [0.5, 0.5]


def test_a_place_is_removed_by_another_click_and_all_by_escape(page, shift_click):
    for x, y in ((0.125, 0.125), (0.125, 0.5), (0.875, 0.125)):
        shift_click(x, y)
    shift_click(0.125, 0.5)
    assert page.evaluate(f"{PLACES}.length") == 2
    page.locator("#places button").first.click()
    assert page.evaluate(f"{PLACES}.length") == 1
    page.keyboard.press("Escape")
    expect(page.locator("#blend")).to_be_hidden()
    assert page.evaluate(f"{PLACES}.length") == 0


def test_a_blend_is_made_with_keys_alone_and_with_taps_alone(page, app):
    page.locator("#map").focus()
    for _ in range(5):
        page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("b")
    page.wait_until("latentpad.history.samples.size === 1")
    points = read_recipe(app.drop / app.wavs()[0]).request.source.points
    assert points[0] == pytest.approx((0.25, 0.5, 1))
    assert points[1] == pytest.approx((0.25, 0.55, 1))
    page.keyboard.press("Escape")
    page.locator("#select-blend").click()
    page.click_map(0.125, 0.125)
    page.click_map(0.875, 0.125)
    assert page.evaluate(f"{PLACES}.length") == 2
    assert len(app.wavs()) == 1


def test_a_sample_of_a_blend_brings_its_places_back(page, controller):
    points = (0.125, 0.125, 1.0, 0.125, 0.875, -0.5)
    controller.send("blend", 7, *points)
    page.wait_until("latentpad.history.samples.size === 1")
    page.keyboard.press("g")
    assert page.evaluate("latentpad.drawing.blend.numbers") == list(points)
    middle = Blend.of([points[:3], points[3:]]).middle
    assert page.evaluate("Object.values(latentpad.drawing.blend.middle)") == list(middle)


def test_a_blend_of_nothing_says_so(page, shift_click):
    shift_click(0.125, 0.125)
    shift_click(0.125, 0.5)
    for row in range(2):
        page.locator("#places input").nth(row).fill("-1")
    expect(page.locator("#blend-hint")).to_have_text("At least one weight must be above 0.")
    expect(page.locator("#generate-blend")).to_be_disabled()
    page.locator("#equal-weights").click()
    assert page.evaluate(f"{PLACES}.map((place) => place.weight)") == [1, 1]

"""Touch gestures."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.clients


def test_one_finger_makes_a_sample_and_two_zoom(look, app):
    page = look(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    page.touchscreen.tap(*page.spot(0.125, 0.125))
    page.wait_until("latentpad.history.samples.size === 1")
    page.wait_played(1)
    x, y = page.spot(0.5, 0.5)
    touch = page.context.new_cdp_session(page.page)
    for kind, apart in (("touchStart", 20), ("touchMove", 40), ("touchMove", 60), ("touchEnd", None)):
        points = [] if apart is None else [{"x": x + side * apart, "y": y, "id": side + 1} for side in (-1, 1)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    page.wait_until("latentpad.map.view.scale > 2")
    assert len(app.wavs()) == 1


def test_holding_a_finger_plays_the_sound_under_it(look, app):
    page = look(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    page.touchscreen.tap(*page.spot(0.125, 0.125))
    page.wait_played(1)
    x, y = page.spot(0.885, 0.125)
    touch = page.context.new_cdp_session(page.page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    page.wait_played(2)
    expect(page.locator("#tip")).to_contain_text("snare")
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(100)
    assert len(app.wavs()) == 1


def test_a_drag_that_becomes_a_pinch_ends(look, controller):
    page = look(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    x, y = page.spot(0.3, 0.5)
    touch = page.context.new_cdp_session(page.page)
    first, second = {"x": x + 30, "y": y, "id": 1}, {"x": x + 90, "y": y, "id": 2}
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{**first, "x": x}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [first]})
    page.wait_until("latentpad.pad.scrubbing")
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [first, second]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    controller.send("xy", 0.25, 0.75)
    page.wait_until("latentpad.map.puck.x === 0.25")


def test_fingers_tap_places_to_blend_and_draw_a_path(look, app):
    page = look(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    page.locator("#select-blend").tap()
    for x in (0.125, 0.875):
        page.touchscreen.tap(*page.spot(x, 0.125))
    expect(page.locator("#places .place")).to_have_count(2)
    page.locator("#how-many").select_option("4")
    page.locator("#draw-path").tap()
    (x, y), (right, _) = page.spot(0.125, 0.2), page.spot(0.875, 0.2)
    touch = page.context.new_cdp_session(page.page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for share in (0.3, 0.6, 1):
        finger = {"x": x + share * (right - x), "y": y}
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [finger]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator("#family-text")).to_have_text("4 samples")
    assert len(app.wavs()) == 4


PHONES = [(390, 844), (360, 640), (320, 568)]

SMALL = """() => [...document.querySelectorAll('button, select, input, a.drag, summary')]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }))
    .map((element) => [element.closest('label') ?? element, element.id || element.className || element.outerHTML])
    .map(([element, name]) => [element.getBoundingClientRect(), name])
    .filter(([box]) => Math.min(box.width, box.height) < 40 && !(box.height >= 24 && box.width >= 24 && box.width < 30))
    .map(([box, name]) => [name, box.width, box.height])"""
"""Targets that are small for a finger; a checkbox counts with the row that it is in."""


@pytest.mark.parametrize("size", PHONES)
def test_a_phone_in_portrait_has_the_map_on_top_and_the_controls_scroll(look, size):
    page = look(has_touch=True, is_mobile=True, viewport={"width": size[0], "height": size[1]})
    page.touchscreen.tap(*page.spot(0.125, 0.125))
    page.wait_until("latentpad.history.samples.size === 1")
    area, panel = (page.locator(part).bounding_box() for part in ("#map", "#panel"))
    assert area["y"] + area["height"] <= panel["y"] + 1
    assert area["height"] > 0.3 * size[1]
    assert area["width"] == panel["width"] == size[0]
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    page.locator("#generate").scroll_into_view_if_needed()
    expect(page.locator("#map")).to_be_in_viewport(ratio=1)
    page.locator("#control-decay").fill("0.5")
    page.locator("#another-seed").tap()
    page.wait_until("latentpad.history.samples.size === 2")


def test_targets_are_large_enough_for_fingers(look):
    page = look(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    page.touchscreen.tap(*page.spot(0.125, 0.125))
    page.wait_until("latentpad.history.samples.size === 1")
    page.locator("#midi summary").tap()
    page.locator("#monitor summary").tap()
    assert page.evaluate(SMALL) == []
    expect(page.locator("#hover-plays")).to_be_hidden()  # there is nothing that hovers
    expect(page.locator("#drag")).to_have_text("⤓ Download")


LONG = "Kept as /home/someone/Music/latentpad/kept/" + "a_long_name_" * 8 + ".wav."
ERROR = (
    "The folder /home/someone/Music/latentpad cannot be written: make it writable, or choose another one with --drop."
)


@pytest.mark.parametrize("size", [*PHONES, (568, 320), (844, 390), (500, 540)])
def test_messages_and_errors_leave_the_map_of_a_phone_free(look, size):
    page = look(has_touch=True, is_mobile=True, viewport={"width": size[0], "height": size[1]})
    page.evaluate("(text) => latentpad.status.setMessage(text)", LONG)
    area, message = (page.locator(part).bounding_box() for part in ("#map", "#message"))
    assert message["height"] > 40  # several lines
    assert message["y"] + 4 >= area["y"] + area["height"] or message["x"] >= area["x"] + area["width"]
    expect(page.locator("#message")).to_be_in_viewport(ratio=1)
    page.evaluate("(text) => latentpad.status.addError(text)", ERROR)
    message, error = (page.locator(part).bounding_box() for part in ("#message", "#errors"))
    assert message["y"] + message["height"] <= error["y"] or message["x"] + message["width"] <= error["x"]
    assert message["x"] + message["width"] <= area["x"] + area["width"] - 60  # clear of the buttons
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    assert error["y"] + 4 >= area["y"] + area["height"] or error["x"] >= area["x"] + area["width"]
    expect(page.locator("#errors button")).to_be_in_viewport(ratio=1)

"""The tour on the first visit, and the page before there is a sample."""

from dataclasses import replace

import numpy as np
import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.clients

TITLES = ["The map", "Kinds", "Controls", "Into the DAW"]
OUTLINED = "[...document.querySelectorAll('.toured')].map((one) => one.id).join()"
PARTS = ["map", "legend", "control-part", "history-part"]


def test_the_first_visit_has_four_steps_and_the_next_one_none(look):
    page = look(tour=True)
    for number, (title, part) in enumerate(zip(TITLES, PARTS, strict=True)):
        expect(page.locator("#tour-title")).to_have_text(title)
        expect(page.locator("#tour-count")).to_have_text(f"{number + 1} of 4")
        assert page.evaluate(OUTLINED) == part
        expect(page.locator(f"#{part}")).to_be_in_viewport()
        expect(page.locator("#tour-next")).to_be_in_viewport(ratio=1)
        page.locator("#tour-next").click()
    expect(page.locator("#tour")).to_be_hidden()
    expect(page.locator("#map")).to_be_focused()
    assert page.evaluate(OUTLINED) == ""
    page.reload()
    page.wait_until("latentpad.loader.ready")
    expect(page.locator("#tour")).to_be_hidden()


@pytest.mark.parametrize("skip", ["click", "Escape"])
def test_a_tour_that_is_skipped_does_not_come_back_but_help_has_it(look, skip):
    page = look(tour=True)
    expect(page.locator("#tour")).to_be_visible()
    if skip == "click":
        page.locator("#tour-skip").click()
    else:
        page.keyboard.press("Escape")
    expect(page.locator("#tour")).to_be_hidden()
    page.reload()
    page.wait_until("latentpad.loader.ready")
    expect(page.locator("#tour")).to_be_hidden()
    page.keyboard.press("?")
    page.locator("#open-tour").click()
    expect(page.locator("#tour-title")).to_have_text("The map")


def test_one_can_play_during_the_tour(look, app):
    page = look(tour=True)
    expect(page.locator("#tour")).to_be_visible()
    page.make_sample(0.125, 0.125)
    assert len(app.wavs()) == 1
    expect(page.locator("#tour-count")).to_have_text("1 of 4")


def test_an_empty_folder_says_in_one_sentence_what_to_do(page):
    expect(page.locator("#no-samples")).to_have_text(
        "The folder is still empty: click the map, and your first sample appears here and there."
    )
    page.make_sample(0.125, 0.125)
    expect(page.locator("#no-samples")).to_be_hidden()


@pytest.mark.parametrize("size", [(320, 568), (390, 844), (568, 320), (640, 400)])
def test_each_step_and_its_part_are_in_sight_on_small_screens(look, size):
    page = look(tour=True, viewport={"width": size[0], "height": size[1]})
    for part in PARTS:
        assert page.evaluate(OUTLINED) == part
        expect(page.locator("#tour-title")).to_be_in_viewport(ratio=1)
        expect(page.locator("#tour-next")).to_be_in_viewport(ratio=1)
        tour, box = page.locator("#tour").bounding_box(), page.locator(f"#{part}").bounding_box()
        panel = page.locator("#panel").bounding_box()
        top, bottom = (panel["y"], panel["y"] + panel["height"]) if "part" in part else (0, size[1])
        shown = min(box["y"] + box["height"], bottom) - max(box["y"], top)
        if tour["x"] < box["x"] + box["width"] and box["x"] < tour["x"] + tour["width"]:
            hidden = min(box["y"] + box["height"], bottom, tour["y"] + tour["height"]) - max(box["y"], top, tour["y"])
            shown -= max(0, hidden)
        assert shown >= min(40, box["height"]), (part, tour, box)
        page.locator("#tour-next").click()


def test_a_map_without_kinds_has_a_tour_of_three_steps(make_app, look, bundle):
    layout = replace(bundle.map, labels=np.full(len(bundle.map.points), -1, np.int32))
    page = look(make_app(bundle=replace(bundle, map=layout, labels=(), digest="f" * 64)).start(), tour=True)
    for number, part in enumerate(part for part in PARTS if part != "legend"):
        expect(page.locator("#tour-count")).to_have_text(f"{number + 1} of 3")
        assert page.evaluate(OUTLINED) == part
        page.locator("#tour-next").click()
    expect(page.locator("#tour")).to_be_hidden()

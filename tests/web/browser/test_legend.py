"""The legend: labels with markers, colours and counts, by which the map is filtered."""

import re
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.clients

N_SHOWN = "latentpad.map.points.visible.reduce((a, b) => a + b)"

EYES = {
    "most": np.eye(3),
    "protanopia": np.array([[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]),
    "deuteranopia": np.array([[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]),
    "tritanopia": np.array([[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]]),
}
"""What the colour-blind see: matrices for linear RGB (Machado, Oliveira and Fernandes, 2009)."""

TO_LMS = np.array([[0.4122, 0.5363, 0.0514], [0.2119, 0.6807, 0.1074], [0.0883, 0.2817, 0.6300]])
TO_OKLAB = np.array([[0.2105, 0.7936, -0.0041], [1.9780, -2.4286, 0.4506], [0.0259, 0.7828, -0.8087]])


def seen(colours, eyes):
    """Convert colours [n, 3] to what eyes see of them, in OKLab (Ottosson, 2020)."""
    shares = np.array(colours) / 255
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    return np.cbrt(np.clip(linear @ EYES[eyes].T, 0, 1) @ TO_LMS.T) @ TO_OKLAB.T


def least_difference(colours, eyes):
    return min(np.linalg.norm(one - other) for one, other in combinations(seen(colours, eyes), 2))


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_kinds_have_combinations_of_marker_and_colour_that_are_told_apart(crowded_app, look, scheme):
    page = look(crowded_app, color_scheme=scheme)
    palette = page.evaluate("latentpad.map.palette")
    markers = page.locator("#labels svg").evaluate_all("all => all.map((svg) => svg.innerHTML)")
    assert len(palette) == len(markers) == 28
    assert len({(marker, tuple(colour)) for marker, colour in zip(markers, palette, strict=True)}) == 28
    assert least_difference([*palette[:15], palette[-1]], "most") > 0.07
    for marker in set(markers) - {markers[-1]}:
        alike = [colour for colour, its in zip(palette, markers, strict=True) if its == marker]
        assert all(least_difference(alike, eyes) > 0.06 for eyes in EYES)


def test_sounds_without_a_kind_are_filtered_like_a_kind(crowded_page):
    page = crowded_page
    page.locator("#all-labels").click()
    page.locator("#labels button", has_text="no kind").click()
    page.wait_until(f"{N_SHOWN} === 30")
    assert page.evaluate("latentpad.filter.randomLabel()") == []
    page.locator("#labels button", has_text=re.compile(r"^kind 0 20$")).click()
    page.wait_until(f"{N_SHOWN} === 50")
    assert page.evaluate("latentpad.filter.randomLabel()") == ["kind_0"]


def test_all_kinds_can_be_laid_over_the_map_which_stays_where_it_is(crowded_page):
    page = crowded_page
    before = page.locator("#map").bounding_box()
    last = page.locator("#labels button").last
    expect(last).not_to_be_in_viewport()
    page.locator("#all-labels").click()
    expect(page.locator("#all-labels")).to_have_attribute("aria-expanded", "true")
    expect(last).to_be_in_viewport()
    assert page.locator("#map").bounding_box() == before
    last.click()
    page.wait_until(f"{N_SHOWN} === 30")
    page.keyboard.press("Escape")
    expect(last).not_to_be_in_viewport()
    assert page.evaluate(N_SHOWN) == 30  # each Escape closes or clears one thing
    page.keyboard.press("Escape")
    page.wait_until(f"{N_SHOWN} === latentpad.map.points.count")


def test_the_list_of_all_kinds_is_offered_only_where_it_is_needed(page):
    expect(page.locator("#all-labels")).to_be_hidden()
    page.set_viewport_size({"width": 320, "height": 620})
    expect(page.locator("#all-labels")).to_be_visible()
    page.set_viewport_size({"width": 900, "height": 620})
    expect(page.locator("#all-labels")).to_be_hidden()


def test_the_whole_list_can_be_scrolled_in_a_small_window(crowded_page):
    page = crowded_page
    page.set_viewport_size({"width": 390, "height": 700})
    page.locator("#all-labels").click()
    page.locator("#labels button").last.scroll_into_view_if_needed()
    expect(page.locator("#labels button").last).to_be_in_viewport(ratio=0.9)
    expect(page.locator("#all-labels")).to_be_in_viewport()


CUT = """() => [...document.querySelectorAll('#labels button')].filter((button) => {
    const [own, all] = [button, document.querySelector('#labels')].map((one) => one.getBoundingClientRect())
    const isSeen = getComputedStyle(button).visibility === 'visible'
    return isSeen && !(own.top >= all.top && own.bottom <= all.bottom && own.left >= all.left && own.right <= all.right)
}).length"""
"""Labels that are seen in part."""


@pytest.mark.parametrize("height", [26, 31, 44])
@pytest.mark.parametrize("width", [1280, 900, 640, 390, 320])
def test_no_kind_is_cut_whatever_the_size_of_window_and_text(crowded_page, width, height):
    page = crowded_page
    style = f"(one) => one.style.minHeight = '{height}px'"
    page.evaluate(f"[...document.querySelectorAll('#labels button')].forEach({style})")
    page.set_viewport_size({"width": width, "height": 800})
    page.wait_until("latentpad.map.view.width === latentpad.map.element.clientWidth")
    page.evaluate("latentpad.filter.legend.fit()")
    seen = page.evaluate("[...document.querySelectorAll('#labels button:not(.folded)')].map((one) => one.offsetTop)")
    assert len(set(seen)) == (2 if width > 820 else 1)
    assert len(seen) >= 1
    assert page.evaluate(CUT) == 0
    expect(page.locator("#all-labels")).to_have_text("All 27")


def test_kinds_that_are_filtered_by_and_folded_are_counted(crowded_page):
    page = crowded_page
    page.locator("#all-labels").click()
    page.locator("#labels button").last.click()
    page.keyboard.press("Escape")
    expect(page.locator("#all-labels")).to_have_text("All 27, 1 on")
    page.locator("#labels button").first.click()
    expect(page.locator("#all-labels")).to_have_text("All 27, 1 on")


def test_long_kinds_are_shown_in_full_once_the_legend_is_open(make_app, look, bundle):
    labels = ("a kind with a name that is long, very long, and longer still", "קטגוריה עם שם ארוך מאוד מאוד", "x" * 60)
    page = look(
        make_app(bundle=replace(bundle, labels=labels, digest="9" * 64)).start(), viewport={"width": 320, "height": 568}
    )
    page.locator("#all-labels").click()
    cut = "[...document.querySelectorAll('#labels span')].filter((name) => name.scrollWidth > name.clientWidth + 1)"
    assert page.evaluate(f"{cut}.length") == 0
    bidi = "getComputedStyle(document.querySelector('#labels span')).unicodeBidi"
    assert page.evaluate(bidi) == "plaintext"

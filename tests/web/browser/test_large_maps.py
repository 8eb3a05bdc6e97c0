"""Maps whose names arrive in blocks, and whose points are too many for each frame of a movement."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from latentpad.player import page_map
from latentpad.player.preview import Preview

pytestmark = pytest.mark.clients

NAMES = "Array.from(latentpad.map.points.xs, (_, index) => latentpad.filter.sounds.at(index))"
ALL_NAMES = "latentpad.filter.sounds.count === latentpad.map.points.count"
DRAWN = "new Uint32Array(latentpad.map.pointsImage.image.data.buffer).reduce((n, pixel) => n + (pixel ? 1 : 0), 0)"


@pytest.fixture
def in_blocks(monkeypatch):
    """Send five names at once."""
    monkeypatch.setattr(page_map, "BLOCK", 5)


@pytest.mark.usefixtures("in_blocks")
def test_names_that_arrive_in_blocks_are_shown_searched_and_their_folders_suggested(look, app, bundle):
    page = look(app)
    page.wait_until(ALL_NAMES)
    assert page.evaluate(NAMES) == bundle.map.names.tolist()
    assert page.evaluate("latentpad.filter.sounds.at(32)") is None
    page.locator("#search").fill("hat/7")
    expect(page.locator("#count")).to_have_text("1 of 32")
    expect(page.locator("#folders option")).to_have_count(4)


@pytest.mark.usefixtures("in_blocks")
def test_words_are_searched_in_names_as_they_arrive(bare_page, app, monkeypatch):
    names, sent = Preview.names, []
    monkeypatch.setattr(Preview, "names", lambda preview, block: names(preview, block) if block < 3 or sent else 1 / 0)
    bare_page.goto(app.url)
    bare_page.locator("#search").fill("wav")
    expect(bare_page.locator("#count")).to_have_text("15 of 32")
    sent.append(True)  # the page asks again
    expect(bare_page.locator("#count")).to_have_text("32 sounds")


@pytest.mark.usefixtures("in_blocks")
def test_names_of_another_map_replace_those_of_the_one_before(page, make_app, app, bundle):
    ports = app.ports
    app.daemon.stop()
    layout = replace(bundle.map, **{key: array[8:19] for key, array in vars(bundle.map).items() if array is not None})
    make_app(bundle=replace(bundle, map=layout, digest="1" * 64), ports=ports).start()
    page.wait_until(f"latentpad.map.points.count === 11 && {ALL_NAMES}")
    assert page.evaluate(NAMES) == bundle.map.names.tolist()[8:19]


def test_many_points_are_all_drawn_once_the_map_rests(crowded_page):
    page = crowded_page
    page.evaluate("latentpad.map.pointsImage.draftPoints = 500")
    moving = page.evaluate(f"(() => {{ latentpad.pad.zoom(1.05, 9, 9); latentpad.map.frame(); return {DRAWN} }})()")
    page.wait_until(f"{DRAWN} > 2 * {moving}")
    resting = page.evaluate(DRAWN)
    page.evaluate("latentpad.map.draw('points')")
    page.wait_until("latentpad.map.stale.size === 0")
    assert page.evaluate(DRAWN) == resting


def test_the_nearest_point_is_found_among_many(crowded_page):
    page = crowded_page
    near = "latentpad.map.soundNear(...latentpad.map.view.toScreen(...latentpad.map.points.at({0})), 1)"
    for index in (0, 777, page.evaluate("latentpad.map.points.count") - 1):
        assert page.evaluate(near.format(index)) == index


def test_zoomed_in_the_points_of_the_view_are_drawn_as_on_the_whole_map(crowded_page):
    page = crowded_page
    page.evaluate("Object.assign(latentpad.map.view, { scale: 6, x: 0.4, y: 0.6 }), latentpad.map.draw('points')")
    page.wait_until("latentpad.map.stale.size === 0")
    some = page.evaluate("latentpad.map.points.inView(latentpad.map.view)?.length ?? 0")
    assert 0 < some < page.evaluate("latentpad.map.points.count")
    drawn = page.evaluate("latentpad.map.pointsImage.image.data.join()")
    page.evaluate("(latentpad.map.points.inView = () => null, latentpad.map.draw('points'))")
    page.wait_until("latentpad.map.stale.size === 0")
    assert page.evaluate("latentpad.map.pointsImage.image.data.join()") == drawn

"""Names of the labels on the map, on a made-up map of 27 kinds that overlap."""

from itertools import combinations

import pytest

pytestmark = pytest.mark.clients

N_KINDS = 27
SIZES = [(1280, 800), (700, 400), (390, 780)]

PLACED = "latentpad.map.names.placed"

INK = """() => {
    const { context, boxes, ratio } = {
        context: latentpad.map.contexts.overlay, boxes: latentpad.map.names.placed.map(({ box }) => box),
        ratio: latentpad.map.ratio }
    const [left, top] = latentpad.map.view.toScreen(latentpad.map.puck.x, latentpad.map.puck.y)
    boxes.push([left - 24, top - 24, left + 24, top + 24])
    const { width, height } = context.canvas
    const { data } = context.getImageData(0, 0, width, height)
    let [inside, outside] = [0, 0]
    for (let at = 3; at < data.length; at += 4) {
        if (!data[at]) continue
        const [x, y] = [((at >> 2) % width) / ratio, Math.floor((at >> 2) / width) / ratio]
        if (boxes.some((box) => x >= box[0] - 1 && x <= box[2] && y >= box[1] - 1 && y <= box[3])) inside += 1
        else outside += 1
    }
    return [inside, outside]
}"""
"""Pixels of the overlay inside and outside the boxes of names and point."""


def show(page, scale, x=0.5, y=0.5):
    """Show a part of the map, and return the names on it."""
    page.evaluate(f"Object.assign(latentpad.map.view, {{ scale: {scale}, x: {x}, y: {y} }})")
    page.evaluate("latentpad.map.view.clamp(), latentpad.map.drawAll()")
    page.wait_until("latentpad.map.stale.size === 0")
    return page.evaluate(PLACED)


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("size", SIZES)
def test_names_never_overlap_and_each_is_over_a_sound_of_its_kind(crowded_page, size):
    page = crowded_page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.wait_until("latentpad.map.view.width === latentpad.map.element.clientWidth")
    for scale in (1, 1.3, 1.8, 2.5, 4, 8, 20, 60):
        for x, y in ((0.5, 0.5), (0.2, 0.7)):
            placed = show(page, scale, x, y)
            assert not any(overlap(one["box"], other["box"]) for one, other in combinations(placed, 2)), scale
            for name in placed:
                left, top = page.evaluate(f"latentpad.map.view.toScreen(...latentpad.map.points.at({name['spot']}))")
                assert page.evaluate(f"latentpad.map.points.ranks[{name['spot']}]") == name["rank"]
                box = name["box"]
                assert box[0] <= left <= box[2]
                assert box[1] <= top <= box[3]


def test_names_on_a_small_map_hide_none_of_the_sounds_that_they_name(page):
    placed = show(page, 1)
    assert len(placed) >= 2
    for name in placed:
        left, top = page.evaluate(f"latentpad.map.view.toScreen(...latentpad.map.points.at({name['spot']}))")
        box = name["box"]
        away = max(box[0] - left, left - box[2], box[1] - top, top - box[3])
        assert 5 < away < 10
    assert not any(overlap(one["box"], other["box"]) for one, other in combinations(placed, 2))


def test_names_are_written_inside_their_boxes(crowded_page):
    assert show(crowded_page, 1)
    inside, outside = crowded_page.evaluate(INK)
    assert inside > 0
    assert outside == 0


def test_names_that_have_no_room_appear_as_one_zooms_in(crowded_page):
    page = crowded_page
    page.set_viewport_size({"width": 390, "height": 780})
    page.wait_until("latentpad.map.view.width === 390")
    whole = {name["rank"] for name in show(page, 1)}
    parts = {name["rank"] for x in (0.2, 0.5, 0.8) for y in (0.2, 0.5, 0.8) for name in show(page, 3, x, y)}
    assert 0 in whole  # the largest kind
    assert len(whole) < N_KINDS
    assert parts == set(range(N_KINDS))


def test_a_kind_in_two_places_has_two_names(crowded_page):
    ranks = [name["rank"] for name in show(crowded_page, 1)]
    twice = {rank for rank in ranks if ranks.count(rank) == 2}
    assert twice
    assert all(crowded_page.evaluate(f"latentpad.map.labels[{rank}].regions.length") == 2 for rank in twice)
    assert max(map(ranks.count, ranks)) == 2


def test_names_stay_over_sounds_that_the_filter_shows(crowded_page):
    page = crowded_page
    page.locator("#search").fill("3.wav")
    page.wait_until("latentpad.map.points.filtered")
    placed = show(page, 1)
    assert placed
    assert all(page.evaluate(f"latentpad.map.points.visible[{name['spot']}]") for name in placed)


def test_names_leave_marks_free_and_come_back(crowded_page):
    page = crowded_page
    before = show(page, 1)
    left, top, right, bottom = before[0]["box"]
    x, y = page.evaluate(f"latentpad.map.view.toMap({(left + right) / 2}, {(top + bottom) / 2})")
    page.evaluate(f"latentpad.drawing.blend.set([[{x}, {y}, 1]])")
    marks = page.evaluate("latentpad.map.marks(latentpad.map.view)")
    assert len(marks) == 2
    placed = show(page, 1)
    assert placed != before
    assert not any(overlap(name["box"], mark) for name in placed for mark in marks)
    page.evaluate("latentpad.drawing.blend.clear()")
    assert show(page, 1) == before

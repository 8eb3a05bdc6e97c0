"""The pad's script: mouse, drawing, states."""

import json
import re
from xml.etree import ElementTree

import pytest

MAP = {
    "format": 1,
    "bundle": "toy",
    "digest": "a" * 64,
    "labels": [
        {"name": "kick", "colour": "#ff0000", "count": 60, "x": 0.25, "y": 0.25},
        {"name": "hat <é>", "colour": "#0000ff", "count": 39, "x": 0.75, "y": 0.75},
        {"name": "rare", "colour": "#00ff00", "count": 1, "x": 0.5, "y": 0.5},
    ],
    "points": {"x": [0.25] * 60 + [0.75] * 39 + [0.5, 0.0], "y": [0.25] * 60 + [0.75] * 39 + [0.5, 1.0]}
    | {"label": [0] * 60 + [1] * 39 + [2, -1]},
}
SIDE = 147
"""Pixels of the map; the strip below has 14."""


@pytest.fixture
def pad(run):
    return run("pad")


@pytest.fixture
def map_file(tmp_path):
    folder = tmp_path / "é b"
    folder.mkdir()
    file = folder / "map.json"
    file.write_text(json.dumps(MAP))
    return file


def words(svg):
    return [element.text for element in ElementTree.fromstring(svg).iter() if element.tag.endswith("text")]


def circles(svg, colour):
    """Give where circles of a colour are filled."""
    shapes = re.findall(rf"d='M([\d.]+) ([\d.]+)a([\d.]+) [^']*' fill='{re.escape(colour)}'", svg)
    return [(float(x) + float(radius), float(y)) for x, y, radius in shapes]


def test_a_drag_says_where_and_the_release_comes_last(pad):
    assert pad.mouse("onclick", SIDE / 4, SIDE / 2, 1, 0, 0) == [(0, "xy", 0.25, 0.5)]
    pad.wait(50)
    assert pad.mouse("ondrag", SIDE / 2, SIDE / 4, 1, 0, 0) == [(0, "xy", 0.5, 0.75)]
    assert pad.mouse("ondrag", SIDE / 2, SIDE / 4, 0, 0, 0) == [(0, "xy", 0.5, 0.75), (0, "release", 0.5, 0.75)]
    assert pad.mouse("ondrag", 3, 3, 0, 0, 0) == []


def test_a_fast_drag_is_told_at_most_25_times_a_second_and_its_end_always(pad):
    pad.mouse("onclick", 0, SIDE, 1, 0, 0)
    said = []
    for step in range(1, 101):
        pad.wait(5)
        said += pad.mouse("ondrag", SIDE * step / 200, SIDE, 1, 0, 0)
    assert len(said) == 12
    assert pad.value("puck")["x"] == 0.5
    assert pad.mouse("ondrag", 0, 0, 0, 0, 0) == [(0, "xy", 0.5, 0), (0, "release", 0.5, 0)]


def test_a_drag_beyond_the_edge_stays_on_the_map(pad):
    pad.mouse("onclick", 10, 10, 1, 0, 0)
    pad.wait(50)
    assert pad.mouse("ondrag", -30, 500, 1, 0, 0) == [(0, "xy", 0, 0)]
    pad.wait(50)
    assert pad.mouse("ondrag", 500, -30, 1, 0, 0) == [(0, "xy", 1, 1)]


def test_with_shift_the_point_moves_an_eighth_and_does_not_jump(pad):
    pad.say("point", 0.5, 0.5)
    assert pad.mouse("onclick", 10, 10, 1, 0, 1) == [(0, "xy", 0.5, 0.5)]
    pad.wait(50)
    ((_, _, x, y),) = pad.mouse("ondrag", 10 + SIDE / 2, 10 + SIDE / 4, 1, 0, 1)
    assert (x, y) == (pytest.approx(0.5 + 0.5 / 8), pytest.approx(0.5 - 0.25 / 8))
    pad.wait(50)
    ((_, _, x, y),) = pad.mouse("ondrag", SIDE, 0, 1, 0, 0)
    assert (x, y) == (1, 1)


def test_dials_that_are_behind_do_not_move_the_point_while_it_is_dragged(pad):
    pad.mouse("onclick", SIDE / 2, SIDE / 2, 1, 0, 0)
    pad.say("point", 0.1, 0.1)
    assert pad.value("puck") == {"x": 0.5, "y": 0.5}
    pad.mouse("ondrag", SIDE / 2, SIDE / 2, 0, 0, 0)
    pad.say("point", 0.1, 0.1)
    assert pad.value("puck") == {"x": 0.1, "y": 0.1}


def test_a_double_click_generates_and_the_strip_takes_no_clicks(pad):
    pad.mouse("onclick", 20, 20, 1, 0, 0)
    pad.mouse("ondrag", 20, 20, 0, 0, 0)
    pad.mouse("onclick", 20, 20, 1, 0, 0)
    ((_, word, x, y),) = pad.mouse("ondblclick", 20, 20)
    assert (word, x, y) == ("generate", pytest.approx(20 / SIDE), pytest.approx(1 - 20 / SIDE))
    assert pad.mouse("ondrag", 20, 20, 0, 0, 0) == []
    assert pad.mouse("ondblclick", 20, SIDE + 5) == []
    assert pad.mouse("onclick", 20, SIDE + 5, 1, 0, 0) == []
    assert pad.mouse("ondrag", 20, 20, 1, 0, 0) == []


def test_what_comes_in_is_never_echoed(pad, map_file):
    assert pad.say("point", 0.1, 0.2) == []
    assert pad.say("map", str(map_file)) == []
    assert pad.say("made", 0.1, 0.2, 1) == []
    assert pad.say("state", "busy", "making a sound") == []


def test_the_map_is_drawn_in_the_colours_of_its_labels_with_y_upwards(pad, map_file):
    assert "rgb(255,0,0)" not in pad.draw()
    pad.say("map", str(map_file))
    svg = pad.draw()
    places = dict(re.findall(r"d='M([-\d.]+ [-\d.]+)h2v2h-2z' fill='rgb\((.*?)\)'", svg))
    quarter, three = round(SIDE * 0.25) - 1, round(SIDE * 0.75) - 1
    assert places[f"{quarter} {three}"] == "255,0,0"
    assert places[f"{three} {quarter}"] == "0,0,255"
    assert "153,153,153" in places.values()
    assert [word for word in words(svg) if word in ("kick", "hat <é>", "rare")] == ["kick", "hat <é>"]


def test_a_map_of_a_hundred_thousand_is_thinned(pad, map_file):
    n = 100_000
    layout = MAP | {"points": {"x": [i / n for i in range(n)], "y": [0.5] * n, "label": [0] * n}}
    map_file.write_text(json.dumps(layout))
    pad.say("map", str(map_file))
    assert 3000 <= pad.draw().count("h2v2h-2z") <= 6000


def test_the_map_is_drawn_once_and_again_when_the_size_changes(pad, map_file):
    pad.say("map", str(map_file))
    first = pad.draw()
    assert pad.draw() == first
    assert pad.value("images") == 1
    pad.do(size=[300, 314])
    assert "width='300'" in pad.draw()
    pad.draw()
    assert pad.value("images") == 2


def test_the_map_follows_the_colours_of_lives_theme(pad):
    dark = {"live_lcd_bg": [0, 0, 0, 1], "live_lcd_control_fg": [1, 1, 1, 1]}
    pad.do(theme=dark)
    assert "fill='rgb(0,0,0)' fill-opacity='1'" in pad.draw()
    pad.do(theme=dark | {"live_lcd_bg": [0.8, 0.8, 0.8, 1]})
    assert "fill='rgb(204,204,204)' fill-opacity='1'" in pad.draw()
    assert pad.value("images") == 2


def test_a_max_that_has_no_colours_of_live_is_drawn_all_the_same(pad):
    plain = pad.draw()
    names = ("live_lcd_bg", "live_lcd_control_fg", "live_alert", "live_control_selection")
    pad.do(theme={name: [0, 0, 0, 1] for name in names})
    assert pad.draw() == plain


@pytest.mark.parametrize("content", [None, "", "{", "[]", "null", '{"points": {}}'])
def test_a_map_that_cannot_be_read_is_said_and_the_old_one_stays(pad, map_file, content):
    pad.say("map", str(map_file))
    broken = map_file.with_name("broken.json")
    if content is not None:
        broken.write_text(content)
    pad.say("map", str(broken))
    svg = pad.draw()
    assert "the map cannot be" in " ".join(words(svg))
    assert "kick" in words(svg)


def test_made_sounds_are_shown_ours_before_others_and_kept_ones_stand_out(pad):
    pad.say("made", 0.25, 0.5, 1)
    pad.say("made", 0.5, 0.5, 0)
    white = circles(pad.draw(), "rgb(255,255,255)")
    assert white == [(SIDE / 4, SIDE / 2), (SIDE / 2, SIDE / 2)]
    pad.say("kept", 0.125, 0.125)
    assert len(circles(pad.draw(), "rgb(255,255,255)")) == 2
    pad.say("kept", 0.25, 0.5)
    svg = pad.draw()
    assert circles(svg, "rgb(255,255,255)") == [(SIDE / 2, SIDE / 2)]
    assert circles(svg, "rgb(61,194,245)") == [(SIDE / 4, SIDE / 2)]


def test_another_bundle_takes_the_made_sounds_away_and_the_same_does_not(pad, map_file):
    pad.say("map", str(map_file))
    pad.say("made", 0.25, 0.5, 1)
    pad.say("map", str(map_file))
    assert len(pad.value("sounds")) == 1
    map_file.write_text(json.dumps(MAP | {"digest": "b" * 64}))
    pad.say("map", str(map_file))
    assert pad.value("sounds") == []


def test_no_more_than_some_hundred_made_sounds_are_kept_in_mind(pad):
    for i in range(310):
        pad.say("made", i / 310, 0.5, 1)
    assert len(pad.value("sounds")) == 300


def test_the_state_is_said_in_words_over_as_many_lines_as_it_needs(pad):
    pad.say("state", "ready", "ready")
    assert words(pad.draw()) == ["ready"]
    text = "no daemon on port 9310: run latentpad"
    pad.say("state", "lost", text)
    lines = words(pad.draw())
    assert " ".join(lines) == text
    assert len(lines) == 2
    heights = re.findall(r"<text x='4' y='([\d.]+)'", pad.draw())
    assert [float(y) for y in heights] == [SIDE + 10 - 12, SIDE + 10]


def test_a_path_without_spaces_is_broken_and_nothing_of_it_lost(pad):
    text = "/Users/somebody/Music/latentpad-new-sounds-of-today/drums: gone " + "w" * 60
    pad.say("state", "error", text)
    lines = words(pad.draw())
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    widths = re.findall(r"textLength='([\d.]+)'", pad.draw())
    assert len(widths) == len(lines)
    assert max(map(float, widths)) <= SIDE - 8


def test_busy_and_error_can_be_told_by_the_look_of_the_point(pad):
    drawn = {}
    for kind in ("ready", "busy", "error"):
        pad.say("state", kind, "same words")
        drawn[kind] = pad.draw()
    assert len(set(drawn.values())) == 3

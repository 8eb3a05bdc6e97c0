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


def texts(svg):
    return [element.text for element in ElementTree.fromstring(svg).iter() if element.tag.endswith("text")]


def circles(svg, colour):
    """Return the centres of the filled circles of a colour."""
    shapes = re.findall(rf"d='M([\d.]+) ([\d.]+)a([\d.]+) [^']*' fill='{re.escape(colour)}'", svg)
    return [(float(x) + float(radius), float(y)) for x, y, radius in shapes]


def test_a_drag_sends_its_position_and_the_release_comes_last(pad):
    assert pad.mouse("onclick", SIDE / 4, SIDE / 2, 1, 0, 0) == [(0, "xy", 0.25, 0.5)]
    pad.advance(50)
    assert pad.mouse("ondrag", SIDE / 2, SIDE / 4, 1, 0, 0) == [(0, "xy", 0.5, 0.75)]
    assert pad.mouse("ondrag", SIDE / 2, SIDE / 4, 0, 0, 0) == [(0, "xy", 0.5, 0.75), (0, "release", 0.5, 0.75)]
    assert pad.mouse("ondrag", 3, 3, 0, 0, 0) == []


def test_a_fast_drag_sends_at_most_25_messages_per_second_and_always_its_end(pad):
    pad.mouse("onclick", 0, SIDE, 1, 0, 0)
    sent = []
    for step in range(1, 101):
        pad.advance(5)
        sent += pad.mouse("ondrag", SIDE * step / 200, SIDE, 1, 0, 0)
    assert len(sent) == 12
    assert pad.variable("puck")["x"] == 0.5
    assert pad.mouse("ondrag", 0, 0, 0, 0, 0) == [(0, "xy", 0.5, 0), (0, "release", 0.5, 0)]


def test_a_drag_beyond_the_edge_stays_on_the_map(pad):
    pad.mouse("onclick", 10, 10, 1, 0, 0)
    pad.advance(50)
    assert pad.mouse("ondrag", -30, 500, 1, 0, 0) == [(0, "xy", 0, 0)]
    pad.advance(50)
    assert pad.mouse("ondrag", 500, -30, 1, 0, 0) == [(0, "xy", 1, 1)]


def test_with_shift_the_point_moves_an_eighth_and_does_not_jump(pad):
    pad.send("point", 0.5, 0.5)
    assert pad.mouse("onclick", 10, 10, 1, 0, 1) == [(0, "xy", 0.5, 0.5)]
    pad.advance(50)
    ((_, _, x, y),) = pad.mouse("ondrag", 10 + SIDE / 2, 10 + SIDE / 4, 1, 0, 1)
    assert (x, y) == (pytest.approx(0.5 + 0.5 / 8), pytest.approx(0.5 - 0.25 / 8))
    pad.advance(50)
    ((_, _, x, y),) = pad.mouse("ondrag", SIDE, 0, 1, 0, 0)
    assert (x, y) == (1, 1)


def test_dials_that_lag_behind_do_not_move_the_point_while_it_is_dragged(pad):
    pad.mouse("onclick", SIDE / 2, SIDE / 2, 1, 0, 0)
    pad.send("point", 0.1, 0.1)
    assert pad.variable("puck") == {"x": 0.5, "y": 0.5}
    pad.mouse("ondrag", SIDE / 2, SIDE / 2, 0, 0, 0)
    pad.send("point", 0.1, 0.1)
    assert pad.variable("puck") == {"x": 0.1, "y": 0.1}


def test_a_double_click_generates_and_the_strip_ignores_clicks(pad):
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
    assert pad.send("point", 0.1, 0.2) == []
    assert [event[1] for event in pad.send("map", str(map_file))] == ["kinds", "colours"]
    assert pad.send("sample", 0.1, 0.2, 1) == []
    assert pad.send("state", "busy", "making a sound") == []


def test_the_colours_of_the_kinds_are_sent_as_numbers(pad, map_file):
    sent = pad.send("map", str(map_file))
    assert sent[-1] == (0, "colours", "kick", 0xFF0000, "hat <é>", 0x0000FF, "rare", 0x00FF00)


def test_the_map_is_drawn_in_the_colours_of_its_labels_with_y_upwards(pad, map_file):
    assert "rgb(255,0,0)" not in pad.paint()
    pad.send("map", str(map_file))
    svg = pad.paint()
    places = dict(re.findall(r"d='M([-\d.]+ [-\d.]+)h2v2h-2z' fill='rgb\((.*?)\)'", svg))
    quarter, three = round(SIDE * 0.25) - 1, round(SIDE * 0.75) - 1
    assert places[f"{quarter} {three}"] == "255,0,0"
    assert places[f"{three} {quarter}"] == "0,0,255"
    assert "153,153,153" in places.values()
    assert [word for word in texts(svg) if word in ("kick", "hat <é>", "rare")] == ["kick", "hat <é>"]


def test_a_map_of_a_hundred_thousand_is_thinned(pad, map_file):
    n = 100_000
    layout = MAP | {"points": {"x": [i / n for i in range(n)], "y": [0.5] * n, "label": [0] * n}}
    map_file.write_text(json.dumps(layout))
    pad.send("map", str(map_file))
    assert 3000 <= pad.paint().count("h2v2h-2z") <= 6000


def test_the_map_is_drawn_once_and_again_when_the_size_changes(pad, map_file):
    pad.send("map", str(map_file))
    first = pad.paint()
    assert pad.paint() == first
    assert pad.variable("images") == 1
    pad.command(size=[300, 314])
    assert "width='300'" in pad.paint()
    pad.paint()
    assert pad.variable("images") == 2


def test_the_map_follows_the_colours_of_lives_theme(pad):
    dark = {"live_lcd_bg": [0, 0, 0, 1], "live_lcd_control_fg": [1, 1, 1, 1]}
    pad.command(theme=dark)
    assert "fill='rgb(0,0,0)' fill-opacity='1'" in pad.paint()
    pad.command(theme=dark | {"live_lcd_bg": [0.8, 0.8, 0.8, 1]})
    assert "fill='rgb(204,204,204)' fill-opacity='1'" in pad.paint()
    assert pad.variable("images") == 2


def test_a_max_without_lives_colours_uses_the_fallback_colours(pad):
    plain = pad.paint()
    names = ("live_lcd_bg", "live_lcd_control_fg", "live_alert", "live_control_selection")
    pad.command(theme={name: [0, 0, 0, 1] for name in names})
    assert pad.paint() == plain


@pytest.mark.parametrize("content", [None, "", "{", "[]", "null", '{"points": {}}'])
def test_an_unreadable_map_is_reported_and_the_old_one_stays(pad, map_file, content):
    pad.send("map", str(map_file))
    broken = map_file.with_name("broken.json")
    if content is not None:
        broken.write_text(content)
    pad.send("map", str(broken))
    svg = pad.paint()
    assert "the map cannot be" in " ".join(texts(svg))
    assert "kick" in texts(svg)


def test_samples_are_drawn_and_kept_ones_stand_out(pad):
    pad.send("sample", 0.25, 0.5, 1)
    pad.send("sample", 0.5, 0.5, 0)
    white = circles(pad.paint(), "rgb(255,255,255)")
    assert white == [(SIDE / 4, SIDE / 2), (SIDE / 2, SIDE / 2)]
    pad.send("kept", 0.125, 0.125)
    assert len(circles(pad.paint(), "rgb(255,255,255)")) == 2
    pad.send("kept", 0.25, 0.5)
    svg = pad.paint()
    assert circles(svg, "rgb(255,255,255)") == [(SIDE / 2, SIDE / 2)]
    assert circles(svg, "rgb(61,194,245)") == [(SIDE / 4, SIDE / 2)]


def test_another_bundle_clears_the_samples_and_the_same_does_not(pad, map_file):
    pad.send("map", str(map_file))
    pad.send("sample", 0.25, 0.5, 1)
    pad.send("map", str(map_file))
    assert len(pad.variable("samples")) == 1
    map_file.write_text(json.dumps(MAP | {"digest": "b" * 64}))
    pad.send("map", str(map_file))
    assert pad.variable("samples") == []


def test_no_more_than_300_samples_are_remembered(pad):
    for i in range(310):
        pad.send("sample", i / 310, 0.5, 1)
    assert len(pad.variable("samples")) == 300


def test_the_state_is_shown_on_as_many_lines_as_it_needs(pad):
    pad.send("state", "ready", "ready")
    assert texts(pad.paint()) == ["ready"]
    text = "start latentpad: no answer on port 9310"
    pad.send("state", "lost", text)
    lines = texts(pad.paint())
    assert " ".join(lines) == text
    assert len(lines) == 2
    heights = re.findall(r"<text x='4' y='([\d.]+)'", pad.paint())
    assert [float(y) for y in heights] == [SIDE + 10 - 12, SIDE + 10]


def test_a_path_without_spaces_is_wrapped_and_nothing_of_it_lost(pad):
    text = "/Users/someone/Music/latentpad-new-sounds-of-today/drums: gone " + "w" * 60
    pad.send("state", "error", text)
    lines = texts(pad.paint())
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    widths = re.findall(r"textLength='([\d.]+)'", pad.paint())
    assert len(widths) == len(lines)
    assert max(map(float, widths)) <= SIDE - 8


def test_busy_and_error_change_the_look_of_the_point(pad):
    drawn = {}
    for kind in ("ready", "busy", "error"):
        pad.send("state", kind, "same words")
        drawn[kind] = pad.paint()
    assert len(set(drawn.values())) == 3

"""Lines of the process that maps."""

import json
from pathlib import Path

import pytest

from latentpad.web.imports.events import Failed, Finished, Note, Playable, Scanned, Skipped, Stage, read_event


@pytest.mark.parametrize(
    ("line", "event"),
    [
        (
            {"event": "stage", "stage": "read", "done": 1, "total": 3, "remaining_seconds": 41.0},
            Stage("read", 1, 3, 41),
        ),
        (
            {"event": "stage", "stage": "scan", "done": 0, "total": 0, "remaining_seconds": None},
            Stage("scan", 0, 0, None),
        ),
        ({"event": "skipped", "name": "a/b.wav", "reason": "is silent"}, Skipped("a/b.wav", "is silent")),
        ({"event": "note", "text": "two\nlines"}, Note("two lines")),
        ({"event": "playable", "bundle": "/x/1.latentpad", "sounds": 64}, Playable(Path("/x/1.latentpad"), 64)),
        ({"event": "finished", "bundle": "/x.latentpad", "sounds": 288}, Finished(Path("/x.latentpad"), 288)),
        ({"event": "error", "message": "no audio"}, Failed("no audio")),
    ],
)
def test_each_line_is_an_event(line, event):
    assert read_event(json.dumps(line) + "\n") == event


def test_kinds_are_in_the_order_of_their_counts():
    line = {
        "event": "scanned",
        "files": 9,
        "kinds": {"tom": 2, "kick": 5, "": -1, "odd": "x"},
        "no_kind": 2,
        "loops": 1,
    }
    event = read_event(json.dumps(line))
    assert event == Scanned(9, {"kick": 5, "tom": 2}, 2, 1)
    assert list(event.kinds) == ["kick", "tom"]


@pytest.mark.parametrize(
    "line",
    [
        *("", "\n", "Reading", "{", "[]", "null", "3", '"event"', "{}", '{"event": "later"}', '{"event": "stage"}'),
        *('{"event": "skipped", "name": 3, "reason": "x"}', '{"event": "playable", "bundle": null}', "[" * 100_000),
    ],
)
def test_any_other_line_is_none(line):
    assert read_event(line) is None


@pytest.mark.parametrize("value", [-1, 1.5, "3", None, True, 10**30])
def test_counts_that_are_none_are_0_and_times_that_are_none_are_unknown(value):
    line = {"event": "stage", "stage": "read", "done": value, "total": 3, "remaining_seconds": "soon"}
    assert read_event(json.dumps(line)) == Stage("read", 0, 3, None)


def test_long_texts_are_cut():
    assert len(read_event(json.dumps({"event": "error", "message": "x" * 10_000})).message) == 500

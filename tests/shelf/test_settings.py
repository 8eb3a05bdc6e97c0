import json
import logging

import pytest

from latentpad.shelf.settings import Place, ShelfSettings, load_settings, save_settings

SCREEN = Place(-1920, 0, 3840, 1080)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data é" / "shelf.json"


def test_settings_come_back(path):
    settings = ShelfSettings(Place(-300, 20, 320, 500), "dark", 150, False)
    save_settings(path, settings)
    assert load_settings(path) == settings


def test_without_settings_there_are_defaults(path):
    assert load_settings(path) == ShelfSettings()


@pytest.mark.parametrize(
    "found",
    [
        b"",
        b"{",
        b"[" * 100_000,
        b"7",
        b"[]",
        b'{"theme": "pink", "zoom": 10000, "place": 7}',
        b'{"theme": 1, "zoom": "100", "place": {"x": 1}}',
        b'{"zoom": true, "place": {"x": 1, "y": 1, "width": 5, "height": 500}}',
        b'{"place": {"x": 1e300, "y": 1, "width": 500, "height": 500}}',
        b'{"place": {"x": 100001, "y": 1, "width": 500, "height": 500}}',
    ],
)
def test_damaged_settings_are_defaults(path, found):
    path.parent.mkdir()
    path.write_bytes(found)
    assert load_settings(path) == ShelfSettings()


def test_what_is_not_damaged_stays(path):
    path.parent.mkdir()
    path.write_text(json.dumps({"theme": "light", "zoom": 7, "is_on_top": False, "place": None}), encoding="utf-8")
    assert load_settings(path) == ShelfSettings(None, "light", 100, False)


def test_a_folder_that_cannot_be_written_is_logged(tmp_path, caplog):
    (tmp_path / "file").write_bytes(b"")
    with caplog.at_level(logging.WARNING):
        save_settings(tmp_path / "file" / "shelf.json", ShelfSettings())
    assert "the shelf's place is not remembered" in caplog.text


@pytest.mark.parametrize(
    ("place", "is_visible"),
    [
        (Place(0, 0, 300, 500), True),
        (Place(-1900, 900, 300, 500), True),
        (Place(-2100, 0, 300, 500), False),
        (Place(1800, 0, 300, 500), False),
        (Place(0, -50, 300, 500), False),
        (Place(0, 1060, 300, 500), False),
    ],
)
def test_a_place_counts_if_its_title_bar_can_be_reached(place, is_visible):
    assert place.is_visible(SCREEN) is is_visible


def test_places_left_of_the_first_screen_are_written_as_tk_reads_them():
    assert Place(-300, 20, 320, 500).geometry() == "320x500+-300+20"

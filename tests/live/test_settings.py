"""Settings that can be used, and those that cannot."""

import json
import sys

import pytest


@pytest.fixture
def read(studio, install_script, tmp_path):
    """Read settings from a text, with the script's own module."""
    install_script(studio)
    module = sys.modules["latentpad_script.settings"]

    def read(content):
        path = tmp_path / "settings.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return module.read_settings(str(path))

    return read


def test_the_settings_that_come_with_it_are_right(studio, install_script):
    install_script(studio)
    settings, wrong = sys.modules["latentpad_script.settings"].read_settings()
    assert (settings.port, settings.follow, settings.replace, wrong) == (9310, True, "latentpad", [])
    assert [(control.action, control.number) for control in settings.controls] == [
        ("x", 16),
        ("y", 17),
        *zip(("render", "random", "place", "undo", "keep", "follow"), range(32, 38), strict=True),
    ]


@pytest.mark.parametrize("content", ["", "{", "[]", "7", "[" * 100_000])
def test_what_is_not_an_object_is_said_and_the_defaults_are_used(content, read):
    settings, (line,) = read(content)
    assert line.startswith("settings.json cannot be read: ")
    assert settings.port == 9310


@pytest.mark.parametrize(
    ("name", "value"),
    [("port", 0), ("port", "9310"), ("port", True), ("follow", 1), ("replace", "all"), ("replace", ["latentpad"])],
)
def test_a_value_that_cannot_be_used_is_named(name, value, read):
    settings, (line,) = read({name: value})
    assert line.startswith(f"settings.json: {name}={value!r} is not a value for it; using ")
    assert settings == type(settings)()


@pytest.mark.parametrize(
    "control",
    [
        {},
        {"cc": 1, "note": 2},
        {"cc": 128},
        {"cc": True},
        {"cc": 1, "channel": 0},
        {"cc": 1, "mode": "endless"},
        {"cc": 1, "chanel": 3},
        [],
        {"note": 60},
    ],
)
def test_a_control_that_is_none_is_named_and_the_others_work(control, read):
    settings, (line,) = read({"controls": {"x": control, "y": {"cc": 2}}})
    assert line == f"settings.json: the control x is not one: {control!r}"
    assert [control.action for control in settings.controls] == ["y"]


def test_a_control_of_another_name_is_named(read):
    _, lines = read({"controls": {"z": {"cc": 2}}})
    assert lines == ["settings.json: the control z is not one: {'cc': 2}"]


@pytest.mark.parametrize(
    ("mode", "value", "steps"),
    [
        ("two's complement", 1, 1),
        ("two's complement", 127, -1),
        ("binary offset", 65, 1),
        ("binary offset", 62, -2),
        ("signed bit", 3, 3),
        ("signed bit", 66, -2),
    ],
)
def test_knobs_that_send_steps_move_by_them(mode, value, steps, read):
    settings, wrong = read({"controls": {"x": {"cc": 1, "mode": mode}}})
    assert not wrong
    (knob,) = settings.controls
    assert knob.turned(0.5, value) == 0.5 + steps / 128
    assert (knob.turned(0.0, value) >= 0, knob.turned(1.0, value) <= 1) == (True, True)


def test_a_mark_at_the_beginning_of_the_file_is_read_over(read):
    settings, wrong = read("\ufeff" + json.dumps({"port": 9999}))
    assert (settings.port, wrong) == (9999, [])

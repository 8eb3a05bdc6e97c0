import subprocess
from types import SimpleNamespace

import pytest

from latentpad.shelf import system, theme
from latentpad.shelf.system import desktop_dpi, system_scale, why_not_here
from latentpad.shelf.theme import DARK, LIGHT, is_system_light, theme_of


@pytest.fixture
def have(monkeypatch):
    """Have these modules and no others."""

    def make(*names):
        monkeypatch.setattr(system, "find_spec", lambda name: object() if name in names else None)

    make("tkinter", "_tkinter", "tkinterdnd2")
    return make


@pytest.fixture
def printed(monkeypatch):
    """Have every program print this."""

    def make(text):
        done = SimpleNamespace(stdout=text)
        run = (lambda *_, **__: done) if text is not None else fail
        monkeypatch.setattr(subprocess, "run", run)

    def fail(command, **_):
        raise FileNotFoundError(command[0])

    return make


@pytest.mark.parametrize(
    ("platform", "advice"),
    [
        ("linux", "sudo apt install python3-tk"),
        ("darwin", "brew install python-tk"),
        ("win32", "tick 'tcl/tk and IDLE'"),
    ],
)
@pytest.mark.parametrize("there", [(), ("tkinter",)])
def test_without_tk_it_says_what_to_install_on_each_system(have, platform, advice, there):
    have(*there, "tkinterdnd2")
    text = why_not_here({"DISPLAY": ":0"}, platform)
    assert text.startswith("the shelf needs Tk, which this Python lacks; ")
    assert advice in text


def test_without_tkinterdnd2_it_names_the_extra(have):
    have("tkinter", "_tkinter")
    assert why_not_here({"DISPLAY": ":0"}, "linux").endswith('pip install ".[shelf]"')


@pytest.mark.parametrize(
    ("environment", "text"),
    [
        ({}, "there is none (DISPLAY is not set); start it in a desktop session"),
        ({"DISPLAY": ""}, "there is none (DISPLAY is not set); start it in a desktop session"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "needs X, and this Wayland session has none; install or turn on Xwayland"),
    ],
)
def test_without_a_display_it_says_so(have, environment, text):
    assert text in why_not_here(environment, "linux")


@pytest.mark.usefixtures("have")
def test_with_everything_there_is_nothing_to_say():
    assert why_not_here({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "linux") == ""
    assert why_not_here({}, "win32") == why_not_here({}, "darwin") == ""


@pytest.mark.parametrize(
    ("text", "scale"),
    [(b"Xft.dpi:\t144\n", 1.5), (b"Xft.dpi: 1000\n", 4.0), (b"Xft.rgba: none\n", 1.0), (b"", 1.0), (None, 1.0)],
)
def test_under_x_the_scale_is_the_desktops(printed, text, scale):
    printed(text)
    assert system_scale("x11", desktop_dpi()) == scale


def test_on_windows_the_scale_is_tks_and_on_macos_there_is_none():
    assert (system_scale("win32", 144.0), system_scale("aqua", 144.0)) == (1.5, 1.0)


def test_themes_are_chosen_or_the_systems(printed, monkeypatch):
    monkeypatch.setattr(theme.sys, "platform", "linux")
    assert (theme_of("dark"), theme_of("light")) == (DARK, LIGHT)
    for text, found in (
        (b"'prefer-dark'\n", DARK),
        (b"'Adwaita-dark'\n", DARK),
        (b"'default'\n", LIGHT),
        (None, LIGHT),
    ):
        printed(text)
        assert theme_of("system") is found


def test_macos_tells_its_theme(printed, monkeypatch):
    monkeypatch.setattr(theme.sys, "platform", "darwin")
    printed(b"Dark\n")
    assert not is_system_light()
    printed(b"")
    assert is_system_light()

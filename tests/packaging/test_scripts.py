"""The program of the app, and its icon, as far as that goes without PyInstaller."""

import os
import re
import runpy
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[2]
APP = ROOT / "packaging" / "app.py"


@pytest.fixture
def run_app(monkeypatch):
    """Run the app's program with arguments; return what latentpad itself is given."""
    given = []
    monkeypatch.setattr("latentpad.cli.entry.run", lambda: given.append(sys.argv[1:]))

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["latentpad", *arguments])
        runpy.run_path(str(APP))["main"]()
        return given.pop()

    return run


def test_a_double_click_plays_opens_the_page_and_logs(run_app, monkeypatch):
    for system in ("linux", "win32"):
        monkeypatch.setattr(sys, "platform", system)
        assert run_app() == ["serve", "--open", "--log"]
    monkeypatch.setattr(sys, "platform", "darwin")
    assert run_app() == run_app("-psn_0_12345") == ["--daemon", "start", "--open"]


def test_arguments_are_those_of_latentpad(run_app):
    assert run_app("render", "0.3", "0.6") == ["render", "0.3", "0.6"]
    assert run_app("-P", "-m", "http.server") == ["-P", "-m", "http.server"]


def test_latentpads_own_modules_run_as_with_an_interpreter(monkeypatch):
    ran = []
    monkeypatch.setattr(runpy, "run_module", lambda name, **_options: ran.append((name, sys.argv[1:])))
    main = runpy.run_path(str(APP))["main"]
    for module in ("latentpad", "latentpad.player.compilation"):
        monkeypatch.setattr(sys, "argv", ["latentpad", "-P", "-m", module, "map", "folder"])
        main()
    assert ran == [("latentpad", ["map", "folder"]), ("latentpad.player.compilation", ["map", "folder"])]


def test_an_error_after_a_double_click_is_shown_in_a_window(monkeypatch):
    shown = []

    def fail():
        raise SystemExit(1)

    monkeypatch.setattr("latentpad.cli.entry.run", fail)
    monkeypatch.setattr("latentpad.cli.alert.alert_last_error", lambda: shown.append(1))
    main = runpy.run_path(str(APP))["main"]
    for arguments, expected in ([], [1]), (["render"], [1]):
        monkeypatch.setattr(sys, "argv", ["latentpad", *arguments])
        with pytest.raises(SystemExit):
            main()
        assert shown == expected


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"LD_LIBRARY_PATH": "/app/_internal", "LD_LIBRARY_PATH_ORIG": "/opt/lib"}, "/opt/lib"),
        ({"LD_LIBRARY_PATH": "/app/_internal"}, None),
        ({"LD_LIBRARY_PATH": "/opt/lib"}, "/opt/lib"),
        ({}, None),
    ],
)
def test_other_programs_get_their_own_libraries(monkeypatch, variables, expected):
    for name in ("LD_LIBRARY_PATH", "LD_LIBRARY_PATH_ORIG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "_MEIPASS", "/app/_internal", raising=False)
    runpy.run_path(str(APP))["restore_libraries"]()
    assert os.environ.get("LD_LIBRARY_PATH") == expected
    assert "LD_LIBRARY_PATH_ORIG" not in os.environ


def test_the_icon_is_that_of_the_page_in_the_formats_of_all_systems(tmp_path):
    image = pytest.importorskip("PIL.Image", reason="the icon takes Pillow, of the extra [app]")
    import icon

    icon.write_icons(tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["latentpad.icns", "latentpad.ico", "latentpad.png"]
    with image.open(tmp_path / "latentpad.ico") as found:
        assert {(side, side) for side in (16, 32, 48, 256)} <= found.info["sizes"]
    with image.open(tmp_path / "latentpad.png") as found:
        assert found.size == (icon.SIDE, icon.SIDE)
        scale = icon.SIDE / icon.UNITS
        svg = ElementTree.parse(ROOT / "server" / "latentpad" / "web" / "static" / "icon.svg").getroot()
        circles = [one.attrib for one in svg if one.tag.endswith("circle") and one.get("fill") != "none"]
        assert len(circles) == len(icon.DOTS)
        for circle in circles:
            place = round(float(circle["cx"]) * scale), round(float(circle["cy"]) * scale)
            assert "#{:02x}{:02x}{:02x}".format(*found.getpixel(place)[:3]) == circle["fill"]
        assert found.getpixel((0, 0))[3] == 0


def test_the_workflow_and_the_installer_name_files_that_exist():
    workflow = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    named = set(re.findall(r"packaging/[\w.]+", workflow))
    assert named == {"packaging/build.py", "packaging/try_app.py", "packaging/latentpad.iss"}
    assert all((ROOT / name).exists() for name in named)
    installer = (ROOT / "packaging" / "latentpad.iss").read_text(encoding="utf-8")
    assert "latentpad-app.exe" in installer
    assert "latentpad-app" in (ROOT / "packaging" / "latentpad.spec").read_text(encoding="utf-8")

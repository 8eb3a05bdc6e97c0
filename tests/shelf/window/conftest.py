"""A display that nobody sees, with a window manager, the shelf, a daemon's other end, and a file manager to drop on.

Needs programs of the system: Xvfb, openbox, xdotool and, for drops, Thunar. Tests are skipped where one is missing.
"""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # shelf_desktop.py, shelf_daemon.py: scripts, not packages

from shelf_daemon import FakeDaemon
from shelf_desktop import Pointer, Shelf, program, running, wait_for

PLACE = {"x": 900, "y": 40, "width": 320, "height": 520}
SHELF = Path(__file__).parent / "watched_shelf.py"


@pytest.fixture(scope="module")
def display(tmp_path_factory):
    """The name of a display with a window manager."""
    for module in ("_tkinter", "tkinterdnd2"):
        if find_spec(module) is None:
            pytest.skip(f"{module} is not installed (Debian: python3-tk; pip install tkinterdnd2)")
    server, manager = program("Xvfb", "xvfb"), program("openbox", "openbox")
    program("xdotool", "xdotool")
    log = (tmp_path_factory.mktemp("display") / "log").open("wb")
    screen = ["-screen", "0", "1280x900x24", "-noreset", "-nolisten", "tcp", "-displayfd", "1"]
    with log, running([server, *screen], stdout=subprocess.PIPE, stderr=log, text=True) as process:
        name = f":{process.stdout.readline().strip()}"
        assert name != ":", "Xvfb does not start"
        environment = os.environ | {"DISPLAY": name}
        with running([manager], env=environment, stdout=log, stderr=log):
            yield name


@pytest.fixture
def environment(display, tmp_path):
    """Variables with which programs use the display, and no folders of the user's."""
    home = tmp_path / "home"
    home.mkdir()
    return os.environ | {"DISPLAY": display, "HOME": str(home), "XDG_CONFIG_HOME": str(home), "LC_ALL": "C.UTF-8"}


@pytest.fixture
def pointer(environment):
    return Pointer(environment)


@pytest.fixture
def drop(tmp_path):
    """A drop folder with three samples, one of them kept under a name that is easily mishandled."""
    return tmp_path / "new sounds é 日本 % #"


@pytest.fixture
def samples(drop, make_wav, describe):
    """The samples as they are shown: the kept one, then the newest."""
    names = ("hand_drum_x0.100_y0.100_s0.wav", "snare_x0.200_y0.200_s0.wav", "kick_x0.300_y0.300_s0.wav")
    paths = [make_wav(drop / name, 0.2 + 0.1 * index) for index, name in enumerate(names)]
    kept = make_wav(drop / "kept" / "my kick é 日本 100%.wav", 0.4)
    return [describe(paths[0]), describe(paths[1]), describe(paths[2], kept=str(kept))]


@pytest.fixture
def daemon(samples, drop):
    fake = FakeDaemon(samples, drop)
    yield fake
    fake.stop()


@pytest.fixture
def settings(tmp_path):
    path = tmp_path / "shelf.json"
    path.write_text(json.dumps({"place": PLACE, "theme": "dark"}), encoding="utf-8")
    return path


@pytest.fixture
def open_shelf(environment, pointer, settings):
    """Open the shelf of a daemon, and wait until it shows its samples."""
    program("xwininfo", "x11-utils")
    opened = []

    def make(port, **variables):
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        command = [sys.executable, "-P", SHELF, port, settings]
        opened.append(running(command, env=environment | variables, **pipes))
        shelf = Shelf(opened[-1].__enter__(), pointer)
        pointer.window("latentpad shelf")
        return shelf

    yield make
    for one in opened:
        one.__exit__(None, None, None)


@pytest.fixture
def shelf(open_shelf, daemon):
    made = open_shelf(daemon.port)
    wait_for(lambda: made.now("state") == "", "the shelf does not connect")
    return made


@pytest.fixture
def thunar(environment, pointer, tmp_path):
    """The folder that Thunar, a file manager, shows at the left of the display, and where drops are taken."""
    manager, bus = program("thunar", "thunar"), program("dbus-run-session", "dbus-daemon")
    folder = tmp_path / "landing"
    folder.mkdir()
    with running([bus, "--", manager, folder], env=environment, stderr=subprocess.DEVNULL):
        window = pointer.window("landing")
        pointer.do("windowmove", window, 20, 40, "windowsize", window, 700, 600)
        yield folder


@pytest.fixture
def landing():
    """A place in Thunar's list of files, and one where nothing takes drops."""
    return {"thunar": (560, 500), "nothing": (640, 850)}

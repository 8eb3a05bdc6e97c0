"""Control surfaces in a session of Live that is made from its stubs."""

import importlib
import json
import shutil
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from studio import Host, Studio

SCRIPT = Path(__file__).parents[2] / "live" / "latentpad"
TIMEOUT = 10.0


class Session:
    """A control surface in a studio, and the clock that Live calls it by."""

    def __init__(self, studio, package):
        self.studio = studio
        self.surface = package.create_instance(Host(studio))

    def tick(self):
        """Call the surface as Live does ten times a second."""
        self.surface.update_display()

    def wait_for(self, is_so):
        """Call it until something is so."""
        end = time.monotonic() + TIMEOUT
        while not is_so():
            assert time.monotonic() < end, f"it did not come to pass: {self.studio.status} {self.studio.log}"
            self.tick()
            time.sleep(0.01)

    def wait_for_status(self, text):
        """Call it until the status bar shows a text."""
        self.wait_for(lambda: any(text in line for line in self.studio.status))

    def turn(self, number, value):
        """Turn a knob, or press a button, that sends a controller number on channel 1."""
        self.surface.receive_midi((0xB0, number, value))


@pytest.fixture
def studio():
    return Studio()


@pytest.fixture
def install_script(tmp_path, monkeypatch):
    """Copy the script to a folder of scripts, as Live finds it, and import it beside a `Live` of the test."""

    def install(studio, **settings):
        folder = tmp_path / "Remote Scripts" / "latentpad_script"
        shutil.copytree(SCRIPT, folder, ignore=shutil.ignore_patterns("__pycache__"))
        found = json.loads((folder / "settings.json").read_text("utf-8"))
        (folder / "settings.json").write_text(json.dumps({**found, **settings}), "utf-8")
        monkeypatch.syspath_prepend(str(folder.parent))
        for name in [name for name in sys.modules if name.split(".")[0] in ("latentpad_script", "Live")]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.setitem(sys.modules, "Live", studio.module)
        return importlib.import_module("latentpad_script")

    yield install
    for name in [name for name in sys.modules if name.split(".")[0] == "latentpad_script"]:
        del sys.modules[name]


@pytest.fixture
def open_session(install_script):
    """Open Live with the control surface."""
    sessions = []

    def start(studio, **settings):
        sessions.append(Session(studio, install_script(studio, **settings)))
        return sessions[-1]

    yield start
    for session in sessions:
        session.surface.disconnect()

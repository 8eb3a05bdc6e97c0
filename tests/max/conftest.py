"""The device's scripts, run in Node by the simulator of Max."""

import json
import queue
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
FOLDER = REPOSITORY / "max_patch"
sys.path[:0] = [str(FOLDER), str(REPOSITORY / "tools"), str(Path(__file__).parent)]  # scripts, not packages

from bridge_messages import WELCOME, WIRES

SIMULATOR = Path(__file__).parent / "simulator" / "simulate.js"
TIMEOUT = 20.0


class Max:
    """A script, or some that are connected, in Node; every command returns the events that it caused."""

    def __init__(self, name, *flags):
        node = shutil.which("node")
        if node is None:
            pytest.skip("node is not installed (Debian: nodejs)")
        names, wires = (list(WIRES), [f"--wires={json.dumps(WIRES)}"]) if name == "bridge" else ([name], [])
        scripts = [str(FOLDER / "javascript" / f"latentpad_{name}.js") for name in names]
        command = [node, str(SIMULATOR), *scripts, *flags, *wires]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.events = queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        self._until_done()

    def _read(self):
        for line in self.process.stdout:
            self.events.put(json.loads(line))

    def _until_done(self):
        events = []
        while not (events and events[-1].get("done")):
            events.append(self.events.get(timeout=TIMEOUT))
        errors = [event for event in events if "error" in event or "post" in event]
        assert errors == []
        return events[:-1]

    def command(self, **command):
        """Send a command of the simulator and return its events."""
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        return self._until_done()

    def send(self, name, *args):
        """Send a message to the inlet and return what left the outlets: (outlet, value ...)."""
        return outlets(self.command(call=name, args=args))

    def mouse(self, name, *args):
        return outlets(self.command(mouse=name, args=args))

    def advance(self, ms):
        """Move the simulated clock."""
        return outlets(self.command(advance=ms))

    def variable(self, name):
        """Return a variable of the script."""
        return self.command(get=name)[0]["value"]

    def paint(self):
        return self.command(paint=True)[0]["svg"]

    def wait_for(self, wanted):
        """With real UDP: read events until one begins with ``wanted``."""
        deadline = time.monotonic() + TIMEOUT
        seen = []
        while time.monotonic() < deadline:
            seen += outlets([self.events.get(timeout=TIMEOUT)])
            if seen and seen[-1][: len(wanted)] == wanted:
                return seen[-1]
        raise AssertionError(f"{wanted} not in {seen}")

    def close(self):
        self.process.kill()
        self.process.wait(TIMEOUT)
        self.reader.join(TIMEOUT)
        self.process.stdin.close()
        self.process.stdout.close()


def outlets(events):
    return [tuple(event["out"]) for event in events if "out" in event]


@pytest.fixture
def run():
    """Start scripts; they end with the test."""
    started = []

    def start(name, *flags):
        started.append(Max(name, *flags))
        return started[-1]

    yield start
    for script in started:
        script.close()


@pytest.fixture
def bridge(run):
    return run("bridge")


@pytest.fixture
def ready(bridge):
    """A bridge that has found a daemon and its map."""
    bridge.send("bang")
    bridge.send(*WELCOME)
    bridge.send("/latentpad/map", "/cache/map.json", "/cache/map.png")
    return bridge


@pytest.hookimpl(tryfirst=True)  # before -m looks at the markers
def pytest_collection_modifyitems(items):
    """Mark the tests that run a script in Node as tests that need client programs."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent) and "run" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.clients)

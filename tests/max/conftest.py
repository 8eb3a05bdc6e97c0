"""Max, as far as the device's scripts see it: simulate.js in Node, and what a script says there."""

import json
import queue
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "max_patch"
sys.path.insert(0, str(FOLDER))  # its modules are no package: a folder that is handed on as it is

TIMEOUT = 20.0


class Max:
    """A script that runs in Node; every message gives the events that it led to."""

    def __init__(self, name, *flags):
        node = shutil.which("node")
        if node is None:
            pytest.skip("node is not installed (Debian: nodejs)")
        command = [node, str(FOLDER / "simulate.js"), str(FOLDER / "javascript" / f"latentpad_{name}.js"), *flags]
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

    def do(self, **command):
        """Send a command; gives its events."""
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        return self._until_done()

    def say(self, name, *args):
        """Send a message; gives what left the outlets: (outlet, value ...)."""
        return outlets(self.do(call=name, args=args))

    def mouse(self, name, *args):
        return outlets(self.do(mouse=name, args=args))

    def wait(self, ms):
        """Let time go by."""
        return outlets(self.do(advance=ms))

    def value(self, name):
        """Give a variable of the script."""
        return self.do(get=name)[0]["value"]

    def draw(self):
        return self.do(paint=True)[0]["svg"]

    def hear(self, wanted):
        """With real UDP: read events until one of them begins with ``wanted``."""
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


@pytest.hookimpl(tryfirst=True)  # before -m looks at the markers
def pytest_collection_modifyitems(items):
    """Mark the tests that run a script in Node as tests that need client programs."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent) and "run" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.clients)

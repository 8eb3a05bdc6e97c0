"""Programs that the tests of the window run, the mouse and the keyboard, and what the shelf shows."""

import json
import os
import shutil
import signal
import subprocess
import threading
import time
from contextlib import contextmanager, suppress

import pytest

TIMEOUT = 30.0
HEADING, ROW = 26, 46
"""Heights in the list, in pixels."""


def program(name, package):
    """Return the path of a program, or skip the test, naming it."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed (Debian: {package})")
    return found


def wait_for(condition, what=""):
    """Wait until a condition is true, and return what it returns."""
    end = time.monotonic() + TIMEOUT
    while not (found := condition()):
        assert time.monotonic() < end, what or condition
        time.sleep(0.02)
    return found


@contextmanager
def running(command, **options):
    """Run a program in a process group of its own, and end it."""
    with subprocess.Popen(list(map(str, command)), start_new_session=True, **options) as process:
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


class Pointer:
    """The mouse and the keyboard, by xdotool."""

    def __init__(self, environment):
        self._environment = environment

    def do(self, *words):
        command = ["xdotool", *map(str, words)]
        done = subprocess.run(
            command, env=self._environment, capture_output=True, text=True, timeout=TIMEOUT, check=True
        )
        return done.stdout

    def window(self, name):
        """Wait for a window, and return its number."""
        command = ["xdotool", "search", "--onlyvisible", "--name", name]

        def find():
            done = subprocess.run(command, env=self._environment, capture_output=True, text=True, check=False)
            return done.stdout.split()

        return wait_for(find, f"no window {name!r}")[0]

    def click(self, x, y, *keys):
        self.do("mousemove", x, y, *[word for key in keys for word in ("keydown", key)], "click", 1)
        self.do(*[word for key in keys for word in ("keyup", key)] or ["mousemove", x, y])

    def pull(self, start, end):
        """Press the button, and move as a hand does: in steps, and with a rest at the end."""
        self.do("mousemove", *start, "mousedown", 1)
        for step in range(1, 11):
            here = (round(a + (b - a) * step / 10) for a, b in zip(start, end, strict=True))
            self.do("mousemove", *here, "sleep", 0.05)
        for step in (1, 2, 3):
            self.do("mousemove", end[0] + step, end[1], "sleep", 0.2)

    def drag(self, start, end):
        self.pull(start, end)
        self.do("mouseup", 1)


class Shelf:
    """A running shelf: what it has printed, and where its rows are."""

    def __init__(self, process, pointer):
        self.process, self._pointer, self.reports = process, pointer, []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        with suppress(ValueError):  # the program was ended in the middle of a line
            for line in self.process.stdout:
                self.reports.append(json.loads(line))

    def now(self, key):
        return self.reports[-1][key] if self.reports else None

    def wait_told(self, text):
        wait_for(lambda: self.now("told") == text, f"{text!r} was not said, but {self.reports[-3:]}")

    def wait_selected(self, *names):
        wait_for(lambda: self.now("selected") == list(names), f"not {names}, but {self.reports[-3:]}")

    def row(self, index, of=3, x=200):
        """Return the place of a row: 0 is the kept sample, 1 and 2 are the newest ones."""
        assert index < of
        left, top = self.corner()
        return left + x, top + HEADING + (HEADING if index else 0) + ROW * index + ROW // 2

    def heading(self):
        """Return the place of the heading of the newest ones."""
        left, top = self.corner()
        return left + 60, top + HEADING + ROW + HEADING // 2

    def corner(self):
        """Return the corner of the window's inside."""
        window = self._pointer.window("latentpad shelf")
        told = subprocess.run(
            ["xwininfo", "-id", window], env=self._pointer._environment, capture_output=True, text=True, check=True
        )
        lines = dict(line.strip().split(":", 1) for line in told.stdout.splitlines() if line.count(":") == 1)
        return int(lines["Absolute upper-left X"]), int(lines["Absolute upper-left Y"])

"""Programs that the tests start, and end at the latest after TIMEOUT; tests are skipped where one is missing."""

import os
import shutil
import signal
import socket
import subprocess
import threading
from contextlib import contextmanager, suppress

import pytest

TIMEOUT = 30.0
PD = ("-nogui", "-noprefs", "-noaudio", "-nomidi", "-stderr")
"""Options of Pd; not -batch, which runs faster than real time, and ends before the reply arrives."""


def program(name, package):
    """Return the path of a program, or skip the test, naming it."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed (Debian: {package})")
    return found


def run_to_end(command, **environment):
    """Run a program that must succeed; return its output."""
    with running(command, environment) as process:
        printed = process.stdout.read()
        assert process.wait() == 0, printed
    return printed


def run_sclang(home, script, *arguments):
    """Run a script of SuperCollider; return its output."""
    sclang = program("sclang", "supercollider-language")
    # its help browser will not start as root, nor without a screen; it writes into the home folder
    folders = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), str(home))
    qt = {"QTWEBENGINE_DISABLE_SANDBOX": "1", "QT_QPA_PLATFORM": "offscreen"}
    return run_to_end([sclang, script, *arguments], **folders, **qt)


def run_until(command, words):
    """Run a program until it prints a line that begins with the words; return that line."""
    lines = []
    with running(command, {}) as process:
        for line in process.stdout:
            lines.append(line)
            if line.startswith(words):
                return line
    raise AssertionError(f"{words!r} not in {lines}")


@contextmanager
def running(command, environment):
    """Start a program in its own process group; kill what is left of it on exit, at the latest after TIMEOUT."""
    with subprocess.Popen(
        list(map(str, command)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=os.environ | environment,
        encoding="utf-8",
        start_new_session=True,
    ) as process:
        alarm = threading.Timer(TIMEOUT, kill_group, [process])
        alarm.start()
        try:
            yield process
        finally:
            alarm.cancel()
            kill_group(process)


def kill_group(process):
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def free_port():
    """Return an unused UDP port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])

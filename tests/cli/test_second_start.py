"""Starts of ``latentpad`` beside one that runs; the browser is a script that notes what it is asked to open."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest

from latentpad.cli import browser
from latentpad.cli.browser import has_display, open_page, open_page_soon

TIMEOUT = 60.0

posix = pytest.mark.skipif(sys.platform == "win32", reason="a shell script as the browser, and signals")


def free_port(kind):
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def ports():
    return ["--port", str(free_port(socket.SOCK_DGRAM)), "--web-port", str(free_port(socket.SOCK_STREAM))]


@pytest.fixture
def opened(tmp_path, monkeypatch):
    """Have a display and a browser; return the addresses that it was asked to open."""
    script, notes = tmp_path / "browser", tmp_path / "opened"
    script.write_text(f'#!/bin/sh\necho "$1" >> "{notes}"\n')
    script.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(script))
    monkeypatch.setenv("DISPLAY", ":99")
    return lambda: notes.read_text().split() if notes.exists() else []


@pytest.fixture
def start(tmp_path, ports):
    """Start latentpad; `until` gives the process once it has logged a line that begins so."""
    drop = tmp_path / "drop"
    drop.mkdir()
    base = [sys.executable, "-m", "latentpad", "serve"]
    own = ["--drop", str(drop), "--no-inbox", "--no-oscquery", "--reply-port", str(free_port(socket.SOCK_DGRAM))]

    @contextmanager
    def serving(*arguments, until="Ready: "):
        command = [*base, *ports, *own, *map(str, arguments)]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            alarm = threading.Timer(TIMEOUT, process.kill)
            alarm.start()
            try:
                assert any(line.startswith(until) for line in process.stderr)
                yield process
            finally:
                alarm.cancel()
                process.terminate()
                process.stderr.read()

    serving.again = lambda *arguments: subprocess.run(
        [*base, *ports, *own, *map(str, arguments)], capture_output=True, text=True, timeout=TIMEOUT
    )
    return serving


def until_opened(opened, n):
    end = time.monotonic() + TIMEOUT
    while len(opened()) < n:
        assert time.monotonic() < end
        time.sleep(0.02)
    return opened()


@posix
def test_a_start_opens_the_page_on_request_and_a_second_one_that_of_the_first(start, ports, opened, bundle_path):
    page = f"http://127.0.0.1:{ports[3]}"
    with start(bundle_path, "--open"):
        assert until_opened(opened, 1) == [page]
        # without any other options
        plain = subprocess.run(
            [sys.executable, "-m", "latentpad", *ports], capture_output=True, text=True, timeout=TIMEOUT
        )
        assert (plain.returncode, plain.stderr) == (0, "")
        assert plain.stdout == f"latentpad is already running; its page opens: {page}\n"
        assert until_opened(opened, 2) == [page, page]
        quiet = subprocess.run(
            [sys.executable, "-m", "latentpad", *ports, "--no-open"], capture_output=True, text=True, timeout=TIMEOUT
        )
        assert (quiet.returncode, quiet.stdout) == (0, f"latentpad is already running; its page is: {page}\n")
        same = start.again(bundle_path)
        assert (same.returncode, same.stdout) == (0, plain.stdout)
        assert until_opened(opened, 3) == [page] * 3
        other = start.again(bundle_path, "--invert-x")
        assert other.returncode == 1
        assert re.fullmatch(rf"latentpad: latentpad is already running \({page}\), and plays .*\n", other.stderr)
    assert opened() == [page] * 3


@posix
def test_a_start_without_a_display_goes_on_and_names_the_page(start, ports, bundle_path, monkeypatch):
    for name in browser.DISPLAYS:
        monkeypatch.delenv(name, raising=False)
    notice = f"There is no display here; the page is at http://127.0.0.1:{ports[3]}"
    with start(bundle_path, "--open", until=notice) as process:
        assert any(line.startswith("Ready: ") for line in process.stderr)


@posix
def test_a_latentpad_without_a_page_is_named(start, ports, opened, bundle_path):
    with start(bundle_path, "--no-web"):
        second = subprocess.run(
            [sys.executable, "-m", "latentpad", *ports], capture_output=True, text=True, timeout=TIMEOUT
        )
    assert second.returncode == 1
    assert second.stderr == (
        "latentpad: latentpad is already running, without a page; stop it with 'latentpad --daemon stop' to start"
        " another\n"
    )
    assert opened() == []


@posix
def test_a_latentpad_that_hangs_is_told_from_one_that_runs(start, ports, opened, bundle_path, monkeypatch):
    with start(bundle_path) as process:
        process.send_signal(signal.SIGSTOP)
        try:
            second = subprocess.run(
                [sys.executable, "-m", "latentpad", *ports], capture_output=True, text=True, timeout=TIMEOUT
            )
        finally:
            process.send_signal(signal.SIGCONT)
    assert second.returncode == 1
    assert re.fullmatch(r"latentpad: .* does not answer; stop it with .*\n", second.stderr)
    assert opened() == []


@posix
def test_a_port_that_another_program_has_is_refused_in_a_line_that_names_it(ports, opened):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", int(ports[1])))
        done = subprocess.run(
            [sys.executable, "-m", "latentpad", *ports, "--no-inbox", "--no-oscquery"],
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
        )
    assert done.returncode == 1
    line = rf"latentpad: UDP port {ports[1]} is already in use by \S+ \(process {os.getpid()}\)\. Quit .*"
    assert re.fullmatch(line, done.stderr.splitlines()[-1])
    assert opened() == []


@pytest.mark.parametrize(
    ("system", "environment", "expected"),
    [
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("darwin", {}, True),
        ("win32", {}, True),
        ("darwin", {"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"}, False),
        ("win32", {"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"}, False),
    ],
)
def test_displays_are_known_by_the_environment(monkeypatch, system, environment, expected):
    monkeypatch.setattr(browser.sys, "platform", system)
    for name in (*browser.DISPLAYS, "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert has_display() is expected


@pytest.mark.parametrize("error", [browser.webbrowser.Error("no browser"), OSError(12, "no memory")])
def test_a_browser_that_cannot_be_started_costs_a_warning_only(monkeypatch, caplog, error):
    def refuse(_address):
        raise error

    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.setattr(browser.webbrowser, "open", refuse)
    assert not open_page("http://127.0.0.1:9312")
    browser._open("http://127.0.0.1:9312")
    assert "No browser could be opened; the page is at http://127.0.0.1:9312" in caplog.text


def test_the_program_does_not_wait_for_the_browser(monkeypatch):
    asked, released = threading.Event(), threading.Event()
    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.setattr(browser.webbrowser, "open", lambda _address: asked.set() or released.wait(TIMEOUT))
    open_page_soon("http://127.0.0.1:9312")
    assert asked.wait(TIMEOUT)
    released.set()

"""``latentpad serve`` as a process of its own, from Ready to Stopped."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest
import soundfile
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

from latentpad.cli.inbox import open_inbox
from latentpad.cli.main import main
from latentpad.paths import default_drop_folder, default_inbox
from latentpad.samples.recipe import read_recipe
from latentpad.temporaries import temporary_name

TIMEOUT = 60.0
"""Seconds; a cold start compiles."""

START = "Playing ", "New samples ", "Ready: "
"""Beginnings of the lines logged at the start."""


@contextmanager
def serving(*arguments):
    """Run the program; yield the process and its stderr."""
    command = [sys.executable, "-m", "latentpad", "serve", *map(str, arguments)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        alarm = threading.Timer(TIMEOUT, process.kill)
        alarm.start()
        try:
            yield process, process.stderr
        finally:
            alarm.cancel()
            process.kill()


def reply(client, verb):
    """Wait for a reply and return its arguments."""
    while True:
        message = OscMessage(client.recv(65536))
        if message.address == f"/latentpad/{verb}":
            return message.params


@pytest.fixture
def client():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.bind(("127.0.0.1", 0))
        client.settimeout(TIMEOUT)
        yield client


posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no signals to another process")


@posix
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_bundle_is_served_until_a_signal(bundle_path, bundle, drop, client, name):
    ports = "--port", 0, "--web-port", 0, "--no-inbox", "--reply-port", client.getsockname()[1]
    with serving(bundle_path, "--drop", drop, *ports) as (process, log):
        playing, folder, ready = (next(line for line in log if line.startswith(start)) for start in START)
        assert (playing, folder) == ("Playing toy (32 sounds)\n", f"New samples go to {drop}\n")
        port = int(re.search(r"127\.0\.0\.1:(\d+)", ready).group(1))
        message = OscMessageBuilder(address="/latentpad/generate")
        for value in (7, 0.125, 0.125):
            message.add_arg(value)
        client.sendto(message.build().dgram, ("127.0.0.1", port))
        id, path, x, y, seed, sample_rate, n_samples, confidence, *_ = reply(client, "done")
        process.send_signal(getattr(signal, name))
        assert log.read().splitlines() == ["Stopping", "Stopped"]
        assert process.wait(TIMEOUT) == 0
    assert (id, x, y, seed, confidence) == (7, 0.125, 0.125, 0, 1.0)
    assert [file.as_posix() for file in drop.iterdir()] == [path]
    assert (soundfile.info(path).samplerate, soundfile.info(path).frames) == (sample_rate, n_samples)
    assert read_recipe(next(drop.iterdir())).digest == bundle.digest


@posix
def test_a_daemon_that_nohup_has_started_outlives_its_terminal(bundle_path, drop, client):
    earlier = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with serving(bundle_path, "--drop", drop, "--port", 0, "--no-web", "--no-inbox") as (process, log):
            ready = next(line for line in log if line.startswith(START[-1]))
            process.send_signal(signal.SIGHUP)
            port = int(re.search(r"127\.0\.0\.1:(\d+)", ready).group(1))
            client.sendto(OscMessageBuilder(address="/latentpad/ping").build().dgram, ("127.0.0.1", port))
            reply(client, "pong")
            process.terminate()
            assert log.read().splitlines() == ["Stopping", "Stopped"]
    finally:
        signal.signal(signal.SIGHUP, earlier)


@pytest.fixture
def refused(capsys):
    """Check that serving ends with status 1 and one line."""

    def check(*arguments, complaint):
        assert main(["serve", *map(str, arguments)]) == 1
        lines = capsys.readouterr().err.splitlines()
        assert len(lines) == 1
        assert re.fullmatch(rf"latentpad: .*{complaint}.*", lines[0]), lines[0]
        return True

    return check


def test_a_taken_port_is_refused(bundle_path, drop, client, refused):
    port = client.getsockname()[1]
    assert refused(bundle_path, "--drop", drop, "--port", port, complaint=f"UDP port {port} is already in use")
    assert list(drop.iterdir()) == []


def test_an_invalid_drop_folder_is_refused(bundle_path, tmp_path, refused):
    assert refused(
        bundle_path, "--drop", tmp_path / "gone", complaint=r"gone does not exist; create it, or name another"
    )
    assert refused(
        bundle_path, "--drop", bundle_path / "bundle.json", complaint=r"bundle\.json is a file; name a folder"
    )


def test_an_invalid_inbox_is_refused(bundle_path, drop, tmp_path, refused):
    for wrong, complaint in (
        (tmp_path / "gone", "gone does not exist; create it, or name another folder with --inbox"),
        (bundle_path / "bundle.json", r"bundle\.json is a file; name a folder with --inbox"),
    ):
        assert refused(bundle_path, "--drop", drop, "--inbox", wrong, complaint=complaint)


def test_the_inbox_is_created_in_the_music_folder_unless_it_cannot_be(inbox_of_nobody, tmp_path, monkeypatch, caplog):
    assert open_inbox(None) == inbox_of_nobody
    assert inbox_of_nobody.is_dir()
    assert default_inbox() == default_drop_folder() / "inbox"
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setattr("latentpad.cli.inbox.default_inbox", lambda: tmp_path / "file" / "inbox")
    assert open_inbox(None) is None
    assert "cannot be created" in caplog.text


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege there")
def test_an_inbox_in_the_drop_folder_that_is_a_link_is_not_used(tmp_path, monkeypatch, caplog):
    (tmp_path / "private").mkdir()
    (tmp_path / "inbox").symlink_to(tmp_path / "private")
    monkeypatch.setattr("latentpad.cli.inbox.default_inbox", lambda: tmp_path / "inbox")
    assert open_inbox(None) is None
    assert "inbox is a symbolic link; replace it by a folder); there is no inbox (see --inbox)" in caplog.text
    assert open_inbox(tmp_path / "inbox") == tmp_path / "inbox"  # which the user has named


def test_what_killed_programs_left_in_the_inbox_is_removed(tmp_path):
    left = tmp_path / temporary_name()
    left.touch()
    os.utime(left, (1e9, 1e9))
    open_inbox(tmp_path)
    assert not left.exists()


def test_an_invalid_bundle_is_refused(tmp_path, drop, refused):
    assert refused(tmp_path / "gone", "--drop", drop, complaint="gone does not exist")
    assert refused(
        tmp_path,
        "--drop",
        drop,
        complaint=r"is not a bundle: it has no bundle\.json\. To make a bundle .*latentpad map FOLDER",
    )


def test_options_alone_mean_serve(drop, tmp_path, capsys):
    assert main(["--drop", str(tmp_path / "gone"), str(tmp_path / "no.latentpad")]) == 1
    assert "no.latentpad does not exist" in capsys.readouterr().err

"""``latentpad serve`` where the drop folder is on a disk that stops to answer: it stays reachable, and ends."""

import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest

TIMEOUT = 60.0
"""Seconds; a cold start compiles."""

SCRIPT = Path(__file__).parent / "hung_folder.py"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no signals to another process")


@pytest.fixture
def serving(bundle_path, drop, tmp_path):
    """Start the program; return the process, its ports, and the file that makes the folder hang."""
    flag = tmp_path / "hang"
    options = ("--port", "0", "--web-port", "0", "--no-inbox", "--no-oscquery", "--unremembered")
    command = [sys.executable, SCRIPT, flag, drop, bundle_path, *options]
    with subprocess.Popen(list(map(str, command)), stderr=subprocess.PIPE, text=True) as process:
        alarm = threading.Timer(TIMEOUT, process.kill)
        alarm.start()
        try:
            log = ""
            for line in process.stderr:
                log += line
                if line.startswith("Ready"):
                    break
            ports = [int(re.search(pattern, log)[1]) for pattern in (r"OSC on 127\.0\.0\.1:(\d+)", r"http://.*:(\d+)")]
            yield process, ports, flag
        finally:
            alarm.cancel()
            process.kill()


def test_it_stays_reachable_and_ends_within_five_seconds(serving, connect, drop):
    process, (port, web_port), flag = serving
    client = connect(port)
    client.socket.settimeout(TIMEOUT)
    for id, x in ((1, 0.125), (2, 0.875)):
        client.send("generate", id, x, 0.125)
        client.receive_until("done")
    whole = {path.name: path.read_bytes() for path in drop.iterdir()}
    flag.write_bytes(b"")
    client.send("generate", 3, 0.125, 0.875)
    assert client.receive_until("busy")[-1] == ("busy", 3)
    client.send("undo", 4)
    assert client.receive_until("done")[-1][1] == 4
    for _ in range(8):
        threading.Thread(target=get, args=(web_port, f"/samples/{next(iter(whole))}"), daemon=True).start()
    assert b"<html" in get(web_port, "/")
    assert b"kick" in get(web_port, "/map.json")
    client.replies_before_pong()
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    log = process.stderr.read()
    assert process.wait(TIMEOUT) == 0
    assert time.monotonic() - begun < 6.5  # 5, on a machine that has time
    first, last = log.splitlines()
    assert first == "Stopping"
    assert last.startswith("Stopped without waiting longer for a disk that does not answer (rendering")
    flag.unlink()
    assert {path.name: path.read_bytes() for path in drop.glob("*.wav")} == whole


def get(port, path):
    """Return what the page's server sends; nothing if it closes the connection."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=TIMEOUT) as answer:
            return answer.read()
    except (TimeoutError, OSError):
        return b""

"""The page and OSCQuery attacked in a process of their own, which keeps playing over OSC.

The process may open 64 files only, so that few sockets are a flood.
"""

import json
import os
import re
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from platformdirs import user_cache_dir
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder
from websockets.sync.client import connect as connect_socket

from latentpad.bundle.bundle import save_bundle
from latentpad.request import CONTROLS

sys.path.insert(0, str(Path(__file__).parent))  # page_fuzz.py: no package
from page_fuzz import PageFuzz

pytest.importorskip("resource")

TIMEOUT = 10.0
MAX_FILES = 64
FLOOD = 90
"""Sockets of each kind."""

N_FUZZED = 250
PROGRAM = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, ({MAX_FILES}, {MAX_FILES}))
from latentpad.cli.main import main
sys.exit(main(sys.argv[1:]))
"""
UPGRADE = (
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + "A" * 22 + "=="
)


class Process:
    """A process of latentpad, and the ports that its log names."""

    def __init__(self, bundle, folder):
        self.drop, self.log_path = folder / "drop", folder / "log"
        self.drop.mkdir()
        (folder / "inbox").mkdir()
        arguments = [
            "serve",
            bundle,
            "--drop",
            self.drop,
            "--inbox",
            folder / "inbox",
            "--port",
            "0",
            "--web-port",
            "0",
        ]
        homes = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CACHE_HOME": user_cache_dir()}
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={**os.environ, **homes},
        )
        self.ports, self._ready = [], threading.Event()
        threading.Thread(target=self._read, daemon=True).start()
        assert self._ready.wait(60), self.log()

    def _read(self):
        with self.process.stderr, self.log_path.open("ab", buffering=0) as log:
            for line in self.process.stderr:
                log.write(line)
                if found := re.search(rb"(?:browser: http://|OSC on )127\.0\.0\.1:(\d+)", line):
                    self.ports.append(int(found[1]))
                if line.startswith(b"Ready"):
                    self._ready.set()

    def log(self):
        return self.log_path.read_text(errors="backslashreplace")

    def stop(self):
        self.process.terminate()
        return self.process.wait(TIMEOUT)


@pytest.fixture(scope="module")
def served(toy, tmp_path_factory):
    folder = tmp_path_factory.mktemp("attacked")
    save_bundle(toy, folder / "toy.latentpad")
    process = Process(folder / "toy.latentpad", folder)
    yield process
    assert process.stop() == 0


def generate(port):
    """Ask for a sample over OSC, whatever the settings are, and return the reply."""
    builder = OscMessageBuilder("/latentpad/generate")
    for value in (7, 0.125, 0.125, 0, *(control.default for control in CONTROLS)):
        builder.add_arg(value)
    with socket.socket(type=socket.SOCK_DGRAM) as client:
        client.settimeout(TIMEOUT)
        client.sendto(builder.build().dgram, ("127.0.0.1", port))
        while (reply := OscMessage(client.recv(65536))).address == "/latentpad/busy":
            pass
        return reply


def open_page(stack, port):
    """Open the socket of a page."""
    address = f"ws://127.0.0.1:{port}/socket"
    options = {"compression": None, "max_size": None, "max_queue": None, "ping_interval": None}
    return stack.enter_context(connect_socket(address, **options))


def strict(constant):
    raise AssertionError(f"{constant} is no JSON")


def wait_until_served(page):
    """Wait until all messages of a page have been served; all answers must be sounds or JSON, which has no NaN."""
    page.send('["/page/place", 987654, 0.5, 0.5]')
    while True:
        answer = page.recv(timeout=TIMEOUT)
        if isinstance(answer, str) and json.loads(answer, parse_constant=strict)[:2] == ["/page/place", 987654]:
            return


@pytest.mark.parametrize("kind", ["silent", "half a request", "pages", "listeners", "reads nothing"])
def test_a_flood_of_sockets_leaves_samples_being_written(served, kind):
    web, osc = served.ports
    requests = {
        "silent": "",
        "half a request": "GET / HTTP/1.1\r\nHost: 127",
        "pages": f"GET /socket HTTP/1.1\r\nHost: 127.0.0.1:{web}\r\n{UPGRADE}\r\n\r\n",
        "listeners": f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{osc}\r\n{UPGRADE}\r\n\r\n",
        "reads nothing": f"GET /style.css HTTP/1.1\r\nHost: 127.0.0.1:{web}\r\n\r\n",
    }
    port = osc if kind == "listeners" else web
    with ExitStack() as stack:
        for _ in range(FLOOD):
            with suppress(OSError):  # closed while it is being opened
                client = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT))
                client.sendall(requests[kind].encode())
        reply = generate(osc)
        assert reply.address == "/latentpad/done", (reply.address, reply.params)
        assert Path(reply.params[1]).stat().st_size > 1000
    assert generate(osc).address == "/latentpad/done"
    log = served.log()
    assert "Traceback" not in log
    assert len(log.splitlines()) < 20, log


@pytest.mark.parametrize("seed", [1, 2])
def test_hostile_messages_and_requests_are_answered_or_refused(served, seed):
    web, osc = served.ports
    name = Path(generate(osc).params[1]).name
    fuzz = PageFuzz(seed, web, [name, str(served.drop / name)])
    with ExitStack() as stack:
        other, page = open_page(stack, web), open_page(stack, web)
        for number in range(N_FUZZED):
            message = fuzz.message()
            page.send(message if isinstance(message, bytes) else message.encode("utf-8", "replace").decode())
            if number % 5 == 0:
                with socket.create_connection(("127.0.0.1", web), timeout=TIMEOUT) as client, suppress(OSError):
                    client.sendall(fuzz.request())
        page.send('["/latentpad/cancel"]')
        wait_until_served(page)
        wait_until_served(other)
    reply = generate(osc)
    assert reply.address == "/latentpad/done", (reply.address, reply.params)
    assert "Traceback" not in served.log()
    assert [path.name for path in served.drop.rglob("*") if not path.name.isprintable() or path.name[0] == "."] == []


def test_hostile_frames_end_their_own_connection_only(served):
    web, osc = served.ports
    fuzz = PageFuzz(3, web)
    with ExitStack() as stack:
        other = open_page(stack, web)
        for _ in range(60):
            with socket.create_connection(("127.0.0.1", web), timeout=TIMEOUT) as client, suppress(OSError):
                client.sendall(f"GET /socket HTTP/1.1\r\nHost: 127.0.0.1:{web}\r\n{UPGRADE}\r\n\r\n".encode())
                for _ in range(3):
                    client.sendall(fuzz.frame())
        wait_until_served(other)
    assert generate(osc).address == "/latentpad/done"
    assert "Traceback" not in served.log()

"""A daemon in a process of its own, started as a user would, and a client."""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from latentpad.errors import BenchError
from latentpad.osc import wire

TIMEOUT_SECONDS = 120.0
"""Seconds to wait for a reply, or for a daemon, which may have to compile."""


class Client:
    """An OSC client of the daemon."""

    def __init__(self, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.settimeout(TIMEOUT_SECONDS)
        self._to = ("127.0.0.1", port)

    def send(self, verb: str, *values: int | float | str) -> None:
        """Send one message."""
        self._socket.sendto(wire.encode("/latentpad/" + verb, *values), self._to)

    def receive(self) -> wire.Message:
        """Wait for one reply."""
        try:
            (message,) = wire.decode(self._socket.recv(65536))
        except TimeoutError:
            raise BenchError(f"no reply from the daemon within {TIMEOUT_SECONDS:.0f} s") from None
        return message

    def receive_done(self, number: int) -> wire.Message:
        """Wait for the reply that announces a sample."""
        while (message := self.receive()).address != "/latentpad/done" or message.args[0] != number:
            if message.address == "/latentpad/error":
                raise BenchError(f"the daemon replied: {message.args[2]!s}")
        return message

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()


class DaemonProcess:
    """A running daemon that is ready to play."""

    def __init__(self, bundle: Path, folder: Path, cache: Path | None = None, library: tuple[Path, ...] = ()) -> None:
        environment = dict(os.environ)
        if cache is not None:
            environment["NUMBA_CACHE_DIR"] = str(cache)
        command = [
            sys.executable,
            "-m",
            "latentpad",
            "serve",
            str(bundle),
            "--port",
            "0",
            "--web-port",
            "0",
            "--unremembered",
        ]
        command += ["--no-inbox", "--drop", str(folder), *(f"--library={path}" for path in library)]
        started = time.perf_counter()
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._log = Path(self._folder.name, "log")
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(command, stderr=log, env=environment)
        self.port = self._wait(started)
        self.seconds_to_ready = time.perf_counter() - started

    def _wait(self, started: float) -> int:
        """Wait until the daemon is ready and return its port."""
        while time.perf_counter() - started < TIMEOUT_SECONDS:
            text = self._log.read_text(encoding="utf-8", errors="replace")
            if found := re.search(r"^Ready: OSC on 127\.0\.0\.1:(\d+)", text, re.MULTILINE):
                return int(found[1])
            if self._process.poll() is not None:
                self.stop()
                raise BenchError(f"the daemon did not start ({(text.strip().splitlines() or ['no output'])[-1]})")
            time.sleep(0.005)
        self.stop()
        raise BenchError(f"the daemon was not ready within {TIMEOUT_SECONDS:.0f} s")

    def resident_megabytes(self) -> float | None:
        """Return the resident memory of the daemon; None if the system has no simple way to read it."""
        try:
            status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
            return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024
        except OSError:
            pass
        try:
            output = subprocess.run(["ps", "-o", "rss=", "-p", str(self._process.pid)], capture_output=True, check=True)
            return int(output.stdout) / 1024
        except (OSError, ValueError, subprocess.CalledProcessError):
            return None

    def stop(self) -> None:
        """Stop the daemon."""
        self._process.terminate()
        self._process.wait()
        self._folder.cleanup()


@contextmanager
def running(
    bundle: Path, folder: Path, cache: Path | None = None, library: tuple[Path, ...] = ()
) -> Iterator[tuple[DaemonProcess, Client]]:
    """Run a daemon and a client for the length of a block."""
    daemon = DaemonProcess(bundle, folder, cache, library)
    client = Client(daemon.port)
    try:
        yield daemon, client
    finally:
        client.close()
        daemon.stop()

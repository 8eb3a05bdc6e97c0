"""A daemon of its own process, as a user starts it, and a client of it."""

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

PATIENCE = 120.0
"""Seconds to wait for a daemon, which may have to compile, or for an answer."""


class Client:
    """A socket that talks to the daemon."""

    def __init__(self, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.settimeout(PATIENCE)
        self._to = ("127.0.0.1", port)

    def send(self, verb: str, *values: int | float | str) -> None:
        """Send one message."""
        self._socket.sendto(wire.encode("/latentpad/" + verb, *values), self._to)

    def hear(self) -> wire.Message:
        """Wait for one answer."""
        try:
            (message,) = wire.decode(self._socket.recv(65536))
        except TimeoutError:
            raise BenchError(f"the daemon gave no answer within {PATIENCE:.0f} s") from None
        return message

    def hear_done(self, number: int) -> wire.Message:
        """Wait for the answer that a sample is there."""
        while (message := self.hear()).address != "/latentpad/done" or message.args[0] != number:
            if message.address == "/latentpad/error":
                raise BenchError(f"the daemon answered: {message.args[2]!s}")
        return message

    def close(self) -> None:
        """Give the port back."""
        self._socket.close()


class DaemonProcess:
    """A running daemon that is ready."""

    def __init__(self, bundle: Path, folder: Path, cache: Path | None = None) -> None:
        environment = dict(os.environ)
        if cache is not None:
            environment["NUMBA_CACHE_DIR"] = str(cache)
        command = [sys.executable, "-m", "latentpad", "serve", str(bundle), "--port", "0", "--web-port", "0"]
        command += ["--drop", str(folder)]
        started = time.perf_counter()
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._log = Path(self._folder.name, "log")
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(command, stderr=log, env=environment)
        self.port = self._wait(started)
        self.seconds_to_ready = time.perf_counter() - started

    def _wait(self, started: float) -> int:
        """Give the port once the daemon says that it is ready."""
        while time.perf_counter() - started < PATIENCE:
            text = self._log.read_text(encoding="utf-8", errors="replace")
            if found := re.search(r"^Ready: OSC on 127\.0\.0\.1:(\d+)", text, re.MULTILINE):
                return int(found[1])
            if self._process.poll() is not None:
                self.stop()
                raise BenchError(f"the daemon did not start ({(text.strip().splitlines() or ['no word'])[-1]})")
            time.sleep(0.005)
        self.stop()
        raise BenchError(f"the daemon was not ready within {PATIENCE:.0f} s")

    def resident_megabytes(self) -> float | None:
        """Give the memory that the daemon holds; None where the system does not tell it simply."""
        try:
            status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
            return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024
        except OSError:
            pass
        try:
            shown = subprocess.run(["ps", "-o", "rss=", "-p", str(self._process.pid)], capture_output=True, check=True)
            return int(shown.stdout) / 1024
        except (OSError, ValueError, subprocess.CalledProcessError):
            return None

    def stop(self) -> None:
        """End the daemon that was started here."""
        self._process.terminate()
        self._process.wait()
        self._folder.cleanup()


@contextmanager
def running(bundle: Path, folder: Path, cache: Path | None = None) -> Iterator[tuple[DaemonProcess, Client]]:
    """Run a daemon and a client of it for the length of a block."""
    daemon = DaemonProcess(bundle, folder, cache)
    client = Client(daemon.port)
    try:
        yield daemon, client
    finally:
        client.close()
        daemon.stop()

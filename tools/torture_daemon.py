"""A daemon to attack, in a process of its own, and an OSC client that does not lose count."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

import soundfile

from latentpad.errors import WireError
from latentpad.osc import wire

READY_SECONDS, ANSWER_SECONDS, STOP_SECONDS = 600.0, 10.0, 10.0
"""The first start compiles."""


class AttackedDaemon:
    """A running daemon with a drop folder; the user's own data are left alone.

    Parameters
    ----------
    folder : Path
        For its log and data; the drop folder is ``drop`` in it unless another is given.
    arguments : str
        More arguments of ``latentpad serve``.
    """

    def __init__(self, folder: Path, *arguments: str, drop: Path | None = None, wait: bool = True) -> None:
        self.drop = drop or folder / "drop"
        self.drop.mkdir(parents=True, exist_ok=True)
        self.log = folder / "log"
        environment = {**os.environ, "XDG_DATA_HOME": str(folder / "data")}
        fixed = ["--port", "0", "--web-port", "0", "--unremembered", "--no-inbox", "--drop", str(self.drop)]
        with self.log.open("wb") as log:
            command = [sys.executable, "-m", "latentpad", "serve", "default", *fixed, *arguments]
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        self.port = self.web_port = 0
        if wait:
            self.wait()

    def wait(self) -> None:
        """Wait until it is ready; end it if it never is (raises TimeoutError)."""
        started = time.monotonic()
        while time.monotonic() - started < READY_SECONDS:
            text = self.log_text()
            if found := re.search(r"^Ready: OSC on 127\.0\.0\.1:(\d+)", text, re.MULTILINE):
                self.port = int(found[1])
                page = re.search(r"http://127\.0\.0\.1:(\d+)", text)
                self.web_port = int(page[1]) if page else 0
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.01)
        self.kill()
        raise TimeoutError(f"the daemon did not start: {self.log_text()[-400:]}")

    def log_text(self) -> str:
        """Return what it has printed."""
        return self.log.read_text("utf-8", "replace")

    def fault(self) -> str:
        """Return what is wrong with it, empty if nothing is: it has ended, or printed a traceback."""
        if self.process.poll() is not None:
            return f"the daemon ended with status {self.process.returncode}: {self.log_text()[-300:]}"
        text = self.log_text()
        at = text.find("Traceback")
        return text[at - 200 : at + 2000].replace("\n", " | ")[-480:] if at >= 0 else ""

    def resident_megabytes(self) -> float:
        """Return its resident memory."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024

    def descriptors(self) -> int:
        """Return how many files and sockets it has open."""
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def kill(self) -> None:
        """End it at once, as the system does when memory runs out."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> bool:
        """Ask it to stop; return whether it did in time."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            return False
        return True

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it if it still runs."""
        if self.process.poll() is None:
            self.stop()


class CountingClient:
    """An OSC client with a port of its own, which can wait for the answer to a request."""

    def __init__(self, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        self._socket.bind(("127.0.0.1", 0))
        self._to = ("127.0.0.1", port)
        self._id = 1_000_000

    def send(self, verb: str, *values: int | float | str) -> None:
        """Send one message."""
        self.send_raw(wire.encode("/latentpad/" + verb, *values))

    def send_raw(self, datagram: bytes) -> None:
        """Send a datagram."""
        self._socket.sendto(datagram, self._to)

    def receive(self, seconds: float) -> wire.Message | None:
        """Return the next reply; None if none comes in time."""
        self._socket.settimeout(max(seconds, 1e-3))
        try:
            (message,) = wire.decode(self._socket.recv(65536))
        except (TimeoutError, ConnectionRefusedError):
            return None
        return message

    def answer(self, number: int, verbs: tuple[str, ...], seconds: float = ANSWER_SECONDS) -> wire.Message | None:
        """Return the reply of one of these verbs to the request of a number; None if none comes in time."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            message = self.receive(left)
            if message and message.address.rpartition("/")[2] in verbs and message.args[:1] == (number,):
                return message
        return None

    def ask(self, verb: str, *values: int | float | str, verbs: tuple[str, ...]) -> wire.Message | None:
        """Send a request under a new number and return its answer."""
        self._id += 1
        self.send(verb, self._id, *values)
        return self.answer(self._id, verbs)

    def is_answered(self) -> bool:
        """Return whether the daemon still answers."""
        return self.ask("ping", verbs=("pong",)) is not None

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()


def wav_fault(path: Path) -> str:
    """Return what is wrong with a wav under its final name, empty if it is whole."""
    try:
        content = path.read_bytes()
        if content[:4] != b"RIFF" or int.from_bytes(content[4:8], "little") + 8 != len(content):
            return f"{path.name} has {len(content)} bytes, which its header does not say"
        with soundfile.SoundFile(path) as file:
            n_frames = len(file.read())
            if n_frames != file.frames or not file.comment:
                return f"{path.name} has {n_frames} of {file.frames} frames, comment {file.comment[:20]!r}"
    except (OSError, soundfile.LibsndfileError, WireError) as error:
        return f"{path.name}: {error}"
    return ""

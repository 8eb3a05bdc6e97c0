"""Measure how long samples take while the page imports a folder, against an idle daemon.

A daemon with folders of its own is started as a user would. An OSC client requests random points of the default bundle
one after the other, from datagram to finished file and reply: with nothing else going on, while a library is copied
over the WebSocket, while it is mapped, and once more with nothing else. The first map of the library is played for a
moment only: then the client goes back to the default bundle, so that all times are those of the same map. Where the
disk is busy, set TMPDIR to a folder in memory.
"""

import argparse
import json
import os
import re
import struct
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
from websockets.sync.client import ClientConnection, connect

from latentpad.bench.daemon_process import Client, DaemonProcess
from latentpad.bench.timing import summary
from latentpad.paths import default_bundle, user_cache_folder

WARM_UP, IDLE_SAMPLES = 200, 500
SUFFIXES = (".wav", ".aif", ".aiff", ".flac", ".ogg", ".mp3")


class Library:
    """Sends a folder as the page does, in a thread of its own, and waits until it is mapped."""

    def __init__(self, port: int, folder: Path) -> None:
        self._port, self._folder = port, folder
        self.phase, self.times = "copying", dict[str, float]()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    @property
    def is_done(self) -> bool:
        """Whether the final bundle plays."""
        return not self._thread.is_alive()

    def _run(self) -> None:
        started = time.perf_counter()
        with _socket(self._port, "socket") as page:
            with _socket(self._port, "library") as sender:
                self._send(sender)
            self.phase, self.times["copied"] = "mapping", time.perf_counter() - started
            while True:
                address, *values = json.loads(page.recv())
                if address == "/latentpad/bundle" and values[0] == "default":
                    self.phase = "mapping" if "copied" in self.times else self.phase
                if address != "/page/import":
                    continue
                state = values[0]
                if state["opened"] and "playable" not in self.times:
                    self.times["playable"] = time.perf_counter() - started
                    self.phase = "on the first map"
                    page.send(json.dumps(["/latentpad/bundle", "default"]))
                if state["phase"] == "finished":
                    self.times["finished"] = time.perf_counter() - started
                    return
                if state["phase"] in ("failed", "cancelled"):
                    raise SystemExit(f"the import has failed: {state['message']}")

    def _send(self, socket: ClientConnection) -> None:
        paths = sorted(path for path in self._folder.rglob("*") if path.suffix.lower() in SUFFIXES)
        rows = [
            (str(path.relative_to(self._folder)), path.stat().st_size, path.stat().st_mtime * 1000) for path in paths
        ]
        socket.send(json.dumps(["offer", self._folder.name, rows]))
        for index in json.loads(socket.recv())[1]:
            socket.send(struct.pack("<II", index, rows[index][1]) + paths[index].read_bytes())
            socket.recv()
        socket.send('["end"]')
        socket.recv()


def main() -> None:
    """Print a row per phase."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="library to import")
    library = parser.parse_args().folder
    loops = [path for path in user_cache_folder().glob("kernels-*") if path.is_dir()]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        cache = Path(folder, "cache", "latentpad")
        cache.mkdir(parents=True)
        for path in loops:
            (cache / path.name).symlink_to(path)
        os.environ |= {"XDG_DATA_HOME": f"{folder}/data", "XDG_CACHE_HOME": f"{folder}/cache"}
        drop = Path(folder, "drop")
        drop.mkdir()
        daemon = DaemonProcess(default_bundle(), drop)
        client = Client(daemon.port)
        try:
            _measure(daemon, client, library)
        finally:
            client.close()
            daemon.stop()


def _measure(daemon: DaemonProcess, client: Client, library: Path) -> None:
    rng = np.random.default_rng(0)
    for _ in range(WARM_UP):
        _time_sample(client, rng)
    before = [_time_sample(client, rng) for _ in range(IDLE_SAMPLES)]
    (port,) = re.findall(r"http://127\.0\.0\.1:(\d+)", daemon._log.read_text(encoding="utf-8"))
    sent, during = Library(int(port), library), dict[str, list[float]]()
    while not sent.is_done:
        phase = sent.phase
        taken = _time_sample(client, rng)
        if phase == sent.phase:
            during.setdefault(phase, []).append(taken)
    after = [_time_sample(client, rng) for _ in range(IDLE_SAMPLES)]
    print(", ".join(f"{name} after {seconds:.1f} s" for name, seconds in sent.times.items()))
    base = summary(before + after)
    for name, times in {"idle before": before, **during, "idle after": after}.items():
        found = summary(times)
        ratios = f"{found.p50 / base.p50:.2f} x, {found.p99 / base.p99:.2f} x"
        print(f"{name}: {len(times)} samples, p50 {found.p50:.1f} ms, p99 {found.p99:.1f} ms ({ratios})")


def _time_sample(client: Client, rng: np.random.Generator) -> float:
    """Return the seconds from the datagram to the reply; silent points are left out, dropped ones repeated."""
    while True:
        started = time.perf_counter()
        client.send("generate", 7, float(rng.random()), float(rng.random()))
        message = client.receive()
        while message.address not in ("/latentpad/done", "/latentpad/error", "/latentpad/dropped"):
            message = client.receive()
        if message.address == "/latentpad/done":
            taken = time.perf_counter() - started
            Path(str(message.args[1])).unlink()
            return taken


def _socket(port: int, path: str) -> Any:
    return connect(f"ws://127.0.0.1:{port}/{path}", compression=None, max_size=None)


if __name__ == "__main__":
    main()

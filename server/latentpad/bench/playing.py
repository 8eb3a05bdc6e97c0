"""Measured from outside: another process sends OSC to a daemon, waits for the answer, and reads the file."""

import struct
import tempfile
import threading
import time
from pathlib import Path
from statistics import median

from latentpad.bench.daemon_process import Client, DaemonProcess, running
from latentpad.bench.report import Report, Row
from latentpad.bench.timing import Times, summary
from latentpad.daemon.dispatcher import REST_SECONDS
from latentpad.errors import BenchError
from latentpad.progress import ProgressLine
from latentpad.request import Request

MESSAGES_A_SECOND = 120

N_UNSEEN = 20
"""Samples before the first that is timed."""

N_RESTS, N_MOVES = 10, 12


def measure_start(path: Path, report: Report) -> None:
    """Time a first start, which compiles, and starts after it."""
    with tempfile.TemporaryDirectory() as cache, tempfile.TemporaryDirectory() as folder:
        with running(path, Path(folder), Path(cache)) as (daemon, _):
            first = daemon.seconds_to_ready
        later = []
        for _ in range(3):
            with running(path, Path(folder), Path(cache)) as (daemon, _):
                later.append(daemon.seconds_to_ready)
    report.rows.append(Row("ready to play after the start", median(later), "s", high=2.5))
    report.rows.append(Row("ready to play after the first start ever", first, "s", high=30.0))


def measure_playing(points: list[Request], path: Path, report: Report, seconds: float) -> Times:
    """Time datagrams until the answer, then stream; gives the times from datagram to answer."""
    with tempfile.TemporaryDirectory() as folder, running(path, Path(folder)) as (daemon, client):
        for number, request in enumerate(points[:N_UNSEEN]):
            _play(client, number, request.x, request.y)
        times = summary([_play(client, number, point.x, point.y) for number, point in enumerate(points)])
        report.rows.append(Row("datagram to finished file and answer, p50", times.p50, "ms", high=20.0))
        report.rows.append(Row("datagram to finished file and answer, p99", times.p99, "ms", high=50.0))
        _stream(client, daemon, report, seconds)
        _rest(client, points, report)
        if (resident := daemon.resident_megabytes()) is not None:
            report.rows.append(Row("resident memory after all of this", resident, "MB", high=300.0))
    return times


def _play(client: Client, number: int, x: float, y: float) -> float:
    """Ask for one sample and look whether its file is whole; gives the seconds until the answer."""
    started = time.perf_counter()
    client.send("generate", number, x, y)
    message = client.hear_done(number)
    taken = time.perf_counter() - started
    path = Path(str(message.args[1]))
    check_whole(path, int(message.args[6]))  # type: ignore[arg-type]
    path.unlink()
    return taken


def check_whole(path: Path, n_samples: int) -> None:
    """Refuse a file that is not yet, or not wholly, there."""
    content = path.read_bytes()
    riff, size = struct.unpack_from("<4sI", content)
    at = content.find(b"data")
    (data_size,) = struct.unpack_from("<I", content, at + 4)
    if riff != b"RIFF" or size != len(content) - 8 or data_size != 3 * n_samples:
        raise BenchError(f"{path} is not whole: {len(content)} bytes, {size + 8} announced, {n_samples} samples")


def _stream(client: Client, daemon: DaemonProcess, report: Report, seconds: float) -> None:
    """Ask for another point 120 times a second; every answer is compared with the two renders that it may wait for."""
    n = round(seconds * MESSAGES_A_SECOND)
    sent = [0.0] * n
    before = daemon.resident_megabytes()
    meter = ProgressLine("streaming points")

    def send() -> None:
        start = time.perf_counter()
        for number in range(n):
            time.sleep(max(0.0, start + number / MESSAGES_A_SECOND - time.perf_counter()))
            angle = number / MESSAGES_A_SECOND
            sent[number] = time.perf_counter()
            client.send("generate", number, (angle * 0.31) % 1.0, (angle * 0.17) % 1.0)
            if number % (10 * MESSAGES_A_SECOND) == 0:
                meter(number, n)

    sender = threading.Thread(target=send)
    sender.start()
    late, taken, newest, last_render = [], [], -1, 0.0
    while newest < n - 1:
        message = client.hear()
        if message.address == "/latentpad/error":
            if message.args[1] != "render":
                raise BenchError(f"the daemon answered: {message.args[2]!s}")
            newest, last_render = int(message.args[0]), 0.0  # type: ignore[arg-type]  # a silent point
        if message.address == "/latentpad/done":
            number, path, render = int(message.args[0]), Path(str(message.args[1])), float(message.args[8])  # type: ignore[arg-type]
            age = time.perf_counter() - sent[number]
            if number < newest:
                raise BenchError(f"point {number} was answered after point {newest}")
            taken.append(age)
            if last_render:
                late.append(1000 * age - render - last_render)
            newest, last_render = number, render
            path.unlink()
    sender.join()
    meter(n, n)
    if not late:
        raise BenchError("the stream met silent points only, so there is nothing to measure")
    times, after = summary(taken), daemon.resident_megabytes()
    report.rows.append(
        Row(
            f"{MESSAGES_A_SECOND} points a second for {seconds:g} s: longest wait beyond two renders",
            max(late),
            "ms",
            high=5.0,
            beside=f"{len(taken)} sounds, from point to answer p50 {times.p50:.1f} ms, p99 {times.p99:.1f} ms",
        )
    )
    if before is not None and after is not None:
        report.rows.append(Row("growth of memory while streaming", after - before, "MB", high=10.0))


def _rest(client: Client, points: list[Request], report: Report) -> None:
    """Move the point with trigger auto; gives how long after its rest the sound is there, less the rest."""
    client.send("set", "trigger", "auto")
    waited = []
    for point in points[:N_RESTS]:
        for step in range(N_MOVES - 1, -1, -1):
            client.send("xy", max(0.0, point.x - 0.003 * step), point.y)
            time.sleep(1 / MESSAGES_A_SECOND)
        started = time.perf_counter()
        message = client.hear_done(-1)
        waited.append(time.perf_counter() - started - REST_SECONDS + 1 / MESSAGES_A_SECOND)
        Path(str(message.args[1])).unlink()
    client.send("set", "trigger", "manual")
    times = summary(waited)
    text = "moved points, trigger auto: answer after the rest, p50"
    report.rows.append(Row(text, times.p50, "ms", high=40.0, beside=f"longest {1000 * max(waited):.0f} ms"))

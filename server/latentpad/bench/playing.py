"""Measurements from outside: a client sends OSC to a daemon, waits for the reply and reads the file."""

import struct
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from latentpad.bench.daemon_process import Client, DaemonProcess, running
from latentpad.bench.report import Report, Row
from latentpad.bench.timing import Times, summary
from latentpad.daemon.render_handlers import REST_SECONDS
from latentpad.errors import BenchError
from latentpad.progress import ProgressLine
from latentpad.request import Controls, Request

MESSAGES_PER_SECOND = 120

N_WARM_UP = 20
"""Samples rendered before the first that is timed."""

MODEL_ALONE = Controls(detail=0.0)

N_RESTS, N_MOVES = 10, 12


def measure_start(path: Path, report: Report) -> None:
    """Time a first start, which compiles, and later ones."""
    with tempfile.TemporaryDirectory() as cache, tempfile.TemporaryDirectory() as folder:
        with running(path, Path(folder), Path(cache)) as (daemon, _):
            first = daemon.seconds_to_ready
        later = []
        for _ in range(3):
            with running(path, Path(folder), Path(cache)) as (daemon, _):
                later.append(daemon.seconds_to_ready)
    report.rows.append(Row("start until ready", median(later), "s", high=2.5))
    report.rows.append(Row("first start until ready", first, "s", high=30.0))


def measure_playing(
    points: list[Request], path: Path, report: Report, seconds: float, library: tuple[Path, ...] = ()
) -> Times:
    """Time datagram to reply, then a stream and rests; returns the times from datagram to reply."""
    with tempfile.TemporaryDirectory() as folder, running(path, Path(folder), library=library) as (daemon, client):
        times = _measure_samples(client, points, report)
        _measure_stream(client, daemon, report, seconds)
        _measure_rests(client, points, report)
        if (resident := daemon.resident_megabytes()) is not None:
            report.rows.append(Row("resident memory after all of this", resident, "MB", high=300.0))
    return times


def _measure_samples(client: Client, points: list[Request], report: Report) -> Times:
    """Time samples whose sounds are read for the first time, then with these at hand, and by the model alone."""
    alone = [replace(point, controls=MODEL_ALONE) for point in points]
    for request in alone[:N_WARM_UP]:
        _time_sample(client, request)
    cold, times, model = (summary([_time_sample(client, one) for one in some]) for some in (points, points, alone))
    report.rows += [
        Row("datagram to finished file and reply, p50", times.p50, "ms", high=20.0),
        Row("datagram to finished file and reply, p99", times.p99, "ms", high=50.0),
        Row(
            "the same, relative to the model alone",
            times.p50 / model.p50,
            "x",
            high=1.1,
            beside=f"p50 {model.p50:.1f} ms",
        ),
        Row(
            "the same with sounds that are read for the first time",
            cold.p50 / model.p50,
            "x",
            high=1.5,
            beside=f"p50 {cold.p50:.1f} ms, p99 {cold.p99:.1f} ms",
        ),
    ]
    return times


def _time_sample(client: Client, request: Request) -> float:
    """Request one sample and check its file; returns the seconds until the reply."""
    started = time.perf_counter()
    client.send("generate", 0, request.x, request.y, *request.settings.values())
    message = client.receive_done(0)
    taken = time.perf_counter() - started
    path = Path(str(message.args[1]))
    check_complete(path, int(message.args[6]))  # type: ignore[arg-type]
    path.unlink()
    return taken


def check_complete(path: Path, n_samples: int) -> None:
    """Raise BenchError if a file is incomplete."""
    content = path.read_bytes()
    riff, size = struct.unpack_from("<4sI", content)
    at = content.find(b"data")
    (data_size,) = struct.unpack_from("<I", content, at + 4)
    if riff != b"RIFF" or size != len(content) - 8 or data_size != 3 * n_samples:
        raise BenchError(f"{path} is incomplete: {len(content)} bytes, {size + 8} in its header, {n_samples} samples")


def _measure_stream(client: Client, daemon: DaemonProcess, report: Report, seconds: float) -> None:
    """Request another point 120 times per second; measure how long replies take beyond the two renders before them."""
    n = round(seconds * MESSAGES_PER_SECOND)
    sent = [0.0] * n
    before = daemon.resident_megabytes()
    sender = threading.Thread(target=_send_points, args=(client, sent))
    sender.start()
    taken, late = _receive_replies(client, sent)
    sender.join()
    if not late:
        raise BenchError("the stream met only silent points; nothing to measure")
    times, after = summary(taken), daemon.resident_megabytes()
    report.rows.append(
        Row(
            f"{MESSAGES_PER_SECOND} points per second for {seconds:g} s: longest wait beyond two renders",
            max(late),
            "ms",
            high=5.0,
            beside=f"{len(taken)} sounds, from point to reply p50 {times.p50:.1f} ms, p99 {times.p99:.1f} ms",
        )
    )
    if before is not None and after is not None:
        report.rows.append(Row("memory growth while streaming", after - before, "MB", high=10.0))


def _send_points(client: Client, sent: list[float]) -> None:
    """Request a point for each entry of `sent`, which is set to its time."""
    progress = ProgressLine("streaming points")
    start = time.perf_counter()
    for number in range(len(sent)):
        time.sleep(max(0.0, start + number / MESSAGES_PER_SECOND - time.perf_counter()))
        angle = number / MESSAGES_PER_SECOND
        sent[number] = time.perf_counter()
        client.send("generate", number, (angle * 0.31) % 1.0, (angle * 0.17) % 1.0)
        if number % (10 * MESSAGES_PER_SECOND) == 0:
            progress(number, len(sent))
    progress(len(sent), len(sent))


def _receive_replies(client: Client, sent: list[float]) -> tuple[list[float], list[float]]:
    """Receive until the last point; returns the seconds that replies took, and milliseconds beyond two renders."""
    taken, late, newest, last_render = [], [], -1, 0.0
    while newest < len(sent) - 1:
        message = client.receive()
        if message.address == "/latentpad/error":
            if message.args[1] != "render":
                raise BenchError(f"the daemon replied: {message.args[2]!s}")
            newest, last_render = int(message.args[0]), 0.0  # type: ignore[arg-type]  # a silent point
        if message.address == "/latentpad/done":
            number, path, render = int(message.args[0]), Path(str(message.args[1])), float(message.args[8])  # type: ignore[arg-type]
            age = time.perf_counter() - sent[number]
            if number < newest:
                raise BenchError(f"the reply to point {number} came after that to point {newest}")
            taken.append(age)
            if last_render:
                late.append(1000 * age - render - last_render)
            newest, last_render = number, render
            path.unlink()
    return taken, late


def _measure_rests(client: Client, points: list[Request], report: Report) -> None:
    """Move the point with trigger auto; time the reply from the moment at which the point counts as resting."""
    client.send("set", "trigger", "auto")
    waited = []
    for point in points[:N_RESTS]:
        for step in range(N_MOVES - 1, -1, -1):
            client.send("xy", max(0.0, point.x - 0.003 * step), point.y)
            time.sleep(1 / MESSAGES_PER_SECOND)
        started = time.perf_counter()
        message = client.receive_done(-1)
        waited.append(time.perf_counter() - started - REST_SECONDS + 1 / MESSAGES_PER_SECOND)
        Path(str(message.args[1])).unlink()
    client.send("set", "trigger", "manual")
    times = summary(waited)
    text = "moved points, trigger auto: reply after the rest, p50"
    report.rows.append(Row(text, times.p50, "ms", high=40.0, beside=f"longest {1000 * max(waited):.0f} ms"))

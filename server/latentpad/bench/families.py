"""Measurements of batches from outside: kits, pages of samples, and a finger that plays meanwhile."""

import tempfile
import threading
import time
from pathlib import Path

from latentpad.bench.daemon_process import Client, running
from latentpad.bench.report import Report, Row
from latentpad.bench.timing import summary
from latentpad.errors import BenchError
from latentpad.request import Request

N_KITS, N_TOUCHES = 5, 60

TOUCH_SECONDS = 0.03
"""Between two touches of the finger."""

GRID = 8, 8

FINGER, BATCH, FIRST_TOUCH = 1, 2, 100
"""Ids of messages."""

ANSWERS = ("/latentpad/done", "/latentpad/error", "/latentpad/dropped")
"""Replies that end a touch."""


def measure_families(points: list[Request], path: Path, report: Report, library: tuple[Path, ...] = ()) -> None:
    """Time kits, a grid, a finger during a grid, and the place of sounds of one's own."""
    with tempfile.TemporaryDirectory() as folder, running(path, Path(folder), library=library) as (_, client):
        alone = [_touch(client, point) for point in points[:N_TOUCHES]][N_TOUCHES // 3 :]
        kits = [_time_batch(client, "kit", BATCH, "", seed) for seed in range(N_KITS)]
        grid = _time_batch(client, "grid", BATCH, *GRID)
        during = _touches_during_a_batch(client, points)
    one, other = summary(alone), summary(during)
    report.rows += [
        Row("a kit of 16 samples with the files of all formats, p50", sorted(kits)[N_KITS // 2], "s", high=0.5),
        Row(f"a page of {GRID[0]} x {GRID[1]} samples", grid, "s", high=1.0),
        Row(
            "a finger during a batch, relative to it alone, p99",
            other.p99 / one.p99,
            "x",
            high=2.0,
            beside=f"p50 {other.p50:.1f} ms, p99 {other.p99:.1f} ms; alone {one.p50:.1f}, {one.p99:.1f} ms",
        ),
    ]


def _touch(client: Client, point: Request) -> float:
    """Play a point; returns the seconds until the reply."""
    started = time.perf_counter()
    client.send("generate", FINGER, point.x, point.y)
    client.receive_done(FINGER)
    return time.perf_counter() - started


def _time_batch(client: Client, verb: str, *values: int | float | str) -> float:
    """Render a batch; returns the seconds until its end."""
    started = time.perf_counter()
    client.send(verb, *values)
    while (message := client.receive()).address != "/latentpad/finished":
        _check(message.address, message.args)
    return time.perf_counter() - started


def _touches_during_a_batch(client: Client, points: list[Request]) -> list[float]:
    """Play points while batches are rendered; returns the seconds until each reply."""
    sent: dict[int, float] = {}
    for _ in range(2):
        client.send("grid", BATCH, 16, 16)
    touching = threading.Thread(target=_send_touches, args=(client, points, sent))
    touching.start()
    taken: list[float] = []
    ended = 0
    while ended < N_TOUCHES:
        message = client.receive()
        _check(message.address, message.args)
        number = int(message.args[0]) - FIRST_TOUCH if message.address in ANSWERS else -1  # type: ignore[arg-type]
        if number in sent:
            ended += 1
            if message.address != "/latentpad/dropped":  # a newer touch came before it was rendered
                taken.append(time.perf_counter() - sent[number])
        if message.address == "/latentpad/finished":
            client.send("grid", BATCH, 16, 16)
    touching.join()
    client.send("cancel")
    return taken


def _send_touches(client: Client, points: list[Request], sent: dict[int, float]) -> None:
    """Play points one after the other."""
    for number in range(N_TOUCHES):
        time.sleep(TOUCH_SECONDS)
        point = points[number % len(points)]
        sent[number] = time.perf_counter()
        client.send("generate", FIRST_TOUCH + number, point.x, point.y)


def _check(address: str, args: tuple[object, ...]) -> None:
    """Raise BenchError for an error other than a silent place."""
    if address == "/latentpad/error" and args[1] != "render":
        raise BenchError(f"the daemon replied: {args[2]!s}")

"""An hour of playing without a pause: 120 messages per second, as a finger and its buttons send them."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from torture_daemon import ANSWER_SECONDS, AttackedDaemon, CountingClient, wav_fault
from torture_tally import Tally

PER_SECOND = 120
GENERATES = 0.25
"""Share of messages that ask for a sample; the others move the point, change a setting or query the map."""

MAX_FILES = 1000
SETTINGS = ("pitch", "length", "tone", "drive", "detail", "decay")


def play(folder: Path, tally: Tally, total: int) -> Iterator[None]:
    """Play so many messages; an interrupted hour begins again, since it is one unbroken hour that counts."""
    tally.done = 0
    tally.measured.clear()
    outcome, latencies = Counter[str](), list[float]()
    waiting = dict[int, float]()
    with AttackedDaemon(folder) as daemon:
        client = CountingClient(daemon.port)
        client.send("hello", 0)
        rng = random.Random(0)
        memory, opened = daemon.resident_megabytes(), daemon.descriptors()
        started = time.monotonic()
        number = 0
        while tally.done < total:
            due = started + tally.done / PER_SECOND
            while (left := due - time.monotonic()) > 0:
                _take(client, left, waiting, outcome, latencies, tally)
            if rng.random() < GENERATES:
                number += 1
                waiting[number] = time.monotonic()
                client.send("generate", number, rng.random(), rng.random(), rng.randrange(1 << 20))
            else:
                _move(client, rng)
            tally.done += 1
            if tally.done % (PER_SECOND * 10) == 0:
                _count_silent(waiting, tally, ANSWER_SECONDS)
                _check_files(daemon.drop, tally, outcome)
                _measure(tally, outcome, latencies, daemon, memory, opened)
                if fault := daemon.fault():
                    tally.note("crashes", fault)
                    return
                yield
        deadline = time.monotonic() + ANSWER_SECONDS
        while waiting and time.monotonic() < deadline:
            _take(client, 0.1, waiting, outcome, latencies, tally)
        _count_silent(waiting, tally, 0.0)
        _measure(tally, outcome, latencies, daemon, memory, opened)
        client.close()
        if not daemon.stop():
            tally.note("hangs", "the daemon did not stop within 10 s")
        yield


def _move(client: CountingClient, rng: random.Random) -> None:
    """Move the point, change a setting or query the map."""
    kind = rng.random()
    if kind < 0.7:
        client.send("xy", rng.random(), rng.random())
    elif kind < 0.85:
        client.send("set", rng.choice(SETTINGS), rng.random())
    else:
        client.send("nearest", -1, rng.random(), rng.random(), 4)


def _take(
    client: CountingClient,
    seconds: float,
    waiting: dict[int, float],
    outcome: Counter[str],
    latencies: list[float],
    tally: Tally,
) -> None:
    """Take one reply, if one comes in time."""
    reply = client.receive(seconds)
    if reply is None:
        return
    verb = reply.address.rpartition("/")[2]
    if verb not in ("done", "dropped", "error") or reply.args[0] not in waiting:
        return
    sent = waiting.pop(int(reply.args[0]))
    outcome[verb] += 1
    if verb == "error":
        tally.note("losses", f"a request was refused: {reply.args[2]!s}")
    elif verb == "done":
        latencies.append(1000 * (time.monotonic() - sent))


def _count_silent(waiting: dict[int, float], tally: Tally, seconds: float) -> None:
    """Count the requests that have had no answer for so long."""
    silent = [number for number, sent in waiting.items() if time.monotonic() - sent >= seconds]
    for number in silent:
        del waiting[number]
        tally.note("losses", f"no answer to request {number}")


def _check_files(drop: Path, tally: Tally, outcome: Counter[str]) -> None:
    """Count the samples that are not whole, and remove old ones, as a user would."""
    paths = sorted(drop.glob("*.wav"), key=lambda path: path.stat().st_mtime)
    for path in paths[: -MAX_FILES or None]:
        outcome["wavs checked"] += 1
        if fault := wav_fault(path):
            tally.note("half_files", fault)
        path.unlink()


def _measure(
    tally: Tally, outcome: Counter[str], latencies: list[float], daemon: AttackedDaemon, memory: float, opened: int
) -> None:
    """Store what was counted and measured."""
    tally.measured.update({name: str(count) for name, count in sorted(outcome.items())})
    for name, part in {"first": latencies[:2000], "last": latencies[-2000:]}.items():
        if part:
            p50, p99 = np.percentile(part, [50, 99])
            tally.measured[f"{name} 2,000 samples, p50 and p99 in ms"] = f"{p50:.1f}, {p99:.1f}"
    tally.measured["resident, MB"] = f"{memory:.0f} to {daemon.resident_megabytes():.0f}"
    tally.measured["descriptors"] = f"{opened} to {daemon.descriptors()}"

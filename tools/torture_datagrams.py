"""Datagrams: random messages, bundles and damaged ones, to the decoder and to a daemon."""

import random
import re
import struct
import time
from collections.abc import Iterator
from pathlib import Path

from latentpad.errors import WireError
from latentpad.osc import wire
from latentpad.osc.protocol import IN
from torture_daemon import AttackedDaemon, CountingClient
from torture_generators import osc_reader
from torture_tally import Tally

BATCH, ASK_EVERY = 1000, 100

TAGS = "ifsbhdTFNItcrmS"
TEXTS = ("", "kick", "pitch", "../../etc/passwd", "\x1b[2J", "é" * 40, "a" * 900, "sound.wav", "off", "F# minor")
SIGNATURES = {row.verb: re.findall(r"\b([ifs]) \w", row.arguments.replace("any value", "f value")) for row in IN}
"""Tags of all arguments of each message."""

EXTREMES = (0, 1, -1, 2**31 - 1, -(2**31), 7, 64, 0.5, 1.0, -0.0, 1e38, float("nan"), float("inf"))


def send_datagrams(folder: Path, tally: Tally, total: int) -> Iterator[None]:
    """Send datagrams; each is also decoded by latentpad and by an independent reader, which must agree."""
    slowest = float(tally.measured.get("slowest answer, ms", "0"))
    with AttackedDaemon(folder) as daemon:
        client = CountingClient(daemon.port)
        while tally.done < total:
            rng = random.Random(tally.done)
            for number in range(BATCH):
                datagram = make_datagram(rng)
                _compare(datagram, tally)
                if len(datagram) <= 65507:
                    client.send_raw(datagram)
                if number % ASK_EVERY == 0:
                    asked = time.monotonic()
                    if not client.is_answered():
                        tally.note("hangs", "no pong within 10 s")
                    slowest = max(slowest, 1000 * (time.monotonic() - asked))
            client.send("cancel")
            tally.done += BATCH
            tally.measured["slowest answer, ms"] = f"{slowest:.0f}"
            tally.measured["resident, MB"] = f"{daemon.resident_megabytes():.0f}"
            _clear(daemon.drop)
            if fault := daemon.fault():
                tally.note("crashes", fault)
                return
            yield
        client.close()
        if not daemon.stop():
            tally.note("hangs", "the daemon did not stop within 10 s")


def make_datagram(rng: random.Random) -> bytes:
    """Return a message, a bundle, or either of them damaged."""
    datagram = _bundle(rng, rng.choice((1, 1, 2, 9))) if rng.random() < 0.2 else _message(rng)
    damage = rng.random()
    if damage < 0.25 and datagram:
        flipped = bytearray(datagram)
        for _ in range(rng.randint(1, 4)):
            flipped[rng.randrange(len(flipped))] = rng.randrange(256)
        return bytes(flipped)
    if damage < 0.35:
        return datagram[: rng.randrange(len(datagram) + 1)]
    if damage < 0.4:
        at = rng.randrange(len(datagram) + 1)
        return datagram[:at] + rng.randbytes(rng.choice((1, 4, 64))) + datagram[at:]
    return rng.randbytes(rng.choice((0, 4, 16, 400))) if damage < 0.45 else datagram


def _message(rng: random.Random) -> bytes:
    """Return a message of the protocol or another, with any arguments."""
    verb = rng.choice([*SIGNATURES])
    known = rng.random() < 0.8
    address = f"/latentpad/{verb}" if known else rng.choice(("/xy", "/1/xy", "/fail", "/a/error", "/*", "x"))
    tags = "".join(rng.choice(TAGS) for _ in range(rng.choice((0, 1, 2, 3, 4, 8, 40))))
    if known and rng.random() < 0.6:  # as it should be, if not in its values
        tags = "".join(SIGNATURES[verb][: rng.randint(0, 20)])
    return _string(address) + _string("," + tags) + b"".join(_argument(tag, rng) for tag in tags)


def _bundle(rng: random.Random, depth: int) -> bytes:
    """Return a bundle of messages, nested so deep."""
    elements = [_message(rng) for _ in range(rng.choice((0, 1, 3, 20)))]
    if depth > 1:
        elements.append(_bundle(rng, depth - 1))
    return b"#bundle\0" + rng.randbytes(8) + b"".join(struct.pack(">i", len(part)) + part for part in elements)


def _argument(tag: str, rng: random.Random) -> bytes:
    """Return the bytes of an argument."""
    value = rng.choice(EXTREMES) if rng.random() < 0.3 else rng.random()
    if tag in "fd":
        return struct.pack(">f" if tag == "f" else ">d", value)
    if tag in "ih":
        whole = value if isinstance(value, int) else rng.randint(0, 9)
        return struct.pack(">i" if tag == "i" else ">q", whole)
    if tag in "sS":
        return _string(rng.choice(TEXTS))
    if tag == "b":
        blob = rng.randbytes(rng.choice((0, 3, 4, 200)))
        return struct.pack(">i", len(blob)) + blob + bytes(-len(blob) % 4)
    return rng.randbytes({"t": 8, "c": 4, "r": 4, "m": 4}.get(tag, 0))


def _string(text: str) -> bytes:
    """Return an OSC string."""
    content = text.encode()
    return content + bytes(4 - len(content) % 4)


def _compare(datagram: bytes, tally: Tally) -> None:
    """Count a datagram that the two readers do not read alike."""
    try:
        expected = [(address, list(arguments)) for address, arguments in osc_reader.read(datagram)]
    except osc_reader.UnreadableError:
        expected = None
    try:
        found = [(address, list(arguments)) for address, arguments in wire.decode(datagram)]
    except WireError:
        found = None
    except Exception as error:  # noqa: BLE001 - what is looked for
        tally.note("crashes", f"{type(error).__name__} for {datagram[:80]!r}")
        return
    if repr(found) != repr(expected):  # not by ==, since NaN differs from itself
        tally.note("crashes", f"read differently: {datagram[:80]!r}")


def _clear(drop: Path) -> None:
    """Remove the samples that random messages have asked for."""
    for path in drop.glob("*.wav"):
        path.unlink()

"""Faults of the drop folder while it is played into: files gone, links, FIFOs, foreign files, and a full disk."""

import os
import random
import shutil
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from latentpad.regular_files import is_regular
from torture_daemon import ANSWER_SECONDS, AttackedDaemon, CountingClient, wav_fault
from torture_tally import Tally

SECRET = b"what the user has elsewhere"
DISK_BYTES, RESERVE_BYTES = 3_000_000, 120_000


def break_folder(folder: Path, tally: Tally, total: int) -> Iterator[None]:
    """Damage the folder in one way after the other; each request must be answered, and nothing outside be read."""
    secret = folder / "secret"
    folder.mkdir(parents=True, exist_ok=True)
    secret.write_bytes(SECRET)
    with AttackedDaemon(folder) as daemon:
        client = CountingClient(daemon.port)
        while tally.done < total:
            rng = random.Random(tally.done)
            fault = rng.choice(FAULTS)
            planted = fault(daemon.drop, secret, rng)
            for verb, values, answers in _requests(daemon, planted, rng):
                if client.ask(verb, *values, verbs=(*answers, "error", "dropped")) is None:
                    tally.note("hangs", f"no answer to {verb} after {fault.__name__} within {ANSWER_SECONDS:.0f} s")
            _fetch(daemon, planted.name, tally)
            _repair(daemon.drop, planted)
            if secret.read_bytes() != SECRET:
                tally.note("losses", f"a file outside was changed after {fault.__name__}")
                secret.write_bytes(SECRET)
            if client.ask("generate", rng.random(), rng.random(), verbs=("done",)) is None:
                tally.note("losses", f"nothing is written after {fault.__name__} was repaired")
            for path in daemon.drop.rglob("*.wav"):
                if path.is_file() and SECRET in path.read_bytes():
                    tally.note("losses", f"{path.name} holds a file from outside after {fault.__name__}")
                    path.unlink()
            _prune(daemon.drop)
            tally.done += 1
            if said := daemon.fault():
                tally.note("crashes", said)
                return
            yield
        client.close()
        if not daemon.stop():
            tally.note("hangs", "the daemon did not stop within 10 s")


def _requests(
    daemon: AttackedDaemon, planted: Path, rng: random.Random
) -> list[tuple[str, tuple[int | float | str, ...], tuple[str, ...]]]:
    """Return requests that touch the folder, with their answers."""
    path = os.fsencode(planted).decode("utf-8", "replace")
    return [
        ("generate", (rng.random(), rng.random()), ("done",)),
        ("keep", (path,), ("kept",)),
        ("undo", (), ("done",)),
        ("locate", (path,), ("located",)),
        ("again", (path,), ("done",)),
        ("generate", (rng.random(), rng.random()), ("done",)),
        ("keep", (), ("kept",)),
    ]


def _fetch(daemon: AttackedDaemon, name: str, tally: Tally) -> None:
    """Fetch a sample as the page does; the secret must not come."""
    quoted = urllib.parse.quote(os.fsencode(name))
    with suppress(urllib.error.URLError, OSError):
        address = f"http://127.0.0.1:{daemon.web_port}/samples/{quoted}"
        with urllib.request.urlopen(address, timeout=ANSWER_SECONDS) as response:
            if SECRET in response.read():
                tally.note("losses", f"the page handed out a file from outside as {name}")


def _a_sample(drop: Path, rng: random.Random) -> Path:
    """Return the path of a sample, or of one that could be there."""
    samples = sorted(path for path in drop.glob("*.wav") if path.is_file() and not path.is_symlink())
    return rng.choice(samples) if samples else drop / "sound_x0.500_y0.500_s1.wav"


def _vanish(drop: Path, _secret: Path, rng: random.Random) -> Path:
    path = _a_sample(drop, rng)
    path.unlink(missing_ok=True)
    return path


def _link(drop: Path, secret: Path, rng: random.Random) -> Path:
    path = _vanish(drop, secret, rng)
    path.symlink_to(secret)
    return path


def _fifo(drop: Path, secret: Path, rng: random.Random) -> Path:
    path = _vanish(drop, secret, rng)
    os.mkfifo(path)
    return path


def _folder(drop: Path, secret: Path, rng: random.Random) -> Path:
    path = _vanish(drop, secret, rng)
    path.mkdir()
    return path


def _garbage(drop: Path, secret: Path, rng: random.Random) -> Path:
    path = _vanish(drop, secret, rng)
    path.write_bytes(rng.choice((b"", b"RIFF", rng.randbytes(5000), b"RIFF\xff\xff\xff\xffWAVEfmt ")))
    return path


def _no_utf8(drop: Path, _secret: Path, _rng: random.Random) -> Path:
    name = os.fsdecode(b"caf\xe9_x0.500_y0.500_s1.wav")
    (drop / "kept").mkdir(exist_ok=True)
    (drop / "kept" / name).write_bytes(b"RIFF")
    (drop / name).write_bytes(b"RIFF")
    return drop / name


def _kept_is_link(drop: Path, secret: Path, rng: random.Random) -> Path:
    with suppress(FileNotFoundError):
        shutil.rmtree(drop / "kept")
    (drop / "kept").symlink_to(secret.parent)
    return _a_sample(drop, rng)


def _kept_is_file(drop: Path, _secret: Path, rng: random.Random) -> Path:
    with suppress(FileNotFoundError):
        shutil.rmtree(drop / "kept")
    (drop / "kept").write_bytes(b"")
    return _a_sample(drop, rng)


def _folder_moved(drop: Path, _secret: Path, rng: random.Random) -> Path:
    path = _a_sample(drop, rng)
    drop.rename(drop.with_name("moved"))
    return path


FAULTS = (_vanish, _link, _fifo, _folder, _garbage, _no_utf8, _kept_is_link, _kept_is_file, _folder_moved)


def _repair(drop: Path, planted: Path) -> None:
    """Undo what was planted."""
    if not drop.exists():
        drop.with_name("moved").rename(drop)
    if (drop / "kept").is_symlink() or (drop / "kept").is_file():
        (drop / "kept").unlink()
    if planted.is_dir() and not planted.is_symlink():
        planted.rmdir()
    elif os.path.lexists(planted) and (not is_regular(planted) or wav_fault(planted)):
        planted.unlink()


def _prune(drop: Path) -> None:
    """Keep the folder small."""
    for path in sorted(drop.glob("*.wav"))[:-60]:
        path.unlink()


def fill_disk(folder: Path, tally: Tally, total: int) -> Iterator[None]:
    """Fill a small disk to a random degree, ask for samples, and make room again; each is written whole or refused."""
    disk = folder / "disk"
    disk.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "none", str(disk)], check=True)
    try:
        yield from _fill(folder, disk, tally, total)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def _fill(folder: Path, disk: Path, tally: Tally, total: int) -> Iterator[None]:
    with AttackedDaemon(folder, "--no-web", drop=disk) as daemon:
        client = CountingClient(daemon.port)
        refused = int(tally.measured.get("refused with one line", "0"))
        while tally.done < total:
            rng = random.Random(tally.done)
            free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
            (disk / "filling").write_bytes(bytes(max(0, free - rng.randint(0, RESERVE_BYTES))))
            for _ in range(4):
                reply = client.ask("generate", rng.random(), rng.random(), verbs=("done", "error"))
                if reply is None:
                    tally.note("losses", "no answer on a full disk")
                elif reply.address == "/latentpad/error":
                    refused += 1
            (disk / "filling").unlink()
            for path in disk.iterdir():
                if fault := wav_fault(path) if path.suffix == ".wav" else f"{path.name} was left":
                    tally.note("half_files", fault)
                path.unlink()
            if client.ask("generate", rng.random(), rng.random(), verbs=("done",)) is None:
                tally.note("losses", "nothing is written although there is room again")
            tally.done += 1
            tally.measured["refused with one line"] = str(refused)
            if said := daemon.fault():
                tally.note("crashes", said)
                break
            yield
        client.close()
        daemon.stop()

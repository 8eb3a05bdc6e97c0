"""The latentpads of this user that run now, and how they are asked to stop.

Each has a file ``running/PROCESS.json`` in the user's data folder, with where it can be reached. Beside it,
``PROCESS.lock`` is locked as long as the program runs: once it has ended, however it did, both count for nothing. A
file ``PROCESS.stop`` asks it to stop; there are no signals between programs on Windows.
"""

import json
import logging
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryFile

from latentpad.checks import is_integer
from latentpad.errors import LatentpadError
from latentpad.file_locks import is_shared, share
from latentpad.files import replace_file
from latentpad.paths import user_data_folder

logger = logging.getLogger(__name__)

HIGHEST_PORT = 65_535

KEPT_SECONDS = 60.0
"""Age from which the files of a program that has ended are removed."""

POLL_SECONDS = 0.1

N_PROBED = 4096
"""Bytes that are written to find out whether that is possible; more than a file has."""


@dataclass(frozen=True)
class Running:
    """A latentpad that runs."""

    process: int
    """The number of its process."""

    version: str
    port: int
    """UDP port of OSC."""

    web_port: int
    """TCP port of its page, 0 if it has none."""

    started: float
    """Seconds since 1970."""

    ready: bool = False
    """Whether it can play."""

    asked: str = ""
    """A digest of what it was asked to play, and how; equal for equal arguments."""

    @property
    def page(self) -> str:
        """The address of its page, empty if it has none."""
        return f"http://127.0.0.1:{self.web_port}" if self.web_port else ""


class Presence:
    """Tells other programs of this user that this one runs; where that cannot be written, it logs a warning.

    Parameters
    ----------
    folder : Path, optional
        Default: ``running`` in the user's data folder.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or running_folder()
        self._file = self._folder / f"{os.getpid()}.json"
        self._descriptor: int | None = None

    def announce(self, running: Running) -> None:
        """Tell where this program can be reached, or what has changed since."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if self._descriptor is None:
                _remove_ended(self._folder)
                _stop_file(self._file).unlink(missing_ok=True)  # meant for an earlier process of this number
                _lock_file(self._file).touch()
                self._descriptor = share(_lock_file(self._file))
            replace_file(self._file, json.dumps(asdict(running)).encode())
        except OSError as error:
            text = "%s cannot be written (%s); other starts of latentpad will not find this one"
            logger.warning(text, self._file, error.strerror)

    def is_asked_to_stop(self) -> bool:
        """Return whether another program has asked this one to stop."""
        return self._descriptor is not None and _stop_file(self._file).exists()

    def end(self) -> None:
        """Tell that this program has ended; harmless if repeated."""
        if self._descriptor is None:
            return
        os.close(self._descriptor)
        self._descriptor = None
        for file in (self._file, _stop_file(self._file), _lock_file(self._file)):
            with suppress(OSError):
                file.unlink(missing_ok=True)


def running_folder() -> Path:
    """Return the folder of the files."""
    return user_data_folder() / "running"


def check_running_folder() -> None:
    """Raise LatentpadError if nothing can be written there, so that no latentpad could be found, nor stopped."""
    folder = running_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder) as file:
            file.write(bytes(N_PROBED))
    except OSError as error:
        raise LatentpadError(
            f"{folder} cannot be written ({error.strerror}), by which latentpad is found once it runs; see to that, or "
            "start it in a terminal: latentpad serve"
        ) from None


def find_running(folder: Path | None = None) -> list[Running]:
    """Return the latentpads of this user that run now, the earliest first."""
    folder = folder or running_folder()
    found = [running for file in _files(folder) if is_shared(_lock_file(file)) and (running := _read(file))]
    return sorted(found, key=lambda running: running.started)


def ask_to_stop(running: Running, seconds: float, folder: Path | None = None) -> bool:
    """Ask a latentpad to stop and wait for its end; return whether it has ended (raises OSError)."""
    file = (folder or running_folder()) / f"{running.process}.json"
    stop = _stop_file(file)
    stop.touch()
    until = time.monotonic() + seconds
    while is_shared(_lock_file(file)):
        if time.monotonic() > until:
            stop.unlink(missing_ok=True)
            return False
        time.sleep(POLL_SECONDS)
    stop.unlink(missing_ok=True)
    return True


def _remove_ended(folder: Path) -> None:
    """Remove the files of programs that have ended without doing so."""
    for file in _files(folder):
        with suppress(OSError):
            if file.stat().st_mtime < time.time() - KEPT_SECONDS and not is_shared(_lock_file(file)):
                file.unlink()
                _lock_file(file).unlink(missing_ok=True)


def _files(folder: Path) -> Iterator[Path]:
    """Find the files of latentpads, whether they run or not."""
    try:
        yield from [path for path in folder.iterdir() if path.suffix == ".json" and path.stem.isdecimal()]
    except OSError:
        return


def _stop_file(file: Path) -> Path:
    """Return the file that asks a latentpad to stop."""
    return file.with_suffix(".stop")


def _lock_file(file: Path) -> Path:
    """Return the file that is locked while a latentpad runs."""
    return file.with_suffix(".lock")


def _read(file: Path) -> Running | None:
    """Read the file of a latentpad; None if it is gone, damaged or not complete yet."""
    try:
        found = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    match found:
        case {
            "process": process,
            "version": str() as version,
            "port": port,
            "web_port": web_port,
            "started": int() | float() as started,
            "ready": bool() as ready,
        } if (
            is_integer(process, 1)
            and str(process) == file.stem
            and is_integer(port, 1, HIGHEST_PORT)
            and is_integer(web_port, 0, HIGHEST_PORT)
            and 0 <= started < 1e10  # what every system can show as a date
        ):
            asked = found.get("asked")  # those of older versions lack it
            return Running(process, version, port, web_port, started, ready, asked if isinstance(asked, str) else "")
    return None

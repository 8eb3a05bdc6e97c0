"""The decorator ``kernel``: a loop that is compiled once a machine, and found again on disk at the next start.

The compiled code lies in the user's cache folder, in a folder of its own for every version of these loops and of what
compiles them; numba tells processors apart inside it. Where nothing can be written, loops are compiled at every start.
"""

import hashlib
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numba
from numba.core import config, event
from numba.core.caching import FunctionCache

from latentpad.paths import user_cache_folder

logger = logging.getLogger(__name__)

KERNELS: list[Any] = []
"""Every loop that was declared."""

COMPILERS = ("numba", "llvmlite", "numpy", "rocket-fft")

Progress = Callable[[int, int], None]
"""Told how many of how many loops are compiled."""


def kernel(fastmath: bool | set[str] = False) -> Callable[[Callable[..., Any]], Any]:
    """Declare a loop, which runs without Python's lock; `fastmath` is numba's."""

    def declare(loop: Callable[..., Any]) -> Any:
        compiled = _cached(loop, fastmath)
        KERNELS.append(compiled)
        return compiled

    return declare


def _cached(loop: Callable[..., Any], fastmath: bool | set[str]) -> Any:
    """Let numba cache in our folder, or where the user wants it (NUMBA_CACHE_DIR), or not at all."""
    settings = vars(config)  # the documented way in is an environment variable, which is not ours to set
    chosen = settings["CACHE_DIR"]
    settings["CACHE_DIR"] = chosen or str(cache_folder())
    try:
        return _compiled(loop, fastmath, kept=True)
    except (RuntimeError, OSError) as error:  # no folder takes it
        logger.debug("compiled loops are not kept: %s", error)
        return _compiled(loop, fastmath, kept=False)
    finally:
        settings["CACHE_DIR"] = chosen


def _compiled(loop: Callable[..., Any], fastmath: bool | set[str], kept: bool) -> Any:
    """Python's error model would look for a zero before every division, which keeps loops from being vectorised."""
    dispatcher: Any = numba.njit(loop, fastmath=fastmath, nogil=True, error_model="numpy")
    if kept:
        dispatcher._cache = _Cache(loop)  # what cache=True does, with ours
    return dispatcher


@cache
def cache_folder() -> Path:
    """Give the folder of this version's compiled loops; numba follows no change across files, so all are hashed."""
    digest = hashlib.sha256(sys.version.encode())
    for name in COMPILERS:
        digest.update(f"{name} {version(name)}\n".encode())
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return user_cache_folder() / f"kernels-{digest.hexdigest()[:12]}"


class _Cache(FunctionCache):
    """A cache that costs nothing but time where it is damaged, full or gone; numba's own ends the call."""

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Give what is kept, or None."""
        try:
            return super().load_overload(sig, target_context)
        except Exception as error:  # noqa: BLE001 - bytes that are no pickle raise anything
            logger.debug("a kept loop cannot be read: %s", error)
            with suppress(OSError):
                self.flush()
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep what was compiled, if that can be."""
        try:
            super().save_overload(sig, data)
        except OSError as error:
            logger.debug("a compiled loop is not kept: %s", error)


class _Listener(event.Listener):
    """Counts what numba compiles, which is nothing where all is found on disk."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._left = {id(loop) for loop in KERNELS}
        self._done = 0

    def on_start(self, event: Any) -> None:
        """Wait for the end."""

    def on_end(self, event: Any) -> None:
        """Count one of ours."""
        ours = id(event.data["dispatcher"])
        if ours in self._left:
            self._left.remove(ours)
            self._done += 1
            self._progress(min(self._done, len(KERNELS) - 1), len(KERNELS))

    def end(self) -> None:
        """Tell that all of them are there, if any had to be compiled."""
        if self._done:
            self._progress(len(KERNELS), len(KERNELS))


@contextmanager
def report_compilation(progress: Progress) -> Iterator[None]:
    """Tell about what is compiled inside of the block."""
    listener = _Listener(progress)
    with event.install_listener("numba:compile", listener):
        yield
    listener.end()

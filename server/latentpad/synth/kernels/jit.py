"""The decorator ``kernel``: compiles a loop once per machine and loads it from disk at the next start.

Compiled code is stored in the user's cache folder, in a subfolder for each version of these loops and of their
compilers, within which numba distinguishes processors. Without a writable folder, loops are compiled at every start.
The app brings what was compiled when it was built (`latentpad.packaged_loops`), wherever it is installed.

numba has no public interface for this. Used here: ``config.CACHE_DIR``, a dispatcher's ``_cache``, ``FunctionCache``
with ``load_overload``, ``_load_overload``, ``_index_key``, ``save_overload``, ``flush`` and its ``_impl``, locators,
``IndexDataCacheFile``, the ``magic_tuple`` of a codegen, and the event ``numba:compile`` with its
``dispatcher``. Hence the upper bound on numba in pyproject.toml; raise it once tests/synth/test_jit.py passes with a
newer version.
"""

import hashlib
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from latentpad.compiler import config, cpu_target, event, numba
from latentpad.packaged_loops import packaged_folder
from latentpad.paths import user_cache_folder
from latentpad.synth.kernels.stored_code import KernelCache

logger = logging.getLogger(__name__)

KERNELS: list[Any] = []
"""Every declared loop."""

COMPILERS = ("numba", "llvmlite", "numpy", "rocket-fft")

Progress = Callable[[int, int], None]
"""Called with the number of loops compiled, and their total."""


def kernel(fastmath: bool | set[str] = False) -> Callable[[Callable[..., Any]], Any]:
    """Declare a loop, which runs without the GIL; `fastmath` is numba's."""

    def declare(loop: Callable[..., Any]) -> Any:
        dispatcher = _with_cache(loop, fastmath)
        KERNELS.append(dispatcher)
        return dispatcher

    return declare


def _with_cache(loop: Callable[..., Any], fastmath: bool | set[str]) -> Any:
    """Have numba cache in our folder, in the one that the user chose (NUMBA_CACHE_DIR), or not at all."""
    settings = vars(config)  # the documented way is an environment variable, which belongs to the user
    chosen = settings["CACHE_DIR"]
    settings["CACHE_DIR"] = chosen or str(cache_folder())
    try:
        return _dispatcher(loop, fastmath, cached=True)
    except (RuntimeError, OSError) as error:  # no writable folder
        logger.debug("compiled loops are not cached: %s", error)
        return _dispatcher(loop, fastmath, cached=False)
    finally:
        settings["CACHE_DIR"] = chosen


def keep_compiled(dispatcher: Any) -> None:
    """Have a loop of another package cached as ours are; it has no effect where there is no writable folder."""
    settings = vars(config)
    chosen = settings["CACHE_DIR"]
    settings["CACHE_DIR"] = chosen or str(cache_folder())
    try:
        dispatcher._cache = KernelCache(dispatcher.py_func, packaged_loops())
    except (RuntimeError, OSError) as error:
        logger.debug("compiled loops are not cached: %s", error)
    finally:
        settings["CACHE_DIR"] = chosen


def _dispatcher(loop: Callable[..., Any], fastmath: bool | set[str], cached: bool) -> Any:
    """Return numba's dispatcher.

    Python's error model would check every division for zero, which prevents SIMD. Under fastmath, the last bits of a
    result depend on what else is compiled into the same function. Always inlined, a loop that another one calls gives
    the same bits everywhere; otherwise the process that compiles it calls one copy, and later ones call another.
    """
    inlined = bool(fastmath)
    dispatcher: Any = numba.njit(loop, fastmath=fastmath, nogil=True, error_model="numpy", forceinline=inlined)
    if cached:
        dispatcher._cache = KernelCache(loop, packaged_loops())  # as cache=True does, but with our class
    return dispatcher


@cache
def cache_folder() -> Path:
    """Return the folder of this version's loops; all files are hashed, as numba misses changes in other files."""
    digest = hashlib.sha256(sys.version.encode())
    for name in COMPILERS:
        digest.update(f"{name} {version(name)}\n".encode())
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return user_cache_folder() / f"kernels-{digest.hexdigest()[:12]}"


def packaged_loops() -> Path | None:
    """Return the folder of this version's loops in the app; None without the app."""
    folder = packaged_folder()
    return folder / cache_folder().name if folder else None


def mark_of_stored_loops() -> Path | None:
    """Return the file whose existence says that all loops are stored for this processor; None if they cannot be."""
    processor = repr(cpu_target.target_context.codegen().magic_tuple()).encode()
    name = f"complete-{cache_folder().name}-{hashlib.sha256(processor).hexdigest()[:12]}"
    packaged = packaged_loops()
    if packaged and (packaged / name).exists():
        return packaged / name
    if not all(isinstance(loop._cache, KernelCache) for loop in KERNELS):
        return None
    return Path(vars(config)["CACHE_DIR"] or cache_folder()) / name


class _Listener(event.Listener):
    """Counts the loops that numba compiles: none if all of them are on disk."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._left = {id(loop) for loop in KERNELS}
        self._done = 0

    def on_start(self, event: Any) -> None:
        """Ignore the start of a compilation."""

    def on_end(self, event: Any) -> None:
        """Count the loop if it is one of ours."""
        ours = id(event.data["dispatcher"])
        if ours in self._left:
            self._left.remove(ours)
            self._done += 1
            self._progress(min(self._done, len(KERNELS) - 1), len(KERNELS))

    def end(self) -> None:
        """Report all loops as compiled, if any had to be."""
        if self._done:
            self._progress(len(KERNELS), len(KERNELS))


def n_lost() -> int:
    """Return the number of loops that this process could not store."""
    return KernelCache.n_lost


@contextmanager
def report_compilation(progress: Progress) -> Iterator[None]:
    """Report the progress of what is compiled inside the block."""
    listener = _Listener(progress)
    with event.install_listener("numba:compile", listener):
        yield
    listener.end()

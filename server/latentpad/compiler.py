"""The only module of the runtime that imports numba, and which checks the environment that numba and its FFTs read.

A setting with which nothing can be rendered is an error in one line. A file ``.numba_config.yaml`` in the working
directory is not read: it may be part of somebody's folder of samples, and could name a folder with code to load.
"""

import os
import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from latentpad.errors import SettingError
from latentpad.packaged_loops import choose_processor

__all__ = [
    "CompiledCode",
    "FunctionCache",
    "Locator",
    "StoredCode",
    "config",
    "cpu_target",
    "event",
    "hidden",
    "numba",
    "without_linear_algebra",
]

FEATURES = re.compile(r"|[+-][^,\s]+(,[+-][^,\s]+)*")
"""``NUMBA_CPU_FEATURES``; LLVM aborts the process on others."""

FFT_THREADS = "DUCC0_NUM_THREADS", "OMP_NUM_THREADS"
"""Variables of the FFTs, of which the first one that is set counts."""


@contextmanager
def hidden(name: str) -> Iterator[None]:
    """Have imports of a module fail within a block, unless it is imported already."""
    is_new = name not in sys.modules
    if is_new:
        sys.modules[name] = None  # type: ignore[assignment]  # as documented for sys.modules
    try:
        yield
    finally:
        if is_new:
            del sys.modules[name]


def check_environment() -> None:
    """Raise SettingError for a variable with which numba cannot compile, and replace one that the FFTs cannot read."""
    if _number("NUMBA_DISABLE_JIT", 0):
        raise SettingError("NUMBA_DISABLE_JIT is set, but sounds cannot be rendered without the compiler; unset it")
    if _number("NUMBA_NUM_THREADS", 1) < 1:
        threads = os.environ["NUMBA_NUM_THREADS"]
        raise SettingError(f"NUMBA_NUM_THREADS={threads} is not a number of threads, which is at least 1; unset it")
    features = os.environ.get("NUMBA_CPU_FEATURES", "")
    if not FEATURES.fullmatch(features):
        raise SettingError(f"NUMBA_CPU_FEATURES={features} is not a list such as +avx2,-avx512f; unset it")
    threads = next((value for name in FFT_THREADS if (value := os.environ.get(name)) is not None), "1")
    if not re.fullmatch(r"\s*\+?[0-9]{1,9}\s*", threads):  # such as "4,2", which is valid for others
        os.environ[FFT_THREADS[0]] = "1"  # ours run in one thread anyway


def _number(name: str, default: int) -> int:
    """Return a number from the environment as numba reads it; texts are ignored, with a warning of numba's."""
    try:
        return int(os.environ[name])
    except (KeyError, ValueError):
        return default


def without_linear_algebra() -> None:
    """Have numba do without SciPy's linear algebra in this process: 16 MB that no loop of the runtime uses."""
    with hidden("scipy.linalg"):
        import numba.np.arraymath  # noqa: F401 - which looks for it


check_environment()
choose_processor()

with hidden("yaml"), warnings.catch_warnings():
    warnings.filterwarnings("ignore", "A Numba config file is found")
    import numba
    from numba.core import config, event
    from numba.core.caching import CompileResultCacheImpl as CompiledCode
    from numba.core.caching import FunctionCache
    from numba.core.caching import IndexDataCacheFile as StoredCode
    from numba.core.caching import _CacheLocator as Locator
    from numba.core.registry import cpu_target

"""The stored code of a loop: by its module, so that it is found wherever latentpad is installed.

numba's own caches depend on paths of modules, which the app does not have.
"""

import hashlib
import logging
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from latentpad.compiler import CompiledCode, FunctionCache, Locator, StoredCode, config
from latentpad.packaged_loops import packaged_folder

logger = logging.getLogger(__name__)

OWN = __name__.rpartition(".")[0]
"""The package whose sources are part of the name of the cache folder."""


class _ByModule(Locator):
    """Stores code in a folder per module of the folder that is set while a cache is made."""

    def __init__(self, loop: Any, file: str) -> None:
        self._folder = str(Path(vars(config)["CACHE_DIR"], loop.__module__))
        self._line = loop.__code__.co_firstlineno
        is_own = loop.__module__.startswith(f"{OWN}.")
        self._stamp = "" if is_own else _digest(file if Path(file).exists() else sys.executable)

    def get_cache_path(self) -> str:
        """Return the folder."""
        return self._folder

    def get_source_stamp(self) -> str:
        """Return what is another text if the source is."""
        return self._stamp

    def get_disambiguator(self) -> str:
        """Return what tells loops of one name apart."""
        return str(self._line)

    @classmethod
    def from_function(cls, loop: Any, file: str) -> "_ByModule | None":
        """Return the locator of a loop; None if the folder cannot be written, unless loops are packaged anyway."""
        found = cls(loop, file)
        try:
            found.ensure_cache_path()
        except OSError:
            return found if packaged_folder() else None
        return found


class _Code(CompiledCode):
    """Turns compiled loops into bytes and back."""

    _locator_classes: list[type[object]] = [_ByModule]  # noqa: RUF012 - as numba declares it


class KernelCache(FunctionCache):
    """A cache whose damage, absence or full disk costs only time; numba's own raises an error.

    Parameters
    ----------
    loop : function
    packaged : Path or None
        A folder with code that is only read, and comes first.

    Raises
    ------
    RuntimeError
        No folder can be written.
    """

    _impl_class = _Code

    n_lost = 0
    """Loops that this process could not store."""

    def __init__(self, loop: Any, packaged: Path | None = None) -> None:
        super().__init__(loop)
        stamp, base = self._impl.locator.get_source_stamp(), self._impl.filename_base
        self._packaged = StoredCode(str(packaged / loop.__module__), base, stamp) if packaged else None

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Load a compiled loop, or return None."""
        try:
            return super().load_overload(sig, target_context)
        except Exception as error:  # noqa: BLE001 - damaged pickles raise anything
            logger.debug("a cached loop cannot be read: %s", error)
            with suppress(OSError):
                self.flush()
            return None

    def _load_overload(self, sig: Any, target_context: Any) -> Any:
        """Load a loop that is packaged, or stored."""
        try:
            found = self._packaged and self._packaged.load(self._index_key(sig, target_context.codegen()))
            if found:
                return self._impl.rebuild(target_context, found)
        except Exception as error:  # noqa: BLE001 - as above
            logger.debug("a packaged loop cannot be read: %s", error)
        return super()._load_overload(sig, target_context)

    def save_overload(self, sig: Any, data: Any) -> None:
        """Save a compiled loop if possible."""
        try:
            super().save_overload(sig, data)
        except OSError as error:
            KernelCache.n_lost += 1
            logger.debug("a compiled loop is not cached: %s", error)


@cache
def _digest(file: str) -> str:
    """Return the hash of a file."""
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()

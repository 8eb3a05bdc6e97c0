"""What an interrupted evaluation has already measured."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from latentpad_export.evaluate.section import Section

Arrays = dict[str, NDArray[Any]]


class Cache:
    """Results in the work folder, each whole or not there; the folder belongs to one set of settings."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def arrays(self, name: str, compute: Callable[[], Arrays]) -> Arrays:
        """Give named arrays, computed only where no earlier run has."""
        path = self.folder / f"{name}.npz"
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as found:
                return {key: found[key] for key in found.files}
        except (OSError, ValueError, EOFError, BadZipFile):
            pass  # not there, or cut off
        arrays = compute()
        temporary = path.with_name(path.name + ".tmp")
        with temporary.open("wb") as target:
            np.savez(target, **arrays)  # type: ignore[arg-type]
        os.replace(temporary, path)
        return arrays

    def section(self, name: str, compute: Callable[[], Section]) -> Section:
        """Give a section, computed only where no earlier run has."""
        path = self.folder / f"{name}.json"
        try:
            return Section.from_dict(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            pass  # not there, or cut off
        section = compute()
        temporary = path.with_name(path.name + ".tmp")
        temporary.write_text(json.dumps(section.to_dict()), encoding="utf-8")
        os.replace(temporary, path)
        return section

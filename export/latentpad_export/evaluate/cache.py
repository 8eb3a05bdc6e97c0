"""What an interrupted evaluation has already measured."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from latentpad.files import replace_file
from latentpad_export.errors import EvaluationError
from latentpad_export.evaluate.report.section import Section

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
        buffer = BytesIO()
        np.savez(buffer, **arrays)  # type: ignore[arg-type]
        write_whole(path, buffer.getvalue())
        return arrays

    def section(self, name: str, compute: Callable[[], Section]) -> Section:
        """Give a section, computed only where no earlier run has."""
        path = self.folder / f"{name}.json"
        try:
            return Section.from_dict(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            pass  # not there, or cut off
        section = compute()
        write_whole(path, json.dumps(section.to_dict()).encode())
        return section


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    EvaluationError
        The disk is full or may not be written to.
    """
    try:
        replace_file(path, content)
    except OSError as error:
        raise EvaluationError(f"{path}: cannot be written ({error.strerror}); make room and go on") from None

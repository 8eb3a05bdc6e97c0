"""Results of an interrupted evaluation, which a later run resumes from."""

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
    """Results in the work folder, which belongs to one set of settings; each is written atomically."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def arrays(self, name: str, compute: Callable[[], Arrays]) -> Arrays:
        """Load named arrays, or compute and save them."""
        path = self.folder / f"{name}.npz"
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
                return {key: archive[key] for key in archive.files}
        except (OSError, ValueError, EOFError, BadZipFile):
            pass  # missing or truncated
        arrays = compute()
        buffer = BytesIO()
        np.savez(buffer, **arrays)  # type: ignore[arg-type]
        write_file(path, buffer.getvalue())
        return arrays

    def section(self, name: str, compute: Callable[[], Section]) -> Section:
        """Load a section, or compute and save it."""
        path = self.folder / f"{name}.json"
        try:
            return Section.from_dict(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            pass  # missing or truncated
        section = compute()
        write_file(path, json.dumps(section.to_dict()).encode())
        return section


def write_file(path: Path, content: bytes) -> None:
    """Write a file atomically.

    Raises
    ------
    EvaluationError
        The disk is full or not writable.
    """
    try:
        replace_file(path, content)
    except OSError as error:
        raise EvaluationError(f"{path}: cannot be written ({error.strerror}); free some space and run again") from None

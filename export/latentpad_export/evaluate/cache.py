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
        if (found := self._load_arrays(name)) is not None:
            return found
        arrays = compute()
        buffer = BytesIO()
        np.savez(buffer, **arrays)  # type: ignore[arg-type]
        write_file(self.folder / f"{name}.npz", buffer.getvalue())
        return arrays

    def section(self, name: str, compute: Callable[[], Section]) -> Section:
        """Load a section, or compute and save it."""
        if (found := self._load_section(name)) is not None:
            return found
        section = compute()
        write_file(self.folder / f"{name}.json", json.dumps(section.to_dict()).encode())
        return section

    def holds_arrays(self, name: str) -> bool:
        """Return whether arrays of a name are there, complete."""
        return self._load_arrays(name) is not None

    def holds_section(self, name: str) -> bool:
        """Return whether a section is there, complete."""
        return self._load_section(name) is not None

    def _load_arrays(self, name: str) -> Arrays | None:
        """Load named arrays; None if they are missing or truncated."""
        try:
            with (self.folder / f"{name}.npz").open("rb") as file, np.load(file, allow_pickle=False) as archive:
                return {key: archive[key] for key in archive.files}
        except (OSError, ValueError, EOFError, BadZipFile):
            return None

    def _load_section(self, name: str) -> Section | None:
        """Load a section; None if it is missing or truncated."""
        try:
            text = (self.folder / f"{name}.json").read_text(encoding="utf-8")
            return Section.from_dict(json.loads(text))
        except (OSError, ValueError, KeyError, TypeError):
            return None


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

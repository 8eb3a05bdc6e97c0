"""What a drag hands over: files that exist, in the form that the window system takes, and what is said of its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

REFUSED = ("refuse_drop", "none", "")
"""Actions with which a drag ends when nothing took the files."""


@dataclass(frozen=True)
class Drag:
    """The files of a drag."""

    files: tuple[Path, ...]

    missing: tuple[Path, ...]
    """Selected as well, but deleted or moved by now."""

    def texts(self, windowing_system: str) -> tuple[str, ...]:
        """Return the files as tkdnd takes them.

        Under X, as URLs: tkdnd would prefix paths with ``file://`` and leave spaces and accents as they are, which
        strict programs do not read. Windows and macOS take paths.
        """
        return tuple(file.as_uri() if windowing_system == "x11" else str(file) for file in self.files)

    def told(self, action: str, folder: str) -> str:
        """Return what to say at its end.

        Parameters
        ----------
        action : str
            With which it has ended, as tkdnd names it.
        folder : str
            Where the samples are, for a program that took nothing.
        """
        gone = [file for file in self.files if not file.exists()]
        if gone:
            return f"{_names(gone)} was deleted while it was dragged."
        if action in REFUSED:
            return f"Nothing took the drop. The samples are in {folder}." if folder else "Nothing took the drop."
        return f"Dropped {_names(self.files)}."


def drag_of(paths: Sequence[Path]) -> Drag:
    """Return the drag of these files."""
    files = [path.absolute() for path in paths]
    there = tuple(path for path in files if path.is_file())
    return Drag(there, tuple(path for path in files if path not in there))


def missing_text(missing: Sequence[Path]) -> str:
    """Return what to say of files that cannot be dragged or played any more."""
    return f"{_names(missing)} does not exist any more." if len(missing) == 1 else f"{_names(missing)} are gone."


def _names(files: Sequence[Path]) -> str:
    return files[0].name if len(files) == 1 else f"{len(files)} files"

"""Lengths of files: many clips of the data sets are longer than a one-shot."""

from collections.abc import Sequence
from pathlib import Path

import soundfile

from latentpad.counted import counted
from latentpad_export.research.data_sets.entries import Entries, Entry


def leave_out_longer(found: Entries, folder: Path, seconds: float) -> Entries:
    """Leave out files longer than a number of seconds; those that cannot be read stay, for the library to say why."""
    used = tuple(entry for entry in found.entries if _seconds(folder / entry.file) <= seconds)
    return Entries(used, (*found.notes, *_note(found.entries, used, seconds)))


def _seconds(path: Path) -> float:
    """Return the length of a file, 0 where it cannot be read."""
    try:
        with path.open("rb") as file:  # libsndfile opens no name that is not Unicode
            return float(soundfile.info(file).duration)
    except (soundfile.SoundFileError, OSError):
        return 0.0


def _note(found: Sequence[Entry], used: Sequence[Entry], seconds: float) -> tuple[str, ...]:
    """Return a sentence on how many are left out."""
    n = len(found) - len(used)
    return (f"{counted(n, 'file is', 'files are')} longer than {seconds:g} s and left out",) if n else ()

"""Recognition of data sets by their folders, for whoever names the wrong one."""

import os
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from latentpad.errors import as_argument
from latentpad_export.errors import LibraryError

NSYNTH_SETS = {"nsynth-train": "train", "nsynth-valid": "val", "nsynth-test": "test"}
"""Folders of NSynth, with their splits."""

EXAMPLES = "examples.json"
GROUND_TRUTH = "FSD50K.ground_truth"
QUARK = "Dirt-Samples.quark"

FREESOUND_NAME = re.compile(r"(?P<id>\d+)__(?P<user>.+?)__(?P<title>.+)")
"""Names of files and folders from Freesound; names of users may hold single underscores only."""

MAX_ENTRIES = 2_000
"""Files and folders that are looked at."""


def recognise(folder: Path) -> str:
    """Return the format of a data set, as ``latentpad research split`` calls it, or an empty text."""
    if (folder / EXAMPLES).is_file() or any((folder / name).is_dir() for name in NSYNTH_SETS):
        return "nsynth"
    if (folder / GROUND_TRUTH).is_dir():
        return "fsd50k"
    if (folder / QUARK).is_file():
        return "dirt-samples"
    if any(FREESOUND_NAME.fullmatch(name) for name in islice(_names(folder), MAX_ENTRIES)):
        return "freesound"
    return ""


def not_found(folder: Path, looked_for: str, otherwise: str) -> LibraryError:
    """Return an error on a folder that is not the data set it was named as.

    Parameters
    ----------
    folder : Path
    looked_for : str
        What is missing.
    otherwise : str
        What to do, unless the folder is another data set.
    """
    known = recognise(folder)
    advice = f"this is {known}: latentpad research split {known} {as_argument(folder)}" if known else otherwise
    return LibraryError(f"{folder}: no {looked_for} in it; {advice}")


def _names(folder: Path) -> Iterator[str]:
    """Yield the names in a folder and in those directly in it; nothing of what cannot be listed."""
    for depth, (path, folders, files) in enumerate(os.walk(folder)):
        yield from (*folders, *files)
        if depth and Path(path) != folder:
            folders.clear()

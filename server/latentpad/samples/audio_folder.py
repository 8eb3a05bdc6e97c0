"""Folders of samples, told from others by the files in them."""

import os
from pathlib import Path

SUFFIXES = (".wav", ".wave", ".aif", ".aiff", ".aifc", ".flac", ".ogg", ".oga", ".mp3")

MAX_FILES = 20_000
"""Files that are looked at by their names; a folder may be a whole disk."""


def has_audio(folder: Path) -> bool:
    """Return whether there are audio files in a folder or its subfolders, as far as the first files tell."""
    n_files = 0
    for _, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        if any(name.lower().endswith(SUFFIXES) and not name.startswith(".") for name in names):
            return True
        n_files += len(names) + len(folders)
        if n_files > MAX_FILES:
            return False
    return False

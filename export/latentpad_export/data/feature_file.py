"""The file of features in a work folder, one row per file of the library."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np

from latentpad_export.errors import LibraryError


def open_features(path: Path, shape: tuple[int, int, int]) -> tuple[np.memmap[Any, np.dtype[np.uint8]], bool]:
    """Open the file of an interrupted run, or create one (True) where there is none or it is damaged.

    Raises
    ------
    LibraryError
        The file belongs to another library or representation, or does not fit on the disk.
    """
    try:
        np.lib.format.open_memmap(path, mode="r")  # fails where "r+" would extend a file that was cut off
        features = np.lib.format.open_memmap(path, mode="r+")
    except (FileNotFoundError, ValueError):
        needed, free = int(np.prod(shape)), shutil.disk_usage(path.parent).free
        if needed > free:
            raise LibraryError(f"{path.parent}: {needed / 1e9:.1f} GB needed, {free / 1e9:.1f} GB free") from None
        return np.lib.format.open_memmap(path, mode="w+", dtype=np.uint8, shape=shape), True
    if features.shape != shape or features.dtype != np.uint8:
        raise LibraryError(f"{path}: contains {features.shape}, but {shape} is needed; remove {path.parent}")
    return features, False

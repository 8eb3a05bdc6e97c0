"""Files that travel in parts: ``NAME.0``, ``NAME.1`` ... in one folder."""

import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def write_arrays(folder: Path, name: str, arrays: dict[str, NDArray[Any]], part_size: int) -> None:
    """Write arrays into parts, all of them before the first one replaces an earlier one."""
    content = io.BytesIO()
    np.savez(content, **arrays)  # type: ignore[arg-type]
    view = content.getbuffer()
    starts = range(0, len(view), part_size)
    for number, start in enumerate(starts):
        (folder / f"{name}.{number}.new").write_bytes(view[start : start + part_size])
    for number in range(len(starts)):
        (folder / f"{name}.{number}.new").replace(folder / f"{name}.{number}")
    for part in _parts(folder, name)[len(starts) :]:
        part.unlink()


def read_arrays(folder: Path, name: str) -> dict[str, NDArray[Any]]:
    """Read arrays from their parts.

    Raises
    ------
    SystemExit
        A part is missing or damaged.
    """
    content = b"".join(part.read_bytes() for part in _parts(folder, name))
    try:
        with np.load(io.BytesIO(content)) as stored:
            return dict(stored)
    except (zipfile.BadZipFile, ValueError, EOFError):
        raise SystemExit(f"{folder}: a part of {name} is missing or damaged; copy all of them there") from None


def _parts(folder: Path, name: str) -> list[Path]:
    """List the parts in their order."""
    found = [part for part in folder.glob(f"{name}.*") if part.suffix[1:].isdecimal()]
    return sorted(found, key=lambda part: int(part.suffix[1:]))

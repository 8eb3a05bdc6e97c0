"""Changes to the arrays of an npz file, whose checksums are right again."""

import random
import zipfile
from io import BytesIO

import numpy as np
from damage import damaged, with_values

from latentpad.bundle.packing import pack

TYPES = ("<f2", ">f4", "<f8", "<i1", "<i4", ">i8", "<u8", "|b1", "<U3", "|S1", "<c8")


def read_arrays(content: bytes) -> dict[str, np.ndarray]:
    """Return the arrays of an npz file."""
    with np.load(BytesIO(content)) as found:
        return {key: found[key] for key in found.files}


def mutate_arrays(content: bytes, rng: random.Random) -> tuple[bytes, str]:
    """Change an array of an npz file; return the file, and what was changed."""
    arrays = read_arrays(content)
    key = rng.choice(sorted(arrays))
    how = rng.choice(["values", "values", "values", "type", "shape", "removed", "header"])
    if how == "header":
        return _with_header(arrays, key, rng), f"header of {key}"
    if how == "removed":
        del arrays[key]
    else:
        change = {"values": with_values, "type": _with_type, "shape": _with_shape}[how]
        arrays[key] = change(arrays[key], rng)
    return pack(arrays, compress=rng.random() < 0.7), f"{how} of {key}"


def _with_type(array: np.ndarray, rng: random.Random) -> np.ndarray:
    """Return an array of another type."""
    with np.errstate(all="ignore"):
        try:
            return array.astype(rng.choice(TYPES))
        except (ValueError, TypeError):
            return array


def _with_shape(array: np.ndarray, rng: random.Random) -> np.ndarray:
    """Return an array of another shape."""
    return rng.choice([array[:0], array[:-1], array[:1], array[None], array.reshape(-1), np.repeat(array, 2, 0)])


def _with_header(arrays: dict[str, np.ndarray], key: str, rng: random.Random) -> bytes:
    """Return an npz file with a damaged header of an array."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", rng.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as archive:
        for name, array in arrays.items():
            single = BytesIO()
            np.lib.format.write_array(single, array)
            content = single.getvalue()
            archive.writestr(f"{name}.npy", damaged(content[:128], rng) + content[128:] if name == key else content)
    return buffer.getvalue()

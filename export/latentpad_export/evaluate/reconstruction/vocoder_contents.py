"""Contents of a vocoder's file, which may come from anybody: read within bounds, and checked."""

import lzma
import struct
import zipfile
import zlib
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, MemoryError, RuntimeError),
    *(LookupError, TypeError, ValueError, AttributeError, ArithmeticError),
)
"""Exceptions that a damaged file may raise."""

MAX_BYTES = 500_000_000
"""Of each content, unpacked; the networks here have a few million weights."""

MAX_FACTOR = 8
"""Largest setting, in terms of the network's default; larger ones take memory and time without end."""


def read_content(archive: zipfile.ZipFile, name: str) -> bytes:
    """Read one content of a sensible size (raises KeyError and ValueError)."""
    if archive.getinfo(name).file_size > MAX_BYTES:
        raise ValueError(f"{name} has over {MAX_BYTES // 1_000_000} MB")
    return archive.read(name)


def read_weights(content: bytes) -> dict[str, NDArray[np.float32]]:
    """Read the weights, all finite (raises ValueError)."""
    with zipfile.ZipFile(BytesIO(content)) as packed:
        if sum(member.file_size for member in packed.infolist()) > MAX_BYTES:
            raise ValueError(f"what is packed in it has over {MAX_BYTES // 1_000_000} MB")
    with np.load(BytesIO(content), allow_pickle=False) as archive:
        weights = {name: archive[name] for name in archive.files}
    for name, value in weights.items():
        if value.dtype != np.float32 or not np.isfinite(value).all():
            raise ValueError(f"weight {name} is not finite float32")
    return weights


def check_config(config: dict[str, Any], defaults: dict[str, Any]) -> None:
    """Refuse settings that are not of the default's type and order of magnitude (raises ValueError)."""
    for name, default in defaults.items():
        value = config[name]
        if type(value) is not type(default) or not 0 <= value <= max(1, MAX_FACTOR * default):
            bound = f"{type(default).__name__}, 0 to {max(1, MAX_FACTOR * default):g}"
            raise ValueError(f"setting {name}={value!r}, must be {bound}")

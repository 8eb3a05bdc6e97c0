"""Arrays packed into the bytes of an npz file."""

import zlib
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.file_sizes import MAX_FILE_BYTES
from latentpad.errors import BundleError

SAMPLE_BYTES = 1 << 18

WORTHWHILE = 0.85
"""Latents become 0.93 of their size and would take most of the time in which a bundle is loaded; outlines 0.44."""


def pack(arrays: dict[str, Any], *, compress: bool = True) -> bytes:
    """Pack arrays into the bytes of an npz file; those that hardly become smaller are stored uncompressed.

    Raises
    ------
    BundleError
        They are too large for a bundle.
    """
    found = {name: np.asarray(array) for name, array in arrays.items()}
    if (size := sum(array.nbytes for array in found.values())) > MAX_FILE_BYTES:
        raise BundleError(f"{' and '.join(arrays)} have {size} bytes, at most {MAX_FILE_BYTES}; use fewer sounds")
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, array in found.items():
            member = ZipInfo(f"{name}.npy")
            member.compress_type = ZIP_DEFLATED if compress and _shrinks(array) else ZIP_STORED
            with archive.open(member, "w", force_zip64=True) as file:
                np.lib.format.write_array(file, array, allow_pickle=False)
    return buffer.getvalue()


def _shrinks(array: NDArray[Any]) -> bool:
    """Return whether compression makes an array much smaller, judging by its beginning."""
    sample = array.ravel()[: SAMPLE_BYTES // max(1, array.itemsize)].tobytes()
    return len(zlib.compress(sample)) < WORTHWHILE * len(sample)

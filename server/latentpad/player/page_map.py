"""The map as pages receive it: labels as JSON, then arrays as bytes, then names in blocks.

The JSON has ``bundle``, ``digest``, ``count``, ``labels`` as in `latentpad.player.map_files`, and what follows:
``planes``, the names of the arrays and of their types in JavaScript, and ``block``, the names in a block. The arrays
have one number per sound, little-endian, and follow each other; names are UTF-8, one on each line.

A million sounds as JSON take five seconds and a hundred megabytes; as bytes, a tenth of a second and 16 MB.
"""

from typing import Any

import numpy as np

from latentpad.bundle.bundle import Bundle
from latentpad.bundle.names import Names
from latentpad.player.map_labels import label_entries, label_ranks

BLOCK = 50_000
"""Names that a page receives at once."""

PLANES = {"x": "Float32Array", "y": "Float32Array", "rank": "Int32Array", "seconds": "Float32Array"}
"""Arrays that a page receives: the points, the rank of each sound's label, -1 for none, and its length in seconds."""

BY_SOUND = {"by_sound": "Int32Array"}
"""Where labels are kinds: 1 for those that were told by the sound, else 0."""

TYPES = {"Float32Array": "<f4", "Int32Array": "<i4"}

LINE_FEED, SPACE = b"\n "


def page_map(bundle: Bundle) -> dict[str, Any]:
    """Return the content of the JSON."""
    return {
        "bundle": bundle.name,
        "digest": bundle.digest,
        "count": len(bundle.map.points),
        "labels": label_entries(bundle),
        "planes": _planes(bundle),
        "block": BLOCK,
    }


def page_arrays(bundle: Bundle) -> bytes:
    """Return the arrays as bytes."""
    layout = bundle.map
    x, y = layout.points.T
    arrays = {"x": x, "y": y, "rank": label_ranks(bundle), "seconds": layout.seconds, "by_sound": layout.by_sound}
    found = ((arrays[name], TYPES[type_]) for name, type_ in _planes(bundle).items())
    return b"".join(array.astype(type_).tobytes() for array, type_ in found if array is not None)


def _planes(bundle: Bundle) -> dict[str, str]:
    """Return the names of a bundle's arrays and of their types."""
    return PLANES if bundle.map.by_sound is None else {**PLANES, **BY_SOUND}


def page_names(names: Names, block: int) -> bytes:
    """Return the names of a block, one on each line; line feeds in them become spaces.

    Raises
    ------
    IndexError
        There is no such block.
    """
    if not 0 <= block * BLOCK < len(names):
        raise IndexError(f"there is no block {block} of names; there are {-(-len(names) // BLOCK)}")
    arrays = names.arrays()
    ends = np.cumsum(arrays["name_sizes"], dtype=np.int64)
    first = ends[block * BLOCK - 1] if block else 0
    ends = ends[block * BLOCK : (block + 1) * BLOCK]
    text = arrays["name_bytes"][first : ends[-1]]
    return np.insert(np.where(text == LINE_FEED, SPACE, text), ends[:-1] - first, LINE_FEED).astype(np.uint8).tobytes()

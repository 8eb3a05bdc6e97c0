"""The map as files, for clients that draw it: ``map.json`` and ``map.png``, written once per bundle.

``map.json`` holds ``format``, ``bundle``, ``digest``, ``labels`` and ``points``: ``x``, ``y`` (in [0, 1], y upwards)
and ``label``, three lists with one entry per sound. A label, the largest first, has its ``name``, ``colour``, ``count``
and, as ``x`` and ``y``, the place where its sounds are densest; a sound without one has label -1. Its ``regions`` are
those of `latentpad.player.dense_regions`: ``count``, and sounds as ``spots``. All of it is ASCII.

``map.png`` is the same as a square image, transparent where there is no sound.
"""

import json
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.errors import FolderError
from latentpad.files import replace_file
from latentpad.player.label_colours import OTHERS
from latentpad.player.map_labels import label_entries, label_ranks

FORMAT = 1

IMAGE_SIZE = 1024
DOT_RADIUS = 3


def write_map_files(bundle: Bundle, folder: Path) -> tuple[Path, Path]:
    """Write both files below ``folder``, unless they exist.

    Returns
    -------
    tuple of Path
        ``map.json`` and ``map.png``, absolute.

    Raises
    ------
    FolderError
        They cannot be written.
    """
    own = folder.absolute() / f"{bundle.digest[:12]}-{FORMAT}"
    json_file, png_file = own / "map.json", own / "map.png"
    try:
        if not (json_file.exists() and png_file.exists()):
            own.mkdir(parents=True, exist_ok=True)
            document = map_document(bundle)
            replace_file(png_file, draw_png(document))
            replace_file(json_file, json.dumps(document, separators=(",", ":")).encode())
    except OSError as error:
        raise FolderError(f"{own}: the map cannot be written ({error.strerror})") from None
    return json_file, png_file


def map_document(bundle: Bundle) -> dict[str, Any]:
    """Return the content of ``map.json``."""
    x, y = np.round(bundle.map.points.astype(np.float64), 4).T.tolist()
    points = {"x": x, "y": y, "label": label_ranks(bundle).tolist()}
    labels = label_entries(bundle)
    return {"format": FORMAT, "bundle": bundle.name, "digest": bundle.digest, "labels": labels, "points": points}


def draw_png(document: dict[str, Any]) -> bytes:
    """Draw the content of ``map.json`` as a PNG; dots of small labels are on top."""
    colours = [(0, 0, 0, 0), _rgba(OTHERS), *(_rgba(label["colour"]) for label in document["labels"])]
    points = document["points"]
    labels = np.array(points["label"]) + 2  # the index of the colour
    order = np.argsort(labels, kind="stable")
    columns = np.rint(np.array(points["x"])[order] * (IMAGE_SIZE - 1)).astype(int) + DOT_RADIUS
    rows = np.rint((1 - np.array(points["y"])[order]) * (IMAGE_SIZE - 1)).astype(int) + DOT_RADIUS
    middles = np.zeros((IMAGE_SIZE + 2 * DOT_RADIUS,) * 2, dtype=np.int32)  # dots at the edge are cropped in the end
    middles[rows, columns] = labels[order]
    dots = np.zeros_like(middles)
    reach = np.arange(-DOT_RADIUS, DOT_RADIUS + 1)
    for down in reach:
        for right in reach[reach**2 + down**2 <= DOT_RADIUS**2 + 1]:
            np.maximum(dots, np.roll(middles, (down, right), axis=(0, 1)), out=dots)
    return encode_png(np.array(colours, dtype=np.uint8)[dots[DOT_RADIUS:-DOT_RADIUS, DOT_RADIUS:-DOT_RADIUS]])


def encode_png(image: NDArray[np.uint8]) -> bytes:
    """Encode an RGBA image [height, width, 4] (ISO 15948, no filter)."""
    height, width, _ = image.shape
    lines = np.zeros((height, 1 + 4 * width), dtype=np.uint8)
    lines[:, 1:] = image.reshape(height, -1)
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(lines.tobytes(), 6)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _rgba(colour: str) -> tuple[int, ...]:
    return *bytes.fromhex(colour[1:]), 255

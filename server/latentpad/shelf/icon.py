"""The icon of the window: that of the page (``icon.svg``), drawn as a PNG."""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

UNITS = 32
"""Of the drawing, per side."""

RADIUS, GROUND = 7.0, (20, 24, 29)
"""Of the corners, and the colour behind everything."""

DOTS = ((9, 21, 3, (230, 159, 0)), (14, 10, 3, (86, 180, 233)), (24, 24, 3, (0, 158, 115)))
"""x, y, radius and colour."""

RING = (21, 14, 5, 2)
"""x, y, radius and width of the line, which is white."""


def icon_png(side: int) -> bytes:
    """Return the icon, so many pixels wide and high, as a PNG."""
    y, x = (np.mgrid[:side, :side] + 0.5) * UNITS / side
    sharpness = side / UNITS
    corner = np.hypot(*(np.maximum(np.abs(axis - UNITS / 2) - UNITS / 2 + RADIUS, 0) for axis in (x, y)))
    image = np.zeros((side, side, 4))
    image[..., :3] = GROUND
    image[..., 3] = 255 * _inside(RADIUS - corner, sharpness)
    for left, top, radius, colour in DOTS:
        _paint(image, _inside(radius - np.hypot(x - left, y - top), sharpness), colour)
    left, top, radius, width = RING
    distance = np.abs(np.hypot(x - left, y - top) - radius)
    _paint(image, _inside(width / 2 - distance, sharpness), (255, 255, 255))
    return _png(np.round(image).astype(np.uint8))


def _inside(depth: NDArray[np.float64], sharpness: float) -> NDArray[np.float64]:
    """Return the share of each pixel that is inside an edge, given how deep its middle is."""
    return np.clip(depth * sharpness + 0.5, 0, 1)


def _paint(image: NDArray[np.float64], share: NDArray[np.float64], colour: tuple[int, int, int]) -> None:
    image[..., :3] += share[..., None] * (np.array(colour) - image[..., :3])


def _png(image: NDArray[np.uint8]) -> bytes:
    """Encode an image [height, width, 4]."""
    height, width, _ = image.shape
    rows = b"".join(b"\0" + row.tobytes() for row in image)  # each of them unfiltered
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

import struct
import zlib

import numpy as np

from latentpad.shelf.icon import icon_png


def test_the_icon_is_a_png_with_round_corners_and_a_ring():
    png = icon_png(64)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack_from(">II", png, 16)
    assert (width, height) == (64, 64)
    start = png.index(b"IDAT")
    (length,) = struct.unpack_from(">I", png, start - 4)
    rows = np.frombuffer(zlib.decompress(png[start + 4 : start + 4 + length]), dtype=np.uint8).reshape(64, 1 + 4 * 64)
    pixels = rows[:, 1:].reshape(64, 64, 4)
    assert pixels[0, 0, 3] == 0  # transparent
    assert pixels[28, 52, :3].min() > 200  # the ring, 5 units beside its middle
    assert tuple(pixels[42, 18]) == (230, 159, 0, 255)
    assert zlib.crc32(b"IEND") == struct.unpack(">I", png[-4:])[0]

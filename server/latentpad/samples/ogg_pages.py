"""The pages of Ogg files.

References
----------
RFC 3533, "The Ogg Encapsulation Format Version 0", 2003.
"""

from collections.abc import Iterator
from typing import NamedTuple

CAPTURE = b"OggS"
FLAGS, SERIAL, CHECKSUM, N_SEGMENTS, HEADER = 5, 14, 22, 26, 27
"""Offsets in an Ogg page: its flags, serial number, checksum, number of segments, and their sizes."""

BEGINS_STREAM = 2
"""The flag of the first page of a stream."""


class Page(NamedTuple):
    """A page of an Ogg file."""

    serial: bytes
    """Which stream it belongs to."""

    begins_stream: bool
    sizes: bytes
    """Sizes of its segments."""

    start: int
    """Where it begins, in bytes from the start of the file; so `data` and `end`."""

    data: int
    end: int


def pages(content: bytes) -> Iterator[Page]:
    """Yield the pages of an Ogg file.

    Raises
    ------
    ValueError
        Something is not a page, or the last page is not complete.
    """
    start = 0
    while start < len(content):
        if content[start : start + len(CAPTURE)] != CAPTURE or start + HEADER > len(content):
            raise ValueError(f"there is no Ogg page at byte {start}")
        data = start + HEADER + content[start + N_SEGMENTS]
        sizes = content[start + HEADER : data]
        end = data + sum(sizes)
        if end > len(content):
            raise ValueError("its last page is not complete")
        begins = bool(content[start + FLAGS] & BEGINS_STREAM)
        yield Page(content[start + SERIAL : start + SERIAL + 4], begins, sizes, start, data, end)
        start = end

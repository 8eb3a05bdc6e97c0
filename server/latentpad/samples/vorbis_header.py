"""The headers of Ogg Vorbis files, checked before libvorbis reads them.

It takes memory for each entry of a codebook, eight bytes of them on the stack, and 60 bits can state a codebook of four
million entries: a file of 6 kB ends the process.

References
----------
Xiph.Org, "Vorbis I specification", 2020: sections 3.2.1 and 4.2.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate

from latentpad.samples.ogg_pages import CAPTURE, Page, pages

WHOLE_SEGMENT = 255
"""Size of a segment after which the packet goes on."""

MAX_SEGMENTS = 1_000
"""Of the packet with the codebooks; they usually have 4 kB."""

IDENTIFICATION, SETUP = b"\x01vorbis", b"\x05vorbis"
CHANNELS, RATE, N_IDENTIFICATION = 11, 12, 30
"""Offsets in the identification packet, and its size."""

BOOK = 0x564342
MAX_ENTRIES, MAX_DIMENSIONS = 30_000, 16
"""Entries of all codebooks, and their mean number of dimensions; libvorbis's own encoder makes up to 10,600 entries."""


def check_vorbis(content: bytes, sample_rate: int) -> None:
    """Check that a file is one Vorbis stream, mono, at a rate, whose codebooks have a usual size.

    Raises
    ------
    ValueError
        It is not.
    """
    found = list(pages(content))
    if [page.begins_stream for page in found] != [True, *[False] * (len(found) - 1)]:
        raise ValueError("is not one Ogg stream")
    if len({page.serial for page in found}) > 1:
        raise ValueError("has several Ogg streams")
    identification = content[found[0].data : found[0].end]
    if not identification.startswith(IDENTIFICATION) or len(identification) != N_IDENTIFICATION:
        raise ValueError("is not Vorbis")
    channels, rate = identification[CHANNELS], int.from_bytes(identification[RATE : RATE + 4], "little")
    if (channels, rate) != (1, sample_rate):
        raise ValueError(f"has {channels} channels at {rate} Hz, must have 1 at {sample_rate} Hz")
    check_codebooks(content)


def check_codebooks(content: bytes) -> None:
    """Check the codebooks of all Vorbis streams in an Ogg file; any other file passes.

    Raises
    ------
    ValueError
        They are damaged or too large, or something after a damaged page may have codebooks, too.
    """
    streams: dict[bytes, list[Page]] = {}
    end = 0
    try:
        for page in pages(content):
            streams.setdefault(page.serial, []).append(page)
            end = page.end
    except ValueError:
        if end and content.find(CAPTURE, end + 1) >= 0:
            raise
    for found in streams.values():
        for packet in _setups(content, found):
            if (n_entries := count_entries(packet)) > MAX_ENTRIES:
                raise ValueError(f"has Vorbis codebooks of {n_entries} entries or more, at most {MAX_ENTRIES} are read")


def _setups(content: bytes, found: Iterable[Page]) -> Iterator[bytes]:
    """Yield whatever may be a setup packet of a stream: what is lost or repeated before it makes no difference."""
    segments = []
    for page in found:
        starts = accumulate(page.sizes, initial=page.data)
        segments += list(zip(starts, page.sizes, strict=False))
    for first, (start, _) in enumerate(segments):
        if content.startswith(SETUP, start):
            parts = segments[first : first + MAX_SEGMENTS]
            n = next((i for i, (_, size) in enumerate(parts, 1) if size < WHOLE_SEGMENT), 0)
            if not n:
                raise ValueError("has Vorbis codebooks without an end")
            yield b"".join(content[place : place + size] for place, size in parts[:n])


@lru_cache(maxsize=8)
def count_entries(setup: bytes) -> int:
    """Return the entries of all codebooks of a setup packet; no more are counted above `MAX_ENTRIES`.

    Raises
    ------
    ValueError
        The packet is damaged.
    """
    bits = Bits(setup, len(SETUP))
    n_books, n_entries = bits.read(8) + 1, 0
    for _ in range(n_books):
        if bits.read(24) != BOOK:
            raise ValueError("has damaged Vorbis codebooks")
        dimensions, entries = bits.read(16), bits.read(24)
        n_entries += entries
        if n_entries > MAX_ENTRIES or dimensions * entries > MAX_ENTRIES * MAX_DIMENSIONS:
            return max(n_entries, MAX_ENTRIES + 1)
        _skip_lengths(bits, entries)
        _skip_lookup(bits, dimensions, entries)
    return n_entries


class Bits:
    """Reads integers from a packet, the lowest bit first."""

    def __init__(self, packet: bytes, start: int) -> None:
        self._packet, self._place = packet, 8 * start

    def read(self, n: int) -> int:
        """Read an integer of `n` bits (raises ValueError at the end)."""
        first, end = self._place, self._place + n
        if end > 8 * len(self._packet):
            raise ValueError("ends within its Vorbis codebooks")
        self._place = end
        part = int.from_bytes(self._packet[first >> 3 : (end + 7) >> 3], "little")
        return part >> (first & 7) & ((1 << n) - 1)


def _skip_lengths(bits: Bits, entries: int) -> None:
    """Skip the lengths of the codes of a codebook."""
    if bits.read(1):  # in order
        bits.read(5)
        place = 0
        while place < entries:
            place += bits.read((entries - place).bit_length())
        return
    if not bits.read(1):
        bits.read(5 * entries)
        return
    for _ in range(entries):  # those that are used have a length
        if bits.read(1):
            bits.read(5)


def _skip_lookup(bits: Bits, dimensions: int, entries: int) -> None:
    """Skip the table of the vectors of a codebook."""
    kind = bits.read(4)
    if kind == 0:
        return
    bits.read(64)
    size = bits.read(4) + 1
    bits.read(1)
    n_values = entries * dimensions if kind == 2 else _root(entries, dimensions)
    bits.read(size * n_values)


def _root(entries: int, dimensions: int) -> int:
    """Return the largest integer whose power is no more than the entries."""
    found = 0
    while dimensions and (found + 1) ** dimensions <= entries:
        found += 1
    return found

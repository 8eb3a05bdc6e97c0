"""The names of a map's sounds, kept as UTF-8 and decoded one at a time.

As a numpy array of strings, every name takes four bytes per character of the longest: a million paths take gigabytes.

Arrays in ``map.npz``: ``name_bytes`` uint8 [n_bytes], all names one after the other; ``name_sizes`` uint32 [n], bytes
of each. Lone surrogates, which stand for what is not Unicode in a file name, are coded as any other character. Bundles
of format 1 have ``names`` str [n] instead.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.npz import Arrays
from latentpad.errors import BundleError

CODING = ("utf-8", "surrogatepass")

MAX_NAME_BYTES = 100_000
"""Bytes of one name; the longest path of any system is shorter."""

MAX_NAMES_BYTES = 300_000_000
"""Bytes of all names together."""

BLOCK = 1 << 20
"""Bytes, or names, that are taken at once."""

CONTINUATION, LEADING_BITS = 0x80, 0xC0
"""The first two bits of a byte that continues a character."""


class Names(Sequence[str]):
    """The names of sounds: paths relative to the library's folder.

    An integer selects a name; a slice, a mask or an array of integers select some names.

    Parameters
    ----------
    text : bytes
        All names, one after the other.
    sizes : np.ndarray [shape=(n,), int]
        Bytes of each.
    """

    def __init__(self, text: bytes, sizes: NDArray[np.integer]) -> None:
        self._text = text
        self._offsets = np.zeros(len(sizes) + 1, dtype=np.int64)
        np.cumsum(sizes, out=self._offsets[1:])

    @classmethod
    def of(cls, names: Iterable[str]) -> "Names":
        """Return names that are given as strings (raises BundleError if they are too large for a bundle)."""
        return cls.of_coded([name.encode(*CODING) for name in names])

    @classmethod
    def of_coded(cls, coded: list[bytes]) -> "Names":
        """Return names that are given as UTF-8 (raises BundleError if they are too large for a bundle)."""
        sizes = np.fromiter(map(len, coded), dtype=np.int64, count=len(coded))
        if sizes.max(initial=0) > MAX_NAME_BYTES or sizes.sum() > MAX_NAMES_BYTES:
            raise BundleError(
                f"the names of the sounds have {sizes.sum()} bytes, the longest {sizes.max()} (at most "
                f"{MAX_NAMES_BYTES} and {MAX_NAME_BYTES}); choose a folder nearer to the sounds, or shorten its folders"
            )
        return cls(b"".join(coded), sizes)

    def __len__(self) -> int:
        """Return the number of names."""
        return len(self._offsets) - 1

    @overload
    def __getitem__(self, selected: int | np.integer) -> str: ...

    @overload
    def __getitem__(self, selected: slice | NDArray[Any] | Sequence[int]) -> "Names": ...

    def __getitem__(self, selected: Any) -> "str | Names":
        """Return one name or some names (raises IndexError)."""
        if isinstance(selected, (int, np.integer)):
            index = range(len(self))[selected]
            return self._text[self._offsets[index] : self._offsets[index + 1]].decode(*CODING)
        rows = np.arange(len(self))[selected].tolist()
        return Names.of([self[row] for row in rows])

    def __iter__(self) -> Iterator[str]:
        """Yield the names one after the other."""
        start = 0
        for first in range(1, len(self._offsets), BLOCK):
            for end in self._offsets[first : first + BLOCK].tolist():
                yield self._text[start:end].decode(*CODING)
                start = end

    def __eq__(self, other: object) -> bool:
        """Return whether the names are the same, in the same order."""
        if not isinstance(other, Names):
            return NotImplemented
        return self._text == other._text and np.array_equal(self._offsets, other._offsets)

    __hash__ = None  # type: ignore[assignment]

    def tolist(self) -> list[str]:
        """Return all names as a list."""
        return list(self)

    def find(self, name: str) -> NDArray[np.int64]:
        """Return the indices of the sounds that have a name."""
        text, coded = np.frombuffer(self._text, dtype=np.uint8), name.encode(*CODING)
        found = np.flatnonzero(np.diff(self._offsets) == len(coded))
        for place, byte in reversed(list(enumerate(coded))):  # paths often begin alike
            found = found[text[self._offsets[found] + place] == byte]
        return found

    def is_text(self) -> bool:
        """Return whether all names can be decoded: none begins within a character, and the bytes are UTF-8."""
        if self._text.isascii():
            return True
        starts, ends = self._offsets[:-1], self._offsets[1:]
        first = np.frombuffer(self._text, dtype=np.uint8)[starts[starts < ends]]
        blocks = np.unique(ends[np.searchsorted(ends, np.arange(BLOCK, len(self._text), BLOCK))])
        bounds = [0, *blocks.tolist(), len(self._text)]
        try:
            for start, end in pairwise(bounds):
                self._text[start:end].decode(*CODING)
        except UnicodeDecodeError:
            return False
        return not (first & LEADING_BITS == CONTINUATION).any()

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the names as the arrays that a bundle stores."""
        sizes = np.diff(self._offsets).astype(np.uint32)
        return {"name_bytes": np.frombuffer(self._text, dtype=np.uint8), "name_sizes": sizes}


def read_names(arrays: Arrays, n: int) -> Names:
    """Check the names of `n` sounds (raises BundleError)."""
    if "name_bytes" not in arrays and "names" in arrays:
        return _read_strings(arrays, n)
    if (n_bytes := arrays.length("name_bytes")) > MAX_NAMES_BYTES:
        raise BundleError(f"{arrays.source}: has names of {n_bytes} bytes, at most {MAX_NAMES_BYTES} are read")
    coded = arrays.take("name_bytes", "u", (None,))
    if coded.dtype != np.uint8:
        raise BundleError(f"{arrays.source}: name_bytes is {coded.dtype}, must be uint8")
    sizes = arrays.integers("name_sizes", (n,), 0, MAX_NAME_BYTES)
    if (total := int(sizes.sum(dtype=np.int64))) != len(coded):
        raise BundleError(f"{arrays.source}: name_sizes add up to {total}, must be the {len(coded)} of name_bytes")
    names = Names(coded.tobytes(), sizes)
    if not names.is_text():
        raise BundleError(f"{arrays.source}: name_bytes is not UTF-8, or a name ends within a character")
    return names


def _read_strings(arrays: Arrays, n: int) -> Names:
    """Read the names of a bundle of format 1."""
    names = arrays.take("names", "U", (n,))
    n_each = max(1, BLOCK // names.itemsize)
    coded: list[bytes] = []
    for first in range(0, n, n_each):  # as each takes the bytes of the longest, several times over
        block = names[first : first + n_each]
        codes = np.frombuffer(block.astype(block.dtype.newbyteorder("=")).tobytes(), dtype=np.uint32)
        if codes.max(initial=0) > sys.maxunicode:
            raise BundleError(f"{arrays.source}: names has characters that are not Unicode")
        coded += [name.encode(*CODING) for name in block.tolist()]
    try:
        return Names.of_coded(coded)
    except BundleError as error:
        raise BundleError(f"{arrays.source}: {error}") from None

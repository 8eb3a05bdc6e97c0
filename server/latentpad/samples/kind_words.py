"""Words of the table of kinds within the names of files and folders."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from latentpad.samples.kind_table import MAX_PIECES, NO_KINDS, SHORT, KindTable, Meaning, split_words


class Match(NamedTuple):
    """A word of the table within a name."""

    meaning: Meaning
    word: str
    first: int
    """Number of its first piece in the name."""
    n: int


class Name(NamedTuple):
    """The name of a file, without suffix, or of a folder, and what the table knows in it."""

    text: str
    pieces: tuple[str, ...]
    """Of `latentpad.samples.kind_table.split_words`."""

    matches: tuple[Match, ...]

    @property
    def telling(self) -> list[int]:
        """Return the numbers of the pieces that are neither numbers nor single letters."""
        return [i for i, piece in enumerate(self.pieces) if len(piece) > 1 and not piece.isdigit()]

    @property
    def kinds(self) -> list[Match]:
        """Return the words that tell a kind."""
        return [match for match in self.matches if match.meaning.kind not in NO_KINDS]


@lru_cache(4_096)
def read_name(text: str, table: KindTable) -> Name:
    """Find the words of the table in a name, the longest first at each place; folders are read once."""
    pieces = tuple(split_words(text))
    return Name(text, pieces, tuple(_matches(pieces, table)))


def _matches(pieces: Sequence[str], table: KindTable) -> list[Match]:
    """Return the words of the table in a name, the longest first at each place."""
    found = []
    lower = [piece.lower() for piece in pieces]
    i = 0
    while i < len(lower):
        match = next(_at(lower, i, table), None)
        if match:
            found.append(match)
        i += match.n if match else 1
    return found


def _at(pieces: Sequence[str], i: int, table: KindTable) -> Iterator[Match]:
    """Yield the words of the table that begin at a piece, the best first."""
    for n in range(min(MAX_PIECES, len(pieces) - i), 1, -1):
        joined = "".join(pieces[i : i + n])
        for word in _singulars(joined):
            if word in table.joined:
                yield Match(table.joined[word], joined, i, n)
    piece = pieces[i]
    for word in _singulars(piece):
        if word in table.single and not (word != piece and table.single[word].key == SHORT and len(word) < 3):
            yield Match(table.single[word], piece, i, 1)
    if piece.startswith(table.beginnings) or piece.endswith(table.endings):
        inside = [part for part in table.parts if piece.startswith(part) or piece.endswith((part, f"{part}s"))]
        yield Match(table.parts[max(inside, key=len)], piece, i, 1)


@lru_cache(65_536)
def _singulars(word: str) -> tuple[str, ...]:
    """Return a word and what it may be the plural of, in English and German."""
    shortest = {"s": 2, "es": 2, "n": 5, "en": 5}
    found = (word.removesuffix(end) for end, n in shortest.items() if word.endswith(end) and len(word) - len(end) >= n)
    return (word, *found)

"""The table of words that tell the kind of a sound: ``kinds.toml``, and tables of the user's own in the same form.

The keys of the file are explained at its beginning. Words are kept as they are compared: without accents, in lower case
and without what lies between them.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from latentpad.errors import KindsError

PACKAGED = Path(__file__).parents[1] / "data" / "kinds.toml"

WORDS, SHORT, GENERAL, PARTS, HINTS = KEYS = ("words", "short", "general", "parts", "hints")
"""Lists of words, the most telling first."""

DRUM = "drum"
"""Key of the kinds whose words count more than others in the same name."""

LOOP, ONE_SHOT, FILLER = NO_KINDS = ("loop", "one-shot", "filler")
"""Tables of words that are no kinds."""

PIECE = re.compile(r"\d+s(?![^\W\d_])|\d+|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_A-Za-z]+")
"""A word within a name: 808s, 12, BD, Kick, hat, or letters of another script."""

MAX_PIECES = 4
"""Longest entry in words."""

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})

MAX_BYTES = 1_000_000
"""Of a table, which may be a device that never ends; the packaged one has 19 kB."""

KIND_NAME = re.compile(r"[^\W\d_][\w-]{0,39}")


class Meaning(NamedTuple):
    """What a word says."""

    kind: str
    key: str
    """One of `KEYS`."""


@dataclass(frozen=True, eq=False)
class KindTable:
    """Words and what they mean."""

    single: Mapping[str, Meaning]
    """Of one word."""

    joined: Mapping[str, Meaning]
    """Of several words, which may be written as one."""

    parts: Mapping[str, Meaning]
    """Those that count within longer ones."""

    drums: frozenset[str]
    """Kinds whose words count more than those of other kinds in the same name."""

    @cached_property
    def beginnings(self) -> tuple[str, ...]:
        """Return what longer words begin with."""
        return tuple(self.parts)

    @cached_property
    def endings(self) -> tuple[str, ...]:
        """Return what longer words end with."""
        return (*self.parts, *(f"{part}s" for part in self.parts))


def split_words(name: str) -> list[str]:
    """Split a name at anything but letters, between letters and digits, and before capitals; accents are removed.

    >>> split_words("808s_HiHatÖffnen BD01")
    ['808s', 'Hi', 'Hat', 'Offnen', 'BD', '01']
    """
    decomposed = unicodedata.normalize("NFKD", name.replace("ß", "ss").replace("ẞ", "SS"))
    return PIECE.findall("".join(letter for letter in decomposed if not unicodedata.combining(letter)))


def read_kind_table(path: Path | None = None) -> KindTable:
    """Read the packaged table and, where a path is given, one of the user's own, whose words take precedence.

    Raises
    ------
    KindsError
        The user's table cannot be read; the message names the line or the key.
    """
    tables = [_packaged()]
    if path is not None:
        tables.append(_read(path))
    return _combine(tables)


@cache
def packaged_kind_table() -> KindTable:
    """Return the packaged table alone."""
    return read_kind_table()


@cache
def _packaged() -> dict[str, Any]:
    """Read the packaged table."""
    return _read(PACKAGED)


def _combine(tables: Iterable[dict[str, Any]]) -> KindTable:
    """Index the words of tables, the last of which takes precedence."""
    single: dict[str, Meaning] = {}
    joined: dict[str, Meaning] = {}
    parts: set[str] = set()
    drums: set[str] = set()
    for table in tables:
        listed = [entry for kind, lists in table.items() for entry in _entries(kind, lists)]
        several = {word: meaning for word, meaning, n in listed if n > 1}
        joined |= several
        single |= several | {word: meaning for word, meaning, n in listed if n == 1}
        parts |= {word for word, meaning, _ in listed if meaning.key == PARTS}
        drums = drums - set(table) | {kind for kind, lists in table.items() if lists.get(DRUM, kind in drums)}
    single = {word: Meaning(kind, WORDS if key == PARTS else key) for word, (kind, key) in single.items()}
    inside = {word: single[word] for word in parts}
    return KindTable(MappingProxyType(single), MappingProxyType(joined), MappingProxyType(inside), frozenset(drums))


def _entries(kind: str, lists: dict[str, Any]) -> Iterator[tuple[str, Meaning, int]]:
    """Yield the words of a kind as they are compared, the stronger ones last, and of how many words each is."""
    for key in reversed(KEYS):
        for text in lists.get(key, ()):
            for spelling in {text, text.translate(UMLAUTS)}:
                pieces = split_words(spelling)
                yield "".join(pieces).lower(), Meaning(kind, key), len(pieces)


def _read(path: Path) -> dict[str, Any]:
    """Read and check one table (raises KindsError)."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise KindsError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        raise KindsError(f"{path}: is not a text in UTF-8 (byte {error.start})") from None
    if len(content) > MAX_BYTES:
        raise KindsError(f"{path}: has more than {MAX_BYTES / 1e6:g} MB; it is no table of words")
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise KindsError(f"{path}: {error}") from None
    except RecursionError:
        raise KindsError(f"{path}: has lists that are too deep") from None
    for kind, table in tables.items():
        _check_kind(kind, table, f"{path}, line {_line_of(text, kind)}: ")
        for key, words in table.items():
            _check_words(kind, key, words, f"{path}, line {_line_of(text, kind, key)}: ")
    return tables


def _check_kind(kind: str, table: Any, where: str) -> None:
    """Refuse a kind that cannot be a label, and what is no table (raises KindsError)."""
    if not isinstance(table, dict):
        raise KindsError(f'{where}{kind} is not in a kind; write [{kind}], and below it words = ["..."]')
    if not KIND_NAME.fullmatch(kind):
        raise KindsError(f"{where}[{kind}] cannot be a kind; use letters, digits and _, 40 at most")


def _check_words(kind: str, key: str, words: Any, where: str) -> None:
    """Refuse an unknown key, and a list that cannot be one of words (raises KindsError)."""
    if key == DRUM and isinstance(words, bool):
        return
    if key not in KEYS:
        choices = ", ".join((*KEYS, f"{DRUM} = true"))
        raise KindsError(f"{where}unknown key {key!r} of [{kind}] (choose from {choices})")
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise KindsError(f'{where}{key} of [{kind}] must be a list of words, such as ["kick", "bass drum"]')
    for word in words:
        if not 1 <= len(split_words(word)) <= MAX_PIECES:
            raise KindsError(f"{where}{word!r} in {key} of [{kind}] must be one to {MAX_PIECES} words")


def _line_of(text: str, kind: str, key: str | None = None) -> int:
    """Return the line of a kind's table or of a key in it, from 1; that of the table where the key is not found."""
    lines = text.splitlines()
    name = re.escape(kind)
    quoted = rf"[\"']?{name}[\"']?"
    table = next((i for i, line in enumerate(lines) if re.match(rf"\s*(\[\s*{quoted}\s*\]|{quoted}\s*[=.])", line)), 0)
    if key is None:
        return table + 1
    below = range(table, len(lines))
    found = re.compile(rf"(.*\.)?\s*[\"']?{re.escape(key)}[\"']?\s*=")
    return next((i for i in below if found.match(lines[i])), table) + 1

"""Loops, told by the names of files and folders."""

import re
from collections.abc import Sequence

from latentpad.samples.kind_table import FILLER, GENERAL, LOOP, ONE_SHOT, WORDS, Meaning
from latentpad.samples.kind_words import Name

TEMPO = re.compile(r"(?<![\da-z])(\d{2,3})[ _-]?bpm(?![a-z])|(?<![a-z])bpm[ _-]?(\d{2,3})(?!\d)", re.IGNORECASE)

WITH_TEMPO = frozenset({"fx"})
"""Kinds whose one-shots have a tempo, too: risers fit a number of bars."""


def is_loop(names: Sequence[Name], kind: str) -> bool:
    """Return whether names say that a sound is a loop.

    The deepest name that says so or denies it counts; a tempo in the file's name counts where none does.

    Parameters
    ----------
    names : sequence of Name
        Of the file, and of the folders above it from the deepest.
    kind : str
        Of the sound, empty where unknown.
    """
    for level, name in enumerate(names):
        meanings = {match.meaning for match in name.matches}
        if Meaning(LOOP, WORDS) in meanings:
            return True
        if Meaning(ONE_SHOT, WORDS) in meanings:
            return False
        if Meaning(LOOP, GENERAL) in meanings and _nothing_else(name, in_file=level == 0):
            return True
    return bool(TEMPO.search(names[0].text)) and kind not in WITH_TEMPO


def _nothing_else(name: Name, in_file: bool) -> bool:
    """Return whether no instrument is named beside a word such as beat; in a folder's name, nothing at all."""
    if in_file:
        return not any(match.meaning.key == WORDS for match in name.kinds)
    return sum(match.n for match in name.matches if match.meaning.kind in (LOOP, FILLER)) >= len(name.telling)

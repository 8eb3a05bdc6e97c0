"""Kinds of sounds, told by the names of their files and folders.

The deepest name that says something counts, unless it says less than a folder above: a file's own word counts more than
its folder, the folder more than a word with other meanings (``general`` in the table) or a material (``hints``) in the
file's name. Within a name the last word counts, as English compounds have it, unless a folder agrees with another one.
"""

from pathlib import PurePath
from typing import NamedTuple

from latentpad.samples.kind_table import GENERAL, HINTS, SHORT, WORDS, KindTable, packaged_kind_table
from latentpad.samples.kind_words import Match, Name, read_name
from latentpad.samples.loop_names import is_loop

SURE = 3.0
"""Scores from which a kind is certain, at the file's level."""

IN_FILE = {WORDS: 4.0, SHORT: 3.4, GENERAL: 3.0, HINTS: 1.1}
"""Scores of a word in the name of a file."""

IN_PURE_FOLDER = {WORDS: 3.5, SHORT: 3.3, GENERAL: 2.9, HINTS: 1.0}
"""Scores in a folder whose name says nothing else, such as ``Kick Samples 2``; each level above the file, up to four,
takes off `PER_LEVEL`."""

AT_END = {WORDS: 2.4, SHORT: 2.2, GENERAL: 1.6}
"""Scores at the end of the name of any other folder, such as ``Vendor Kicks``."""

ELSEWHERE = {WORDS: 1.7}
"""Scores elsewhere in it."""

CONTRADICTED = 1.0
"""What a folder loses whose words tell different kinds."""

PER_LEVEL, MAX_LEVELS = 0.1, 4

LOWER_CASE = 0.2
"""What an abbreviation loses in lower case, where the name has capitals."""

INNER_SHORT = 1.5
"""Score of an abbreviation in the middle of a name in lower case."""


class Kind(NamedTuple):
    """What the name of a sound says."""

    kind: str
    """A label, empty where the name says nothing."""

    is_loop: bool
    """Whether it is a loop or phrase, not a one-shot."""

    from_word: str
    """The word that told the kind, in lower case."""

    certain: bool
    """False where the word is a hint only, or where others contradict it."""


class Scored(NamedTuple):
    """A kind that a name suggests."""

    score: float
    match: Match
    rivals: tuple[Match, ...]
    """Words that name a kind, too, this one included."""

    contradicted: bool
    """Whether one of them says another kind as surely."""


def kind_of(path: str | PurePath, table: KindTable | None = None) -> Kind:
    """Return the kind of a sound by its name and those of the folders above it.

    Parameters
    ----------
    path : str or PurePath
        From the library's folder, with a suffix.
    table : KindTable, optional
        Of `read_kind_table`; the packaged one by default.

    >>> kind_of("Vendor - Pack/One Shots/Kicks/VP_Hard_01.wav")
    Kind(kind='kick', is_loop=False, from_word='kicks', certain=True)
    """
    table = table or packaged_kind_table()
    path = PurePath(path)
    names = [read_name(text, table) for text in (path.stem, *reversed(path.parent.parts))]
    scored = [best for level, name in enumerate(names) if (best := _score(name, level, table))]
    best = _agreed(max(scored, key=lambda one: one.score), scored) if scored else None
    kind = best.match.meaning.kind if best else ""
    loop = is_loop(names, kind)
    if best is None:
        return Kind("", loop, "", False)
    sure = best.score >= SURE - PER_LEVEL * MAX_LEVELS and not best.contradicted
    return Kind(kind, loop, best.match.word, sure)


def _score(name: Name, level: int, table: KindTable) -> Scored | None:
    """Return the best kind that one name suggests, and how strongly; level 0 is the file's."""
    kinds = name.kinds
    if any(match.meaning.key == WORDS and match.meaning.kind in table.drums for match in kinds):
        kinds = [match for match in kinds if match.meaning.kind in table.drums]
    if not kinds:
        return None
    said = {i for match in name.matches for i in range(match.first, match.first + match.n)}
    rest = [i for i in name.telling if i not in said]
    last = max(match.first for match in kinds)
    scores = []
    for match in kinds:
        at_end = match.first == last and not any(i > match.first for i in rest)
        score = _file_score(name, match) if level == 0 else _folder_score(match, not rest, at_end)
        scores.append(score - PER_LEVEL * min(max(level - 1, 0), MAX_LEVELS))
    top = max(scores)
    if top <= 0:
        return None
    best = [match for match, score in zip(kinds, scores, strict=True) if score == top]
    rivals = tuple(match for match, score in zip(kinds, scores, strict=True) if score in (top, IN_FILE[SHORT]))
    contradicted = len({match.meaning.kind for match in best}) > 1
    return Scored(top - (CONTRADICTED if contradicted and level else 0.0), best[-1], rivals, contradicted)


def _agreed(best: Scored, scored: list[Scored]) -> Scored:
    """Return a word with the rival that another name agrees with, where there is one: bass of ``Bass/Bass Pluck``."""
    if best.match.meaning.key == SHORT:  # as in Cymbals OH, below Cymbals
        return best
    for other in scored:
        for rival in best.rivals:
            agrees = rival.meaning.kind == other.match.meaning.kind and other.match.meaning.key in (WORDS, SHORT)
            if other is not best and not other.contradicted and agrees:
                return Scored(best.score, rival, (rival,), False)
    return best


def _file_score(name: Name, match: Match) -> float:
    """Return how strongly a word in a file's name says its kind."""
    if match.meaning.key != SHORT:
        return IN_FILE[match.meaning.key]
    pieces, words = name.pieces, sorted({*name.telling, match.first})
    if pieces[match.first].isupper() and any(not piece.isupper() for piece in pieces if piece.isalpha()):
        return IN_FILE[WORDS] if match.first > words[0] else IN_FILE[SHORT]
    numbered = match.first + 1 < len(pieces) and pieces[match.first + 1].isdigit()
    if match.first not in (words[0], words[-1]) and not numbered:
        return INNER_SHORT
    return IN_FILE[SHORT] - (LOWER_CASE if any(piece.isupper() for piece in pieces) else 0.0)


def _folder_score(match: Match, pure: bool, at_end: bool) -> float:
    """Return how strongly a word in the name of a folder says the kind of what is in it."""
    scores = IN_PURE_FOLDER if pure else AT_END if at_end else ELSEWHERE
    return scores.get(match.meaning.key, 0.0)

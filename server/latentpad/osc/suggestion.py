"""The address that a sender probably meant: one that is very like what was sent, and loses nothing."""

from latentpad.errors import OscError
from latentpad.osc.protocol import IN, PREFIX, SET_ONE
from latentpad.printable import printable

VERBS = tuple(row.verb for row in IN if not row.destructive and row.verb != SET_ONE)

MAX_LENGTH = 16
"""Characters of the last part of an address that is looked at; all of ours are shorter."""

MAX_QUOTED = 64


class UnknownAddressError(OscError):
    """A message to an unknown address. A similar one is looked for only when the text is read, since few are sent."""

    def __init__(self, address: str) -> None:
        super().__init__("address", address[:MAX_QUOTED])
        self._address = address

    def __str__(self) -> str:
        """Return the text of the error."""
        verb = suggested_verb(self._address)
        hint = f"; did you mean {PREFIX}{verb}?" if verb else " (docs/osc.md lists all)"
        return f"unknown address {printable(self._address[:MAX_QUOTED])}{hint}"


def suggested_verb(address: str) -> str | None:
    """Return the verb that an address resembles: the same but for case and prefix, abbreviated or with a typo.

    >>> suggested_verb("/latentpad/genrate"), suggested_verb("/latentpad/near"), suggested_verb("/latentpad/play")
    ('generate', 'nearest', None)
    """
    name = address[-MAX_LENGTH - 1 :].rpartition("/")[2].lower()
    if not 2 <= len(name) <= MAX_LENGTH:
        return None
    found = [verb for verb in VERBS if name == verb]
    found += [verb for verb in VERBS if len(name) > 2 and 2 * len(name) >= len(verb) and verb.startswith(name)]
    found += [verb for verb in VERBS if name[0] == verb[0] and _has_typo(name, verb)]
    return next(iter(found), None)


def _has_typo(name: str, verb: str) -> bool:
    """Return whether a name is a verb with one letter wrong, or two in a long one; short names resemble too much."""
    if min(len(name), len(verb)) < 3 or len(name) < 4:
        return False
    allowed = 2 if len(verb) > 6 else 1
    return abs(len(name) - len(verb)) <= allowed and _distance(name, verb) <= allowed


def _distance(first: str, second: str) -> int:
    """Return how many letters are inserted, left out, replaced or swapped (optimal string alignment)."""
    rows = [list(range(len(second) + 1))]
    for i, letter in enumerate(first, 1):
        row = [i]
        for j, other in enumerate(second, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != other))
            if i > 1 and j > 1 and (letter, first[i - 2]) == (second[j - 2], other):
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]

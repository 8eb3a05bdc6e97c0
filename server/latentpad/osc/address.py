"""A row of the table of OSC messages, and the ways in which its arguments can be filled in."""

import functools
from dataclasses import dataclass

Signature = tuple[tuple[str, str], ...]
"""One way to fill in the arguments of an address: the (kind, name) of each."""


@dataclass(frozen=True)
class Address:
    """A row of the table."""

    verb: str
    """The address without its prefix."""

    arguments: str
    meaning: str

    group: str = ""
    """Arguments that follow several times."""

    times: tuple[int, int] = (0, 0)
    """How many times, at least and at most."""

    destructive: bool = False
    """Whether something is lost if it is sent by mistake; then it is not suggested for a misspelt address."""

    @property
    def usage(self) -> str:
        """All arguments in words."""
        if not self.group:
            return self.arguments
        if not self.times[0]:
            return f"{self.arguments[:-3]} [({self.group}) up to {self.times[1]} times]]]]"
        return f"{self.arguments}, ({self.group}) {self.times[0]} to {self.times[1]} times"


@functools.cache
def signatures(arguments: str) -> tuple[Signature, ...]:
    """Return every way to fill in the arguments of an address, the longest last.

    >>> signatures("[i id [f x]]")
    ((), (('i', 'id'),), (('i', 'id'), ('f', 'x')))
    """
    tokens = arguments.replace(",", " ").replace("[", " [ ").replace("]", " ] ").split()
    return tuple(sorted(_signatures(tokens), key=len))


def _signatures(tokens: list[str]) -> list[Signature]:
    found: list[Signature] = [()]
    while tokens and (token := tokens.pop(0)) != "]":
        tails = [(), *_signatures(tokens)] if token == "[" else [((token, tokens.pop(0)),)]
        found = [head + tail for head in found for tail in tails]
    return list(dict.fromkeys(found))

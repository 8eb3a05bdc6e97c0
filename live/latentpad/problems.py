"""Why a sample cannot be put where it should be, in the words of Live's status bar."""

from __future__ import annotations


class Problem(Exception):
    """A sample cannot be placed; the message says what to do."""


class NotListedYet(Problem):
    """Live's browser has not found the new file so far."""

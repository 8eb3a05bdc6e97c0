"""Foreign text made safe to print: no control characters, no escape sequences, one line."""

import logging
import unicodedata
from typing import Any

JOINERS = "\u200c\u200d"
"""Invisible, but part of words in Persian and of most emoji."""


def printable(text: str) -> str:
    r"""Return text with every character that a terminal would act on, or cannot show, escaped as in Python.

    Control and formatting characters, line breaks and halves of surrogate pairs become ``\n``, ``\x1b``, ``\u202e``;
    bytes of a file name that is not valid UTF-8 become ``\xfc``.
    """
    if text.isprintable():
        return text
    return "".join(map(_printable_character, text))


def _printable_character(character: str) -> str:
    """Return a character, or its escape."""
    if "\udc80" <= character <= "\udcff":  # a byte, as os.fsdecode keeps it
        return f"\\x{ord(character) - 0xDC00:02x}"
    shown = unicodedata.category(character)[0] != "C" and character not in "\u2028\u2029"
    if shown or character in JOINERS:
        return character
    return character.encode("unicode_escape").decode("ascii")


class PrintableFormatter(logging.Formatter):
    """Formats records of the log with everything escaped that a terminal would act on; only tracebacks have lines."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - as in the base class
        """Return the line of a record."""
        return printable(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802
        """Return a traceback."""
        return "\n".join(map(printable, super().formatException(ei).split("\n")))

"""The standard streams of the process: closed ones are replaced, and output that cannot be written is an error.

The number of a stream that the caller has closed (``>&-``) would be that of the next file, which would get whatever is
printed. So it is opened again: input ends at once, output fails when it is written, messages are dropped.
"""

import codecs
import io
import os
import sys
from contextlib import suppress
from typing import Any

from latentpad.errors import LatentpadError

ESCAPED = "latentpad-escaped"
"""The error handler of stdout: a name that is not Unicode is printed byte for byte, other characters are escaped."""


class OutputError(LatentpadError):
    """The output cannot be written."""


class OutputClosed(OutputError):
    """Whatever reads the output has closed it."""


class _Raw(io.RawIOBase):
    """The bytes of a stream that is written to; once that has failed, they are dropped."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        stream.flush()
        self._stream = stream  # which would close what follows if it were gone
        self._raw: Any = getattr(stream.buffer, "raw", stream.buffer)  # unbuffered (python -u), that is its buffer
        self._has_failed = False

    def write(self, data: Any) -> int:
        """Write bytes; return how many were written."""
        if not self._has_failed:
            try:
                return self._raw.write(data) or 0
            except OSError as error:
                self._fail(error)
        return len(data)

    def _fail(self, error: OSError) -> None:
        """Treat the first error."""

    def writable(self) -> bool:
        """Return True."""
        return True

    def fileno(self) -> int:
        """Return the number of the stream."""
        number: int = self._raw.fileno()
        return number

    def isatty(self) -> bool:
        """Return whether this is a terminal."""
        return bool(self._raw.isatty())


class _Messages(_Raw):
    """The bytes of stderr: the work goes on where they cannot be written."""


class _Output(_Raw):
    """The bytes of stdout."""

    def _fail(self, error: OSError) -> None:
        """Raise OutputError."""
        self._has_failed = True
        if isinstance(error, BrokenPipeError):
            raise OutputClosed("the output was closed") from None
        raise OutputError(f"the output cannot be written ({error.strerror})") from None


def prepare_streams() -> None:
    """Replace streams that are closed, and tell output that cannot be written from other errors."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        _open_if_closed(number, name)
    if isinstance(sys.stdout, io.TextIOWrapper):
        output = io.BufferedWriter(_Output(sys.stdout))
        sys.stdout = io.TextIOWrapper(output, sys.stdout.encoding, line_buffering=sys.stdout.line_buffering)
    if isinstance(sys.stderr, io.TextIOWrapper):
        messages = io.BufferedWriter(_Messages(sys.stderr))
        sys.stderr = io.TextIOWrapper(messages, sys.stderr.encoding, "backslashreplace", line_buffering=True)


def print_any_name() -> None:
    """Have names of files printed to stdout as they are, or escaped where its encoding lacks a character."""
    codecs.register_error(ESCAPED, _escape)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors=ESCAPED)


def _open_if_closed(number: int, name: str) -> None:
    """Open a stream again if it is closed."""
    with suppress(OSError):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_WRONLY if name == "stderr" else os.O_RDONLY)  # gets the lowest number
            os.set_inheritable(number, True)
        if getattr(sys, name) is None:
            stream = open(number, "r" if name == "stdin" else "w", encoding="utf-8", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)


def _escape(error: UnicodeError) -> tuple[str | bytes, int]:
    """Return the bytes of a name for what cannot be encoded, or escapes."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    character = error.object[error.start]
    if "\udc80" <= character <= "\udcff":  # a byte, as os.fsdecode keeps it
        return bytes([ord(character) - 0xDC00]), error.start + 1
    return character.encode("ascii", "backslashreplace"), error.start + 1

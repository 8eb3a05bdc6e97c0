r"""Names of files as text that every program can write, and back.

A name may hold bytes that are not UTF-8, such as those of zips from Windows, which Python keeps as lone surrogates.
Here they are escaped as in Python: ``gr\xfcn.wav``. A backslash that would look like such an escape is escaped, too, so
that every name has a text of its own.
"""

import re

UNWRITABLE = re.compile(r"[\ud800-\udfff]|\\(?=x5c|x[89a-f][0-9a-f]|ud[89a-f][0-9a-f]{2})")
ESCAPED = re.compile(r"\\(?:x(5c|[89a-f][0-9a-f])|u(d[89a-f][0-9a-f]{2}))")

BYTE = 0xDC00
"""What Python adds to a byte that is not UTF-8."""


def as_text(name: str) -> str:
    """Return a name without lone surrogates."""
    return name if name.isascii() and "\\" not in name else UNWRITABLE.sub(_escape, name)


def from_text(text: str) -> str:
    """Return the name of a file, given its text."""
    return text if "\\" not in text else ESCAPED.sub(_unescape, text)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    if found[0] == "\\":
        return "\\x5c"
    return f"\\x{code - BYTE:02x}" if BYTE + 0x80 <= code <= BYTE + 0xFF else f"\\u{code:04x}"


def _unescape(found: re.Match[str]) -> str:
    byte, code = found.groups()
    if byte == "5c":
        return "\\"
    return chr(BYTE + int(byte, 16)) if byte else chr(int(code, 16))

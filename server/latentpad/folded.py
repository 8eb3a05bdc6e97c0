"""Texts in the form in which they are compared: case, and how an accent is written, make no difference."""

import unicodedata


def folded(text: str) -> str:
    """Return a text without case, and with accents composed (NFC): macOS writes names of files decomposed."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())

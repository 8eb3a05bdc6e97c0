"""Names of sample files that every file system and every OSC program accepts."""

import re
import unicodedata

from latentpad.errors import FolderError
from latentpad.request import Request

OWN_NAME = re.compile(r"[A-Za-z0-9_-]{1,60}_x[01]\.\d{3}_y[01]\.\d{3}_s\d{1,10}(_\d{1,9})?\.wav")
"""Names that `sample_stem` leads to; clients can make latentpad touch no other file."""

FORBIDDEN = '<>:"/\\|?*'
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\s*", re.IGNORECASE)
"""Characters that Windows forbids in names, and names that it reserves for devices."""

MAX_STEM_BYTES = 120
"""Bytes of a name that the user chose."""


def sample_stem(label: str, request: Request) -> str:
    """Return the name of a sample, without suffix: its label, point and seed."""
    letters = unicodedata.normalize("NFKD", label).encode("ascii", errors="ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9_]+", "-", letters).strip("-")[:40] or "sound"
    x, y = request.x + 0.0, request.y + 0.0  # not -0.0, whose sign would be in the name
    return f"{plain}_x{x:.3f}_y{y:.3f}_s{request.seed}"


def numbered_name(stem: str, number: int, suffix: str = ".wav") -> str:
    """Return the name of the first file with a stem, which has no number, or of a later one."""
    return f"{stem}{suffix}" if number == 1 else f"{stem}_{number}{suffix}"


def file_stem(name: str) -> str:
    """Turn a name that the user typed into a file name without suffix (raises FolderError)."""
    plain = unicodedata.normalize("NFC", name).strip()
    plain = plain[:-4] if plain.lower().endswith(".wav") else plain
    plain = "".join("-" if letter in FORBIDDEN else letter for letter in plain if letter.isprintable())
    plain = plain.encode(errors="ignore")[:MAX_STEM_BYTES].decode(errors="ignore").strip(" .")
    if not plain.strip("-"):
        raise FolderError(f"{name[:40]!r} cannot be a file name; use letters or digits")
    return f"_{plain}" if RESERVED.fullmatch(plain.partition(".")[0]) else plain

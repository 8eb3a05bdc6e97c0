"""Files that are named like audio but hold something else, told by how they begin."""

N_BYTES = 512
"""Bytes that are looked at."""

TO_WAV = "convert it to wav"

BEGINNINGS = (
    (0, b"PK\x03\x04", "is a zip archive, not audio"),
    (0, b"Rar!", "is a rar archive, not audio"),
    (0, b"7z\xbc\xaf\x27\x1c", "is a 7z archive, not audio"),
    (0, b"\x1f\x8b", "is a gzip archive, not audio"),
    (0, b"%PDF", "is a PDF, not audio"),
    (0, b"\x89PNG", "is a picture, not audio"),
    (0, b"\xff\xd8\xff", "is a picture, not audio"),
    (0, b"\x00\x05\x16\x07", "is the part of a Mac file without its audio; copy the file again"),
    (0, b"\x00\x05\x16\x00", "is the part of a Mac file without its audio; copy the file again"),
    (0, b"version https://git-lfs", "is a pointer of Git LFS, not audio; get the file with: git lfs pull"),
    (4, b"ftyp", f"is an MPEG-4 file (m4a), which cannot be read; {TO_WAV}"),
    (0, b"wvpk", f"is a WavPack file, which cannot be read; {TO_WAV}"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", f"is a Windows Media file, which cannot be read; {TO_WAV}"),
    (0, b"MAC ", f"is a Monkey's Audio file, which cannot be read; {TO_WAV}"),
    (0, b"TTA1", f"is a True Audio file, which cannot be read; {TO_WAV}"),
    (0, b"CAT ", f"is a REX loop, which cannot be read; {TO_WAV}"),
    (0, b"\x1a\x45\xdf\xa3", f"is a Matroska or WebM file, which cannot be read; {TO_WAV}"),
    (0, b"\xff\xf1", f"is an AAC file, which cannot be read; {TO_WAV}"),
    (0, b"\xff\xf9", f"is an AAC file, which cannot be read; {TO_WAV}"),
    (0, b"DSD ", f"is a DSD file, which cannot be read; {TO_WAV}"),
    (0, b"FRM8", f"is a DSD file, which cannot be read; {TO_WAV}"),
)
"""Offset, bytes, and what a file is that has them there."""

WEB_PAGES = (b"<!doctype", b"<html")


def what_it_is(beginning: bytes) -> str | None:
    """Return what a file is instead of audio that can be read, as the end of a sentence; None if that is unknown."""
    for offset, found, text in BEGINNINGS:
        if beginning[offset : offset + len(found)] == found:
            return text
    if beginning.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(WEB_PAGES):
        return "is a web page, not audio; download the file again"
    if beginning and not any(beginning):
        return "contains zeros only, not audio; copy the file again"
    return "is text, not audio" if beginning and _is_text(beginning) else None


def _is_text(beginning: bytes) -> bool:
    """Return whether bytes are text in UTF-8, but for a character that is cut off at the end."""
    try:
        text = beginning.decode()
    except UnicodeDecodeError as error:
        if error.start < len(beginning) - 3:
            return False
        text = beginning[: error.start].decode()
    return all(character.isprintable() or character in "\t\r\n\f" for character in text)

"""Audio files opened for reading: by path or in memory, with any name, and with an unfinished header set right."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import soundfile

from latentpad.errors import UnusableSoundError
from latentpad.samples.foreign_content import N_BYTES, what_it_is
from latentpad.samples.libsndfile import prepare_libsndfile
from latentpad.samples.memory_file import MemoryFile
from latentpad.samples.ogg_pages import CAPTURE
from latentpad.samples.unfinished import MAX_BYTES, readable_in_memory, repaired, what_is_missing
from latentpad.samples.vorbis_header import check_codebooks

Source = Path | io.BytesIO
"""A file, or its bytes."""

FAILURES = (soundfile.SoundFileError, OSError, ValueError, RuntimeError, TypeError)
"""Exceptions that soundfile raises for damaged files."""

HEADER_BYTES = 4_096
"""Size up to which a file may be nothing but a header."""

MAX_OGG_BYTES = 50_000_000
"""Bytes; a minute of 8 channels has 6 million."""

NOT_RECOGNISED = ("Error : bad ", "Format not recognised", "File opened for read. Format not recognised")
"""How libsndfile begins to say that it knows no such format; after a search in memory, it says so in odd ways."""


@contextmanager
def open_audio(source: Source) -> Iterator[soundfile.SoundFile]:
    """Open a file for the length of a block.

    Parameters
    ----------
    source : Path or BytesIO
        wav, aiff, flac, ogg, mp3 or another format of libsndfile.

    Raises
    ------
    UnusableSoundError
        It cannot be read, or is empty.
    """
    try:
        size = _size(source)
        if size == 0:
            raise UnusableSoundError("is empty")
        with _opened(source, size) as file:
            yield file
    except FAILURES as error:
        raise UnusableSoundError(f"cannot be read ({_reason(error)})") from None


def _opened(source: Source, size: int) -> soundfile.SoundFile:
    """Open a file of some bytes, after its header was set right if need be."""
    prepare_libsndfile()
    if isinstance(source, io.BytesIO):
        source = MemoryFile(readable_in_memory(source.getvalue()))
    _check_ogg(source)
    try:
        file = soundfile.SoundFile(_name_of(source))
        if file.frames:
            return file
        file.close()
        error = None
    except FAILURES as found:
        error = found
    content = _content(source)
    changed = repaired(content)
    if changed is not None:
        try:
            return soundfile.SoundFile(MemoryFile(changed))
        except FAILURES as found:
            error = error or found
    raise UnusableSoundError(what_is_missing(content) or _why_not(content[:N_BYTES], size, error))


def _check_ogg(source: Source) -> None:
    """Refuse an Ogg file that would end the process."""
    if _content(source, len(CAPTURE)) == CAPTURE:
        content = _content(source, MAX_OGG_BYTES + 1)
        if len(content) > MAX_OGG_BYTES:
            raise UnusableSoundError(f"has more than {MAX_OGG_BYTES:,} bytes, too many for a one-shot")
        try:
            check_codebooks(content)
        except ValueError as error:
            raise UnusableSoundError(str(error)) from None


def _name_of(source: Source) -> bytes | str | io.BytesIO:
    """Return what soundfile opens; it cannot encode a name that is not UTF-8."""
    if isinstance(source, io.BytesIO):
        source.seek(0)
        return source
    return str(source) if os.name == "nt" else os.fsencode(source)


def _size(source: Source) -> int:
    return source.getbuffer().nbytes if isinstance(source, io.BytesIO) else source.stat().st_size


def _content(source: Source, n_bytes: int = MAX_BYTES) -> bytes:
    """Return the first bytes of a file, as many as one may need."""
    if isinstance(source, io.BytesIO):
        return source.getvalue()[:n_bytes]
    with source.open("rb") as file:
        return file.read(n_bytes)


def _why_not(beginning: bytes, size: int, error: Exception | None) -> str:
    """Return why a file cannot be used: what it is instead, or what is wrong with it."""
    if error is None:
        return (
            "is empty"
            if size <= HEADER_BYTES
            else f"states 0 samples in its header, but has {size:,} bytes; save it again with an audio editor"
        )
    reason = _reason(error)
    instead = what_it_is(beginning)
    if instead or not reason.startswith(NOT_RECOGNISED):
        return instead or f"cannot be read ({reason})"
    return "is in no format that can be read; convert it to wav"


def _reason(error: Exception) -> str:
    """Return the reason in one line, without the path, which the message has already."""
    if isinstance(error, soundfile.LibsndfileError):
        text = str(error.error_string).strip().rstrip(".")
        return "it is damaged" if "nternal error" in text else text
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error).partition("\n")[0] or type(error).__name__

"""The header of an audio file in a folder that others can write to: what it states may be wrong."""

import errno
import io
import os
from typing import BinaryIO, NamedTuple

import soundfile

from latentpad.samples.audio_file import RATES, UNKNOWN_LENGTH
from latentpad.samples.libsndfile import prepare_libsndfile
from latentpad.samples.ogg_pages import CAPTURE
from latentpad.samples.vorbis_header import check_codebooks

DAMAGED = (soundfile.SoundFileError, OSError, ValueError, RuntimeError, TypeError)
"""Exceptions that soundfile raises for damaged files."""

SMALL_BYTES = 1_000_000
"""Size up to which a file is read at once: piece by piece, libsndfile takes three times as long."""


MAX_BYTES = 1_000_000_000
"""Largest file that is opened; version 1.2.2 of libsndfile divides by zero on a terabyte of anything."""


class AudioHeader(NamedTuple):
    """What a header states."""

    comment: str
    sample_rate: int
    n_samples: int

    @property
    def is_credible(self) -> bool:
        """Whether there can be such a sound."""
        return RATES[0] <= self.sample_rate <= RATES[1] and 0 < self.n_samples < UNKNOWN_LENGTH


def read_header(file: BinaryIO) -> AudioHeader:
    """Read the header of an audio file (raises one of `DAMAGED`)."""
    with open_stream(file) as audio:
        return AudioHeader(audio.comment, audio.samplerate, audio.frames)


def open_stream(file: BinaryIO) -> soundfile.SoundFile:
    """Open an audio file that was opened for reading (raises one of `DAMAGED`)."""
    size = os.fstat(file.fileno()).st_size
    if size > MAX_BYTES:
        raise OSError(errno.EFBIG, f"it has more than {MAX_BYTES / 1e9:.0f} GB")
    content = file.read(min(size, SMALL_BYTES))
    if content.startswith(CAPTURE):
        if len(content) < size:
            raise OSError(errno.EFBIG, "it is a large Ogg file, not a wav")
        check_codebooks(content)
    file.seek(0)
    prepare_libsndfile()
    return soundfile.SoundFile(io.BytesIO(content) if len(content) == size else file)

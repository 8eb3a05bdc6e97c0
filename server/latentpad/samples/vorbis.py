"""One-shots as Ogg Vorbis files in memory, for the palette of a bundle.

An Ogg stream has a random serial number. Here it is 0, so that the same sound always gives the same bytes.

References
----------
RFC 3533, "The Ogg Encapsulation Format Version 0", 2003.
"""

import io
import zlib

import numpy as np
import soundfile
from numpy.typing import NDArray

from latentpad.errors import UnusableSoundError, one_line
from latentpad.samples.libsndfile import prepare_libsndfile
from latentpad.samples.memory_file import MemoryFile
from latentpad.samples.ogg_pages import CHECKSUM, SERIAL, pages
from latentpad.samples.vorbis_header import check_vorbis

QUALITY = 0.4
"""Of Vorbis, from -0.1 to 1: about 110 kbit/s for continuous sound, ODG -0.5."""

PEAK = 10 ** (-1 / 20)
"""-1 dBFS, since coding raises the peak."""

REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
"""Each byte with its bits in reverse order."""


def encode_vorbis(signal: NDArray[np.float32], sample_rate: int) -> bytes:
    """Encode a one-shot.

    Parameters
    ----------
    signal : np.ndarray [shape=(n_samples,), float32]
        Peak 1.
    sample_rate : int
        In hertz.
    """
    buffer = io.BytesIO()
    options = {"format": "OGG", "subtype": "VORBIS", "compression_level": 1 - QUALITY}
    soundfile.write(buffer, signal * np.float32(PEAK), sample_rate, **options)
    return _without_serial(buffer.getvalue())


def decode_vorbis(content: bytes, sample_rate: int, n_samples: int) -> NDArray[np.float32]:
    """Decode a one-shot of an untrusted bundle.

    Parameters
    ----------
    content : bytes
        An Ogg Vorbis file, mono.
    sample_rate : int
        The rate it must have, in hertz.
    n_samples : int
        The length that it must not exceed.

    Returns
    -------
    np.ndarray [shape=(n,), float32]
        Peak 1.

    Raises
    ------
    UnusableSoundError
        The file is damaged, of another kind, rate or number of channels, too long, or silent.
    """
    if content[:4] != b"OggS":
        raise UnusableSoundError("is not an Ogg file")
    try:
        check_vorbis(content, sample_rate)
    except ValueError as error:
        raise UnusableSoundError(str(error)) from None
    prepare_libsndfile()
    try:
        with soundfile.SoundFile(MemoryFile(content)) as file:
            if file.subtype != "VORBIS" or not 0 <= file.frames <= n_samples:
                raise UnusableSoundError(
                    f"has {file.frames} samples of {file.subtype}, must be Vorbis, up to {n_samples}"
                )
            signal: NDArray[np.float32] = file.read(n_samples, dtype="float32")
    except (soundfile.SoundFileError, OSError, ValueError, RuntimeError, TypeError) as error:
        raise UnusableSoundError(f"cannot be decoded ({one_line(error)})") from None
    peak = max(abs(float(signal.max(initial=0.0))), abs(float(signal.min(initial=0.0))))
    if not 0.01 < peak < 100:  # also if it is NaN
        raise UnusableSoundError(f"has a peak of {peak:.3g}, should be about {PEAK:.2f}")
    signal /= np.float32(peak)
    return signal


def _without_serial(content: bytes) -> bytes:
    """Set the serial number of every page of an Ogg file to 0."""
    changed = []
    for _, _, _, start, _, end in pages(content):
        page = bytearray(content[start:end])
        page[SERIAL : SERIAL + 4] = page[CHECKSUM : CHECKSUM + 4] = bytes(4)
        page[CHECKSUM : CHECKSUM + 4] = _checksum(page).to_bytes(4, "little")
        changed.append(page)
    return b"".join(changed)


def _checksum(page: bytearray) -> int:
    """Return the checksum of an Ogg page: zlib's polynomial, but bits in reverse order and no inversion."""
    reflected = zlib.crc32(page.translate(REVERSED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{reflected:032b}"[::-1], 2)

"""Chunks of a wav that libsndfile does not write: root note and one-shot, as samplers and DAWs read them.

``smpl`` (Multimedia Data Standards Update 3.0, 1994) has a root note, and is written only where there is one, since it
has no value for "none". SuperDirt and Shortcircuit XT read it, for example. Its fraction of a semitone is 0, which
libsndfile, and so SuperDirt, has read wrongly. ``acid`` has no public standard; its layout is that which libsndfile
reads. It says that the sample is a one-shot without a tempo, so that DAWs do not stretch it.
"""

import math
import struct

ONE_SHOT, ROOT_SET = 1, 2
"""Flags of ``acid``."""

CONCERT_PITCH, CONCERT_NOTE = 440.0, 69
"""In hertz, and its MIDI note."""

NO_ROOT = 60
"""Root note of ``acid`` without its flag."""

TEMPO, METER = 120.0, 4
"""What ACID gives to one-shots; without beats, nothing follows from them."""

RIFF_HEADER = 12
"""Bytes before the first chunk."""


def add_root(content: bytes, sample_rate: int, pitch_hz: float) -> bytes:
    """Return a wav with ``acid`` and, if the pitch is a MIDI note, ``smpl`` before its samples.

    Parameters
    ----------
    content : bytes
        A wav of less than 4 GB.
    sample_rate : int
        In hertz.
    pitch_hz : float
        0 if the sound has no certain pitch.
    """
    note = root_note(pitch_hz)
    chunks = _chunk(b"acid", _acid(note))
    if note is not None:
        chunks = _chunk(b"smpl", _smpl(sample_rate, note)) + chunks
    place = _find_data(content)
    size = struct.pack("<I", len(content) - 8 + len(chunks))
    return b"".join((content[:4], size, content[8:place], chunks, content[place:]))


def root_note(pitch_hz: float) -> int | None:
    """Return the nearest MIDI note, 0 to 127; None if there is none."""
    if pitch_hz <= 0:
        return None
    note = round(CONCERT_NOTE + 12 * math.log2(pitch_hz / CONCERT_PITCH))
    return note if 0 <= note <= 127 else None


def _smpl(sample_rate: int, note: int) -> bytes:
    """Return manufacturer, product, sample period in nanoseconds, note, fraction, SMPTE (two), loops, extra bytes."""
    return struct.pack("<9I", 0, 0, round(1e9 / sample_rate), note, 0, 0, 0, 0, 0)


def _acid(note: int | None) -> bytes:
    """Return flags, root note, two unknown values, beats, denominator, numerator, tempo."""
    flags = ONE_SHOT if note is None else ONE_SHOT | ROOT_SET
    return struct.pack("<IHHfIHHf", flags, NO_ROOT if note is None else note, 0x8000, 0.0, 0, METER, METER, TEMPO)


def _chunk(kind: bytes, body: bytes) -> bytes:
    """Return a chunk, padded to an even length, which its size does not count."""
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _find_data(content: bytes) -> int:
    """Return where the chunk with the samples begins."""
    place = RIFF_HEADER
    while content[place : place + 4] != b"data":
        size: int = struct.unpack_from("<I", content, place + 4)[0]
        place += 8 + size + size % 2
    return place

"""Damaged audio files of every format: each is read, or refused in one line, and nothing reaches the terminal."""

import io
import random
import struct

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from latentpad.errors import UnusableSoundError
from latentpad.samples.one_shot import read_one_shot

RATE = 44_100
N_FILES = 500
SIGNAL = 0.5 * np.cos(np.arange(3_000) / 7) * np.exp(-np.arange(3_000) / 1_000)
FORMATS = (
    *(("WAV", "PCM_16"), ("WAV", "FLOAT"), ("WAV", "GSM610"), ("WAV", "IMA_ADPCM"), ("WAVEX", "PCM_24")),
    *(
        ("RF64", "PCM_16"),
        ("W64", "PCM_16"),
        ("AIFF", "PCM_24"),
        ("CAF", "PCM_16"),
        ("CAF", "ALAC_16"),
        ("AU", "PCM_16"),
    ),
    *(("FLAC", "PCM_16"), ("OGG", "VORBIS"), ("OGG", "OPUS"), ("SVX", "PCM_16"), ("VOC", "PCM_16")),
)
SIZES = (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\xff\xff\xff\x7f", b"\x01\0\0\0")
NAMES = (b"data", b"fmt ", b"LIST", b"ds64", b"RIFF", b"caff", b"ID3\3", b"OggS", b"PK\3\4")


def encoded(format: str, subtype: str) -> bytes:
    buffer = io.BytesIO()
    soundfile.write(buffer, SIGNAL, 48_000 if subtype == "OPUS" else RATE, subtype, format=format)
    return buffer.getvalue()


def damaged(content: bytes, rng: random.Random) -> bytes:
    """Change, insert or remove bytes, mostly of the header, or cut the file."""
    found = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        at = rng.randrange(min(len(found), rng.choice((64, 128, len(found)))))
        match rng.randrange(6):
            case 0:
                found[at] = rng.randrange(256)
            case 1:
                found[at : at + 4] = rng.choice(SIZES)
            case 2:
                found[at : at + 4] = rng.choice(NAMES)
            case 3:
                found[at:at] = rng.randbytes(rng.randrange(1, 64))
            case 4:
                del found[at : at + rng.randrange(1, 64)]
            case _:
                del found[at + 1 :]
        found = found or bytearray(b"x")
    return bytes(found)


def read(content: bytes) -> NDArray[np.float32] | str:
    """Return the sound of a file, or why it cannot be used."""
    try:
        return read_one_shot(io.BytesIO(content), RATE, RATE).signal
    except UnusableSoundError as error:
        return str(error)


def test_damaged_files_are_read_or_refused_in_one_line_and_say_nothing_else(capfd: pytest.CaptureFixture[str]) -> None:
    rng, files = random.Random(0), [encoded(*kind) for kind in FORMATS]
    n_read = 0
    for _ in range(N_FILES):
        content = damaged(rng.choice(files), rng)
        found = read(content)
        if isinstance(found, str):
            assert found.isprintable()
        else:
            assert np.abs(found).max() == pytest.approx(1, abs=1e-6)
            n_read += 1
    assert 50 < n_read < N_FILES - 50
    printed = capfd.readouterr()
    assert printed.out == ""
    assert "Traceback" not in printed.err


@pytest.mark.parametrize(
    ("rate", "n_channels"), [(1, 1), (1_000_000, 1), (2**32 - 1, 1), (RATE, 0), (RATE, 64), (RATE, 65_535)]
)
@pytest.mark.parametrize("bits", [0, 1, 8, 24, 65_535])
def test_any_header_is_read_or_refused_in_one_line(rate: int, n_channels: int, bits: int) -> None:
    form = struct.pack("<HHIIHH", 1, n_channels, rate, 2**32 - 1, max(1, n_channels * bits // 8) % 65_536, bits)
    body = b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", 40_000) + bytes(range(200)) * 200
    found = read(b"RIFF" + struct.pack("<I", len(body)) + body)
    assert found.isprintable() if isinstance(found, str) else np.isfinite(found).all()

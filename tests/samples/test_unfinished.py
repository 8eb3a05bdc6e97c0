"""Wavs and other files as programs leave them that crash or take liberties: their samples are read nevertheless."""

import io
import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile

from latentpad.errors import UnusableSoundError
from latentpad.samples.audio_file import Recording, read_file

RATE = 44_100
SIGNAL = (0.5 * np.cos(np.arange(6_000) / 7) * np.exp(-np.arange(6_000) / 2_000)).astype(np.float32)
SAMPLES = np.round(SIGNAL * 32_767).astype("<i2").tobytes()
UNKNOWN = 2**32 - 1


def chunk(name: bytes, content: bytes, size: int | None = None, pad: bool = True) -> bytes:
    """Return a chunk that states a size."""
    stated = len(content) if size is None else size
    return name + struct.pack("<I", stated) + content + bytes(len(content) % 2 if pad else 0)


def form(kind: int = 1, n_channels: int = 1, rate: int = RATE, bits: int = 16, more: bytes = b"") -> bytes:
    width = n_channels * bits // 8
    return chunk(b"fmt ", struct.pack("<HHIIHH", kind, n_channels, rate, rate * width, width, bits) + more)


def riff(*chunks: bytes, size: int | None = None, magic: bytes = b"RIFF") -> bytes:
    body = b"WAVE" + b"".join(chunks)
    return magic + struct.pack("<I", len(body) if size is None else size) + body


def encoded(format: str, subtype: str) -> bytes:
    buffer = io.BytesIO()
    soundfile.write(buffer, SIGNAL, RATE, subtype, format=format)
    return buffer.getvalue()


def patched(content: bytes, name: bytes, size: bytes) -> bytes:
    """Replace what follows the name of a chunk."""
    start = content.index(name) + len(name)
    return content[:start] + size + content[start + len(size) :]


DATA = chunk(b"data", SAMPLES)
LIST = chunk(b"LIST", b"INFOICMT\4\0\0\0abcd")
LARGE = chunk(b"ds64", struct.pack("<QQQI", len(SAMPLES) + 72, len(SAMPLES), len(SIGNAL), 0))
ID3 = b"ID3\x03\0\0\0\0\0\x0a" + bytes(10)

READABLE = {
    "a recorder that crashed": riff(form(), chunk(b"data", SAMPLES, 0)),
    "neither size": riff(form(), chunk(b"data", SAMPLES, 0), size=0),
    "behind a list": riff(LIST, form(), chunk(b"data", SAMPLES, 0)),
    "written to a pipe": riff(form(), chunk(b"data", SAMPLES, UNKNOWN), size=UNKNOWN),
    "cut short": riff(form(), chunk(b"data", SAMPLES, 10**6)),
    "of 3 GB": riff(form(), chunk(b"data", SAMPLES, 3 * 10**9)),
    "list first": riff(LIST, form(), DATA),
    "junk first": riff(chunk(b"JUNK", bytes(28)), form(), DATA),
    "odd chunk": riff(form(), chunk(b"note", b"abc"), DATA),
    "odd chunk without its byte": riff(form(), chunk(b"note", b"abc", pad=False), DATA),
    "format last": riff(DATA, form()),
    "zeros first": bytes(16) + riff(form(), DATA),
    "tag first": ID3 + riff(form(), DATA),
    "RF64": riff(LARGE, form(), chunk(b"data", SAMPLES, UNKNOWN), magic=b"RF64"),
    "RF64 that crashed": riff(
        chunk(b"ds64", bytes(28)), form(), chunk(b"data", SAMPLES, UNKNOWN), magic=b"RF64", size=UNKNOWN
    ),
    "BW64": riff(LARGE, form(), chunk(b"data", SAMPLES, UNKNOWN), chunk(b"axml", bytes(9_000)), magic=b"BW64"),
    "RIFX": b"RIFX"
    + struct.pack(">I", 36 + len(SAMPLES))
    + b"WAVEfmt "
    + struct.pack(">IHHIIHH", 16, 1, 1, RATE, 2 * RATE, 2, 16)
    + b"data"
    + struct.pack(">I", 0)
    + np.frombuffer(SAMPLES, "<i2").astype(">i2").tobytes(),
    "caf that crashed": patched(encoded("CAF", "PCM_16"), b"data", struct.pack(">q", -1)),
    "caf of size 0": patched(encoded("CAF", "PCM_16"), b"data", struct.pack(">q", 0)),
    "au of size 0": encoded("AU", "PCM_16")[:8] + bytes(4) + encoded("AU", "PCM_16")[12:],
    "w64 of size 0": patched(
        encoded("W64", "PCM_16"), b"data\xf3\xac\xd3\x11\x8c\xd1\x00\xc0\x4f\x8e\xdb\x8a", bytes(8)
    ),
    "aiff of size 0": patched(encoded("AIFF", "PCM_16"), b"SSND", bytes(4)),
    "ogg with a tag": ID3 + encoded("OGG", "VORBIS"),
    "mp3 without a tag": encoded("MP3", "MPEG_LAYER_III"),
    "mp3 with a tag": ID3 + encoded("MP3", "MPEG_LAYER_III"),
    "mp3 in a wav": riff(form(0x55, more=b"\x0c\0" + bytes(12)), chunk(b"data", encoded("MP3", "MPEG_LAYER_III"))),
    "vorbis in a wav": riff(form(0x6770), chunk(b"data", encoded("OGG", "VORBIS"))),
}


def both(tmp_path: Path, content: bytes) -> tuple[Recording, Recording]:
    """Read a file in memory, as a map does, and from the disk, as hovering does."""
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    return read_file(io.BytesIO(content)), read_file(path)


@pytest.mark.parametrize("name", READABLE)
def test_all_samples_are_read_in_memory_and_from_disk(tmp_path: Path, name: str) -> None:
    tolerance = 0.3 if "mp3" in name or "vorbis" in name or "ogg" in name else 1e-4
    for found in both(tmp_path, READABLE[name]):
        assert found.rate == RATE
        assert found.signal.shape == SIGNAL.shape
        np.testing.assert_allclose(found.signal, SIGNAL, atol=tolerance)


@pytest.mark.parametrize(
    ("format", "subtype"),
    [("WAV", "GSM610"), ("AIFF", "GSM610"), ("WAV", "G721_32"), ("WAV", "IMA_ADPCM"), ("WAV", "MS_ADPCM")],
)
@pytest.mark.parametrize("crashed", [False, True])
def test_wavs_coded_in_blocks_are_read_although_they_cannot_all_be_rewound(
    tmp_path: Path, format: str, subtype: str, crashed: bool
) -> None:
    content = encoded(format, subtype)
    if crashed and format == "WAV":
        content = patched(content, b"data", bytes(4))
    for found in both(tmp_path, content):
        assert len(SIGNAL) <= len(found.signal) < len(SIGNAL) + 2_500
        assert np.abs(found.signal[: len(SIGNAL)] - SIGNAL).mean() < 0.02


@pytest.mark.parametrize("subtype", ["ULAW", "ALAW", "PCM_U8"])
def test_wavs_of_eight_bits_are_read(tmp_path: Path, subtype: str) -> None:
    for found in both(tmp_path, encoded("WAV", subtype)):
        np.testing.assert_allclose(found.signal, SIGNAL, atol=0.04)


def test_64_channels_are_mixed(tmp_path: Path) -> None:
    for found in both(
        tmp_path, riff(form(n_channels=64), chunk(b"data", np.repeat(np.arange(90), 64).astype("<i2").tobytes()))
    ):
        np.testing.assert_allclose(found.signal, np.arange(90) / 32_768, atol=1e-7)


UNREADABLE = [
    (riff(form(), chunk(b"data", b"")), r"^is empty$"),
    (riff(form(), chunk(b"data", b""), LIST), r"^is empty$"),
    (riff(DATA), r"^has no fmt chunk, without which its samples cannot be read; export it again$"),
    (riff(form(), b"data"), r"^has no samples: it ends before its data chunk; copy or export it again$"),
    (riff(form(), DATA)[:40], r"^has no samples: it ends before its data chunk"),
    (riff(form(rate=0), DATA), r"^states a sample rate of 0 Hz in its header; export it again$"),
    (riff(form(rate=1), DATA), r"^has an unsupported sample rate of 1 Hz \(1000 to 768000\)$"),
    (riff(form(rate=10**6), DATA), r"^has an unsupported sample rate of 1000000 Hz \(1000 to 768000\)$"),
    (riff(form(n_channels=0), DATA), r"^cannot be read \(Channel count is zero\)$"),
    (riff(form(n_channels=1_025), DATA), r"^cannot be read \(Too many channels specified\)$"),
    (encoded("OGG", "VORBIS")[:1_000], r"^cannot be read \("),
    (b"shopping list: \xc3\xa9clairs\n" * 40, r"^is text, not audio$"),
    (b"<!DOCTYPE html><html><body>404</body></html>", r"^is a web page, not audio; download the file again$"),
    (b"PK\x03\x04" + bytes(100), r"^is a zip archive, not audio$"),
    (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n", r"^is a pointer of Git LFS"),
    (bytes(10_000), r"^contains zeros only, not audio; copy the file again$"),
    (b"\x00\x05\x16\x07\x00\x02" + bytes(100), r"^is the part of a Mac file without its audio"),
    (b"\x00\x00\x00\x20ftypM4A " + bytes(100), r"^is an MPEG-4 file \(m4a\), which cannot be read; convert it to wav$"),
    (b"wvpk" + bytes(100), r"^is a WavPack file, which cannot be read; convert it to wav$"),
    (b"CAT \x00\x00\x10\x00REX2" + bytes(100), r"^is a REX loop, which cannot be read; convert it to wav$"),
    (bytes(range(1, 256)) * 9, r"^is in no format that can be read; convert it to wav$"),
]


@pytest.mark.parametrize(("content", "reason"), UNREADABLE)
def test_what_cannot_be_read_is_named_for_what_it_is(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    for source in (io.BytesIO(content), path):
        with pytest.raises(UnusableSoundError, match=reason):
            read_file(source)


@pytest.mark.parametrize("beginning", [b"RIFF\xff\xff\xff\xffWAVE", b"caff\x00\x01\x00\x00"])
def test_a_header_that_never_ends_is_given_up(beginning: bytes) -> None:
    with pytest.raises(UnusableSoundError):
        read_file(io.BytesIO(beginning + (b"abcd" + bytes(12)) * 500_000))


@pytest.mark.parametrize("cut", range(0, 60, 3))
def test_a_wav_that_ends_anywhere_in_its_header_is_refused_in_one_line(cut: int) -> None:
    with pytest.raises(UnusableSoundError, match=r"^[^\n]+$"):
        read_file(io.BytesIO(riff(LIST, form(), DATA)[:cut]))

"""Audio files whose header is unfinished or out of order, set right in memory so that their samples can be read.

Recorders and converters that crash, or write to a pipe, leave sizes of 0; some programs leave out the byte after a
chunk of odd length, or write the chunks in another order. Only files that cannot be read as they are come here.
"""

import struct
from collections.abc import Iterator
from typing import Literal, NamedTuple

MAX_BYTES = 400_000_000
"""A minute of eight channels of floats at 192 kHz."""

SEARCHED = 1 << 16
"""Bytes in which a header is looked for behind what another program put before it."""

RIFF = (b"RIFF", b"RIFX", b"RF64", b"BW64")
ID3 = b"ID3\x03" + bytes(5) + b"\x0a" + bytes(10)
"""An ID3 tag of ten empty bytes, by which libsndfile recognises an mp3."""

MP3, VORBIS = 0x55, (0x674F, 0x6750, 0x6751, 0x676F, 0x6770, 0x6771)
"""Formats of wavs whose samples are an mp3 or an Ogg Vorbis file, as FL Studio writes them."""

MAX_CHUNKS = 1_000
"""Chunks that are looked at."""

SIZE, UNKNOWN = 4, 0xFFFFFFFF
"""Bytes of a chunk's size, and the size that stands for one that is not known."""

TAGGED = (*RIFF, b"FORM", b"OggS", b"caff", b"fLaC")
"""How files begin that some programs put an ID3 tag before, although it belongs to mp3 files."""

Order = Literal["little", "big"]


class Chunk(NamedTuple):
    """A chunk of a RIFF file."""

    name: bytes
    size: int
    """As its header states it."""

    start: int
    """Offset of its content."""


def repaired(content: bytes) -> bytes | None:
    """Return a file that has the samples of another one and a header that states them; None if there is no such file.

    Parameters
    ----------
    content : bytes
        A file that is read as empty or not at all, such as a wav, caf or au, or has a tag that does not belong there.
    """
    tagged, content = content, _without_tag(content)
    if content[:4] == b".snd":
        return content[:8] + b"\xff" * SIZE + content[12:]
    if content[:4] == b"caff":
        return _repaired_caf(content)
    start = min((at for name in RIFF if (at := content.find(name, 0, SEARCHED)) >= 0), default=-1)
    if start < 0 or content[start + 8 : start + 12] != b"WAVE":
        return None if content is tagged else content
    return _repaired_riff(content[start:])


def readable_in_memory(content: bytes) -> bytes:
    """Return a file that libsndfile reads in memory: there, it knows an mp3 by its tag only, and misplaces others."""
    return ID3 + content if _is_mp3(content) else _without_tag(content)


def _without_tag(content: bytes) -> bytes:
    """Return a file without an ID3 tag that does not belong there."""
    if content[:3] != b"ID3" or len(content) < 10:
        return content
    size = 10 + sum(byte << 7 * place for place, byte in enumerate(reversed(content[6:10])))
    return content[size:] if content[size : size + 4] in TAGGED else content


def _is_mp3(content: bytes) -> bool:
    """Return whether a file begins with a frame of MPEG audio."""
    return len(content) > 3 and content[0] == 0xFF and content[1] & 0xE0 == 0xE0 and content[1] & 0x06 != 0


def _repaired_riff(content: bytes) -> bytes | None:
    """Return a wav with the format and the samples of another one."""
    order: Order = "big" if content[:4] == b"RIFX" else "little"
    chunks = {chunk.name: chunk for chunk in reversed(list(_chunks(content, order)))}
    form, data = chunks.get(b"fmt "), chunks.get(b"data")
    if form is None or data is None:
        return None
    size, samples = _data_size(content, data, chunks.get(b"ds64")), content[data.start :]
    if size == 0 and _is_chain(content, data.start, order):
        return None  # no samples, but other chunks
    samples = samples[: size or len(samples)]
    kind = int.from_bytes(content[form.start : form.start + 2], order)
    if kind == MP3 or kind in VORBIS:
        return ID3 + samples if kind == MP3 else samples
    body = b"WAVE"
    for name, part in ((b"fmt ", content[form.start : form.start + form.size]), (b"data", samples)):
        body += name + len(part).to_bytes(SIZE, order) + part + bytes(len(part) % 2)
    return (b"RIFX" if order == "big" else b"RIFF") + len(body).to_bytes(SIZE, order) + body if samples else None


def what_is_missing(content: bytes) -> str | None:
    """Return what a wav lacks that is read neither as it is nor repaired, as the end of a sentence; None if nothing."""
    if content[:4] not in RIFF or content[8:12] != b"WAVE":
        return None
    order: Order = "big" if content[:4] == b"RIFX" else "little"
    chunks = {chunk.name: chunk for chunk in _chunks(content, order)}
    form = chunks.get(b"fmt ")
    if form is None:
        return "has no fmt chunk, without which its samples cannot be read; export it again"
    if b"data" not in chunks:
        return "has no samples: it ends before its data chunk; copy or export it again"
    if not any(content[form.start + 4 : form.start + 8]):
        return "states a sample rate of 0 Hz in its header; export it again"
    return None


def _data_size(content: bytes, data: Chunk, large: Chunk | None) -> int:
    """Return how many bytes of samples the header states; 0 if it does not know."""
    if data.size != UNKNOWN:
        return data.size
    stated = content[large.start + 8 : large.start + 16] if large else b""
    return int.from_bytes(stated, "little")


def _chunks(content: bytes, order: Order, start: int = 12) -> Iterator[Chunk]:
    """Yield the chunks of a RIFF file, up to one whose size is unknown or leads beyond the end."""
    for _ in range(MAX_CHUNKS):
        if start + 8 > len(content):
            return
        name, size = content[start : start + 4], int.from_bytes(content[start + 4 : start + 8], order)
        yield Chunk(name, size, start + 8)
        end = start + 8 + size
        start = end if size % 2 and _is_name(content[end : end + 4]) else end + size % 2
        if name == b"data" and size in (0, UNKNOWN):
            return


def _is_chain(content: bytes, start: int, order: Order) -> bool:
    """Return whether there are chunks from an offset to the end, and nothing else."""
    end = start
    for chunk in _chunks(content, order, start):
        if not _is_name(chunk.name):
            return False
        end = chunk.start + chunk.size
    return end <= len(content) <= end + 1


def _is_name(name: bytes) -> bool:
    """Return whether four bytes can be the name of a chunk."""
    return len(name) == 4 and all(32 <= byte < 127 for byte in name) and name[:1] != b" "


def _repaired_caf(content: bytes) -> bytes | None:
    """Return a caf whose samples reach to the end."""
    start = 8
    for _ in range(MAX_CHUNKS):
        if start + 12 > len(content):
            break
        name, (size,) = content[start : start + 4], struct.unpack_from(">q", content, start + 4)
        if name == b"data":
            left = len(content) - start - 12
            return content[: start + 4] + struct.pack(">q", left) + content[start + 12 :] if size <= 0 else None
        if size < 0:
            return None
        start += 12 + size
    return None

"""The .amxd container of a Max for Live device, byte by byte.

Layout, as found in devices written by Max (32-bit integers; ``LE``, ``BE``: little-, big-endian)::

    "ampf" LE 4  type                  "iiii" instrument, "aaaa" audio effect, "mmmm" MIDI effect
    "meta" LE 4  LE flags              optional; 7 if the device is frozen, else 1
    "ptch" LE n  n bytes               always last

The n bytes of an editable device are its JSON, a line feed and a NUL. Those of a frozen device contain files::

    "mx@c" BE 16  u64 BE offset of the footer, counted from "mx@c"
    the files, one after the other; the first is the device's JSON
    footer: "dlst" BE size, and for each file "dire" BE size with the chunks
        "type" 4 bytes   "fnam" name, NUL, padded to 4   "sz32" BE size   "of32" BE offset from "mx@c"
        "vers" BE 0   "flag" BE 17 for the device itself, else 0   "mdat" BE seconds since 1904

The size of a chunk includes its own eight bytes of tag and size. There is no checksum.
"""

import struct
from dataclasses import dataclass

INSTRUMENT = b"iiii"
FROZEN, EDITABLE = 7, 1

KINDS = {".amxd": b"JSON", ".maxpat": b"JSON", ".json": b"JSON", ".js": b"TEXT", ".png": b"PNG "}
FLAG_OF_DEVICE = 0x11
MODIFIED = 3_800_000_000
"""Modification date of every file, always the same for the same bytes: May 2024, in seconds since 1904."""


class AmxdError(ValueError):
    """Bytes that are not a device of this layout."""


@dataclass(frozen=True)
class Device:
    """The contents of a device file."""

    kind: bytes
    """Four bytes: ``iiii``, ``aaaa``, ``mmmm`` ..."""

    flags: int | None
    """Value of the ``meta`` chunk; None without one."""

    files: tuple[tuple[str, bytes], ...]
    """Names and contents; the first is the device's JSON with its NUL, without a name in an editable device."""

    @property
    def frozen(self) -> bool:
        """Whether the device contains the files that it depends on."""
        return bool(self.files[0][0])


def pack(device: Device) -> bytes:
    """Return the bytes of a device."""
    payload = _freeze(device.files) if device.frozen else device.files[0][1]
    meta = b"" if device.flags is None else b"meta" + struct.pack("<II", 4, device.flags)
    return b"ampf" + struct.pack("<I", 4) + device.kind + meta + b"ptch" + struct.pack("<I", len(payload)) + payload


def unpack(data: bytes) -> Device:
    """Read the bytes of a device (raises AmxdError)."""
    if data[:8] != b"ampf" + struct.pack("<I", 4):
        raise AmxdError("not a Max for Live device: it does not begin with ampf")
    kind, at, flags = data[8:12], 12, None
    while True:
        tag, (size,) = data[at : at + 4], _integers("<I", data, at + 4)
        at += 8
        if tag == b"ptch":
            break
        if tag != b"meta":
            raise AmxdError(f"unknown chunk {tag!r} (an encrypted device?)")
        (flags,) = _integers("<I", data, at)
        at += size
    payload = data[at:]
    if len(payload) != size:
        raise AmxdError(f"ptch gives {size} bytes, but {len(payload)} follow")
    files = _unfreeze(payload) if payload.startswith(b"mx@c") else (("", payload),)
    return Device(kind, flags, files)


def _freeze(files: tuple[tuple[str, bytes], ...]) -> bytes:
    offset, entries = 16, b""
    for number, (name, content) in enumerate(files):
        padded = name.encode() + b"\0" * (4 - len(name.encode()) % 4)
        suffix = name[name.rindex(".") :]
        chunks = (
            (b"type", KINDS[suffix]),
            (b"fnam", padded),
            (b"sz32", struct.pack(">I", len(content))),
            (b"of32", struct.pack(">I", offset)),
            (b"vers", struct.pack(">I", 0)),
            (b"flag", struct.pack(">I", 0 if number else FLAG_OF_DEVICE)),
            (b"mdat", struct.pack(">I", MODIFIED)),
        )
        entries += _chunk(b"dire", b"".join(_chunk(*chunk) for chunk in chunks))
        offset += len(content)
    contents = b"".join(content for _, content in files)
    return b"mx@c" + struct.pack(">IQ", 16, offset) + contents + _chunk(b"dlst", entries)


def _unfreeze(payload: bytes) -> tuple[tuple[str, bytes], ...]:
    first, footer = _integers(">IQ", payload, 4)
    listed = dict(_chunks(payload[footer:]))
    if first != 16 or b"dlst" not in listed:
        raise AmxdError("a frozen device without a list of files")
    files = []
    for tag, entry in _chunks(listed[b"dlst"]):
        if tag != b"dire":
            raise AmxdError(f"chunk {tag!r} where a file entry was expected")
        fields = dict(_chunks(entry))
        (size,), (offset,) = struct.unpack(">I", fields[b"sz32"]), struct.unpack(">I", fields[b"of32"])
        if offset + size > footer:
            raise AmxdError(f"a file of {size} bytes at {offset} overlaps the list at {footer}")
        files.append((fields[b"fnam"].rstrip(b"\0").decode(), payload[offset : offset + size]))
    return tuple(files)


def _chunk(tag: bytes, content: bytes) -> bytes:
    return tag + struct.pack(">I", 8 + len(content)) + content


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    found, at = [], 0
    while at < len(data):
        (size,) = _integers(">I", data, at + 4)
        if not 8 <= size <= len(data) - at:
            raise AmxdError(f"chunk {data[at : at + 4]!r} of {size} bytes where {len(data) - at} are left")
        found.append((data[at : at + 4], data[at + 8 : at + size]))
        at += size
    return found


def _integers(form: str, data: bytes, at: int) -> tuple[int, ...]:
    if at + struct.calcsize(form) > len(data):
        raise AmxdError(f"truncated after {len(data)} bytes")
    return struct.unpack_from(form, data, at)

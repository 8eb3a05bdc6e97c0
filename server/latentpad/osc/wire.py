"""OSC 1.0 on the wire: a datagram to messages, a message to a datagram.

Written out because python-osc drops malformed datagrams and addresses without a slash in silence, reads a
truncated float as 0.0 and leaves out arguments whose tag it does not know.

A tag that latentpad has no use for still gives one value each, so that arguments can be counted: ``T F N`` give True,
False and None, ``I`` infinity, ``b m r c t`` their raw bytes. Arrays (``[ ]``) are read flat.
"""

import math
import struct
from typing import NamedTuple

from latentpad.errors import WireError

MAX_BYTES = 8192
MAX_DEPTH = 8

NUMBERS = {"i": ">i", "h": ">q", "f": ">f", "d": ">d"}
CONSTANTS: dict[str, bool | float | None] = {"T": True, "F": False, "N": None, "I": math.inf}
RAW_SIZES = {"m": 4, "r": 4, "c": 4, "t": 8}

Argument = int | float | str | bytes | None


class Message(NamedTuple):
    """One OSC message; the address begins with a slash whether or not the sender wrote one."""

    address: str
    args: tuple[Argument, ...]


def decode(datagram: bytes) -> list[Message]:
    """Read every message of a datagram, those in bundles too, whatever their time tags say.

    Raises
    ------
    WireError
        If anything in the datagram is not OSC 1.0; then none of it is served.
    """
    if len(datagram) > MAX_BYTES:
        raise WireError(f"a datagram of {len(datagram)} bytes, but at most {MAX_BYTES} are read")
    return _packet(datagram, 0)


def encode(address: str, *args: int | float | str) -> bytes:
    """Write one message with the tags i, f and s.

    Raises
    ------
    WireError
        If an argument fits none of the three tags, or the message is larger than MAX_BYTES.
    """
    tags = ","
    body = b""
    for value in args:
        tag, data = _written(value)
        tags += tag
        body += data
    datagram = _padded(address) + _padded(tags) + body
    if len(datagram) > MAX_BYTES:
        raise WireError(f"{address}: {len(datagram)} bytes, but a message has at most {MAX_BYTES}")
    return datagram


def _packet(data: bytes, depth: int) -> list[Message]:
    if not data:
        raise WireError("an empty packet")
    if len(data) % 4:
        raise WireError(f"a packet of {len(data)} bytes, which is no multiple of 4")
    if data.startswith(b"#bundle\0"):
        return _bundle(data, depth)
    return [_message(data)]


def _bundle(data: bytes, depth: int) -> list[Message]:
    if depth >= MAX_DEPTH:
        raise WireError(f"bundles nested more than {MAX_DEPTH} deep")
    if len(data) < 16:
        raise WireError("a bundle without a time tag")
    messages = []
    at = 16
    while at < len(data):
        (size,) = struct.unpack_from(">i", data, at)
        at += 4
        if not 0 < size <= len(data) - at:
            raise WireError(f"a bundle element of {size} bytes where {len(data) - at} are left")
        messages += _packet(data[at : at + size], depth + 1)
        at += size
    return messages


def _message(data: bytes) -> Message:
    address, at = _string(data, 0)
    if not address or not (address.isascii() and address.isprintable()):
        raise WireError("a message without a readable address")
    shown = address[:64]
    if at == len(data):
        return Message(_slashed(address), ())
    tags, at = _string(data, at)
    if not tags.startswith(","):
        raise WireError(f"{shown}: data without a type tag string")
    args = []
    for tag in tags[1:]:
        if tag in "[]":
            continue
        value, at = _argument(tag, data, at)
        args.append(value)
    if at != len(data):
        raise WireError(f"{shown}: {len(data) - at} bytes more than its type tags say")
    return Message(_slashed(address), tuple(args))


def _slashed(address: str) -> str:
    return address if address.startswith("/") else "/" + address


def _argument(tag: str, data: bytes, at: int) -> tuple[Argument, int]:
    if tag in NUMBERS:
        end = at + struct.calcsize(NUMBERS[tag])
        return struct.unpack(NUMBERS[tag], _raw(data, at, end))[0], end
    if tag in "sS":
        return _string(data, at)
    if tag in CONSTANTS:
        return CONSTANTS[tag], at
    if tag in RAW_SIZES:
        end = at + RAW_SIZES[tag]
        return _raw(data, at, end), end
    if tag == "b":
        (size,) = struct.unpack(">i", _raw(data, at, at + 4))
        if size < 0:
            raise WireError(f"a blob of {size} bytes")
        end = at + 4 + size
        return _raw(data, at + 4, end), end + -end % 4
    raise WireError(f"the type tag {tag!r}, which OSC 1.0 does not have")


def _raw(data: bytes, start: int, end: int) -> bytes:
    if end > len(data):
        raise WireError(f"cut short: {end} bytes announced, {len(data)} there")
    return data[start:end]


def _string(data: bytes, at: int) -> tuple[str, int]:
    end = data.find(b"\0", at)
    if end < 0:
        raise WireError("cut short: a string without an end")
    try:
        text = data[at:end].decode("utf-8")
    except UnicodeDecodeError:
        raise WireError("a string that is not UTF-8") from None
    return text, end + 4 - end % 4


def _written(value: int | float | str) -> tuple[str, bytes]:
    try:
        if isinstance(value, str):
            return "s", _padded(value)
        if isinstance(value, float):
            return "f", struct.pack(">f", value)
        if isinstance(value, int) and not isinstance(value, bool):
            return "i", struct.pack(">i", value)
    except (struct.error, OverflowError):
        raise WireError(f"{value} does not fit into 32 bits") from None
    raise WireError(f"{value!r} is no number and no text")


def _padded(text: str) -> bytes:
    data = text.replace("\0", "").encode("utf-8", "replace")
    return data + b"\0" * (4 - len(data) % 4)

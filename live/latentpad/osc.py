"""OSC 1.0, as far as latentpad's daemon speaks it: one message per datagram, no bundles."""

from __future__ import annotations

import struct
from typing import NamedTuple, Union

Argument = Union[int, float, str]

NUMBERS = {"i": ">i", "f": ">f", "h": ">q", "d": ">d"}


class Message(NamedTuple):
    """An OSC message."""

    address: str
    arguments: tuple[Argument, ...]


def encode(address: str, *arguments: Argument) -> bytes:
    """Return a message as a datagram; arguments have the tags i, f and s."""
    tags, body = ",", b""
    for value in arguments:
        if isinstance(value, str):
            tags, body = tags + "s", body + _padded(value)
        elif isinstance(value, float):
            tags, body = tags + "f", body + struct.pack(">f", value)
        else:
            tags, body = tags + "i", body + struct.pack(">i", value)
    return _padded(address) + _padded(tags) + body


def decode(datagram: bytes) -> Message | None:
    """Return the message of a datagram; None if it is not one, or has arguments of other types."""
    try:
        address, at = _string(datagram, 0)
        tags, at = _string(datagram, at)
        if not (address.startswith("/") and tags.startswith(",")):
            return None
        values = []
        for tag in tags[1:]:
            value: Argument
            if tag == "s":
                value, at = _string(datagram, at)
            else:
                (value,) = struct.unpack_from(NUMBERS[tag], datagram, at)
                at += struct.calcsize(NUMBERS[tag])
            values.append(value)
    except (KeyError, ValueError, struct.error):
        return None
    return Message(address, tuple(values))


def _padded(text: str) -> bytes:
    data = text.encode("utf-8") + b"\0"
    return data + b"\0" * (-len(data) % 4)


def _string(data: bytes, at: int) -> tuple[str, int]:
    end = data.index(b"\0", at)
    return data[at:end].decode("utf-8"), end + 4 - end % 4

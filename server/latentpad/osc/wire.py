"""OSC 1.0 on the wire: a datagram to messages, a message to a datagram.

Arguments are read and written by ``pythonosc.parsing.osc_types``; packets are walked here, strictly. Never use its
OscPacket, OscBundle, OscMessage or Dispatcher on bytes from the network: a bundle of 20 bytes with an element of -4
bytes loops for ever, 1,200 nested bundles raise RecursionError, a truncated float reads as 0.0, an unknown type tag
shifts the arguments after it, and bundle elements without a leading slash vanish.

Type tags that latentpad has no use for still yield one value each, so that arguments can be counted: ``T F N`` yield
True, False and None, ``I`` infinity, ``b m r c t`` their raw bytes. Arrays (``[ ]``) are read flat.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

from pythonosc.parsing import osc_types

from latentpad.errors import WireError

MAX_BYTES = 8192
MAX_DEPTH = 8

INT_SIZE, TIME_TAG_SIZE = 4, 8
BUNDLE_TAG = b"#bundle\0"

NUMBERS: dict[str, tuple[int, Callable[[bytes, int], tuple[int | float, int]]]] = {
    "i": (4, osc_types.get_int),
    "h": (8, osc_types.get_int64),
    "f": (4, osc_types.get_float),
    "d": (8, osc_types.get_double),
}
"""Tag → bytes on the wire, reader; check the bounds before reading, since get_float pads what is missing with zeros."""

CONSTANTS: dict[str, bool | float | None] = {"T": True, "F": False, "N": None, "I": math.inf}
RAW_SIZES = {"m": 4, "r": 4, "c": 4, "t": 8}

Argument = int | float | str | bytes | None


class Message(NamedTuple):
    """One OSC message; the address begins with a slash whether or not the sender wrote one."""

    address: str
    args: tuple[Argument, ...]


def decode(datagram: bytes) -> list[Message]:
    """Read every message of a datagram, bundled ones too, whatever their time tags say.

    Raises
    ------
    WireError
        If anything in the datagram is not OSC 1.0; then none of it is served.
    """
    if len(datagram) > MAX_BYTES:
        raise WireError(f"datagram of {len(datagram)} bytes; the limit is {MAX_BYTES}")
    try:
        return _packet(datagram, 0)
    except WireError as error:
        raise WireError(f"malformed OSC: {error}") from None


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
        tag, data = _encode_argument(value)
        tags += tag
        body += data
    datagram = _encode_string(address) + _encode_string(tags) + body
    if len(datagram) > MAX_BYTES:
        raise WireError(f"{address}: message of {len(datagram)} bytes; the limit is {MAX_BYTES}")
    return datagram


def _packet(data: bytes, depth: int) -> list[Message]:
    if not data:
        raise WireError("empty packet")
    if len(data) % 4:
        raise WireError(f"packet of {len(data)} bytes, which is not a multiple of 4")
    if data.startswith(BUNDLE_TAG):
        return _bundle(data, depth)
    return [_message(data)]


def _bundle(data: bytes, depth: int) -> list[Message]:
    if depth >= MAX_DEPTH:
        raise WireError(f"bundles nested more than {MAX_DEPTH} deep")
    messages = []
    at = len(BUNDLE_TAG) + TIME_TAG_SIZE
    if len(data) < at:
        raise WireError("bundle without a time tag")
    while at < len(data):
        size, at = osc_types.get_int(data, at)  # whole: a packet is a multiple of 4
        if not 0 < size <= len(data) - at:
            raise WireError(f"bundle element of {size} bytes where {len(data) - at} are left")
        messages += _packet(data[at : at + size], depth + 1)
        at += size
    return messages


def _message(data: bytes) -> Message:
    address, at = _string(data, 0)
    if not address or not (address.isascii() and address.isprintable()):
        raise WireError("message without a readable address")
    if at == len(data):
        return Message(_with_slash(address), ())
    tags, at = _string(data, at)
    if not tags.startswith(","):
        raise WireError(f"{address[:64]}: data without a type tag string")
    args = []
    for tag in tags[1:]:
        if tag in "[]":
            continue
        value, at = _argument(tag, data, at)
        args.append(value)
    if at != len(data):
        raise WireError(f"{address[:64]}: {len(data) - at} bytes more than its type tags account for")
    return Message(_with_slash(address), tuple(args))


def _with_slash(address: str) -> str:
    return address if address.startswith("/") else "/" + address


def _argument(tag: str, data: bytes, at: int) -> tuple[Argument, int]:
    if tag in NUMBERS:
        size, read = NUMBERS[tag]
        _check_end(data, at + size)
        return read(data, at)
    if tag in "sS":
        return _string(data, at)
    if tag in CONSTANTS:
        return CONSTANTS[tag], at
    if tag in RAW_SIZES:
        end = at + RAW_SIZES[tag]
        _check_end(data, end)
        return data[at:end], end
    if tag == "b":
        return _blob(data, at)
    raise WireError(f"unknown type tag {tag!r}")


def _blob(data: bytes, at: int) -> tuple[bytes, int]:
    _check_end(data, at + INT_SIZE)
    size, start = osc_types.get_int(data, at)
    if size < 0:
        raise WireError(f"blob of {size} bytes")
    _check_end(data, start + size)
    return osc_types.get_blob(data, at)


def _check_end(data: bytes, end: int) -> None:
    if end > len(data):
        raise WireError(f"truncated: {end} bytes announced, {len(data)} received")


def _string(data: bytes, at: int) -> tuple[str, int]:
    try:
        return osc_types.get_string(data, at)
    except osc_types.ParseError:
        raise WireError("unterminated string") from None
    except UnicodeDecodeError:
        raise WireError("string that is not UTF-8") from None


def _encode_argument(value: int | float | str) -> tuple[str, bytes]:
    try:
        if isinstance(value, str):
            return "s", _encode_string(value)
        if isinstance(value, float):
            return "f", osc_types.write_float(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return "i", osc_types.write_int(value)
    except (osc_types.BuildError, OverflowError):
        raise WireError(f"{value} does not fit into 32 bits") from None
    raise WireError(f"{value!r} is neither a number nor a string")


def _encode_string(text: str) -> bytes:
    unicode = text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    return osc_types.write_string(unicode)

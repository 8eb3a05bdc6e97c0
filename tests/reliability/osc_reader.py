"""A reader of OSC 1.0 that shares no code with latentpad, written from https://opensoundcontrol.stanford.edu/spec-1_0.

It reads what latentpad promises to read: OSC 1.0 with the non-standard type tags of its table, in UTF-8, with these
choices where the specification leaves one, or where common senders deviate from it:

* An address without a leading slash is read as if it had one; it must consist of printable ASCII characters.
* A message that ends after its address has no arguments; after anything else, type tags must follow.
* Bytes after the end of a string or a blob, up to the next multiple of four, may have any value.
* Arrays are read flat, whether or not their brackets match. Time tags of bundles have no effect.
* Datagrams of more than MAX_BYTES, and bundles in more than MAX_DEPTH others, are refused.
* A datagram is read as a whole or refused as a whole.
"""

import math
import struct

MAX_BYTES = 8192
MAX_DEPTH = 8

SIZES = {"i": 4, "h": 8, "f": 4, "d": 8, "c": 4, "r": 4, "m": 4, "t": 8}
FORMATS = {"i": ">l", "h": ">q", "f": ">f", "d": ">d"}
CONSTANTS = {"T": True, "F": False, "N": None, "I": math.inf}


class UnreadableError(Exception):
    """Bytes that are not OSC 1.0."""


def read(datagram):
    """Return the messages of a datagram, each as its address and a list of its arguments."""
    if len(datagram) > MAX_BYTES:
        raise UnreadableError("too long")
    found = []
    packets = [(datagram, 0)]
    while packets:
        packet, depth = packets.pop()
        if len(packet) == 0 or len(packet) % 4 != 0:
            raise UnreadableError("size")
        if packet[:8] == b"#bundle\x00":
            if depth == MAX_DEPTH:
                raise UnreadableError("depth")
            packets += [(element, depth + 1) for element in reversed(elements(packet))]
        else:
            found.append(read_message(packet))
    return found


def elements(bundle):
    """Return the packets in a bundle."""
    if len(bundle) < 16:
        raise UnreadableError("time tag")
    found, rest = [], bundle[16:]
    while rest:
        size = int.from_bytes(rest[:4], "big", signed=True)
        element, rest = rest[4 : 4 + max(size, 0)], rest[4 + max(size, 0) :]
        if size <= 0 or len(element) != size:
            raise UnreadableError("element")
        found.append(element)
    return found


def read_message(packet):
    """Return address and arguments of a message."""
    address, rest = split_string(packet)
    if not address or any(not " " <= letter <= "~" for letter in address):
        raise UnreadableError("address")
    address = "/" + address if address[0] != "/" else address
    if not rest:
        return address, []
    tags, rest = split_string(rest)
    if tags[:1] != ",":
        raise UnreadableError("type tags")
    arguments = []
    for tag in tags[1:]:
        if tag not in "[]":
            value, rest = split_argument(tag, rest)
            arguments.append(value)
    if rest:
        raise UnreadableError("more bytes than arguments")
    return address, arguments


def split_argument(tag, data):
    """Return the first argument in some bytes, and the rest of them."""
    if tag in CONSTANTS:
        return CONSTANTS[tag], data
    if tag in ("s", "S"):
        return split_string(data)
    if tag == "b":
        size = int.from_bytes(split(data, 4)[0], "big", signed=True)
        if size < 0:
            raise UnreadableError("blob")
        blob, rest = split(data[4:], size)
        return blob, split(rest, -size % 4)[1]
    if tag not in SIZES:
        raise UnreadableError("type tag")
    raw, rest = split(data, SIZES[tag])
    return (struct.unpack(FORMATS[tag], raw)[0] if tag in FORMATS else raw), rest


def split_string(data):
    """Return the string at the start of some bytes, and the rest of them after its padding."""
    raw, end, _ = data.partition(b"\x00")
    if not end:
        raise UnreadableError("unterminated")
    try:
        return raw.decode("utf-8"), split(data, (len(raw) // 4 + 1) * 4)[1]
    except UnicodeDecodeError:
        raise UnreadableError("UTF-8") from None


def split(data, size):
    """Return so many bytes, and the rest."""
    if len(data) < size:
        raise UnreadableError("truncated")
    return data[:size], data[size:]

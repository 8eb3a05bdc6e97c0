"""What a page and the daemon say to each other: arrays of JSON, address first, and sounds as bytes.

Addresses that begin with ``/latentpad/`` are those of the OSC protocol. The page's own are

=======================================  =======================================================
page to daemon
``/page/hear id "place" x y``            play a place with the settings as they are
``/page/hear id "sound" index``          play a sound of the library
``/page/hear id "sample" name``          play a sample; of these wishes, and of all others, the newest wins
``/page/samples``                        ask for the samples
``/page/show name``                      show a sample in the system's file manager
``/page/monitor on``                     hear what goes over OSC, or no longer
daemon to page
``/page/ports port reply_port``          where OSC comes in, and where answers go if nothing else is said
``/page/ready``                          sounds can be made
``/page/samples [sample ...]``           those that were made, oldest first
``/page/monitor [line ...]``             number, whether it came in, the other side, address, arguments
``/page/silent id text``                 why nothing is heard
``/page/wrong text``                     what else went wrong
=======================================  =======================================================

To each ``/latentpad/done`` the sample is added, as in ``/page/samples``. A sound: id, samples a second (uint32 each),
samples (float32), all of it little-endian.
"""

import json
import math
import struct
from typing import Any

import numpy as np

from latentpad.errors import OscError
from latentpad.osc.wire import Argument, Message

HEADER = struct.Struct("<II")


def read(text: str | bytes) -> Message:
    """Read what a page says (raises OscError if it is no message)."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or not found or not isinstance(found[0], str):
        raise OscError("wire", "a page says arrays of JSON that begin with an address")
    address, *args = found
    if not all(isinstance(value, int | float | str) for value in args):
        raise OscError("wire", f"{address[:64]}: numbers and texts only")
    if any(isinstance(value, int) and abs(value) >= 2**63 for value in args):
        raise OscError("number", f"{address[:64]}: a whole number of more than 64 bits")
    return Message(address, tuple(_single(value) for value in args))


def written(address: str, *values: Any) -> str:
    """Write a message for a page."""
    return json.dumps([address, *values])


def sound(id: int, signal: Any, sample_rate: int) -> bytes:
    """Write a sound for a page."""
    return HEADER.pack(id, sample_rate) + np.asarray(signal, dtype="<f4").tobytes()


def _single(value: Argument) -> Argument:
    """Round a number as OSC carries it, so that both ways give the same bytes."""
    if not isinstance(value, float):
        return value
    try:
        (single,) = struct.unpack("f", struct.pack("f", value))
    except OverflowError:
        return math.inf
    return float(single)

"""Control surfaces of other apps: their messages as the daemon reads them, and the layout of their controls."""

import importlib.util
import struct
from itertools import combinations
from pathlib import Path

from latentpad.osc.parser import parse
from latentpad.osc.protocol import IN, OUT
from latentpad.osc.settings import SETTINGS
from latentpad.osc.wire import decode
from latentpad.request import Control

EXAMPLES = Path(__file__).parents[2] / "max_patch" / "examples"

COMMANDS = {row.verb for row in IN}
REPLIES = {row.verb for row in OUT}
SHOWN = ("variation", "length", "pitch", "decay", "tone", "detail", "dynamics")
"""The settings that surfaces have room for; the others are on the page, and set by name."""

FADERS = {setting.key: setting for setting in SETTINGS if isinstance(setting, Control) and setting.key in SHOWN}
KEYS = {"seed", *FADERS, "trigger"}


def load_script(path):
    """Import a script from the folder of the file that it builds."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def command(address, arguments):
    """Encode (tag, value) pairs as the sender would, and parse the datagram as the daemon does."""
    data = b"".join(
        padded(value) if tag == "s" else struct.pack({"i": ">i", "f": ">f"}[tag], value) for tag, value in arguments
    )
    (message,) = decode(padded(address) + padded("," + "".join(tag for tag, _ in arguments)) + data)
    return parse(message)


def padded(text):
    data = text.encode()
    return data + b"\0" * (4 - len(data) % 4)


def apart(frames):
    """Whether no two of the frames (x, y, w, h) overlap."""
    return not [(a, b) for a, b in combinations(frames, 2) if overlap(a, b)]


def overlap(a, b, slack=1e-9):
    return all(a[n] + a[n + 2] > b[n] + slack and b[n] + b[n + 2] > a[n] + slack for n in (0, 1))


def inside(frame, width, height):
    x, y, w, h = frame
    return min(x, y) >= 0 < min(w, h) and x + w <= width + 1e-9 and y + h <= height + 1e-9

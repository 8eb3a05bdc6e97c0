"""The XY pads of other makers' layouts: their addresses and the orientation of their axes.

TouchOSC sends ``/xy1``, ``/1/xy`` or ``/1/multixy/1``, Open Stage Control ``/xy``; other pads send similar addresses.
A pad in a landscape layout has its axes swapped, and some count y from the top.
"""

import re
from dataclasses import dataclass

from latentpad.checks import is_number
from latentpad.osc.wire import Argument, Message

PAD = re.compile(r"(/\d+)?/(multi)?xy\d*(/\d+)?")
TOUCH = re.compile(PAD.pattern + "/z")


@dataclass(frozen=True)
class Axes:
    """Orientation of other layouts' pads relative to the map."""

    swap: bool = False
    """The first number is y."""

    invert_x: bool = False
    invert_y: bool = False


def translate(message: Message, axes: Axes) -> Message | None:
    """Return a message in our addresses: another pad's point as ``/latentpad/xy``, None for a touch or release."""
    if TOUCH.fullmatch(message.address):
        return None
    if not PAD.fullmatch(message.address):
        return message
    args = message.args[::-1] if axes.swap else message.args
    if len(args) == 2:
        args = _flip(args[0], axes.invert_x), _flip(args[1], axes.invert_y)
    return Message("/latentpad/xy", args)


def _flip(value: Argument, invert: bool) -> Argument:
    """Return a coordinate counted from the other end; anything but a number is left for `parse` to refuse."""
    return 1 - value if invert and is_number(value) else value

"""Knobs and buttons of a MIDI controller, and what they do.

A control is a controller number (``{"cc": 16}``) or a note (``{"note": 36}``), on all channels unless it names one
(``"channel": 10``). Knobs are absolute unless their mode is one of `MODES`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

KNOBS = ("x", "y")
BUTTONS = ("render", "random", "place", "undo", "keep", "follow")
ACTIONS = KNOBS + BUTTONS

MODES = ("absolute", "two's complement", "binary offset", "signed bit")
"""The values of a knob: its position, or how far it was turned."""

NOTE_ON, CC = 0x90, 0xB0
STEP = 1 / 128
"""Way of the point per step of a knob that sends how far it was turned."""


class Control(NamedTuple):
    """A knob or a button."""

    action: str
    status: int
    """NOTE_ON or CC."""
    number: int
    channel: int | None
    """0 to 15; None: all."""
    mode: str

    @property
    def channels(self) -> tuple[int, ...]:
        """Channels, from 0."""
        return tuple(range(16)) if self.channel is None else (self.channel,)

    def hears(self, midi: tuple[int, ...]) -> bool:
        """Return whether a MIDI message is one of the control."""
        status, number = midi[0] & 0xF0, midi[1]
        return (status, number) == (self.status, self.number) and midi[0] & 0x0F in self.channels

    def turned(self, position: float, value: int) -> float:
        """Return where the knob is now, 0 to 1, from where it was and what it sent."""
        if self.mode == "absolute":
            return value / 127
        steps = {
            "two's complement": value - 128 if value > 63 else value,
            "binary offset": value - 64,
            "signed bit": 64 - value if value > 63 else value,
        }[self.mode]
        return min(1.0, max(0.0, position + steps * STEP))


def read_control(action: str, values: Any) -> Control | None:
    """Return a control from its entry in the settings; None if that is not one."""
    if not isinstance(values, dict) or ("cc" in values) == ("note" in values):
        return None
    number: Any = values.get("cc", values.get("note"))
    channel, mode = values.get("channel"), values.get("mode", MODES[0])
    is_knob = action in KNOBS
    if not _is_within(number, 0, 127) or not (channel is None or _is_within(channel, 1, 16)):
        return None
    if set(values) - {"cc", "note", "channel", "mode"} or mode not in MODES or (is_knob and "note" in values):
        return None
    return Control(action, CC if "cc" in values else NOTE_ON, number, channel and channel - 1, mode)


def is_press(midi: tuple[int, ...]) -> bool:
    """Return whether a message of a button says that it was pressed, not let go."""
    return midi[2] > 0 if midi[0] & 0xF0 == NOTE_ON else midi[2] > 63


def _is_within(value: Any, low: int, high: int) -> bool:
    return type(value) is int and low <= value <= high

"""What the bridge answers to AbletonOSC and to latentpad: messages in, messages out; no socket, no clock.

AbletonOSC counts tracks, devices and parameters from 0. Parameter 0 of every device is its on/off switch, so that a
rack's first macro is parameter 1. Its messages that are used here:

==========================================  =============================  ==============================
address                                     arguments                      reply, to the same address
==========================================  =============================  ==============================
``/live/test``                              none                           ``ok``
``/live/view/get/selected_device``          none                           track, device
``/live/device/get/parameters/name``        track, device                  track, device, name ...
``/live/device/get/parameters/min``         track, device                  track, device, value ...
``/live/device/get/parameters/max``         track, device                  track, device, value ...
``/live/device/start_listen/parameter/value``  track, device, parameter    ``/live/device/get/parameter/value``:
                                                                           track, device, parameter, value,
                                                                           now and at each change
``/live/device/stop_listen/parameter/value``   track, device, parameter    none
``/live/device/set/parameter/value``        track, device, parameter,      none
                                            value
``/live/api/show_message``                  text                           none
==========================================  =============================  ==============================

It sends ``/live/startup`` when it starts and ``/live/error`` with a text.
"""

from collections.abc import Callable
from typing import NamedTuple

from latentpad.live.libraries import LiveError
from latentpad.live.parameter_values import ParameterValues
from latentpad.osc.wire import Argument, Message

LIVE, DAEMON = "AbletonOSC", "latentpad"

SELECT = "select a device in Live, such as a rack, or name one with --track and --device; still trying"

PRESSED = 0.5
"""Share of its range from which the parameter for rendering is pressed."""


class Controls(NamedTuple):
    """The device whose parameters are used; the one that is selected in Live where `track` is None."""

    track: int | None = None
    device: int = 0
    x: int = 1
    y: int = 2
    render: int = 3


class Out(NamedTuple):
    """A message to one of both sides."""

    to: str
    address: str
    arguments: tuple[int | float | str, ...] = ()


class Bridge:
    """The state of the bridge.

    Parameters
    ----------
    controls : Controls
    report : callable
        Prints a line for the user.
    first_id : int
        Ids of requests begin above it.
    """

    def __init__(self, controls: Controls, report: Callable[[str], None], first_id: int = 0) -> None:
        self.hears: dict[str, bool] = {LIVE: False, DAEMON: False}
        """Whether both sides have answered."""
        self._controls, self._report, self._id = controls, report, first_id
        self._place = (controls.track, controls.device) if controls.track is not None else None
        self._complaint = ""
        self._values = ParameterValues()

    def knock(self) -> list[Out]:
        """Return what is sent again and again, until AbletonOSC answers, and until a device is selected in it."""
        if not self.hears[LIVE]:
            return [Out(LIVE, "/live/test")]
        return [] if self._place else [Out(LIVE, "/live/view/get/selected_device")]

    def from_live(self, message: Message) -> list[Out]:
        """Return what a message of AbletonOSC leads to.

        Raises
        ------
        LiveError
            The device lacks one of the parameters.
        """
        address, arguments = message
        if address == "/live/startup":
            self.hears[LIVE], self._values = False, ParameterValues()
            return self.knock()
        if address == "/live/error":
            self._complain(f"AbletonOSC: {' '.join(map(_text, arguments))}" if self._place else SELECT)
            return []
        if address == "/live/test" and not self.hears[LIVE]:
            self.hears[LIVE] = True
            return self._attach() if self._place else self.knock()
        if address == "/live/view/get/selected_device" and not self._place and len(arguments) == 2:
            self._place = (_integer(arguments[0]), _integer(arguments[1]))
            return self._attach()
        if self._place and tuple(arguments[:2]) == self._place:
            return self._from_device(address, arguments[2:])
        return []

    def from_daemon(self, message: Message) -> list[Out]:
        """Return what a message of latentpad leads to."""
        verb, arguments = message.address.removeprefix("/latentpad/"), message.args
        self.hears[DAEMON] = True
        if verb == "point" and len(arguments) == 2:
            return self._move(*map(_number, arguments))
        if verb == "done" and len(arguments) >= 4:
            name = _text(arguments[1]).rpartition("/")[2]
            text = Out(LIVE, "/live/api/show_message", (f"latentpad: {name} is new",))
            return [*self._move(_number(arguments[2]), _number(arguments[3])), text]
        if verb == "error" and len(arguments) == 3:
            return [Out(LIVE, "/live/api/show_message", (f"latentpad: {_text(arguments[2])}",))]
        return []

    def farewell(self) -> list[Out]:
        """Return what is sent at the end."""
        stop = "/live/device/stop_listen/parameter/value"
        return [Out(LIVE, stop, (*self._place_numbers(), parameter)) for parameter in self._values.shares]

    def _place_numbers(self) -> tuple[int, int]:
        return (self._place[0] or 0, self._place[1]) if self._place else (0, 0)

    def _complain(self, text: str) -> None:
        """Report what is wrong, once and not again and again."""
        if text != self._complaint:
            self._report(text)
        self._complaint = text

    def _attach(self) -> list[Out]:
        """Ask for the device's parameters, and to hear of their changes."""
        track, device = self._place_numbers()
        asked = [Out(LIVE, f"/live/device/get/parameters/{what}", (track, device)) for what in ("name", "min", "max")]
        listen = "/live/device/start_listen/parameter/value"
        return [*asked, *(Out(LIVE, listen, (track, device, parameter)) for parameter in self._controls[2:])]

    def _from_device(self, address: str, values: tuple[Argument, ...]) -> list[Out]:
        if address == "/live/device/get/parameters/name":
            self._name(values)
        elif address == "/live/device/get/parameters/min":
            self._values.low = tuple(map(_number, values))
        elif address == "/live/device/get/parameters/max":
            self._values.high = tuple(map(_number, values))
        elif address == "/live/device/get/parameter/value" and len(values) == 2:
            return self._turned(_integer(values[0]), _number(values[1]))
        return []

    def _name(self, names: tuple[Argument, ...]) -> None:
        """Report what the parameters are called, or that there are too few."""
        if max(self._controls[2:]) >= len(names):
            raise LiveError(
                f"the device has {len(names) - 1} parameters, and the bridge uses {max(self._controls[2:])}: "
                "name others with --x, --y and --render, or another device"
            )
        x, y, render = (_text(names[parameter]) for parameter in self._controls[2:])
        self._report(f"Connected to AbletonOSC: {x} is x, {y} is y, {render} renders when it passes its middle")

    def _turned(self, parameter: int, value: float) -> list[Out]:
        """Return what a parameter's new value leads to: the first one that is heard only says where it is."""
        before = self._values.hear(parameter, value)
        if before is None:
            return []
        share = self._values.share(parameter)
        x, y = (self._values.share(which) for which in self._controls[2:4])
        if parameter == self._controls.render and before < PRESSED <= share:
            self._id += 1
            return [Out(DAEMON, "/latentpad/generate", (self._id, x, y))]
        if parameter == self._controls.render or share == before:
            return []
        return [Out(DAEMON, "/latentpad/xy", (x, y))]

    def _move(self, *point: float) -> list[Out]:
        """Have the device's parameters follow the point."""
        values = {
            which: self._values.follow(which, share) for which, share in zip(self._controls[2:4], point, strict=True)
        }
        address, device = "/live/device/set/parameter/value", self._place_numbers()
        return [Out(LIVE, address, (*device, which, value)) for which, value in values.items() if value is not None]


def _number(value: Argument) -> float:
    """Return an argument as a number; 0 where it is none, which AbletonOSC and latentpad do not send."""
    return float(value) if isinstance(value, int | float) else 0.0


def _text(value: Argument) -> str:
    return value if isinstance(value, str) else repr(value)


def _integer(value: Argument) -> int:
    return int(_number(value))

"""The state of the pad: the point and the settings, kept between messages."""

from dataclasses import dataclass
from typing import Any

from latentpad.checks import SCALES, read_scale
from latentpad.errors import OscError
from latentpad.osc.arguments import as_integer, as_number, short_repr
from latentpad.osc.wire import Argument
from latentpad.request import CONTROLS, SEED, TUNE, Control, Controls, Request, ScaleControl

Value = int | float | str


@dataclass(frozen=True)
class Choice:
    """A setting that is one of a few words, by default the first."""

    key: str
    options: tuple[str, ...]
    meaning: str

    @property
    def default(self) -> str:
        """The first option."""
        return self.options[0]


Setting = Control | ScaleControl | Choice

SOUND_SETTINGS: tuple[Control | ScaleControl, ...] = (SEED, *CONTROLS, TUNE)
"""The settings of a sound."""

SETTINGS: tuple[Setting, ...] = (
    *SOUND_SETTINGS,
    Choice("trigger", ("manual", "auto"), "what moving the point does: nothing, or a render after 150 ms of rest"),
)


def check(setting: Setting, value: Argument) -> Value:
    """Return the value in the type of its setting (raises OscError if it is out of range or of another type)."""
    if isinstance(setting, Choice):
        if value not in setting.options:
            raise OscError("arguments", f"{setting.key} must be {values_of(setting)}, not {short_repr(value)}")
        return str(value)
    if isinstance(setting, ScaleControl):
        try:
            return read_scale(value).name
        except ValueError:
            raise OscError("arguments", f"{setting.key} must be {SCALES}, not {short_repr(value)}") from None
    if isinstance(value, bool) and setting.is_integer and (setting.low, setting.high) == (0, 1):
        return int(value)  # a toggle
    if setting.is_integer:
        return as_integer(value, setting.key, int(setting.low), int(setting.high))
    found = as_number(value, setting.key)
    if not setting.low <= found <= setting.high:
        raise OscError("number", f"{setting.key} must be {values_of(setting)}, not {found:g}")
    return found


def kind_of(setting: Setting) -> str:
    """Return the kind of a setting's values as the table of messages writes it: i, f or s."""
    return "i" if isinstance(setting, Control) and setting.is_integer else "f" if isinstance(setting, Control) else "s"


def values_of(setting: Setting) -> str:
    """Return the allowed values of a setting in words."""
    if isinstance(setting, ScaleControl):
        return SCALES
    return " or ".join(setting.options) if isinstance(setting, Choice) else f"{setting.low} to {setting.high}"


class PadState:
    """The point and the settings; for one thread at a time."""

    def __init__(self) -> None:
        self.x = 0.5
        self.y = 0.5
        self._values: dict[str, Value] = {setting.key: setting.default for setting in SETTINGS}

    def move(self, x: float | None, y: float | None) -> bool:
        """Move the point along the axes given; return whether it has changed."""
        before = self.x, self.y
        self.x, self.y = self.at(x, y)
        return (self.x, self.y) != before

    def at(self, x: float | None, y: float | None) -> tuple[float, float]:
        """Return a point; a coordinate that is None is the current one."""
        return self.x if x is None else x, self.y if y is None else y

    def set(self, key: str, value: Argument) -> Value:
        """Change a setting and return its new value (raises OscError)."""
        for setting in SETTINGS:
            if setting.key == key:
                self._values[key] = check(setting, value)
        return self.get(key)

    def get(self, key: str) -> Value:
        """Return a setting (raises OscError for an unknown key)."""
        if key not in self._values:
            raise OscError("key", f"unknown setting {short_repr(key)} (choose from {', '.join(self._values)})")
        return self._values[key]

    def settings(self) -> tuple[tuple[str, Value], ...]:
        """Return every setting with its value."""
        return tuple(self._values.items())

    @property
    def auto(self) -> bool:
        """Whether moving the point renders it."""
        return self._values["trigger"] == "auto"

    def request(self, sound: tuple[tuple[str, Value], ...] = ()) -> Request:
        """Return a request for the current point, with the settings in ``sound`` in place of the current ones."""
        values = {**self._values, **dict(sound)}
        controls: dict[str, Any] = {key: values[key] for key in vars(Controls())}
        return Request(self.x, self.y, int(values[SEED.key]), Controls(**controls))

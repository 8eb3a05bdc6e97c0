"""What the pad remembers between messages: where the finger is, what is set."""

from dataclasses import dataclass

from latentpad.errors import OscError
from latentpad.osc.arguments import real, shown, whole
from latentpad.osc.wire import Argument
from latentpad.request import CONTROLS, Request

Value = int | float | str


@dataclass(frozen=True)
class Number:
    """A setting that is a number: a whole one where its default is an int."""

    key: str
    default: int | float
    low: int | float
    high: int | float
    meaning: str

    @property
    def kind(self) -> str:
        """How OSC writes it: i or f."""
        return "i" if isinstance(self.default, int) else "f"

    @property
    def values(self) -> str:
        """The values it takes, in words."""
        return f"{self.low} to {self.high}"

    def check(self, value: Argument) -> Value:
        """Return the value in its type (raises OscError outside of the bounds)."""
        if isinstance(self.default, int):
            return whole(value, self.key, int(self.low), int(self.high))
        number = real(value, self.key)
        if not self.low <= number <= self.high:
            raise OscError("number", f"{self.key} must be {self.values}, not {number:g}")
        return number


@dataclass(frozen=True)
class Choice:
    """A setting that is one of a few words, the first by default."""

    key: str
    options: tuple[str, ...]
    meaning: str

    @property
    def default(self) -> str:
        """The first option."""
        return self.options[0]

    @property
    def values(self) -> str:
        """The values it takes, in words."""
        return " or ".join(self.options)

    def check(self, value: Argument) -> Value:
        """Return the word (raises OscError for any other)."""
        if value not in self.options:
            raise OscError("arguments", f"{self.key} must be {self.values}, not {shown(value)}")
        return str(value)


SOUND_SETTINGS: tuple[Number, ...] = (
    Number("seed", 0, 0, 2**31 - 1, "chooses the texture: the same point and seed give the same bytes"),
    *(Number(c.key, c.default, c.low, c.high, c.meaning) for c in CONTROLS),
)
"""What a sound is made with."""

SETTINGS: tuple[Number | Choice, ...] = (
    *SOUND_SETTINGS,
    Choice("trigger", ("manual", "auto"), "what moving the point does: nothing, or a render after 150 ms of rest"),
)


class Pad:
    """The point and the settings; for one thread at a time."""

    def __init__(self) -> None:
        self.x = 0.5
        self.y = 0.5
        self._values: dict[str, Value] = {setting.key: setting.default for setting in SETTINGS}

    def move(self, x: float | None, y: float | None) -> bool:
        """Move the point along the axes that are given; tells whether that is any change."""
        before = self.x, self.y
        self.x = self.x if x is None else x
        self.y = self.y if y is None else y
        return (self.x, self.y) != before

    def set(self, key: str, value: Argument) -> Value:
        """Change a setting and return what it is now (raises OscError)."""
        for setting in SETTINGS:
            if setting.key == key:
                self._values[key] = setting.check(value)
        return self.get(key)

    def get(self, key: str) -> Value:
        """Return a setting (raises OscError for a key that there is not)."""
        if key not in self._values:
            raise OscError("key", f"no setting {shown(key)}; there are {', '.join(self._values)}")
        return self._values[key]

    def settings(self) -> tuple[tuple[str, Value], ...]:
        """Every setting and its value."""
        return tuple(self._values.items())

    @property
    def auto(self) -> bool:
        """Whether moving the point renders it."""
        return self._values["trigger"] == "auto"

    def request(self, sound: tuple[tuple[str, Value], ...] = ()) -> Request:
        """Return the point as it is now, to be rendered, with other settings where ``sound`` names them."""
        values = {**self._values, **dict(sound)}
        controls = {control.key: float(values[control.key]) for control in CONTROLS}
        return Request(self.x, self.y, int(values["seed"]), **controls)

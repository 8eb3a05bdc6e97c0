"""The panel: every control with its place, range and info text."""

from dataclasses import dataclass
from typing import Any

from patcher import Box, Patcher, Rect

HEIGHT = 169
WIDTH = 606

FLOAT, ENUM, BLOB = 0, 2, 3
"""Types of a parameter. Int is not used: it has only 256 steps."""

INT_STYLE, FLOAT_STYLE, PERCENT, SEMITONES, CUSTOM = 0, 1, 5, 7, 9
"""How a parameter's value is displayed."""

UNIPOLAR, BIPOLAR = 1, 2
"""How a clip's modulation moves a parameter."""

AUTOMATED, STORED, HIDDEN = 0, 1, 2
"""Visibility of a parameter: automated and stored in the set, only stored, neither."""

PAD: Rect = (8, 4, 147, 161)

TOP, LEFT, STEP = 6, 162, 49
"""Position of the first dial, and the distance between dials."""


@dataclass(frozen=True)
class Dial:
    """A dial; ``key`` is the daemon's name of the setting, empty for the map's axes."""

    name: str
    key: str
    low: float
    high: float
    initial: float
    style: int
    info: str
    units: str = ""
    exponent: float = 1.0

    @property
    def bipolar(self) -> bool:
        """Whether its arc starts in the middle."""
        return self.low < 0 < self.high


DIALS = (
    Dial("Map X", "", 0.0, 1.0, 0.5, FLOAT_STYLE, "Position on the map, from left to right."),
    Dial("Map Y", "", 0.0, 1.0, 0.5, FLOAT_STYLE, "Position on the map, from bottom to top."),
    Dial(
        "Variation",
        "variation",
        0.0,
        1.0,
        0.0,
        FLOAT_STYLE,
        "How far the sound may stray from this point; the seed chooses.",
    ),
    Dial(
        "Length",
        "length",
        0.25,
        4.0,
        1.0,
        CUSTOM,
        "Makes the sound shorter or longer, at the same pitch.",
        "%.2f x",
        2.0,
    ),
    Dial("Pitch", "pitch", -24.0, 24.0, 0.0, SEMITONES, "Semitones up or down, at the same length."),
    Dial("Decay", "decay", 0.0, 1.0, 1.0, FLOAT_STYLE, "How much of its decay the sound keeps; less is drier."),
    Dial(
        "Tone",
        "tone",
        -12.0,
        12.0,
        0.0,
        CUSTOM,
        "Tilts the spectrum around 1 kHz: up is brighter, down is darker.",
        "%.1f dB",
    ),
    Dial("Detail", "detail", 0.0, 1.0, 1.0, FLOAT_STYLE, "Share of the library's own detail; 0 is the model alone."),
    Dial("Dynamics", "dynamics", 0.0, 1.0, 0.0, FLOAT_STYLE, "Share of the library's own level differences."),
)


class Panel:
    """Controls added to a patcher, each with its place on the panel."""

    def __init__(self, patcher: Patcher) -> None:
        self._patcher = patcher
        self._order = 0

    def pad(self, filename: str) -> Box:
        """Add the map, which is the XY pad."""
        info = "Drag to choose a sound, with Shift for fine steps. Double-click to generate at once."
        return self._control("jsui", ("",), PAD, "Pad", info, filename=filename, border=0, parameter_enable=0)

    def dial(self, dial: Dial, number: int) -> Box:
        """Add one of the dials in the first row."""
        more = {"parameter_exponent": dial.exponent, "parameter_units": dial.units}
        more["parameter_modmode"] = BIPOLAR if dial.bipolar or not dial.key else UNIPOLAR
        value = self._value(dial.name, FLOAT, dial.info, dial.low, dial.high, dial.initial, style=dial.style, **more)
        rect = (LEFT + STEP * number, TOP, 44, 48)
        needle = {"needlemode": BIPOLAR if dial.bipolar else UNIPOLAR}
        return self._parameter("live.dial", ("", "float"), rect, value, **needle)

    def number(self, name: str, rect: Rect, low: int, high: int, initial: int, info: str, **more: int) -> Box:
        """Add a number; a float parameter, since an int has only 256 steps."""
        value = self._value(name, FLOAT, info, low, high, initial, **{"style": INT_STYLE, **more})
        return self._parameter("live.numbox", ("", "float"), rect, value)

    def menu(self, name: str, rect: Rect, options: tuple[str, ...], info: str, visibility: int = STORED) -> Box:
        """Add a menu; the first option is the default."""
        names = list(options)
        value = self._value(name, ENUM, info, 0, len(names) - 1, 0, visibility=visibility, parameter_enum=names)
        return self._parameter("live.menu", ("", "", "float"), rect, value)

    def button(self, name: str, rect: Rect, info: str, text: str = "") -> Box:
        """Add a button that acts on release, with another text than its name if there is one."""
        text = text or name
        value = self._value(name, ENUM, info, 0, 1, 0, visibility=HIDDEN, parameter_enum=["off", "on"])
        return self._parameter("live.text", ("", ""), rect, value, mode=0, outputmode=1, text=text, texton=text)

    def switch(self, name: str, rect: Rect, initial: int, info: str) -> Box:
        """Add a toggle."""
        value = self._value(name, ENUM, info, 0, 1, initial, visibility=STORED, parameter_enum=["off", "on"])
        return self._parameter("live.text", ("", ""), rect, value, mode=1, text=name, texton=name)

    def label(self, text: str, rect: Rect, justification: int = 0) -> Box:
        """Add text in the theme's colour, to the left (0) or in the middle (1)."""
        return self._control("live.comment", (), rect, text=text, textjustification=justification, fontsize=9.5)

    def saved_value(self, name: str) -> Box:
        """Add a value that is saved with the set and not on the panel: a path."""
        value = {
            "parameter_longname": name,
            "parameter_shortname": name,
            "parameter_type": BLOB,
            "parameter_invisible": STORED,
        }
        return self._patcher.object(
            "pattr @parameter_enable 1",
            inlets=1,
            outlets=("", "", ""),
            saved_object_attributes={"parameter_enable": 1, "parameter_mappable": 0},
            **_stored(value),
        )

    def _control(
        self, maxclass: str, outlets: tuple[str, ...], rect: Rect, name: str = "", info: str = "", **more: Any
    ) -> Box:
        """Add a box on the panel."""
        hint = {"annotation": info, "annotation_name": name} if info else {}
        placed = {"presentation": 1, "presentation_rect": list(rect), **hint}
        return self._patcher.box(maxclass, 1, outlets, rect[2], rect[3], **placed, **more)

    def _parameter(
        self, maxclass: str, outlets: tuple[str, ...], rect: Rect, value: dict[str, Any], **more: Any
    ) -> Box:
        """Add a box on the panel that is a parameter of the device."""
        name, info = value["parameter_longname"], value["parameter_info"]
        return self._control(maxclass, outlets, rect, name, info, **_stored(value), parameter_enable=1, **more)

    def _value(
        self, name: str, kind: int, info: str, low: float, high: float, initial: float, **more: Any
    ) -> dict[str, Any]:
        self._order += 1
        visibility = more.pop("visibility", AUTOMATED)
        more.setdefault("parameter_modmode", 0)
        return {
            "parameter_longname": name,
            "parameter_shortname": name,
            "parameter_type": kind,
            "parameter_mmin": low,
            "parameter_mmax": high,
            "parameter_invisible": visibility,
            # a button with an initial value might act on it
            **({"parameter_initial": [initial], "parameter_initial_enable": 1} if visibility != HIDDEN else {}),
            "parameter_unitstyle": more.pop("style", CUSTOM),
            "parameter_info": info,
            "parameter_annotation_name": name,
            "parameter_order": self._order,
            **{key: setting for key, setting in more.items() if setting != ""},
        }


def _stored(value: dict[str, Any]) -> dict[str, Any]:
    """Return the attributes under which Max stores a parameter."""
    attributes = {"valueof": dict(sorted(value.items()))}
    return {"saved_attribute_attributes": attributes, "varname": value["parameter_longname"]}

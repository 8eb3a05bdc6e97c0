"""Build latentpad.tosc, a layout for TouchOSC: run `python build_layout.py`.

A .tosc file is XML, compressed with zlib; this is version 3 of the format, written by TouchOSC in 2022. Each node has
a type, properties (each with a letter for its type), values with their defaults, and the messages that a change of a
value sends. A message consists of partials: constants, or values scaled from 0..1 to scaleMin..scaleMax.
A button has no text, so a label that ignores touches is placed over it.
"""

import uuid
import zlib
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent
CONNECTION = "00001"  # one digit for each of five connections, the first on the right
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "latentpad/touchosc")


class Frame(NamedTuple):
    """Position and size of a node in its parent, in points."""

    x: int
    y: int
    w: int
    h: int


class Color(NamedTuple):
    """Red, green, blue and opacity, from 0 to 1."""

    r: float
    g: float
    b: float
    a: float = 1.0


class Fader(NamedTuple):
    """A setting of latentpad, as a fader."""

    key: str
    low: float
    high: float
    default: float
    initial_text: str
    """The label before latentpad's first reply."""


SIZE = Frame(0, 0, 1024, 768)
FADERS = (
    Fader("variation", 0, 1, 0, "0.00"),
    Fader("length", 0.25, 4, 1, "1.00 x"),
    Fader("pitch", -24, 24, 0, "+0.0 st"),
    Fader("decay", 0, 1, 1, "1.00"),
    Fader("tone", -12, 12, 0, "+0.0 dB"),
    Fader("detail", 0, 1, 1, "1.00"),
    Fader("dynamics", 0, 1, 0, "0.00"),
)

BLACK = Color(0.06, 0.07, 0.09)
WHITE = Color(0.95, 0.96, 0.97)
GREY = Color(0.6, 0.63, 0.68)
BLUE = Color(0.36, 0.55, 0.94)
GREEN = Color(0.2, 0.75, 0.6)
AMBER = Color(0.95, 0.6, 0.2)
RED = Color(1, 0.45, 0.4)

LEFT, MIDDLE, RIGHT = 1, 2, 3
MOMENTARY, TOGGLE_PRESS = 0, 2

COMMON = {
    "background": True,
    "cornerRadius": 4.0,
    "grabFocus": True,
    "interactive": True,
    "locked": False,
    "orientation": 0,
    "outline": True,
    "outlineStyle": 0,
    "pointerPriority": 0,
    "shape": 1,
    "visible": True,
}
QUIET = {"background": False, "interactive": False, "outline": False}
DRAG = {"cursor": True, "cursorDisplay": 0, "response": 0, "responseFactor": 100}
BUTTON = {"press": True, "release": True, "valuePosition": False}
FADER = {**DRAG, "bar": True, "barDisplay": 0, "grid": True, "gridSteps": 13}
XY = {
    **DRAG,
    "gridStepsX": 10,
    "gridStepsY": 10,
    "gridX": True,
    "gridY": True,
    "lines": True,
    "linesDisplay": 0,
    "lockX": False,
    "lockY": False,
}


def layout() -> str:
    """Return the XML of the layout."""
    nodes = [
        label("title", "latentpad", Frame(16, 16, 160, 32), 22, WHITE, LEFT),
        label("bundle", "", Frame(184, 16, 440, 32), 16, GREY, RIGHT),
        label("connection", "", Frame(640, 16, 368, 32), 16, WHITE, RIGHT),
        pad(Frame(16, 64, 608, 608)),
        *(node for n, row in enumerate(FADERS) for node in column(row, 640 + 53 * n)),
        *button(
            "generate", "Generate", Frame(640, 456, 368, 96), AMBER, on_press("generate", constant("INTEGER", "1"))
        ),
        *button("new_seed", "New seed", Frame(640, 568, 112, 72), GREEN, script="new_seed"),
        *button("keep", "Keep", Frame(768, 568, 112, 72), GREEN, on_press("keep", constant("INTEGER", "2"))),
        *button("trigger", "Auto", Frame(896, 568, 112, 72), BLUE, trigger("RISE", "auto") + trigger("FALL", "manual")),
        label("state", "", Frame(640, 648, 176, 24), 16, WHITE, LEFT),
        label("seed", "", Frame(832, 648, 176, 24), 16, GREY, RIGHT),
        label("done", "", Frame(16, 688, 608, 32), 22, WHITE, LEFT),
        label("details", "", Frame(16, 728, 608, 24), 16, GREY, LEFT),
        text("error", Frame(640, 688, 368, 64), 16, RED),
    ]
    script = (FOLDER / "latentpad.lua").read_text(encoding="utf-8")
    properties = {"color": BLACK, "grabFocus": False, "interactive": False, "outline": False, "script": script}
    root = node("GROUP", "latentpad", SIZE, properties, {"touch": "false"}, children="".join(nodes))
    return f"<?xml version='1.0' encoding='UTF-8'?><lexml version='3'>{root}</lexml>"


def pad(frame: Frame) -> str:
    """Return the XY pad, which sends both coordinates when one of them changes."""
    message = osc("xy", value("x") + value("y"), ("x", "ANY"), ("y", "ANY"))
    return node("XY", "xy", frame, {**XY, "color": GREEN}, {"touch": "false", "x": "0.5", "y": "0.5"}, message)


def column(row: Fader, x: int) -> list[str]:
    """Return a fader with its name above and latentpad's value of the setting below."""
    message = osc("set", constant("STRING", row.key) + value("x", row.low, row.high), ("x", "ANY"))
    values = {"touch": "false", "x": f"{(row.default - row.low) / (row.high - row.low):g}"}
    return [
        label(f"{row.key}_name", row.key, Frame(x - 1, 64, 52, 24), 11, GREY, MIDDLE),
        node("FADER", row.key, Frame(x, 96, 50, 304), {**FADER, "color": BLUE}, values, message),
        label(f"{row.key}_value", row.initial_text, Frame(x - 1, 408, 52, 24), 13, WHITE, MIDDLE),
    ]


def button(name: str, caption: str, frame: Frame, color: Color, messages: str = "", script: str = "") -> list[str]:
    """Return a button and the label over it; two messages make it a toggle, a script notifies the root's script."""
    properties = {**BUTTON, "buttonType": TOGGLE_PRESS if messages.count("<osc>") > 1 else MOMENTARY, "color": color}
    if script:
        pressed = "key == 'x' and self.values.x == 1"
        notify = f"self.parent:notify('{script}')"
        properties["script"] = f"function onValueChanged(key)\n  if {pressed} then\n    {notify}\n  end\nend\n"
    return [
        node("BUTTON", name, frame, properties, {"touch": "false", "x": "0"}, messages),
        label(f"{name}_name", caption, frame, 18, WHITE, MIDDLE),
    ]


def label(name: str, content: str, frame: Frame, size: int, color: Color, align: int) -> str:
    """Return one line of text that ignores touches."""
    style = {"font": 0, "textAlignH": align, "textAlignV": 2, "textClip": True, "textColor": color, "textLength": 0}
    properties = {**QUIET, **style, "textSize": size, "color": BLACK}
    return node("LABEL", name, frame, properties, {"text": content, "touch": "false"})


def text(name: str, frame: Frame, size: int, color: Color) -> str:
    """Return a text of several lines that ignores touches."""
    style = {"font": 0, "textAlignH": LEFT, "textColor": color, "textSize": size}
    return node("TEXT", name, frame, {**QUIET, **style, "color": BLACK}, {"text": "", "touch": "false"})


def trigger(condition: str, word: str) -> str:
    """Return the message that sets the trigger when its button is pressed or released."""
    return osc("set", constant("STRING", "trigger") + constant("STRING", word), ("x", condition))


def on_press(verb: str, arguments: str) -> str:
    """Return a message that is sent once per press."""
    return osc(verb, arguments, ("x", "RISE"))


def osc(verb: str, arguments: str, *triggers: tuple[str, str]) -> str:
    """Return a message to latentpad; a trigger is the value that it observes, and ANY, RISE or FALL."""
    observed = [element("trigger", element("var", cdata(var)), element("condition", when)) for var, when in triggers]
    flags = {"enabled": 1, "send": 1, "receive": 0, "feedback": 0, "connections": CONNECTION}
    return element(
        "osc",
        *(element(tag, str(flag)) for tag, flag in flags.items()),
        element("triggers", *observed),
        element("path", constant("STRING", f"/latentpad/{verb}")),
        element("arguments", arguments),
    )


def constant(conversion: str, content: str) -> str:
    """Return a constant partial."""
    return partial("CONSTANT", conversion, content, 0, 1)


def value(key: str, low: float = 0, high: float = 1) -> str:
    """Return a partial with a value of the control, scaled from 0..1 to low..high."""
    return partial("VALUE", "FLOAT", key, low, high)


def partial(kind: str, conversion: str, content: str, low: float, high: float) -> str:
    """Return a part of an address, or an argument."""
    bounds = element("scaleMin", f"{low:g}"), element("scaleMax", f"{high:g}")
    head = element("type", kind), element("conversion", conversion), element("value", cdata(content))
    return element("partial", *head, *bounds)


def node(
    kind: str,
    name: str,
    frame: Frame,
    properties: dict[str, object],
    values: dict[str, str],
    messages: str = "",
    children: str = "",
) -> str:
    """Return a node; empty parts are omitted, as the app does."""
    everything = {**COMMON, **properties, "frame": frame, "name": name}
    parts = [element("properties", *(prop(key, everything[key]) for key in sorted(everything)))]
    parts.append(element("values", *(default(key, content) for key, content in values.items())))
    parts += [element("messages", messages)] if messages else []
    parts += [element("children", children)] if children else []
    return f"<node ID='{uuid.uuid5(NAMESPACE, name)}' type='{kind}'>{''.join(parts)}</node>"


def prop(key: str, content: object) -> str:
    """Return a property; its letter follows from the Python type."""
    if isinstance(content, Frame | Color):
        letter = "r" if isinstance(content, Frame) else "c"
        encoded = "".join(element(field, f"{part:g}") for field, part in content._asdict().items())
    elif isinstance(content, str):
        letter, encoded = "s", cdata(content)
    else:
        letter = {bool: "b", int: "i", float: "f"}[type(content)]
        encoded = f"{content:g}"
    return f"<property type='{letter}'>{element('key', cdata(key))}{element('value', encoded)}</property>"


def default(key: str, content: str) -> str:
    """Return a value of a control with its default."""
    flags = element("locked", "0"), element("lockedDefaultCurrent", "0")
    start = element("default", cdata(content)), element("defaultPull", "0")
    return element("value", element("key", cdata(key)), *flags, *start)


def element(tag: str, *parts: str) -> str:
    """Return an XML element."""
    return f"<{tag}>{''.join(parts)}</{tag}>"


def cdata(content: str) -> str:
    """Return text as the app writes it."""
    return f"<![CDATA[{content}]]>"


if __name__ == "__main__":
    (FOLDER / "latentpad.tosc").write_bytes(zlib.compress(layout().encode(), 9))

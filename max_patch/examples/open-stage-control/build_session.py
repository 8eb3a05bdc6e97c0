"""Build latentpad.json, a session for Open Stage Control: run `python build_session.py`.

A session is a tree of widgets under one root; the app fills in missing properties. Positions are in percent, so the
surface fills any screen. `preArgs` precede a widget's value in the messages it sends and in those it accepts;
`typeTags` has one letter per argument.
"""

import json
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent
PREFIX = "/latentpad/"
VERSION = "1.30.0"

Widget = dict[str, object]
Place = tuple[float, float, float, float]
"""Left, top, width and height in percent."""


class Fader(NamedTuple):
    """A setting of latentpad, as a fader."""

    key: str
    low: float
    high: float
    default: float
    origin: float
    """The value where its bar starts."""


FADERS = (
    Fader("variation", 0, 1, 0, 0),
    Fader("length", 0.25, 4, 1, 1),
    Fader("pitch", -24, 24, 0, 0),
    Fader("decay", 0, 1, 1, 0),
    Fader("tone", -12, 12, 0, 0),
    Fader("detail", 0, 1, 1, 0),
    Fader("dynamics", 0, 1, 0, 0),
)

NEW_SEED = f"""send('{PREFIX}set', 'seed', {{type: 'i', value: Math.floor(Math.random() * 1000000)}})
send('{PREFIX}generate', {{type: 'i', value: 3}})"""


def session() -> str:
    """Return the JSON of the session."""
    widgets = [
        text("title", (1, 1, 14, 6), "latentpad", "left", css="font-size: 150%"),
        reply("welcome", (16, 1, 44, 6), "right"),
        text("connection", (61, 1, 38, 6), "start Open Stage Control with latentpad.js, too", "right"),
        pad((1, 8, 59, 78)),
        *(widget for n, row in enumerate(FADERS) for widget in column(row, 61 + 5.5 * n)),
        button("generate", "Generate", (61, 58, 38, 11), address=f"{PREFIX}generate"),
        button("new_seed", "New seed", (61, 70.5, 18.5, 7), bypass=True, onValue=NEW_SEED),
        button("keep", "Keep", (80.5, 70.5, 18.5, 7), address=f"{PREFIX}keep"),
        trigger((61, 79, 38, 7)),
        reply("done", (1, 87, 59, 6), "left", css="font-size: 150%"),
        text("details", (1, 93.5, 36, 5.5), "", "left"),
        reply("kept", (38, 93.5, 22, 5.5), "right"),
        reply("busy", (61, 87, 18.5, 6), "left"),
        reply("value", (80.5, 87, 18.5, 6), "right", preArgs="seed"),
        reply("error", (61, 93.5, 38, 5.5), "left", wrap=True, colorText="#ff7366"),
    ]
    root: Widget = {"type": "root", "id": "root", "colorBg": "#0f1217", "colorWidget": "#33bf99", "scroll": False}
    content = {**root, "widgets": widgets, "tabs": []}
    data = {"createdWith": "Open Stage Control", "version": VERSION, "type": "session", "content": content}
    return json.dumps(data, indent=2) + "\n"


def pad(place: Place) -> Widget:
    """Return the XY pad, whose point jumps to the finger."""
    ranges = {"rangeX": {"min": 0, "max": 1}, "rangeY": {"min": 0, "max": 1}}
    message = {"address": f"{PREFIX}xy", "decimals": 4, "default": [0.5, 0.5]}
    return {"type": "xy", "id": "xy", **at(place), "snap": True, "pointSize": 30, **ranges, **message}


def column(row: Fader, left: float) -> list[Widget]:
    """Return a fader with its name above and its value below; a double tap resets it."""
    fader: Widget = {
        "type": "fader",
        "id": row.key,
        **at((left, 12.5, 5, 38)),
        "design": "compact",
        "colorWidget": "#5b8cf0",
        "range": {"min": row.low, "max": row.high},
        "origin": row.origin,
        "doubleTap": True,
        **setting(row.key, "f"),
        "decimals": 4,
        "default": row.default,
    }
    name = text(f"{row.key}_name", (left, 8, 5, 4), row.key, css="font-size: 80%")
    return [name, fader, {**text(f"{row.key}_value", (left, 51, 5, 4.5), ""), "value": f"@{{{row.key}}}"}]


def trigger(place: Place) -> Widget:
    """Return the switch that selects whether moving the point renders."""
    style = {"layout": "horizontal", "colorWidget": "#5b8cf0", "values": ["manual", "auto"]}
    return {"type": "switch", "id": "trigger", **at(place), **style, **setting("trigger", "s"), "default": "manual"}


def button(name: str, label: str, place: Place, **properties: object) -> Widget:
    """Return a button that sends once per press, without an argument."""
    return {"type": "button", "id": name, **at(place), "label": label, "mode": "momentary", **properties}


def reply(verb: str, place: Place, align: str, **properties: object) -> Widget:
    """Return a text that shows a reply of latentpad."""
    return {**text(verb, place, "", align), "address": PREFIX + verb, **properties}


def text(name: str, place: Place, content: str, align: str = "center", **properties: object) -> Widget:
    """Return a text."""
    return {"type": "text", "id": name, **at(place), "align": align, "default": content, **properties}


def setting(key: str, letter: str) -> Widget:
    """Return the properties that make a widget send `set` with a key before its value."""
    return {"address": f"{PREFIX}set", "preArgs": key, "typeTags": f"s{letter}"}


def at(place: Place) -> Widget:
    """Return the properties that place a widget."""
    return {key: f"{part:g}%" for key, part in zip(("left", "top", "width", "height"), place, strict=True)}


if __name__ == "__main__":
    (FOLDER / "latentpad.json").write_text(session(), encoding="utf-8", newline="\n")

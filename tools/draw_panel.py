"""Draw the panel of the Max for Live device as SVG: ``python tools/draw_panel.py [MAP.json] > panel.svg``.

Places and texts are read from the built device; the pad is drawn by its own script, run in the tests' simulator of Max
(needs Node). Dials, menus and buttons only resemble those of Live.
"""

import json
import math
import subprocess
import sys
from html import escape
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "max_patch"))  # scripts, not a package

from amxd import unpack
from panel import PERCENT
from validate import boxes

REPOSITORY = Path(__file__).parents[1]
FOLDER = REPOSITORY / "max_patch"
DEVICE = FOLDER / "devices" / "latentpad.amxd"
SCRIPT = FOLDER / "javascript" / "latentpad_pad.js"
SIMULATOR = REPOSITORY / "tests" / "max" / "simulator" / "simulate.js"

SURFACE, CONTROL, TEXT, ACCENT, DARK = "#8f8f8f", "#1e1e1e", "#111111", "#ffb532", "#2a2a2a"
START, SWEEP = 220, 260
"""Start and extent of a dial's arc in degrees."""

STATUS, PLACE = "snare_x0.700_y0.360_s0.wav", "4 / 12"
"""Texts that the scripts set."""


def pad_svg(commands: list[dict[str, Any]]) -> str:
    """Return the drawing of the pad's script after some commands of the simulator."""
    lines = "\n".join(json.dumps(command) for command in [*commands, {"paint": True}])
    node = ["node", str(SIMULATOR), str(SCRIPT)]
    done = subprocess.run(node, input=lines, capture_output=True, text=True, check=True, timeout=30)
    events = [json.loads(line) for line in done.stdout.splitlines()]
    errors = [event["error"] for event in events if "error" in event]
    if errors:
        raise ValueError("; ".join(errors))
    return "".join(event["svg"] for event in events if "svg" in event)


def example_session(map_file: Path | None) -> list[dict[str, Any]]:
    """Return the commands of a short session: some samples generated, one of them kept."""
    commands: list[dict[str, Any]] = [{"call": "map", "args": [str(map_file)]}] if map_file else []
    for x, y in ((0.28, 0.44), (0.5, 0.77), (0.86, 0.62)):
        commands.append({"call": "sample", "args": [x, y, 1]})
    commands += [{"call": "kept", "args": [0.86, 0.62]}, {"call": "sample", "args": [0.7, 0.36, 1]}]
    return [*commands, {"call": "point", "args": [0.7, 0.36]}, {"call": "state", "args": ["ready", "ready"]}]


def panel_svg(pad: str, status: str = STATUS) -> str:
    """Return the panel as SVG."""
    content = json.loads(unpack(DEVICE.read_bytes()).files[0][1].rstrip(b"\0"))["patcher"]
    _, _, width, height = content["openrect"]
    parts = [f"<rect width='{width}' height='{height}' fill='{SURFACE}'/>"]
    for box in boxes(content):
        if box.get("presentation"):
            x, y, w, h = box["presentation_rect"]
            inner = pad if box["maxclass"] == "jsui" else DRAW[box["maxclass"]](box, w, h, status)
            parts.append(f"<g transform='translate({x} {y})'>{inner}</g>")
    size = f"width='{width:g}' height='{height:g}' viewBox='0 0 {width:g} {height:g}'"
    style = "font-family='Arial, sans-serif' font-size='9.5'"
    return f"<svg xmlns='http://www.w3.org/2000/svg' {size} {style}>{''.join(parts)}</svg>\n"


def _dial(box: dict[str, Any], w: int, h: int, _status: str) -> str:
    value = box["saved_attribute_attributes"]["valueof"]
    low, high, initial = value["parameter_mmin"], value["parameter_mmax"], value["parameter_initial"][0]
    current = {"Map X": 0.7, "Map Y": 0.36}.get(value["parameter_longname"], initial)
    share = ((current - low) / (high - low)) ** (1 / value.get("parameter_exponent", 1.0))
    text = value.get("parameter_units", "%.2f") % current if "%" in value.get("parameter_units", "%") else f"{current}"
    text = f"{current:.0f} st" if value["parameter_unitstyle"] == 7 else text
    name = escape(value["parameter_shortname"])
    zero = 0.5 if low < 0 else 0.0
    return (
        f"<text x='{w / 2}' y='9' text-anchor='middle' fill='{TEXT}'>{name}</text>"
        + _arc(w / 2, 25, 11, 0, 1, DARK)
        + _arc(w / 2, 25, 11, min(zero, share), max(zero, share), ACCENT)
        + _needle(w / 2, 25, 11, share)
        + f"<text x='{w / 2}' y='{h - 2}' text-anchor='middle' fill='{TEXT}'>{escape(text)}</text>"
    )


def _on_circle(x: float, y: float, radius: float, share: float) -> tuple[float, float]:
    angle = math.radians(START - SWEEP * share)
    return x + radius * math.cos(angle), y - radius * math.sin(angle)


def _arc(x: float, y: float, radius: float, start: float, end: float, colour: str) -> str:
    (x0, y0), (x1, y1) = _on_circle(x, y, radius, start), _on_circle(x, y, radius, end)
    large = int(SWEEP * (end - start) > 180)
    path = f"M{x0:.2f} {y0:.2f}A{radius} {radius} 0 {large} 1 {x1:.2f} {y1:.2f}"
    return f"<path d='{path}' fill='none' stroke='{colour}' stroke-width='2.5'/>"


def _needle(x: float, y: float, radius: float, share: float) -> str:
    x1, y1 = _on_circle(x, y, radius, share)
    return f"<line x1='{x}' y1='{y}' x2='{x1:.2f}' y2='{y1:.2f}' stroke='{TEXT}' stroke-width='1.5'/>"


def _field(text: str, w: int, h: int, fill: str = CONTROL, colour: str = "#e0e0e0") -> str:
    return (
        f"<rect x='0.5' y='0.5' width='{w - 1}' height='{h - 1}' fill='{fill}' stroke='#111'/>"
        f"<text x='{w / 2}' y='{h / 2 + 3.5}' text-anchor='middle' fill='{colour}'>{escape(text)}</text>"
    )


def _number(box: dict[str, Any], w: int, h: int, _status: str) -> str:
    value = box["saved_attribute_attributes"]["valueof"]
    unit = " %" if value["parameter_unitstyle"] == PERCENT else ""
    return _field(f"{value['parameter_initial'][0]:g}{unit}", w, h)


def _menu(box: dict[str, Any], w: int, h: int, _status: str) -> str:
    return _field(box["saved_attribute_attributes"]["valueof"]["parameter_enum"][0], w, h)


def _button(box: dict[str, Any], w: int, h: int, _status: str) -> str:
    pressed = box["mode"] == 1 and box["saved_attribute_attributes"]["valueof"]["parameter_initial"][0] == 1
    return _field(box["text"], w, h, ACCENT if pressed else "#c3c3c3", "#111")


def _comment(box: dict[str, Any], w: int, h: int, status: str) -> str:
    text = {"": status, "0 / 0": PLACE}.get(box["text"], box["text"])
    x, anchor = (w / 2, "middle") if box["textjustification"] == 1 else (1, "start")
    return f"<text x='{x}' y='{h / 2 + 3.5}' text-anchor='{anchor}' fill='{TEXT}'>{escape(text)}</text>"


DRAW = {"live.dial": _dial, "live.numbox": _number, "live.menu": _menu, "live.text": _button, "live.comment": _comment}

if __name__ == "__main__":
    sys.stdout.write(panel_svg(pad_svg(example_session(Path(sys.argv[1]) if len(sys.argv) > 1 else None))))

"""Boxes and cords, written down the way Max does."""

from dataclasses import dataclass, field
from typing import Any

Rect = tuple[int, int, int, int]

FONT = "Ableton Sans Medium"


@dataclass(frozen=True)
class Box:
    """A box that lies in a patcher; its outlets are ``box[0]``, ``box[1]`` ..."""

    id: str

    def __getitem__(self, outlet: int) -> "Outlet":
        """Give an outlet, from 0."""
        return Outlet(self.id, outlet)


@dataclass(frozen=True)
class Outlet:
    """Where a cord begins."""

    id: str
    number: int


@dataclass
class Patcher:
    """A patcher that grows; boxes without a place of their own go below each other, column by column."""

    width: int = 640
    rect: Rect = (80, 100, 1200, 760)
    boxes: list[dict[str, Any]] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)
    parameters: dict[str, list[Any]] = field(default_factory=dict)
    column: int = 20
    row: int = 20

    def at(self, column: int, row: int) -> None:
        """Go on at another place of the patching window."""
        self.column, self.row = column, row

    def object(self, text: str, inlets: int, outlets: tuple[str, ...], **attributes: Any) -> Box:
        """Add a box with text, such as ``route 0 1``; commas must be escaped already."""
        return self.box("newobj", inlets, outlets, max(44, 7 * len(text) + 14), 22, text=text, **attributes)

    def message(self, text: str) -> Box:
        """Add a message box."""
        return self.box("message", 2, ("",), max(32, 7 * len(text) + 12), 22, text=text)

    def box(self, maxclass: str, inlets: int, outlets: tuple[str, ...], w: int, h: int, **attributes: Any) -> Box:
        """Add any box.

        Parameters
        ----------
        maxclass : str
        inlets : int
        outlets : tuple of str
            The type of each: ``""``, ``bang``, ``int``, ``float`` or ``signal``.
        w, h : int
            Size in the patching window.
        **attributes
            What else stands in the box.
        """
        id = f"obj-{len(self.boxes) + 1}"
        content = {"id": id, "maxclass": maxclass, "numinlets": inlets, "numoutlets": len(outlets), **attributes}
        if outlets:
            content["outlettype"] = list(outlets)
        content["patching_rect"] = [self.column, self.row, w, h]
        self.row += h + 10
        self.boxes.append({"box": dict(sorted(content.items()))})
        names = attributes.get("saved_attribute_attributes", {}).get("valueof")
        if names:
            self.parameters[id] = [names["parameter_longname"], names["parameter_shortname"], 0]
        return Box(id)

    def cord(self, source: Box | Outlet, target: Box, inlet: int = 0) -> None:
        """Connect an outlet, the first of a box if none is named, to an inlet."""
        source = source if isinstance(source, Outlet) else source[0]
        line = {"source": [source.id, source.number], "destination": [target.id, inlet]}
        self.lines.append({"patchline": line})

    def content(self, **attributes: Any) -> dict[str, Any]:
        """Give what stands under ``patcher`` in a file."""
        return {
            "fileversion": 1,
            "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
            "classnamespace": "box",
            "rect": list(self.rect),
            "bglocked": 0,
            "default_fontsize": 10.0,
            "default_fontface": 0,
            "default_fontname": FONT,
            "gridonopen": 1,
            "gridsize": [8.0, 8.0],
            "boxes": self.boxes,
            "lines": self.lines,
            **attributes,
        }

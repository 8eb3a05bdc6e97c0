"""Boxes and cords, in the format that Max writes."""

from dataclasses import dataclass, field
from typing import Any

Rect = tuple[int, int, int, int]

FONT = "Ableton Sans Medium"


@dataclass(frozen=True)
class Box:
    """A box in a patcher; its outlets are ``box[0]``, ``box[1]`` ..."""

    id: str

    def __getitem__(self, outlet: int) -> "Outlet":
        """Return an outlet, counted from 0."""
        return Outlet(self.id, outlet)


@dataclass(frozen=True)
class Outlet:
    """An outlet of a box, where a cord begins."""

    id: str
    number: int


@dataclass
class Patcher:
    """A patcher under construction; in the patching window, each box goes below the one before."""

    width: int = 640
    rect: Rect = (80, 100, 1200, 760)
    boxes: list[dict[str, Any]] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)
    parameters: dict[str, list[Any]] = field(default_factory=dict)
    column: int = 20
    row: int = 20

    def move_to(self, column: int, row: int) -> None:
        """Place the boxes that follow at another position of the patching window."""
        self.column, self.row = column, row

    def object(self, text: str, inlets: int, outlets: tuple[str, ...], **attributes: Any) -> Box:
        """Add an object by its text, such as ``route 0 1``, with commas already escaped."""
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
            Further attributes of the box.
        """
        id = f"obj-{len(self.boxes) + 1}"
        content = {"id": id, "maxclass": maxclass, "numinlets": inlets, "numoutlets": len(outlets), **attributes}
        if outlets:
            content["outlettype"] = list(outlets)
        content["patching_rect"] = [self.column, self.row, w, h]
        self.row += h + 10
        self.boxes.append({"box": dict(sorted(content.items()))})
        parameter = attributes.get("saved_attribute_attributes", {}).get("valueof")
        if parameter:
            self.parameters[id] = [parameter["parameter_longname"], parameter["parameter_shortname"], 0]
        return Box(id)

    def cord(self, source: Box | Outlet, target: Box, inlet: int = 0) -> None:
        """Connect an outlet (by default the first of the box) to an inlet."""
        source = source if isinstance(source, Outlet) else source[0]
        line = {"source": [source.id, source.number], "destination": [target.id, inlet]}
        self.lines.append({"patchline": line})

    def connect(self, source: Box | Outlet, through: Box, target: Box) -> None:
        """Connect an outlet to an inlet through another object."""
        self.cord(source, through)
        self.cord(through, target)

    def content(self, **attributes: Any) -> dict[str, Any]:
        """Return the entry ``patcher`` of a file."""
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

"""The addresses of the protocol as a tree of OSCQuery nodes, generated from the tables of messages and settings.

Specification: https://github.com/Vidvox/OSCQueryProposal. Choices that it leaves open:

* TYPE is the shortest way to fill in the arguments; the others are in OVERLOADS. Without arguments it is ``I``, which
  clients draw as a button.
* Each setting is a node of its own, since clients send one value to an address; `set` itself is a container, too.
* Numbers of kind ``f`` are written with a decimal point: some clients read 0 as an integer.
* DESCRIPTION begins with the name, since some clients show it in place of the name.
"""

import functools
from collections.abc import Mapping
from itertools import product
from typing import Any

from latentpad.checks import MODES
from latentpad.osc.address import Address, Signature, signatures
from latentpad.osc.protocol import BOUNDS, IN, PREFIX, SET_ONE, Reply
from latentpad.osc.settings import SETTINGS, Choice, Setting, Value, kind_of
from latentpad.request import Control

NO_VALUE, WRITE_ONLY, READ_AND_WRITE = 0, 2, 3
"""Values of ACCESS."""

ROOT = PREFIX.rstrip("/")
SET = PREFIX + "set/"
COORDINATES = ("x", "y", "x0", "y0", "x1", "y1")
READABLE = ("x", "y", "xy", "bundle")
SCALES = (
    *("off", "chromatic"),
    *(
        f"{note} {mode}".strip()
        for note in ["C", "C#", "Db", "D", "D#", "Eb", "E", "F", "F#", "Gb", "G", "G#", "Ab", "A", "A#", "Bb", "B"]
        for mode in ("", *MODES)
    ),
)
"""The names of scales as recipes write them."""

Node = dict[str, Any]
"""The attributes of a node, without VALUE; CONTENTS holds nodes by name."""

Values = Mapping[str, tuple[Value, ...]]
"""Values of the nodes that have one, by address."""


def values_in(message: Reply) -> dict[str, tuple[Value, ...]]:
    """Return the values of nodes that a reply carries: the point's, a setting's, or the bundle's."""
    if message.address == PREFIX + "point":
        x, y = message.args
        return {PREFIX + "xy": (x, y), PREFIX + "x": (x,), PREFIX + "y": (y,)}
    if message.address == PREFIX + "bundle":
        return {message.address: message.args[:1]}
    if message.address == PREFIX + "value":
        key, value = message.args
        return {SET + str(key): (value,)}
    return {}


def find_node(path: str, values: Values) -> Node | None:
    """Return the node at an address with its values and those of all nodes below; None if there is none."""
    node: Node | None = address_space()
    for name in path.split("/"):
        if name and node is not None:
            node = node.get("CONTENTS", {}).get(name)
    return None if node is None else _with_values(node, values)


@functools.cache
def address_space() -> Node:
    """Return the tree of all nodes."""
    messages = {row.verb: _message_node(row) for row in IN if row.verb != SET_ONE}
    messages["set"]["CONTENTS"] = {setting.key: _setting_node(setting) for setting in SETTINGS}
    own = _container(ROOT, "latentpad: samples for any point of a map", messages)
    return _container("/", "root node", {ROOT.strip("/"): own})


def _container(path: str, description: str, contents: dict[str, Node]) -> Node:
    return {"FULL_PATH": path, "DESCRIPTION": description, "ACCESS": NO_VALUE, "CONTENTS": contents}


def _with_values(node: Node, values: Values) -> Node:
    found = {**node}
    if node["FULL_PATH"] in values:
        found["VALUE"] = list(values[node["FULL_PATH"]])
    if "CONTENTS" in node:
        found["CONTENTS"] = {name: _with_values(child, values) for name, child in node["CONTENTS"].items()}
    return found


def _message_node(row: Address) -> Node:
    first, *others = _ways(row)
    node = _node(PREFIX + row.verb, row.meaning, first, READ_AND_WRITE if row.verb in READABLE else WRITE_ONLY)
    if others:
        node["OVERLOADS"] = [_attributes(other) for other in others]
    return node


def _setting_node(setting: Setting) -> Node:
    return _node(SET + setting.key, setting.meaning, ((kind_of(setting), setting.key),), READ_AND_WRITE)


def _node(path: str, meaning: str, arguments: Signature, access: int) -> Node:
    description = f"{path.rpartition('/')[2]}: {meaning}".replace("`", "")
    return {"FULL_PATH": path, "DESCRIPTION": description, "ACCESS": access, **_attributes(arguments)}


def _ways(row: Address) -> list[Signature]:
    """Return every way to fill in the arguments, with those that may follow any number of times as rarely as allowed.

    An argument of any kind is one of each.
    """
    group = signatures(row.group)[0] * row.times[0] if row.group else ()
    ways = (signature + group for signature in signatures(row.arguments))
    return [
        way
        for signature in ways
        for way in product(*([(tag, name) for tag in ("fis" if kind == "any" else kind)] for kind, name in signature))
    ]


def _attributes(arguments: Signature) -> Node:
    """Return TYPE, and RANGE and CLIPMODE where they say something: an item per argument."""
    found: Node = {"TYPE": "".join(kind for kind, _ in arguments) or "I"}
    ranges = [_range(kind, name) for kind, name in arguments]
    if any(ranges):
        found["RANGE"] = ranges
        found["CLIPMODE"] = ["both" if name in COORDINATES else "none" for _, name in arguments]
    return found


def _range(kind: str, name: str) -> Node | None:
    """Return the values that an argument can have; None if there is nothing to say about them."""
    setting = next((setting for setting in SETTINGS if setting.key == name), None)
    if name in COORDINATES:
        return _bounds(kind, 0, 1)
    if name in BOUNDS:
        return _bounds(kind, *BOUNDS[name])
    if name == "key":
        return {"VALS": [setting.key for setting in SETTINGS]}
    if isinstance(setting, Control):
        return _bounds(kind, setting.low, setting.high)
    return None if setting is None else {"VALS": list(setting.options if isinstance(setting, Choice) else SCALES)}


def _bounds(kind: str, low: float, high: float) -> Node:
    number = float if kind == "f" else int
    return {"MIN": number(low), "MAX": number(high)}

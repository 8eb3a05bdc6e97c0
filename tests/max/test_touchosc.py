"""The TouchOSC layout: what each control sends, read as the daemon reads it."""

import re
import zlib
from xml.etree import ElementTree

import pytest

from latentpad.osc.parser import Command
from latentpad.osc.settings import PadState
from surface import COMMANDS, EXAMPLES, FADERS, REPLIES, apart, command, inside, load_script

TOUCHOSC = EXAMPLES / "touchosc"
SCRIPT = (TOUCHOSC / "latentpad.lua").read_text(encoding="utf-8")

COMMON = """background=b color=c cornerRadius=f frame=r grabFocus=b interactive=b locked=b name=s orientation=i
    outline=b outlineStyle=i pointerPriority=i script=s shape=i visible=b """
DRAG = "cursor=b cursorDisplay=i response=i responseFactor=i "
PROPERTIES = {
    "GROUP": COMMON,
    "BUTTON": COMMON + "buttonType=i press=b release=b valuePosition=b",
    "LABEL": COMMON + "font=i textAlignH=i textAlignV=i textClip=b textColor=c textLength=i textSize=i",
    "TEXT": COMMON + "font=i textAlignH=i textColor=c textSize=i",
    "FADER": COMMON + DRAG + "bar=b barDisplay=i grid=b gridSteps=i",
    "XY": COMMON + DRAG + "gridStepsX=i gridStepsY=i gridX=b gridY=b lines=b linesDisplay=i lockX=b lockY=b",
}
"""The properties, with their letters, that TouchOSC's editor writes for a new control; a script is optional."""

VALUES = {"GROUP": "touch", "BUTTON": "touch x", "LABEL": "text touch", "TEXT": "text touch", "FADER": "touch x"}
VALUES["XY"] = "touch x y"


@pytest.fixture(scope="module")
def layout():
    return ElementTree.fromstring(zlib.decompress((TOUCHOSC / "latentpad.tosc").read_bytes()))


@pytest.fixture(scope="module")
def nodes(layout):
    return {properties(node)["name"]: node for node in layout.iter("node")}


def properties(node):
    read = {"b": lambda v: v.text == "1", "i": lambda v: int(v.text), "f": lambda v: float(v.text)}
    read |= {"s": lambda v: v.text or "", "r": numbers, "c": numbers}
    return {p.findtext("key"): read[p.get("type")](p.find("value")) for p in node.find("properties")}


def numbers(value):
    return tuple(float(part.text) for part in value)


def values(node):
    return {value.findtext("key"): value.findtext("default") for value in node.find("values")}


def sent(message, now):
    """Return what a message sends while the control's values are ``now``."""
    path = "".join(content(partial, now)[1] for partial in message.find("path"))
    return command(path, [content(partial, now) for partial in message.find("arguments")])


def content(partial, now):
    value = partial.findtext("value")
    if partial.findtext("type") == "VALUE":
        low, high = float(partial.findtext("scaleMin")), float(partial.findtext("scaleMax"))
        value = low + (high - low) * now[value]
    tag, cast = {"STRING": ("s", str), "FLOAT": ("f", float), "INTEGER": ("i", int)}[partial.findtext("conversion")]
    return tag, cast(value)


def triggers(message):
    return [(t.findtext("var"), t.findtext("condition")) for t in message.find("triggers")]


def messages(node):
    return node.findall("messages/osc")


def test_the_committed_layout_is_the_one_that_is_built():
    committed = zlib.decompress((TOUCHOSC / "latentpad.tosc").read_bytes())
    assert committed.decode() == load_script(TOUCHOSC / "build_layout.py").layout()


def test_a_layout_has_the_properties_and_values_that_the_editor_writes(layout, nodes):
    assert layout.tag == "lexml"
    assert layout.get("version") == "3"
    ids = [node.get("ID") for node in layout.iter("node")]
    assert len(set(ids)) == len(ids) == len(nodes)
    for node in layout.iter("node"):
        letters = dict(entry.split("=") for entry in PROPERTIES[node.get("type")].split())
        found = [(p.findtext("key"), p.get("type")) for p in node.find("properties")]
        assert found == sorted(
            (key, letter) for key, letter in letters.items() if key != "script" or (key, "s") in found
        )
        assert " ".join(values(node)) == VALUES[node.get("type")]


def test_the_pad_sends_its_point(nodes):
    (message,) = messages(nodes["xy"])
    assert triggers(message) == [("x", "ANY"), ("y", "ANY")]
    for x, y in ((0.0, 0.0), (0.0, 1.0), (1.0, 0.25)):
        assert sent(message, {"x": x, "y": y}) == Command("xy", x=x, y=y)
    assert (PadState().x, PadState().y) == tuple(float(values(nodes["xy"])[axis]) for axis in "xy")


@pytest.mark.parametrize("key", FADERS)
def test_a_fader_covers_the_range_of_its_setting_and_starts_at_its_default(nodes, key):
    (message,) = messages(nodes[key])
    assert triggers(message) == [("x", "ANY")]
    start = float(values(nodes[key])["x"])
    for x, value in ((0.0, FADERS[key].low), (1.0, FADERS[key].high), (start, FADERS[key].default)):
        assert sent(message, {"x": x}) == Command("set", key=key, value=pytest.approx(value))
        PadState().set(key, sent(message, {"x": x}).value)


def test_buttons_send_once_per_press(nodes):
    expected = {
        "generate": {"RISE": Command("generate", id=1)},
        "keep": {"RISE": Command("keep", id=2)},
        "trigger": {c: Command("set", key="trigger", value=w) for c, w in (("RISE", "auto"), ("FALL", "manual"))},
        "new_seed": {},
    }
    for name, commands in expected.items():
        assert {triggers(m)[0][1]: sent(m, {"x": 1.0}) for m in messages(nodes[name])} == commands
        assert all(len(triggers(message)) == 1 for message in messages(nodes[name]))
    assert {name for name, node in nodes.items() if messages(node)} == {*FADERS, "xy", "generate", "keep", "trigger"}
    PadState().set("trigger", "auto")


def test_messages_are_only_sent_and_only_on_the_first_connection(layout):
    for message in layout.iter("osc"):
        flags = {tag: message.findtext(tag) for tag in ("enabled", "send", "receive", "feedback", "connections")}
        assert flags == {"enabled": "1", "send": "1", "receive": "0", "feedback": "0", "connections": "00001"}


def test_the_script_knows_the_addresses_the_labels_and_the_ranges(nodes):
    assert properties(nodes["latentpad"])["script"] == SCRIPT
    assert set(re.findall(r"say\('(\w+)'", SCRIPT)) == {"hello", "ping", "get", "set", "generate"} <= COMMANDS
    assert set(re.findall(r"function replies\.(\w+)", SCRIPT)) == REPLIES - {
        "map",
        "located",
        "listed",
        "neighbour",
        "point",
        "progress",
        "finished",
    }
    shown = set(re.findall(r"show\('(\w+)'", SCRIPT)) | {f"{key}_value" for key in FADERS}
    assert {name for name in shown if nodes[name].get("type") in ("LABEL", "TEXT")} == shown
    ranges = re.findall(r"^  (\w+) = \{ (\S+), (\S+), '", SCRIPT, re.MULTILINE)
    assert {k: (float(low), float(high)) for k, low, high in ranges} == {k: (s.low, s.high) for k, s in FADERS.items()}
    assert "self.parent:notify('new_seed')" in properties(nodes["new_seed"])["script"]
    assert "if key == 'new_seed' then" in SCRIPT


def test_the_controls_are_inside_the_frame_and_only_button_labels_overlap(nodes):
    root = properties(nodes["latentpad"])
    children = {name: properties(node) for name, node in nodes.items() if name != "latentpad"}
    names = list(children)
    for name, node in nodes.items():
        if node.get("type") == "BUTTON":
            over = children.pop(f"{name}_name")
            assert over["frame"] == children[name]["frame"]
            assert over["interactive"] is False
            assert names.index(f"{name}_name") > names.index(name)
    frames = [child["frame"] for child in children.values()]
    assert all(inside(frame, *root["frame"][2:]) for frame in frames)
    assert apart(frames)

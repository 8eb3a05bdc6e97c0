"""The surfaces for other makers' apps: what each control sends is written out, and read as the daemon reads it."""

import importlib.util
import json
import re
import shutil
import struct
import subprocess
import zlib
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from latentpad.osc.protocol import IN, OUT, PREFIX, Command, parse
from latentpad.osc.settings import SETTINGS, PadState
from latentpad.osc.wire import decode
from latentpad.request import Control

EXAMPLES = Path(__file__).parents[2] / "max_patch" / "examples"
TOUCHOSC = EXAMPLES / "touchosc"
STAGE = EXAMPLES / "open-stage-control"
SCRIPT = (TOUCHOSC / "latentpad.lua").read_text(encoding="utf-8")
MODULE = (STAGE / "latentpad.js").read_text(encoding="utf-8")

TAKEN = {row.verb for row in IN}
ANSWERED = {row.verb for row in OUT}
KEYS = {setting.key for setting in SETTINGS}
FADERS = {setting.key: setting for setting in SETTINGS if isinstance(setting, Control) and setting.key != "seed"}

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
"""What TouchOSC's editor writes for a new control of a type, with its letter; a script only where there is one."""

VALUES = {"GROUP": "touch", "BUTTON": "touch x", "LABEL": "text touch", "TEXT": "text touch", "FADER": "touch x"}
VALUES["XY"] = "touch x y"

WIDGET = "type id left top width height colorWidget address preArgs typeTags decimals default "
WIDGETS = {
    "xy": WIDGET + "snap pointSize rangeX rangeY",
    "fader": WIDGET + "design range origin doubleTap",
    "button": WIDGET + "label mode bypass onValue",
    "switch": WIDGET + "layout values",
    "text": "type id left top width height colorText address preArgs default align wrap css value",
}
"""Properties that Open Stage Control's widgets have and the session may use."""


def built(path):
    """Import a script that lies beside what it builds."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def command(address, arguments):
    """Write one datagram from (tag, value) pairs, as its sender would, and let the daemon read it."""
    data = b"".join(
        padded(value) if tag == "s" else struct.pack({"i": ">i", "f": ">f"}[tag], value) for tag, value in arguments
    )
    (message,) = decode(padded(address) + padded("," + "".join(tag for tag, _ in arguments)) + data)
    return parse(message)


def padded(text):
    data = text.encode()
    return data + b"\0" * (4 - len(data) % 4)


def apart(frames):
    """Say whether no two of the frames (x, y, w, h) overlap."""
    return not [(a, b) for a, b in combinations(frames, 2) if overlap(a, b)]


def overlap(a, b, slack=1e-9):
    return all(a[n] + a[n + 2] > b[n] + slack and b[n] + b[n + 2] > a[n] + slack for n in (0, 1))


def inside(frame, width, height):
    x, y, w, h = frame
    return min(x, y) >= 0 < min(w, h) and x + w <= width + 1e-9 and y + h <= height + 1e-9


# ---- TouchOSC


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
    assert committed.decode() == built(TOUCHOSC / "build_layout.py").layout()


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
def test_a_fader_sends_its_setting_from_end_to_end_and_starts_at_its_default(nodes, key):
    (message,) = messages(nodes[key])
    assert triggers(message) == [("x", "ANY")]
    start = float(values(nodes[key])["x"])
    for x, value in ((0.0, FADERS[key].low), (1.0, FADERS[key].high), (start, FADERS[key].default)):
        assert sent(message, {"x": x}) == Command("set", key=key, value=pytest.approx(value))
        PadState().set(key, sent(message, {"x": x}).value)


def test_buttons_send_once_for_each_press(nodes):
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


def test_messages_go_out_on_the_first_connection_and_expect_nothing_back(layout):
    for message in layout.iter("osc"):
        flags = {tag: message.findtext(tag) for tag in ("enabled", "send", "receive", "feedback", "connections")}
        assert flags == {"enabled": "1", "send": "1", "receive": "0", "feedback": "0", "connections": "00001"}


def test_the_script_knows_the_addresses_the_labels_and_the_ranges(nodes):
    assert properties(nodes["latentpad"])["script"] == SCRIPT
    assert set(re.findall(r"say\('(\w+)'", SCRIPT)) == {"hello", "ping", "get", "set", "generate"} <= TAKEN
    assert set(re.findall(r"function answers\.(\w+)", SCRIPT)) == ANSWERED - {"map", "point"}
    shown = set(re.findall(r"show\('(\w+)'", SCRIPT)) | {f"{key}_value" for key in FADERS}
    assert {name for name in shown if nodes[name].get("type") in ("LABEL", "TEXT")} == shown
    ranges = re.findall(r"^  (\w+) = \{ (\S+), (\S+), '", SCRIPT, re.MULTILINE)
    assert {k: (float(low), float(high)) for k, low, high in ranges} == {k: (s.low, s.high) for k, s in FADERS.items()}
    assert "self.parent:notify('new_seed')" in properties(nodes["new_seed"])["script"]
    assert "if key == 'new_seed' then" in SCRIPT


def test_the_controls_lie_in_the_frame_and_apart_but_for_the_names_upon_buttons(nodes):
    root = properties(nodes["latentpad"])
    children = {name: properties(node) for name, node in nodes.items() if name != "latentpad"}
    names = list(children)
    for name, node in nodes.items():
        if node.get("type") == "BUTTON":
            upon = children.pop(f"{name}_name")
            assert upon["frame"] == children[name]["frame"]
            assert upon["interactive"] is False
            assert names.index(f"{name}_name") > names.index(name)
    frames = [child["frame"] for child in children.values()]
    assert all(inside(frame, *root["frame"][2:]) for frame in frames)
    assert apart(frames)


# ---- Open Stage Control


@pytest.fixture(scope="module")
def widgets():
    content = json.loads((STAGE / "latentpad.json").read_text(encoding="utf-8"))["content"]
    return {widget["id"]: widget for widget in content["widgets"]}


def arguments(widget, value):
    """Return what a widget sends, as (tag, value) pairs: what stands before it, and its value to so many decimals."""
    before = [widget["preArgs"]] if "preArgs" in widget else []
    after = value if isinstance(value, list) else [] if value is None else [value]
    after = [part if isinstance(part, str) else round(part, widget["decimals"]) for part in after]
    tags = widget.get("typeTags") or "f" * len(after)
    return list(zip(tags, before + after, strict=True))


def test_the_committed_session_is_the_one_that_is_built():
    committed = (STAGE / "latentpad.json").read_bytes()
    assert committed.decode() == built(STAGE / "build_session.py").session()


def test_a_session_has_the_parts_and_properties_that_the_app_reads(widgets):
    session = json.loads((STAGE / "latentpad.json").read_text(encoding="utf-8"))
    assert list(session) == ["createdWith", "version", "type", "content"]
    assert (session["createdWith"], session["type"]) == ("Open Stage Control", "session")
    root = session["content"]
    assert (root["type"], root["id"], root["tabs"]) == ("root", "root", [])
    assert len(widgets) == len(root["widgets"])
    for widget in widgets.values():
        assert set(widget) <= set(WIDGETS[widget["type"]].split())


def test_a_session_sends_what_the_daemon_takes(widgets):
    xy = widgets["xy"]
    assert (xy["rangeX"], xy["rangeY"], xy["decimals"]) == ({"min": 0, "max": 1}, {"min": 0, "max": 1}, 4)
    assert command(xy["address"], arguments(xy, [1.0, 0.12345])) == Command("xy", x=1.0, y=pytest.approx(0.1234, 1e-3))
    for key, setting in FADERS.items():
        fader = widgets[key]
        assert fader["range"] == {"min": setting.low, "max": setting.high}
        assert fader["default"] == setting.default
        for value in fader["range"].values():
            assert command(fader["address"], arguments(fader, value)) == Command("set", key=key, value=value)
            PadState().set(key, value)
    switch = widgets["trigger"]
    for word in switch["values"]:
        assert command(switch["address"], arguments(switch, word)) == Command("set", key="trigger", value=word)
    assert tuple(switch["values"]) == next(setting.options for setting in SETTINGS if setting.key == "trigger")
    for verb in ("generate", "keep"):
        assert widgets[verb]["mode"] == "momentary"
        assert command(widgets[verb]["address"], arguments(widgets[verb], None)) == Command(verb)


def test_a_session_shows_answers_that_there_are(widgets):
    texts = {w["address"].removeprefix(PREFIX) for w in widgets.values() if w["type"] == "text" and "address" in w}
    assert texts == {"welcome", "done", "kept", "busy", "value", "error"} <= ANSWERED
    assert widgets["value"]["preArgs"] == "seed"
    named = set(re.findall(r"^  (\w+)\(.*\) \{$", MODULE, re.MULTILINE))
    assert named == ANSWERED - {"map", "point", "value"} | {"oscInFilter"}
    assert "if (verb === 'point') return {...data, address: PREFIX + 'xy'}" in MODULE
    assert widgets["xy"]["address"] == PREFIX + "xy"
    assert set(re.findall(r"say\('(\w+)'", MODULE)) == {"hello", "ping", "get"} <= TAKEN
    followed = json.loads(re.search(r"CONTROLS = (\[.*\])", MODULE)[1].replace("'", '"'))
    assert (
        set(followed) == KEYS - {"seed"} == {w["preArgs"] for w in widgets.values() if w["type"] in ("fader", "switch")}
    )
    assert {f"/{name}" for name in ("connection", "details")} == set(re.findall(r"receive\('(/\w+)'", MODULE))
    assert {"connection", "details"} <= set(widgets)


def test_the_widgets_lie_on_the_screen_and_apart(widgets):
    frames = [
        tuple(float(w[side].removesuffix("%")) for side in ("left", "top", "width", "height")) for w in widgets.values()
    ]
    assert all(inside(frame, 100, 100) for frame in frames)
    assert apart(frames)


NODE = """
const {module, widget} = JSON.parse(require('fs').readFileSync(0))
const said = [], shown = []
const typed = (v) => typeof v === 'object' ? [v.type, v.value] : [typeof v === 'string' ? 's' : 'f', v]
const send = (...args) => {
  const [, , address, ...values] = args[0][0] === '/' ? [0, 0, ...args] : args
  said.push([address, values.map(typed)])
}
const receive = (address, value) => shown.push([address, value])
const settings = {read: (name) => ({send: ['127.0.0.1:9310'], 'osc-port': 9311})[name]}
const parts = {app: {on() {}}, module: {}, receive, send, setInterval() {}, settings}
require('vm').runInNewContext(module, parts)
parts.module.exports.init()
new Function('send', widget)(send)
const got = (verb, ...values) => {
  const data = parts.module.exports.oscInFilter({address: '/latentpad/' + verb, args: values.map((value) => ({value}))})
  shown.push(data ? [data.address, ...data.args.map((argument) => argument.value)] : null)
}
got('welcome', '1.0', 'default', '/drop', 40, 44100)
got('pong', 0)
got('value', 'pitch', 3)
got('value', 'seed', 7)
got('busy', 1)
got('done', 1, '/a b/kick.wav', 0.25, 0.5, 7, 44100, 88200, 0.9, 11.4)
got('error', 1, 'key', 'no setting')
console.log(JSON.stringify({said, shown}))
"""


@pytest.mark.clients
def test_the_module_and_the_button_for_a_new_seed_speak_with_the_daemon(widgets):
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed (Debian: nodejs)")
    given = json.dumps({"module": MODULE, "widget": widgets["new_seed"]["onValue"]})
    run = subprocess.run([node, "-e", NODE], input=given, capture_output=True, text=True, timeout=20, check=True)
    result = json.loads(run.stdout)
    said = [command(address, args) for address, args in result["said"]]
    assert said[0] == Command("hello", reply_port=9311, name="Open Stage Control")
    assert said[1] == Command("set", key="seed", value=PadState().set("seed", said[1].value))
    assert said[2] == Command("generate", id=3)
    assert {(c.verb, c.key) for c in said[3:]} == {("get", key) for key in KEYS}
    assert result["shown"] == [
        [PREFIX + "welcome", "default: 40 sounds"],
        ["/connection", "connected"],
        None,
        [PREFIX + "set", "pitch", 3],
        [PREFIX + "value", "seed", 7],
        [PREFIX + "busy", "rendering"],
        ["/details", "x 0.250   y 0.500   seed 7   confidence 0.90   11 ms"],
        [PREFIX + "busy", "ready"],
        [PREFIX + "error", ""],
        [PREFIX + "done", "kick.wav"],
        [PREFIX + "busy", "ready"],
        [PREFIX + "error", "key: no setting"],
    ]

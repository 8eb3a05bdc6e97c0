"""The session for Open Stage Control: what each widget sends, read as the daemon reads it, and its custom module."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from latentpad.osc.parser import Command
from latentpad.osc.protocol import PREFIX
from latentpad.osc.settings import SETTINGS, PadState
from surface import COMMANDS, EXAMPLES, FADERS, KEYS, REPLIES, apart, command, inside, load_script

STAGE = EXAMPLES / "open-stage-control"
MODULE = (STAGE / "latentpad.js").read_text(encoding="utf-8")
RUN_MODULE = Path(__file__).parent / "simulator" / "open_stage_control.js"

WIDGET = "type id left top width height colorWidget address preArgs typeTags decimals default "
WIDGETS = {
    "xy": WIDGET + "snap pointSize rangeX rangeY",
    "fader": WIDGET + "design range origin doubleTap",
    "button": WIDGET + "label mode bypass onValue",
    "switch": WIDGET + "layout values",
    "text": "type id left top width height colorText address preArgs default align wrap css value",
}
"""The properties of Open Stage Control's widgets that the session may use."""


@pytest.fixture(scope="module")
def widgets():
    content = json.loads((STAGE / "latentpad.json").read_text(encoding="utf-8"))["content"]
    return {widget["id"]: widget for widget in content["widgets"]}


def arguments(widget, value):
    """Return what a widget sends, as (tag, value) pairs: its preArgs, and its value rounded to its decimals."""
    before = [widget["preArgs"]] if "preArgs" in widget else []
    after = value if isinstance(value, list) else [] if value is None else [value]
    after = [part if isinstance(part, str) else round(part, widget["decimals"]) for part in after]
    tags = widget.get("typeTags") or "f" * len(after)
    return list(zip(tags, before + after, strict=True))


def test_the_committed_session_is_the_one_that_is_built():
    committed = (STAGE / "latentpad.json").read_bytes()
    assert committed.decode() == load_script(STAGE / "build_session.py").session()


def test_a_session_has_the_parts_and_properties_that_the_app_reads(widgets):
    session = json.loads((STAGE / "latentpad.json").read_text(encoding="utf-8"))
    assert list(session) == ["createdWith", "version", "type", "content"]
    assert (session["createdWith"], session["type"]) == ("Open Stage Control", "session")
    root = session["content"]
    assert (root["type"], root["id"], root["tabs"]) == ("root", "root", [])
    assert len(widgets) == len(root["widgets"])
    for widget in widgets.values():
        assert set(widget) <= set(WIDGETS[widget["type"]].split())


def test_a_session_sends_what_the_daemon_accepts(widgets):
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


def test_a_session_shows_replies_that_exist(widgets):
    texts = {w["address"].removeprefix(PREFIX) for w in widgets.values() if w["type"] == "text" and "address" in w}
    assert texts == {"welcome", "done", "kept", "busy", "value", "error"} <= REPLIES
    assert widgets["value"]["preArgs"] == "seed"
    named = set(re.findall(r"^  (\w+)\(.*\) \{$", MODULE, re.MULTILINE))
    assert named == REPLIES - {"located", "listed", "map", "neighbour", "point", "value", "progress", "finished"} | {
        "oscInFilter"
    }
    assert "if (verb === 'point') return {...data, address: PREFIX + 'xy'}" in MODULE
    assert widgets["xy"]["address"] == PREFIX + "xy"
    assert set(re.findall(r"say\('(\w+)'", MODULE)) == {"hello", "ping", "get"} <= COMMANDS
    followed = json.loads(re.search(r"CONTROLS = (\[.*\])", MODULE)[1].replace("'", '"'))
    assert (
        set(followed) == KEYS - {"seed"} == {w["preArgs"] for w in widgets.values() if w["type"] in ("fader", "switch")}
    )
    assert {f"/{name}" for name in ("connection", "details")} == set(re.findall(r"receive\('(/\w+)'", MODULE))
    assert {"connection", "details"} <= set(widgets)


def test_the_widgets_are_on_the_screen_and_do_not_overlap(widgets):
    frames = [
        tuple(float(w[side].removesuffix("%")) for side in ("left", "top", "width", "height")) for w in widgets.values()
    ]
    assert all(inside(frame, 100, 100) for frame in frames)
    assert apart(frames)


@pytest.mark.clients
def test_the_module_and_the_new_seed_button_talk_to_the_daemon(widgets):
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed (Debian: nodejs)")
    given = json.dumps({"module": MODULE, "widget": widgets["new_seed"]["onValue"]})
    run = subprocess.run([node, str(RUN_MODULE)], input=given, capture_output=True, text=True, timeout=20, check=True)
    result = json.loads(run.stdout)
    sent = [command(address, args) for address, args in result["sent"]]
    assert sent[0] == Command("hello", reply_port=9311, name="Open Stage Control")
    assert sent[1] == Command("set", key="seed", value=PadState().set("seed", sent[1].value))
    assert sent[2] == Command("generate", id=3)
    assert {(c.verb, c.key) for c in sent[3:]} == {("get", key) for key in KEYS}
    verbs = [command(address, args).verb for address, args in result["pings"]]
    assert verbs == 2 * [*["ping"] * 4, "hello", "ping"]  # hello: the daemon may have been started again
    assert result["received"] == [
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

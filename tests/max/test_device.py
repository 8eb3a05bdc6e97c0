"""The device that is built: the committed bytes, Max's rules, the panel, the addresses."""

import copy
import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import validate as rules
from amxd import INSTRUMENT, unpack
from build_device import SCRIPTS, build
from latentpad.osc.address import signatures
from latentpad.osc.protocol import IN, OUT, PREFIX
from latentpad.request import SEED
from panel import DIALS, HEIGHT, WIDTH
from surface import FADERS
from validate import boxes, check, check_device, patchers

FOLDER = Path(rules.__file__).parent
DEVICE = FOLDER / "devices" / "latentpad.amxd"
CONTENT = json.loads(unpack(DEVICE.read_bytes()).files[0][1][:-1])
PLAIN = json.loads((FOLDER / "patchers" / "latentpad.maxpat").read_text("utf-8"))
ON_PANEL = [box for box in boxes(CONTENT["patcher"]) if box.get("presentation")]


def test_what_is_built_is_what_is_committed():
    built = build()
    for name, content in built.items():
        assert (FOLDER / name).read_bytes() == content, f"{name} is older than its sources: run build_device.py"


def test_the_device_is_a_frozen_instrument_that_contains_its_scripts():
    device = unpack(DEVICE.read_bytes())
    assert (device.kind, device.flags) == (INSTRUMENT, 7)
    assert device.files[0][0] == "latentpad.amxd"
    scripts = dict(device.files[1:])
    for name in SCRIPTS:
        content = (FOLDER / "javascript" / f"latentpad_{name}.js").read_bytes()
        assert scripts.pop(f"latentpad_{name}_{hashlib.sha256(content).hexdigest()[:8]}.js") == content
    assert scripts == {}


def test_no_rule_of_max_is_violated():
    assert check_device(DEVICE.read_bytes()) == []
    assert check(PLAIN) == []


def first_box(content, **wanted):
    return next(box for box in boxes(content["patcher"]) if wanted.items() <= box.items())


def value_of(content, name):
    return first_box(content, varname=name)["saved_attribute_attributes"]["valueof"]


BREAKS = {
    "two boxes have the same id": lambda c: first_box(c, maxclass="jsui").update(id="obj-2"),
    "lacks maxclass": lambda c: first_box(c, maxclass="jsui").pop("maxclass"),
    "outlets but 1 outlet types": lambda c: first_box(c, maxclass="live.dial").update(outlettype=[""]),
    "a cord from": lambda c: c["patcher"]["lines"][0]["patchline"].update(source=["obj-999", 0]),
    "which has fewer": lambda c: c["patcher"]["lines"][0]["patchline"].update(destination=["obj-1", 9]),
    "occurs twice": lambda c: c["patcher"]["lines"].append(c["patcher"]["lines"][0]),
    "without a backslash": lambda c: first_box(c, text="pack 0 0").update(text="expr pow(2.,$f1)"),
    "is an object without text": lambda c: first_box(c, text="pack 0 0").update(text=" "),
    "not placed on whole pixels": lambda c: first_box(c, maxclass="jsui").update(presentation_rect=[0.5, 0, 1, 1]),
    "has no place": lambda c: first_box(c, maxclass="jsui").update(presentation_rect=[]),
    "two parameters are called Map X": lambda c: value_of(c, "Map Y").update(parameter_longname="Map X"),
    "an int parameter has 256 steps": lambda c: value_of(c, "Port").update(parameter_type=1),
    "initial value 2.0 must be between": lambda c: value_of(c, "Map X").update(parameter_initial=[2.0]),
    "parameterbanks is empty": lambda c: c["patcher"]["parameters"].update(parameterbanks={}),
    "parameters and boxes disagree about obj-1": lambda c: c["patcher"]["parameters"].update(
        {"obj-1": ["Pad", "Pad", 0]}
    ),
    "would be shared by all devices": lambda c: first_box(c, text="buffer~ ---latentpad 1000 1").update(
        text="buffer~ x"
    ),
}


@pytest.mark.parametrize("fault", BREAKS)
def test_a_violated_rule_is_found(fault):
    content = copy.deepcopy(CONTENT)
    BREAKS[fault](content)
    assert [line for line in check(content) if fault in line]


def test_a_fault_inside_a_voice_is_found_and_located():
    content = copy.deepcopy(CONTENT)
    voice = next(inner for where, inner in patchers(content["patcher"]) if where != "patcher")
    voice["boxes"][0]["box"]["numoutlets"] = 7
    assert [line for line in check(content) if line.startswith("patcher > p voice: obj-1 has 7 outlets")]


def test_the_validator_runs_from_the_command_line(tmp_path):
    bad = tmp_path / "bad.amxd"
    bad.write_bytes(DEVICE.read_bytes().replace(b"dlst", b"list"))
    command = [sys.executable, str(FOLDER / "validate.py")]
    assert subprocess.run([*command, str(DEVICE)], check=False).returncode == 0
    done = subprocess.run([*command, str(bad)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.count("\n")) == (1, 1)
    done = subprocess.run([*command, str(tmp_path / "no.amxd")], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.endswith("no.amxd: cannot be read (No such file or directory)\n")
    assert subprocess.run(command, capture_output=True, check=False).returncode == 2


def test_the_panel_fits_lives_device_view_and_nothing_overlaps():
    assert CONTENT["patcher"]["openrect"] == [0, 0, WIDTH, HEIGHT]
    assert HEIGHT == 169
    for box in ON_PANEL:
        x, y, w, h = box["presentation_rect"]
        assert 0 <= x < x + w <= WIDTH, box
        assert 0 <= y < y + h <= HEIGHT, box
        for other in ON_PANEL:
            x2, y2, w2, h2 = other["presentation_rect"]
            apart = x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y
            assert apart or other is box, f"{box['id']} overlaps {other['id']}"


def test_every_control_has_an_info_text():
    controls = [box for box in ON_PANEL if box["maxclass"] != "live.comment"]
    assert len(controls) == 31
    for box in controls:
        info = box["annotation"]
        assert re.fullmatch(r"[A-Z].{8,110}\.", info), info
        if box["maxclass"] != "jsui":
            value = box["saved_attribute_attributes"]["valueof"]
            assert value["parameter_info"] == info
            assert value["parameter_longname"] == box["varname"]


def test_the_automated_parameters_are_those_that_shape_the_sound():
    automated = {
        box["varname"]
        for box in ON_PANEL
        if "varname" in box and box["saved_attribute_attributes"]["valueof"]["parameter_invisible"] == 0
    }
    assert automated == {dial.name for dial in DIALS} | {"Seed"}


def test_ranges_are_those_of_the_daemon():
    ranges = {key: (setting.low, setting.high, setting.default) for key, setting in FADERS.items()}
    ranges["seed"] = SEED.low, SEED.high, SEED.default
    for dial in DIALS:
        assert (dial.low, dial.high, dial.initial) == ranges.get(dial.key, (0.0, 1.0, 0.5))
    assert {dial.key for dial in DIALS} >= set(ranges) - {"seed"}


def test_no_name_is_global_and_nothing_but_max_is_needed():
    texts = [box.get("text", "") for _, inner in patchers(CONTENT["patcher"]) for box in boxes(inner)]
    assert {text.split()[1] for text in texts if text.startswith(("buffer~", "groove~"))} == {"---latentpad"}
    assert sum(text.startswith("groove~") for text in texts) == 8
    used = {box["maxclass"] for _, inner in patchers(CONTENT["patcher"]) for box in boxes(inner)}
    assert used == {"jsui", "newobj", "message", "inlet", "outlet"} | {
        *("live.dial", "live.numbox", "live.menu", "live.text", "live.comment")
    }
    assert not [text for text in texts if text.startswith(("node.script", "jweb", "mxj", "v8"))]


def source(name):
    return (FOLDER / "javascript" / f"latentpad_{name}.js").read_text("utf-8")


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_are_es5_for_max_8(name):
    code = re.sub(r'//.*|/\*[\s\S]*?\*/|"(?:\\.|[^"\\])*"', "", source(name))
    assert not re.findall(r"=>|`|\b(?:let|const|class|import|export|async|await|yield)\b|\.\.\.|\bof\b|\*\*", code)
    assert not re.findall(
        r"\.(?:includes|startsWith|endsWith|padStart|repeat\(\d|find|fill\(\w|assign|entries)\(", code
    )


def test_every_address_of_the_device_is_one_of_the_daemons():
    sent = re.findall(rf'outlet.*"{PREFIX}(\w+)"|send_request\(\["{PREFIX}(\w+)"', source("bridge") + source("link"))
    sent = [one or other for one, other in sent]
    assert set(sent) == {"hello", "bye", "ping", "generate", "random", "vary", "kit", "keep", "map"}
    assert set(sent) <= {row.verb for row in IN}
    replies = re.search(r"var replies = \{(.*?)\n\};", source("bridge"), re.S)[1]
    handled = dict(re.findall(r"^    (\w+): function \((.*?)\)", replies, re.M))
    table = {row.verb: len(signatures(row.arguments)[0]) for row in OUT}
    assert set(handled) == set(table) - {"pong", "point", "located", "listed", "value", "neighbour"}
    for verb, parameters in handled.items():
        assert len([name for name in parameters.split(",") if name]) <= table[verb], verb


def without_hash(box):
    """Return the text or class of a box, without the hash in a script's name."""
    return re.sub(r"_[0-9a-f]{8}\.js", ".js", box.get("text", box["maxclass"]))


def test_the_plain_patch_is_the_device_without_live():
    in_live, in_max = ({without_hash(box) for box in boxes(content["patcher"])} for content in (CONTENT, PLAIN))
    only_live, only_max = in_live - in_max, in_max - in_live
    assert only_live == {"live.thisdevice", "plugout~ 1 2", "buffer~ ---latentpad 1000 1"}
    assert only_max == {"loadbang", "dac~ 1 2", "buffer~ latentpad 1000 1"}
    for name in SCRIPTS:
        assert f'latentpad_{name}.js"' in json.dumps(PLAIN)


def test_the_package_is_described():
    info = json.loads((FOLDER / "package-info.json").read_text("utf-8"))
    assert info["name"] == "latentpad"
    assert {"author", "description", "version", "max_version_min", "os", "homepatcher"} <= set(info)
    assert (FOLDER / "patchers" / info["homepatcher"]).exists()


@pytest.mark.clients
def test_the_picture_shows_this_panel():
    if shutil.which("node") is None:
        pytest.skip("node is not installed (Debian: nodejs)")
    from draw_panel import example_session, pad_svg, panel_svg

    svg = panel_svg(pad_svg(example_session(None)))
    for box in ON_PANEL:
        x, y = box["presentation_rect"][:2]
        assert f"translate({x} {y})" in svg
    for name in ("Map X", "To Simpler", "On release", "9310", "ready"):
        assert f">{name}<" in svg

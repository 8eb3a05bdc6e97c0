"""The bridge and the daemon, over real UDP: all that happens between Live and latentpad, without Live."""

import json
import re
from pathlib import Path

import pytest
import soundfile

from bridge_messages import BUFFER, PAD, PANEL, PORTS, RACK, to
from latentpad.samples.recipe import read_recipe
from test_handover_script import live
from test_rack_script import tracks


@pytest.fixture
def device(run):
    """Start a bridge that looks for a daemon on a port."""

    def start(port, *flags):
        bridge = run("bridge", "--udp", *flags)
        bridge.send("port", port)
        bridge.command(call="bang", args=[])
        return bridge

    return start


def test_from_hello_to_the_buffer(serve, device, run, drop, sounds):
    bridge = device(serve().port)
    bridge.wait_for((PAD, "state", "ready"))
    _, _, map_file = bridge.wait_for((PAD, "map"))
    sound = sounds[1]
    for message in (("point", sound.x, sound.y), ("seed", 7), ("control", "pitch", -12.0), ("control", "length", 2.0)):
        bridge.send(*message)
    bridge.command(call="generate", args=[])
    _, _, path = bridge.wait_for((BUFFER, "replace"))
    (wav,) = drop.glob("*.wav")
    assert path == wav.as_posix()
    assert soundfile.info(path).frames > 100
    recipe = read_recipe(wav)
    asked, controls = recipe.request, recipe.request.controls
    assert (asked.seed, controls.pitch, controls.length, controls.decay) == (7, -12.0, 2.0, 1.0)
    assert (asked.x, asked.y) == (pytest.approx(sound.x), pytest.approx(sound.y))
    bridge.wait_for((PAD, "state", "ready"))
    bridge.command(call="loaded", args=[])
    bridge.command(call="keep", args=[])
    bridge.wait_for((PAD, "kept"))
    assert (drop / "kept" / wav.name).read_bytes() == wav.read_bytes()

    pad = run("pad")
    pad.send("map", map_file)
    assert pad.variable("layout")["digest"] == json.loads(Path(map_file).read_text("ascii"))["digest"]
    assert all(f">{label}</text>" in pad.paint() for label in ("kick", "snare", "hat"))


def test_random_places_relatives_and_kits(serve, device, drop, sounds):
    bridge = device(serve().port)
    bridge.wait_for((PAD, "map"))
    for message in (("kinds", "any", "hat", "kick", "snare"), ("kind", 3), ("seed", 7), ("control", "pitch", -12.0)):
        bridge.send(*message)
    bridge.command(call="random", args=[])
    x, y = bridge.wait_for((PANEL, "point"))[2:]
    assert (x, y) == (pytest.approx(sounds[1].x, abs=0.05), pytest.approx(sounds[1].y, abs=0.05))
    (wav,) = drop.glob("*.wav")
    request = read_recipe(wav).request
    assert (request.seed, request.controls.pitch) == (7, -12.0)

    bridge.send("amount", 25)
    bridge.command(call="relatives", args=[])
    _, _, path = bridge.wait_for((BUFFER, "replace"))
    bridge.wait_for((PANEL, "status", "set", "8 relatives: > plays the next, < goes back as far as the sound before"))
    assert (len(list(drop.glob("*.wav"))), read_recipe(Path(path)).request.controls.variation) == (9, 0.25)
    assert to(BUFFER, bridge.send("previous")) == [("replace", wav.as_posix())]

    bridge.send("recipe", 2)
    bridge.command(call="kit", args=[])
    folder = Path(bridge.wait_for((RACK, "kit"))[2])
    assert folder == drop / "kits" / "Electronic 1"
    assert (folder / "Electronic 1.sfz").exists()


def test_clips_and_pads_have_the_colours_of_the_map(serve, device, run):
    """With the names that the daemon gives samples and the kinds in the kits that it writes."""
    bridge = device(serve().port)
    colours = run("pad").send("map", bridge.wait_for((PAD, "map"))[2])[-1][1:]
    by_kind = dict(zip(colours[1::2], colours[2::2], strict=True))
    assert set(by_kind) == {"kick", "snare", "hat"}

    bridge.send("kinds", "any", "hat", "kick", "snare")
    bridge.send("kind", 3)
    bridge.command(call="random", args=[])
    handover = run("handover")
    handover.send(*colours)
    handover.send("sample", bridge.wait_for((BUFFER, "replace"))[2])
    set_of_clip = calls(handover, live(), "toclip", select=40)
    assert set_of_clip == [("set name", "snare"), ("set color", by_kind["snare"])]

    bridge.command(call="kit", args=[])
    rack = run("rack")
    rack.send(*colours)
    rack.send("available")
    rack.command(live=tracks((2, 12, 0), notes=range(128)))
    folder = Path(bridge.wait_for((RACK, "kit"))[2])
    events = rack.command(call="kit", args=[folder.as_posix()])
    chains = {}
    for path, what, *values in (event["live"] for event in events if "live" in event):
        chains.setdefault(path, {})[what] = values[0] if values else None
    written = (folder / f"{folder.name}.sfz").read_text("utf-8")
    kinds = dict(re.findall(r"// (.+)\n<group>\n.+\n(?:// kind: (.+)\n)?", written))
    assert kinds["Kick"] == "kick"
    assert {chain["set name"]: chain.get("set color") for chain in chains.values() if "set name" in chain} == {
        name: by_kind.get(kind) for name, kind in kinds.items()
    }


def calls(handover, objects, message, select):
    """Select a track in a set, send a message; return what was set."""
    handover.command(live=objects)
    handover.send("bang")
    handover.command(select=select, track=True)
    events = handover.command(call=message, args=[])
    return [(event["live"][1], *event["live"][2:]) for event in events if "set " in event.get("live", ("", ""))[1]]


def test_errors_of_the_daemon_are_shown(serve, device, drop):
    bridge = device(serve().port)
    bridge.wait_for((PAD, "state", "ready"))
    drop.rename(drop.with_name("away"))
    bridge.command(call="generate", args=[])
    words = bridge.wait_for((PAD, "state", "error"))[3]
    assert "new sounds é does not exist any more; the sample is not written" in words


def test_two_devices_generate_their_own_sounds_at_the_same_time(serve, device, drop):
    port = serve().port
    devices = [device(port), device(port)]
    for bridge in devices:
        bridge.wait_for((PAD, "map"))
    for x, bridge in zip((0.125, 0.875), devices, strict=True):
        bridge.send("point", x, 0.125)
    for bridge in devices:
        bridge.command(call="generate", args=[])
    paths = [bridge.wait_for((BUFFER, "replace"))[2] for bridge in devices]
    assert ["kick" in paths[0], "snare" in paths[1]] == [True, True]
    assert len(list(drop.glob("*.wav"))) == 2


def test_a_device_finds_a_restarted_daemon(serve, device):
    daemon = serve()
    bridge = device(daemon.port)
    bridge.wait_for((PAD, "state", "ready"))
    daemon.stop()
    bridge.wait_for((PAD, "state", "lost"))
    serve(daemon.port)
    bridge.wait_for((PAD, "state", "ready"))
    bridge.command(call="generate", args=[])
    bridge.wait_for((BUFFER, "replace"))


def test_a_reply_port_in_use_is_given_up(serve, device):
    """Max does not report it; only the welcome is missing."""
    bridge = device(serve().port, "--taken")
    bridge.wait_for((PAD, "state", "lost"))
    bridge.wait_for((PORTS, "port"))
    bridge.wait_for((PAD, "state", "ready"))

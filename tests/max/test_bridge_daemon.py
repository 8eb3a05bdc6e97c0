"""The bridge and the daemon, over real UDP: all that happens between Live and latentpad, without Live."""

import json
from pathlib import Path

import pytest
import soundfile

from bridge_messages import BUFFER, PAD, PANEL, PORTS, RACK, to
from latentpad.samples.recipe import read_recipe


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

"""The bridge and the daemon, over real UDP: what happens between Live and latentpad, but for Live."""

import json
from pathlib import Path

import pytest
import soundfile

from latentpad.samples.recipe import read_recipe

DAEMON, PORTS, PAD, BUFFER, VOICES, PANEL, MEMORY, HAND_OVER = range(8)


@pytest.fixture
def device(run):
    """Start a bridge that looks for a port."""

    def start(port, *flags):
        bridge = run("bridge", "--udp", *flags)
        bridge.say("port", port)
        bridge.do(call="bang", args=[])
        return bridge

    return start


def test_from_hello_to_the_buffer(serve, device, run, drop, sounds):
    bridge = device(serve().port)
    bridge.hear((PAD, "state", "ready"))
    _, _, map_file = bridge.hear((PAD, "map"))
    sound = sounds[1]
    for message in (("point", sound.x, sound.y), ("seed", 7), ("control", "pitch", -12.0), ("control", "length", 2.0)):
        bridge.say(*message)
    bridge.do(call="generate", args=[])
    _, _, path = bridge.hear((BUFFER, "replace"))
    (wav,) = drop.glob("*.wav")
    assert path == wav.as_posix()
    assert soundfile.info(path).frames > 100
    recipe = read_recipe(wav)
    asked, controls = recipe.request, recipe.request.controls
    assert (asked.seed, controls.pitch, controls.length, controls.decay) == (7, -12.0, 2.0, 1.0)
    assert (asked.x, asked.y) == (pytest.approx(sound.x), pytest.approx(sound.y))
    bridge.hear((PAD, "state", "ready"))
    bridge.do(call="loaded", args=[])
    bridge.do(call="keep", args=[])
    bridge.hear((PAD, "kept"))
    assert (drop / "kept" / wav.name).read_bytes() == wav.read_bytes()

    pad = run("pad")
    pad.say("map", map_file)
    assert pad.value("layout")["digest"] == json.loads(Path(map_file).read_text("ascii"))["digest"]
    assert all(f">{label}</text>" in pad.draw() for label in ("kick", "snare", "hat"))


def test_errors_of_the_daemon_are_shown(serve, device, drop):
    bridge = device(serve().port)
    bridge.hear((PAD, "state", "ready"))
    drop.rename(drop.with_name("away"))
    bridge.do(call="generate", args=[])
    words = bridge.hear((PAD, "state", "error"))[3]
    assert "new sounds é: the sample cannot be written (No such file" in words


def test_two_devices_make_their_own_sounds_at_once(serve, device, drop):
    port = serve().port
    devices = [device(port), device(port)]
    for bridge in devices:
        bridge.hear((PAD, "map"))
    for x, bridge in zip((0.125, 0.875), devices, strict=True):
        bridge.say("point", x, 0.125)
    for bridge in devices:
        bridge.do(call="generate", args=[])
    paths = [bridge.hear((BUFFER, "replace"))[2] for bridge in devices]
    assert ["kick" in paths[0], "snare" in paths[1]] == [True, True]
    assert len(list(drop.glob("*.wav"))) == 2


def test_a_device_outlives_its_daemon(serve, device):
    daemon = serve()
    bridge = device(daemon.port)
    bridge.hear((PAD, "state", "ready"))
    daemon.stop()
    bridge.hear((PAD, "state", "lost"))
    serve(daemon.port)
    bridge.hear((PAD, "state", "ready"))
    bridge.do(call="generate", args=[])
    bridge.hear((BUFFER, "replace"))


def test_a_reply_port_that_is_taken_is_given_up(serve, device):
    """Max says nothing about it; only that no welcome comes."""
    bridge = device(serve().port, "--taken")
    bridge.hear((PAD, "state", "lost"))
    bridge.hear((PORTS, "port"))
    bridge.hear((PAD, "state", "ready"))

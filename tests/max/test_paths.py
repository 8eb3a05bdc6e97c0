"""Paths on Windows and on a Mac, where the versions of Max take different forms of them."""

import json

import pytest

from bridge_messages import BUFFER, texts, to
from latentpad.kits.kit import Kit, KitSample, Pad
from latentpad.kits.write import write_formats
from test_pad_script import MAP

APP = "/Applications/Ableton Live 12 Suite.app/Contents/App-Resources/Max/Max.app"

SYSTEMS = {
    "Windows, a drive": ("C:/", "C:/", ""),
    "Windows, a drive in capitals and small letters": ("d:/", "d:/", ""),
    "Windows, the network": ("//server/share/", "//server/share/", ""),
    "Windows, the network with backslashes": ("//server/share/", "\\\\server\\share\\", ""),
    "macOS": ("/Users/é/", "/Users/é/", f"Macintosh HD:{APP}"),
    "macOS, a named volume": ("/Users/é/", "Macintosh HD:/Users/é/", ""),
    "macOS, a startup volume with another name": ("/Users/é/", "Mac SSD:/Users/é/", f"Mac SSD:{APP}"),
    "macOS, an application without a volume": ("/Users/é/", "Macintosh HD:/Users/é/", APP),
    "macOS, another volume": ("/Volumes/Samples é/", "Samples é:/", f"Macintosh HD:{APP}"),
    "macOS, another volume by its mount": ("/Volumes/Samples é/", "/Volumes/Samples é/", f"Macintosh HD:{APP}"),
}
"""How the daemon's paths begin, how those that Max opens begin, and where Max is."""


@pytest.fixture(params=SYSTEMS.values(), ids=SYSTEMS)
def system(request, run, tmp_path):
    """Start a script on a system whose disk is ``tmp_path``; return how the daemon's and Max's paths begin."""
    root, opened, application = request.param

    def started(name):
        script = run(name)
        script.command(disk={opened: f"{tmp_path}/"})
        script.command(apppath=application)
        return script, root, opened

    return started


def test_a_set_finds_its_sample_and_the_buffer_gets_the_form_that_opens(system, tmp_path):
    sounds, root, opened = system("bridge")
    (tmp_path / "new sounds").mkdir()
    (tmp_path / "new sounds" / "a.wav").write_bytes(b"")
    events = sounds.send("restored", f"{root}new sounds/a.wav")
    ((word, path),) = to(BUFFER, events)
    assert word == "replace"
    assert path == opened + ("new sounds\\a.wav" if "\\" in opened else "new sounds/a.wav")
    assert texts(sounds.send("restored", f"{root}b.wav")) == [f"this set's sample is missing: {root}b.wav"]


def test_the_pad_reads_the_map(system, tmp_path):
    pad, root, _ = system("pad")
    (tmp_path / "map é.json").write_text(json.dumps(MAP))
    assert pad.send("map", f"{root}map é.json")[0][:3] == (0, "kinds", "any")


def test_the_rack_reads_the_kit(system, tmp_path):
    rack, root, _ = system("rack")
    folder = tmp_path / "Kit é"
    folder.mkdir()
    (folder / "01 Kick.wav").write_bytes(b"")
    write_formats(Kit(folder.name, (Pad("Kick", 36, (KitSample("01 Kick.wav", 100, 44100),)),)), folder, ["sfz"])
    rack.send("kit", f"{root}Kit é")
    rack.command(live=[{"id": 12, "path": "live_set tracks 1 devices 0", "has_drum_pads": 1}])
    rack.send("rack", 12, "My drums")
    assert rack.send("torack")[-1] == (0, "status", "set", "Kit é is in My drums, but not on Kick")

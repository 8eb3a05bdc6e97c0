"""Folders for TidalCycles and Strudel, read by sclang and Strudel's own library; skipped where they are missing."""

import json
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from latentpad.kits.formats.tidal import sound_name
from latentpad.kits.kit import Kit
from latentpad.kits.write import write_formats

ROOT = Path(__file__).parents[2]

LIKE_SUPERDIRT = """
(thisProcess.argv[0] +/+ "*").pathMatch.select(_.endsWith("/")).do { |folder|
    (folder +/+ "*").pathMatch.sort.do { |path|
        var file = SoundFile.openRead(path);
        [folder.basename, path.basename, file.numFrames, file.numChannels, file.sampleRate.asInteger].join("|").postln;
        file.close;
    };
};
0.exit;
"""
LIKE_STRUDEL = """
const { processSampleMap } = await import("superdough");
const { readFileSync } = await import("node:fs");
const sounds = JSON.parse(readFileSync(process.argv[1]));
processSampleMap(sounds, (name, urls) => console.log(JSON.stringify([name, urls])), "file:///kit/");
process.exit(0);
"""


def test_each_sound_is_a_folder_whose_wavs_are_in_the_order_of_layers(kit, folder):
    (path,) = write_formats(kit, folder, ["tidal"])
    names = {one.name for one in path.iterdir() if one.is_dir()}
    assert names == {"kick", "closedhat", "openhat", "snare"}
    in_order = [sample.file for layer in kit.pads[3].layers for sample in layer]
    assert [one.name for one in sorted((path / "snare").iterdir())] == in_order
    assert (path / "kick" / "01 Kick.wav").read_bytes() == (folder / "01 Kick.wav").read_bytes()


def test_the_sample_map_of_strudel_leads_to_every_wav(kit, folder):
    (path,) = write_formats(kit, folder, ["tidal"])
    sounds = json.loads((path / "strudel.json").read_text())
    found = [path / unquote(one) for paths in sounds.values() for one in paths]
    assert sorted(found) == sorted(path.glob("*/*.wav"))
    assert sounds["kick"] == ["kick/01%20Kick.wav"]


def test_pads_of_the_same_name_are_one_sound(new_pad, folder):
    pads = [replace(new_pad("tone"), name="Tone"), replace(new_pad("tone"), name="Tone")]
    (path,) = write_formats(Kit("toy", tuple(pads)), folder, ["tidal"])
    assert [one.name for one in sorted((path / "tone").iterdir())] == ["01 Tone.wav", "02 Tone.wav"]


@pytest.mark.parametrize(
    ("name", "word"),
    [
        *[("Hand Drum 2", "handdrum2"), ("Tambourín é", "tambourine"), ("日本", "pad36"), ("808", "pad36")],
        *[("Aux", "pad36"), ("Com 1", "pad36"), ("Console", "console")],  # no folder on Windows can be called aux
    ],
)
def test_a_sound_has_a_name_that_mini_notation_can_spell(name, word, new_pad):
    assert sound_name(replace(new_pad("kick"), name=name)) == word


@pytest.mark.clients
def test_sclang_reads_the_wavs_of_every_sound_in_order(kit, folder, tmp_path):
    sclang = shutil.which("sclang")
    if sclang is None:
        pytest.skip("sclang is not installed (Debian: supercollider-language)")
    (path,) = write_formats(kit, folder, ["tidal"])
    script = tmp_path / "read.scd"
    script.write_text(LIKE_SUPERDIRT)
    home = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), str(tmp_path / "home"))
    qt = {"QTWEBENGINE_DISABLE_SANDBOX": "1", "QT_QPA_PLATFORM": "offscreen"}
    command = [sclang, str(script), str(path)]
    done = subprocess.run(command, env={**os.environ, **home, **qt}, capture_output=True, timeout=60, check=True)
    rows = [line.split("|") for line in done.stdout.decode().splitlines() if line.endswith("|44100")]
    expected = [(sound_name(pad), one.file) for pad in kit.pads for layer in pad.layers for one in layer]
    assert [(sound, name) for sound, name, *_ in rows] == sorted(expected)
    assert {tuple(row[2:]) for row in rows} == {("6615", "1", "44100")}


@pytest.mark.clients
def test_strudel_reads_the_sample_map(kit, folder):
    node = shutil.which("node")
    if node is None or not (ROOT / "node_modules" / "superdough").is_dir():
        pytest.skip("superdough is not installed (npm install)")
    (path,) = write_formats(kit, folder, ["tidal"])
    command = [node, "--input-type=module", "--eval", LIKE_STRUDEL, str(path / "strudel.json")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=True)
    sounds = dict(json.loads(line) for line in done.stdout.decode().splitlines() if line.startswith("["))
    assert {name: len(urls) for name, urls in sounds.items()} == {"kick": 1, "closedhat": 1, "openhat": 1, "snare": 12}
    assert sounds["kick"] == ["file:///kit/kick/01%20Kick.wav"]

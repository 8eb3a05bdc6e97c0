"""Hydrogen's own program checks, installs and plays a kit; skipped where it is missing."""

import os
import shutil
import subprocess
import tarfile
from xml.etree import ElementTree

import numpy as np
import pytest
import soundfile

from latentpad.kits.write import write_formats

NAMESPACE = "{http://www.hydrogen-music.org/drumkit}"
BEAT = 48
"""Ticks; at 120 beats per minute half a second."""

SONG = """<?xml version="1.0" encoding="UTF-8"?>
<song><version>1.2.0</version><bpm>120</bpm><volume>1</volume><mode>song</mode><patternModeMode>true</patternModeMode>
<componentList><drumkitComponent><id>0</id><name>Main</name><volume>1</volume></drumkitComponent></componentList>
<instrumentList>{instruments}</instrumentList>
<patternList><pattern><name>P</name><size>{size}</size><noteList>{notes}</noteList></pattern></patternList>
<patternSequence><group><patternID>P</patternID></group></patternSequence></song>"""
INSTRUMENT = (
    "<instrument><id>{0}</id><name>{0}</name><volume>1</volume><isMuted>false</isMuted><gain>1</gain>"
    "<Attack>0</Attack><Decay>0</Decay><Sustain>1</Sustain><Release>1000</Release><muteGroup>-1</muteGroup>"
    "<instrumentComponent><component_id>0</component_id><gain>1</gain></instrumentComponent></instrument>"
)
NOTE = (
    "<note><position>{0}</position><velocity>{2}</velocity><probability>1</probability><key>C0</key>"
    "<length>-1</length><instrument>{1}</instrument></note>"
)


@pytest.fixture
def drumkit(kit, folder):
    (path,) = write_formats(kit, folder, ["hydrogen"])
    return path


@pytest.fixture
def h2cli(tmp_path):
    """Return a function that runs Hydrogen without sound card, with a home folder of its own."""
    program = shutil.which("h2cli")
    if program is None:
        pytest.skip("h2cli is not installed (Debian: hydrogen)")
    home = {"HOME": str(tmp_path / "home"), "QT_QPA_PLATFORM": "offscreen", "JACK_NO_START_SERVER": "1"}

    def run(*arguments):
        command = [program, "-d", "null", *map(str, arguments)]
        done = subprocess.run(command, env={**os.environ, **home}, capture_output=True, timeout=60, check=True)
        return done.stdout.decode()

    return run


def test_an_instrument_has_note_level_and_mute_group(drumkit, kit):
    with tarfile.open(drumkit) as archive:
        assert archive.getnames()[0] == f"{drumkit.stem}/drumkit.xml"
        root = ElementTree.parse(archive.extractfile(archive.getnames()[0])).getroot()
    found = [
        [one.find(NAMESPACE + name).text for name in ("midiOutNote", "volume", "muteGroup", "sampleSelectionAlgo")]
        for one in root.iter(NAMESPACE + "instrument")
    ]
    assert found[0] == ["36", "0.501187", "-1", "VELOCITY"]
    assert found[1][2] == found[2][2] == "0"
    assert found[3] == ["38", "1.000000", "-1", "ROUND_ROBIN"]


def test_the_velocities_of_layers_meet_between_two_midi_velocities(drumkit):
    with tarfile.open(drumkit) as archive:
        root = ElementTree.parse(archive.extractfile(archive.getnames()[0])).getroot()
    layers = list(list(root.iter(NAMESPACE + "instrument"))[3].iter(NAMESPACE + "layer"))[::3]
    lows, highs = ([float(one.find(NAMESPACE + name).text) for one in layers] for name in ("min", "max"))
    assert (lows[0], highs[-1]) == (0, 1)
    assert lows[1:] == highs[:-1] == pytest.approx([31.5 / 127, 63.5 / 127, 95.5 / 127], abs=1e-6)


@pytest.mark.clients
def test_hydrogen_finds_the_kit_valid(drumkit, h2cli):
    assert f"[{drumkit}] is valid" in h2cli("-c", drumkit)


@pytest.mark.clients
def test_hydrogen_installs_and_plays_the_kit(drumkit, h2cli, tmp_path):
    h2cli("-i", drumkit)
    hits = [(0, 0, 1.0), (BEAT, 1, 1.0), (2 * BEAT, 3, 0.1), (3 * BEAT, 3, 0.6)]
    song = tmp_path / "four hits.h2song"
    instruments = "".join(INSTRUMENT.format(number) for number in range(4))
    song.write_text(
        SONG.format(instruments=instruments, size=4 * BEAT, notes="".join(NOTE.format(*hit) for hit in hits))
    )
    h2cli("-k", drumkit.stem, "-s", song, "-o", tmp_path / "played.wav")
    played, rate = soundfile.read(tmp_path / "played.wav")
    beats = [played[number * rate // 2 :, 0][: rate // 4] for number in range(4)]
    kick, hat, soft, hard = (np.argmax(np.abs(np.fft.rfft(beat, rate))) for beat in beats)
    assert (kick, hat) == (200, 300)
    assert soft in (500, 600, 700)
    assert hard in (1100, 1200, 1300)
    assert np.abs(beats[0]).max() / np.abs(beats[1]).max() == pytest.approx(10 ** (-6 / 20), abs=0.01)
    assert all(np.flatnonzero(np.abs(beat) > 1e-3)[0] < 10 for beat in beats)

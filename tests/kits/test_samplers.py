"""DecentSampler and .multisample, valid by what their makers publish."""

import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
import soundfile
import xmlschema

from latentpad.kits.write import write_formats

SCHEMAS = Path(__file__).parent / "schemas"


@pytest.fixture
def dspreset(kit, folder):
    (path,) = write_formats(kit, folder, ["decentsampler"])
    return path


@pytest.fixture
def multisample(kit, folder):
    (path,) = write_formats(kit, folder, ["multisample"])
    with zipfile.ZipFile(path) as archive:
        yield archive


def test_a_preset_of_decentsampler_is_valid_and_its_wavs_are_there(dspreset):
    xmlschema.validate(dspreset, SCHEMAS / "dspreset.xsd")
    samples = list(ElementTree.parse(dspreset).iter("sample"))
    assert len(samples) == 15
    assert all((dspreset.parent / sample.get("path")).is_file() for sample in samples)


def test_decentsampler_plays_hats_that_choke_and_layers_in_turn(dspreset):
    kick, closed, opened, snare = ElementTree.parse(dspreset).iter("group")
    assert (kick.get("volume"), kick.get("tags")) == ("-6.00dB", None)
    assert closed.get("silencedByTags") == opened.get("tags") == opened.get("silencedByTags") == closed.get("tags")
    last = snare[-1].attrib
    assert [last[name] for name in ("rootNote", "loNote", "hiNote", "loVel", "hiVel")] == ["38"] * 3 + ["96", "127"]
    assert [last[name] for name in ("seqMode", "seqLength", "seqPosition")] == ["round_robin", "3", "3"]


def test_a_multisample_is_valid_and_holds_its_wavs_uncompressed(multisample, folder):
    mapping = multisample.read("multisample.xml")
    xmlschema.validate(mapping.decode(), SCHEMAS / "multisample.xsd")
    names = {sample.get("file") for sample in ElementTree.fromstring(mapping).iter("sample")}
    assert {entry.filename for entry in multisample.infolist()} == names | {"multisample.xml"}
    assert {entry.compress_type for entry in multisample.infolist()} == {zipfile.ZIP_STORED}
    assert all(multisample.read(name) == (folder / name).read_bytes() for name in names)


def test_the_samples_of_a_multisample_have_notes_velocities_and_gains(multisample):
    root = ElementTree.fromstring(multisample.read("multisample.xml"))
    samples = list(root.iter("sample"))
    assert root.get("name") == "Toy <&> 'é' 日本"
    assert [group.get("name") for group in root.iter("group")] == ["Kick", "Closed Hat", "Open Hat", "Snare"]
    assert [sample.get("group") for sample in samples] == ["0", "1", "2", *["3"] * 12]
    assert [sample.get("gain") for sample in samples[:2]] == ["-6.000", "0.000"]
    assert [sample.get("zone-logic") for sample in samples[2:4]] == ["always-play", "round-robin"]
    for sample in samples:
        key = sample.find("key")
        assert key.get("root") == key.get("low") == key.get("high")
        with multisample.open(sample.get("file")) as file:
            assert float(sample.get("sample-stop")) == soundfile.info(file).frames

"""Drum Racks, compared with files that Live saved, from the package ableton-device-creator."""

from pathlib import Path
from xml.etree import ElementTree

import ableton_device_creator
import pytest
from ableton_device_creator.core import decode_adg
from ableton_device_creator.drum_racks import DrumRackModifier

from latentpad.kits.write import write_formats

SAVED = Path(ableton_device_creator.__file__).parent / "templates"


def saved(name):
    return ElementTree.fromstring(decode_adg(SAVED / name))


def outline(element, *without):
    """Return the names of an element and all below it, in order, but those that occur once per sound or mapping."""
    children = [outline(child, *without) for child in element if child.tag not in without]
    return element.tag, children


@pytest.fixture
def path(kit, folder):
    (path,) = write_formats(kit, folder, ["ableton"])
    return path


@pytest.fixture
def rack(path):
    return ElementTree.fromstring(decode_adg(path))


def value(element, path):
    return element.find(path).get("Value")


def test_a_rack_has_the_elements_and_the_version_of_one_that_live_saved(rack):
    original = saved("input_rack.adg")
    assert rack.attrib == original.attrib
    without = ("BranchPresets", "FilePresetRef", "AbletonDefaultPresetRef")
    assert outline(rack, *without) == outline(original, *without)


def test_a_pad_has_the_elements_of_one_that_live_saved(rack):
    original = saved("input_rack.adg").find(".//DrumBranchPreset")
    for pad in rack.iter("DrumBranchPreset"):
        pad.find("SourceContext").clear()
        original.find("SourceContext").clear()
        assert outline(pad, "OriginalSimpler", "KeyMidi") == outline(original, "DrumCell", "KeyMidi")


def test_a_simpler_and_its_samples_have_the_elements_of_one_that_live_saved(rack):
    original = saved("simpler-template.adv").find("OriginalSimpler")
    zone = outline(original.find(".//MultiSamplePart"))
    for simpler in rack.iter("OriginalSimpler"):
        assert outline(simpler, "MultiSamplePart") == outline(original, "MultiSamplePart")
        assert [outline(found) for found in simpler.iter("MultiSamplePart")] == [zone] * len(
            simpler.findall(".//MultiSamplePart")
        )


def test_pads_receive_their_notes_counted_down_from_128(path, kit):
    assert DrumRackModifier(path).get_note_mappings() == {n: 128 - pad.note for n, pad in enumerate(kit.pads)}
    assert kit.pads[0].note == 128 - 92


def test_every_sample_is_found_beside_the_rack(rack, folder):
    references = [sample.find("FileRef") for sample in rack.iter("SampleRef")]
    assert len(references) == 15
    for reference in references:
        wav = folder / value(reference, "RelativePath")
        assert (value(reference, "RelativePathType"), value(reference, "Path")) == ("1", "")
        assert int(value(reference, "OriginalFileSize")) == wav.stat().st_size
    assert "/" not in {letter for one in references for letter in value(one, "RelativePath")}


def test_hats_share_a_choke_group_and_levels_are_linear(rack):
    kick, closed, opened, snare = rack.iter("DrumBranchPreset")
    assert [value(pad, "ZoneSettings/ChokeGroup") for pad in (kick, closed, opened, snare)] == ["0", "1", "1", "0"]
    mixer = "MixerPreset/AbletonDevicePreset/Device/AudioBranchMixerDevice/Volume/Manual"
    assert float(value(kick, mixer)) == pytest.approx(10 ** (-6 / 20))
    assert float(value(snare, mixer)) == 1


def test_one_sample_is_a_one_shot_and_several_are_layers_that_take_turns(rack, kit):
    kick, *_, snare = (pad.find(".//OriginalSimpler") for pad in rack.iter("DrumBranchPreset"))
    assert [value(one, "Globals/PlaybackMode") for one in (kick, snare)] == ["1", "0"]
    assert [value(one, "Player/MultiSampleMap/RoundRobin") for one in (kick, snare)] == ["false", "true"]
    zones = list(snare.iter("MultiSamplePart"))
    assert [zone.get("Id") for zone in zones] == [str(number) for number in range(12)]
    found = [(int(value(zone, "VelocityRange/Min")), int(value(zone, "VelocityRange/Max"))) for zone in zones]
    assert found == [layer[0].velocity for layer in kit.pads[3].layers for _ in layer]

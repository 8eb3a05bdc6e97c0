"""MPC programs."""

from xml.etree import ElementTree

import pytest

from latentpad.kits.kit import Kit
from latentpad.kits.write import write_formats


@pytest.fixture
def program(kit, folder):
    (path,) = write_formats(kit, folder, ["mpc"])
    return ElementTree.parse(path).getroot().find("Program")


def texts(element, path):
    return [found.text or "" for found in element.findall(path)]


def test_all_128_pads_have_four_layers_counted_from_one(program):
    assert program.get("type") == "Drum"
    assert [one.get("number") for one in program.iter("Instrument")] == [str(number) for number in range(1, 129)]
    for instrument in program.iter("Instrument"):
        assert [layer.get("number") for layer in instrument.iter("Layer")] == ["1", "2", "3", "4"]


def test_the_first_pads_are_those_of_the_kit_and_no_note_is_twice(program, kit):
    notes = [int(note) for note in texts(program, "PadNoteMap/PadNote/Note")]
    assert notes[:4] == [pad.note for pad in kit.pads]
    assert sorted(notes) == list(range(128))


def test_a_layer_names_a_wav_beside_the_program_with_its_length(program, folder):
    layers = [layer for layer in program.iter("Layer") if layer.find("SampleName").text]
    assert len(layers) == 3 + 4
    for layer in layers:
        assert (folder / f"{layer.find('SampleName').text}.wav").is_file()
        assert (texts(layer, "Active"), texts(layer, "SliceEnd")) == (["True"], ["6615"])


def test_layers_play_by_velocity_and_a_round_robin_in_turn(program, new_pad, folder):
    snare = program.findall("Instruments/Instrument")[3]
    assert (texts(snare, "ZonePlay"), texts(snare, "Layers/Layer/VelStart")) == (["1"], ["1", "32", "64", "96"])
    (path,) = write_formats(Kit("turns", (new_pad("clap", 1, 3),)), folder, ["mpc"])
    clap = ElementTree.parse(path).find("Program/Instruments/Instrument")
    assert (texts(clap, "ZonePlay"), texts(clap, "Layers/Layer/Active")) == (["0"], ["True"] * 3 + ["False"])


def test_hats_share_a_mute_group_and_minus_six_decibels_are_half_the_square_of_the_volume(program):
    pads = program.findall("Instruments/Instrument")[:4]
    assert [texts(pad, "MuteGroup") for pad in pads] == [["0"], ["1"], ["1"], ["0"]]
    kick, hat = (float(pad.find("Volume").text) for pad in pads[:2])
    assert (kick / hat) ** 2 == pytest.approx(10 ** (-6 / 20), abs=1e-5)

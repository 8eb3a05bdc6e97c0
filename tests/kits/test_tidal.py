"""Folders for TidalCycles and Strudel."""

import json
from dataclasses import replace
from urllib.parse import unquote

import pytest

from latentpad.kits.formats.tidal import sound_name
from latentpad.kits.kit import Kit
from latentpad.kits.write import write_formats


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
    ("name", "word"), [("Hand Drum 2", "handdrum2"), ("Tambourín é", "tambourine"), ("日本", "pad36"), ("808", "pad36")]
)
def test_a_sound_has_a_name_that_mini_notation_can_spell(name, word, new_pad):
    assert sound_name(replace(new_pad("kick"), name=name)) == word

import json
from dataclasses import replace

import numpy as np
import pytest
import soundfile

from latentpad.errors import OwnSoundError, RangeError
from latentpad.player.library_audio import LibraryAudio
from latentpad.player.player import Player
from latentpad.request import Controls, Request
from latentpad.samples.folder import Folder
from latentpad.samples.recipe import read_recipe
from latentpad.sources import Morph

THERE = Request(0.875, 0.125, 5)


@pytest.fixture
def player(detailed_bundle, own_library, drop):
    return Player(detailed_bundle, Folder(drop), library=LibraryAudio((own_library,), detailed_bundle.map.names))


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "my ö.wav"
    time = np.arange(4000) / 11_025
    soundfile.write(path, 0.2 * np.sin(2 * np.pi * 500 * time) * np.exp(-time / 0.06), 11_025, "PCM_24")
    return path


def audio(rendered):
    return soundfile.read(rendered.path, dtype="float32")[0]


def test_a_sound_of_the_library_that_is_morphed_by_nothing_is_that_of_its_dot(player, own_library, detailed_bundle):
    index = 9
    x, y = detailed_bundle.map.points[index].tolist()
    dot = player.play(Request(x, y))
    same = player.morph(own_library / str(detailed_bundle.map.names[index]), 0.0, Request(x, y))
    assert (audio(same) == audio(dot)).all()
    assert same.confidence == dot.confidence == 1.0


def test_a_morph_ends_at_the_sample_of_the_point(player, own):
    assert (audio(player.morph(own, 1.0, THERE)) == audio(player.play(THERE))).all()


@pytest.mark.parametrize("amount", [-0.1, 1.5, float("nan")])
def test_an_amount_out_of_range_is_refused(player, own, amount):
    with pytest.raises(RangeError, match="amount must be 0 to 1, not"):
        player.morph(own, amount, THERE)


def test_a_morph_names_the_file_among_its_parents_while_it_is_heard(player, own):
    names = [player.morph(own, amount, THERE).parents for amount in (0.0, 0.25, 0.75, 1.0)]
    assert names[0] == ("my ö.wav",)
    assert names[1][0] == "my ö.wav"
    assert names[2][-1] == "my ö.wav" or "my ö.wav" in names[2]
    assert "my ö.wav" not in names[3]
    assert names[3] == player.play(THERE).parents


def test_a_morph_by_the_model_alone_has_no_parents(player, own):
    rendered = player.morph(own, 0.5, replace(THERE, controls=Controls(detail=0.0)))
    assert rendered.parents == ()
    assert rendered.confidence <= 0.5


@pytest.mark.parametrize("amount", [0.0, 0.4, 1.0])
def test_a_morph_is_played_again_bit_for_bit_from_its_recipe(player, own, amount):
    first = player.morph(own, amount, replace(THERE, controls=Controls(variation=0.3, pitch=2)))
    recipe = read_recipe(first.path)
    assert recipe.request == first.request
    assert recipe.request.source.path == str(own)
    assert len(recipe.request.source.digest) == 64
    assert player.again(first.path).path.read_bytes() == first.path.read_bytes()


def test_relatives_of_a_morph_are_played_again_bit_for_bit(player, own):
    first = player.morph(own, 0.4, replace(THERE, controls=Controls(variation=0.5)))
    relative = next(iter(player.vary(first.request, 1)))
    assert relative.request.source.origin == first.request.source
    assert player.again(relative.path).path.read_bytes() == relative.path.read_bytes()


def test_a_file_that_has_changed_or_gone_is_told(player, own):
    path = player.morph(own, 0.4, THERE).path
    content = own.read_bytes()
    own.write_bytes(content[:-6] + bytes([1]) * 6)
    with pytest.raises(OwnSoundError, match=r"my ö\.wav is not the file that it was when this sample was made"):
        player.again(path)
    own.unlink()
    with pytest.raises(OwnSoundError, match=r"my ö\.wav does not exist"):
        player.again(path)
    own.write_bytes(content)
    assert player.again(path).path.read_bytes() == path.read_bytes()


def test_a_relative_path_is_recorded_as_an_absolute_one(player, own, monkeypatch):
    monkeypatch.chdir(own.parent)
    assert player.morph(own.name, 0.5, THERE).request.source.path == str(own)


def test_a_path_that_does_not_fit_into_a_recipe_is_refused(player, own):
    folder = own.parent / ("é" * 60) / ("é" * 60)
    folder.mkdir(parents=True)
    (folder / "a.wav").write_bytes(own.read_bytes())
    with pytest.raises(OwnSoundError, match=r"a\.wav is in a folder whose path is too long for a recipe"):
        player.morph(folder / "a.wav", 0.5, THERE)


def test_the_file_of_a_morph_is_prepared_once(player, own, monkeypatch):
    prepared = player.renderer.own
    first = prepared(Morph(str(own), 0.1))
    assert prepared(Morph(str(own), 0.9)) is first
    copy = own.with_name("copy.wav")
    copy.write_bytes(own.read_bytes())
    assert prepared(Morph(str(copy), 0.5)) is first


def test_a_morph_is_named_after_the_kind_that_has_most_of_it(player, own):
    kind = player.locate(own).kind
    assert kind == "kick"
    assert player.morph(own, 0.1, THERE).path.name.startswith("kick_x0.875")
    assert player.morph(own, 0.9, THERE).path.name.startswith("snare_x0.875")


def test_the_recipe_of_a_morph_is_valid_json_in_ascii(player, own):
    comment = soundfile.SoundFile(player.morph(own, 0.5, THERE).path).comment
    assert comment.isascii()
    assert json.loads(comment)["source"]["morph"]["amount"] == 0.5

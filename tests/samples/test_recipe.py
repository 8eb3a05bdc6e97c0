import base64
import json
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from latentpad.errors import RecipeError
from latentpad.request import CONTROLS, Controls, Request
from latentpad.samples.recipe import KIND, Recipe, read_recipe
from latentpad.samples.wav_file import encode_wav
from latentpad.sources import Blend, Morph, Sibling, Step, WeightedPoint

RECIPE = Recipe(Request(0.1, 1.0, 2**31 - 1), bundle="toy", digest="0" * 64, version="0.1.0")
CONTROLLED = [control.key for control in CONTROLS]
SIGNAL = np.zeros(100, dtype=np.float32)
LONGEST = Controls(
    **{c.key: c.high if c.is_integer else (c.low + c.high + 0.1) / 3.000001 for c in CONTROLS},
    tune="C# minor pentatonic",
)
"""Controls whose numbers are as long as any."""


def wav_with_comment(path, text):
    """Write a wav with a comment."""
    with soundfile.SoundFile(path, "w", 8000, 1) as file:
        if text:
            file.comment = text
        file.write(SIGNAL)
    return path


def refused(path, complaint):
    with pytest.raises(RecipeError, match=complaint) as caught:
        read_recipe(path)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)
    assert len(str(caught.value).replace(str(path), "")) < 300
    return True


@pytest.mark.parametrize("x", [0.0, 0.1, 1 / 3, float(np.float32(0.3)), 5e-324, 1.0])
def test_a_recipe_is_read_back(tmp_path, x):
    recipe = replace(RECIPE, request=Request(x, 1.0))
    (tmp_path / "a.wav").write_bytes(encode_wav(SIGNAL, 8000, recipe))
    assert read_recipe(tmp_path / "a.wav") == recipe


@pytest.mark.parametrize("name", ["Größe 鼓 \U0001f941", 'quotes " and \\', "two\nlines", "\U0001f941" * 100])
def test_any_bundle_name_is_read_back(tmp_path, name):
    (tmp_path / "a.wav").write_bytes(encode_wav(SIGNAL, 8000, replace(RECIPE, bundle=name)))
    assert read_recipe(tmp_path / "a.wav").bundle == name


def test_a_recipe_is_a_flat_object_of_point_bundle_and_controls():
    fields = {"x": 0.1, "y": 1.0, "seed": 2**31 - 1, "bundle": "toy", "digest": "0" * 64, "version": "0.1.0"}
    plain = {"variation": 0.0, "length": 1.0, "pitch": 0.0, "decay": 1.0, "tone": 0.0, "detail": 1.0, "dynamics": 0.0}
    assert list(RECIPE.to_dict().items()) == list((fields | plain).items())
    shaped = {"variation": 0.5, "length": 2.0, "pitch": -7.0, "decay": 0.25, "tone": 3.0}
    shaped |= {"detail": 0.5, "dynamics": 1.0}
    found = Recipe.from_dict(fields | shaped, Path("a.wav"))
    assert found.request == Request(0.1, 1.0, 2**31 - 1, Controls(0.5, 2.0, -7.0, 0.25, 3.0, 0.5, 1.0))


def test_a_recipe_without_controls_gets_their_defaults(tmp_path):
    fields = {key: value for key, value in RECIPE.to_dict().items() if key not in CONTROLLED}
    path = wav_with_comment(tmp_path / "a.wav", json.dumps({"kind": KIND, **fields}))
    assert read_recipe(path) == RECIPE


def test_a_recipe_of_the_first_version_gets_the_defaults_of_later_controls():
    first = {"x": 0.1, "y": 1.0, "seed": 7, "bundle": "toy", "digest": "0" * 64, "version": "0.1.0"}
    first |= {"variation": 0.5, "length": 2.0, "pitch": -7.0, "decay": 0.25, "tone": 3.0}
    found = Recipe.from_dict(first, Path("a.wav"))
    assert found.request == Request(0.1, 1.0, 7, Controls(0.5, 2.0, -7.0, 0.25, 3.0, detail=1.0, dynamics=0.0))


def test_a_recipe_says_how_sure_its_sample_is():
    known = replace(RECIPE, confidence=0.12345)
    assert known.to_dict()["confidence"] == 0.123
    assert Recipe.from_dict(known.to_dict(), Path("a.wav")).confidence == 0.123
    for damaged in (-0.1, 1.1, "1", True, None):
        assert Recipe.from_dict({**RECIPE.to_dict(), "confidence": damaged}, Path("a.wav")) == RECIPE


def test_the_longest_recipe_fits_a_comment(tmp_path):
    request = Request(1 / 3, 2 / 3, 2**31 - 1, LONGEST)
    recipe = replace(RECIPE, request=request, bundle="\U0001f941" * 100)
    (tmp_path / "a.wav").write_bytes(encode_wav(SIGNAL, 8000, recipe))
    assert read_recipe(tmp_path / "a.wav") == recipe


DESCRIBED = replace(RECIPE, pitch_hz=110.25, parents=("kick/a.wav", "snare/é.wav"))


def test_pitch_and_parents_are_read_back(tmp_path):
    (tmp_path / "a.wav").write_bytes(encode_wav(SIGNAL, 8000, DESCRIBED))
    assert read_recipe(tmp_path / "a.wav") == DESCRIBED
    assert list(DESCRIBED.to_dict())[-2:] == ["pitch_hz", "parents"]
    assert replace(DESCRIBED, pitch_hz=110.2468).to_dict()["pitch_hz"] == 110.25


def test_what_is_not_known_of_a_sample_is_not_in_its_recipe():
    assert not {"pitch_hz", "parents"} & set(RECIPE.to_dict())


@pytest.mark.parametrize(
    "name", ["x" * 3000, "é" * 3000, "\U0001f941" * 3000, "\\" * 3000, "\0" * 3000, "\ud800" * 3000]
)
@pytest.mark.parametrize("bundle", ["toy", "\U0001f941" * 100])
def test_of_names_that_do_not_fit_the_ends_are_kept(tmp_path, name, bundle):
    request = Request(1 / 3, 2 / 3, 2**31 - 1, LONGEST)
    names = (f"{name}/kick 1.wav", f"{name}/kick 2.wav", "short.wav")
    recipe = replace(DESCRIBED, request=request, bundle=bundle, parents=names)
    assert len(recipe.to_text()) <= 2045
    (tmp_path / "a.wav").write_bytes(encode_wav(SIGNAL, 8000, recipe))
    found = read_recipe(tmp_path / "a.wav")
    assert replace(found, parents=names) == recipe
    assert [name.endswith(end) for name, end in zip(found.parents, ("kick 1.wav", "kick 2.wav"), strict=False)] == [
        True
    ] * 2
    assert found.parents[2] == "short.wav"
    assert found.parents[0].startswith("...")


@pytest.mark.parametrize("n_bytes", range(1500, 1560))
def test_a_comment_is_never_longer_than_what_can_be_read(tmp_path, n_bytes):
    recipe = replace(DESCRIBED, bundle="b" * n_bytes, parents=("x" * 200,))
    (tmp_path / "a.wav").write_bytes(encode_wav(SIGNAL, 8000, recipe))
    assert read_recipe(tmp_path / "a.wav").request == recipe.request


def test_names_for_which_there_is_no_room_are_left_out(tmp_path):
    recipe = replace(DESCRIBED, bundle="b" * 1720, parents=("x" * 300,) * 3)
    (tmp_path / "a.wav").write_bytes(encode_wav(SIGNAL, 8000, recipe))
    assert read_recipe(tmp_path / "a.wav") == replace(recipe, parents=())


@pytest.mark.parametrize(
    "damaged",
    [
        *({"pitch_hz": value} for value in (None, "A4", True, -1, float("nan"), float("inf"), 10**400, [440])),
        *({"parents": value} for value in (None, "kick.wav", 3, {"a": "b"}, [1], ["kick.wav", None])),
    ],
)
def test_damaged_descriptions_do_not_keep_a_sample_from_being_rendered_again(tmp_path, damaged):
    text = json.dumps({"kind": KIND, **RECIPE.to_dict(), **damaged})
    assert read_recipe(wav_with_comment(tmp_path / "a.wav", text)) == RECIPE


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    assert refused(tmp_path / "gone.wav", "does not exist; name a wav rendered by latentpad$")
    assert refused(tmp_path / ("x" * 300), "does not exist; name a wav rendered by latentpad$")
    assert refused(tmp_path, "is a folder; name a wav rendered by latentpad$")


@pytest.mark.parametrize("content", [b"", b"RIFF", b"no wav at all\n" * 100, b"RIFF\xff\xff\xff\xffWAVEfmt "])
def test_a_file_that_is_not_audio_is_refused(tmp_path, content):
    (tmp_path / "a.wav").write_bytes(content)
    assert refused(tmp_path / "a.wav", "cannot be read as audio")


@pytest.mark.parametrize(
    "text", ["", "Recorded on a rainy day", "{", "[" * 5000, "3", "null", "[]", "{}", '{"kind": 1}']
)
def test_a_wav_of_another_program_is_refused(tmp_path, text):
    assert refused(wav_with_comment(tmp_path / "a.wav", text), "has no recipe; it was not rendered by latentpad")


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"x": float("nan")}, "x=nan, must be between 0 and 1$"),
        ({"x": float("inf")}, "x=inf, must be between 0 and 1$"),
        ({"x": 10**400}, r"x=1000\S*000, must be between 0 and 1$"),
        ({"x": -0.001}, "x=-0.001, must be between 0 and 1$"),
        ({"y": 1.001}, "y=1.001, must be between 0 and 1$"),
        ({"y": True}, "y=True, must be between 0 and 1$"),
        ({"y": "0.5"}, "y='0.5', must be between 0 and 1$"),
        ({"seed": 0.5}, "seed=0.5, must be an integer between 0 and 2147483647$"),
        ({"seed": False}, "seed=False, must be"),
        ({"seed": -1}, "seed=-1, must be"),
        ({"seed": 2**31}, "seed=2147483648, must be"),
        ({"bundle": None}, "bundle=None, must be a string$"),
        ({"digest": ["a"] * 300}, "digest=.*, must be a string$"),
        ({"version": 1}, "version=1, must be a string$"),
        ({"variation": 1.5}, "variation=1.5, must be between 0 and 1$"),
        ({"length": 0}, "length=0, must be between 0.25 and 4$"),
        ({"pitch": "up"}, "pitch='up', must be between -24 and 24$"),
        ({"decay": True}, "decay=True, must be between 0 and 1$"),
        ({"tone": float("nan")}, "tone=nan, must be between -12 and 12$"),
        ({"detail": 1.01}, "detail=1.01, must be between 0 and 1$"),
        ({"dynamics": -1}, "dynamics=-1, must be between 0 and 1$"),
        ({"reverse": 0.5}, "reverse=0.5, must be an integer between 0 and 1$"),
        ({"tune": "H minor"}, "tune='H minor', must be off, .*, not 'H minor'$"),
        ({"tune": 3}, "tune=3, must be off, .*, not 3$"),
        ({"reverse": True}, "reverse=True, must be an integer between 0 and 1$"),
        ({"reverb": 0.5}, "has unknown or missing fields; update latentpad$"),
        ({"self": 0.5}, "has unknown or missing fields"),
    ],
)
def test_a_recipe_with_an_invalid_value_is_refused(tmp_path, changes, complaint):
    text = json.dumps({"kind": KIND, **RECIPE.to_dict(), **changes})
    assert refused(wav_with_comment(tmp_path / "a.wav", text), complaint)


@pytest.mark.parametrize("name", [name for name in RECIPE.to_dict() if name not in CONTROLLED])
def test_a_recipe_that_lacks_a_field_is_refused(tmp_path, name):
    fields = {key: value for key, value in RECIPE.to_dict().items() if key != name}
    text = json.dumps({"kind": KIND, **fields})
    assert refused(
        wav_with_comment(tmp_path / "a.wav", text),
        "has unknown or missing fields; update latentpad$",
    )


def test_a_damaged_wav_has_a_valid_recipe_or_is_refused(tmp_path):
    path, whole = tmp_path / "a.wav", encode_wav(SIGNAL, 8000, RECIPE)
    for place in range(0, len(whole), 3):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            found = read_recipe(path)
        except RecipeError:
            continue
        assert isinstance(found, Recipe)


SOURCES = [
    Blend((WeightedPoint(0.1, 0.2, 1.0), WeightedPoint(1.0, 0.0, -0.5))),
    Blend(tuple(WeightedPoint(float(np.float32(1 / 3)), 1 / 7, 1 / (k + 1)) for k in range(16))),
    Morph("/samples/Größe 鼓.wav", 0.25, "0123456789abcdef" * 4),
    Sibling((Step(3, 0.5), Step(2**31 - 1, 1.0))),
    Sibling((Step(0, 1.0),) * 16, Morph("/a.wav", 1.0, "f" * 64)),
    Sibling((Step(5, 0.1),), Blend((WeightedPoint(0.1, 0.2, 1.0), WeightedPoint(1.0, 0.0, -0.5)))),
]


@pytest.mark.parametrize("source", SOURCES)
def test_the_source_of_a_sample_is_read_back(tmp_path, source):
    recipe = replace(RECIPE, request=replace(RECIPE.request, source=source), parents=("a" * 900,) * 16)
    (tmp_path / "a.wav").write_bytes(encode_wav(SIGNAL, 8000, recipe))
    assert read_recipe(tmp_path / "a.wav").request == recipe.request


LONG_BLEND = Blend(tuple(WeightedPoint(1 / (k + 3), 1 - 1 / (k + 3), 16 / (k + 7)) for k in range(16)))
LONG_STEPS = tuple(Step(2**31 - 1 - k, 1 / (k + 3)) for k in range(16))


@pytest.mark.parametrize(
    "source",
    [
        Sibling(LONG_STEPS, LONG_BLEND),
        Sibling(LONG_STEPS, Morph("/" + "鼓" * 99, 1 / 3, "f" * 64)),
        Sibling(LONG_STEPS),
        LONG_BLEND,
    ],
)
def test_the_longest_source_with_the_longest_names_is_read_back(tmp_path, source):
    request = Request(1 / 3, 2 / 3, 2**31 - 1, LONGEST, source)
    recipe = replace(DESCRIBED, request=request, bundle="\U0001f941" * 100, parents=("a" * 900,) * 16, confidence=0.123)
    (tmp_path / "a.wav").write_bytes(encode_wav(SIGNAL, 8000, recipe))
    found = read_recipe(tmp_path / "a.wav")
    assert (found.request, found.digest, found.pitch_hz) == (request, recipe.digest, recipe.pitch_hz)
    assert recipe.bundle.endswith(found.bundle.removeprefix("..."))


@pytest.mark.parametrize(
    "source",
    [
        [],
        {"blend": "AAA"},
        {"blend": "!" * 64},
        {"blend": base64.b64encode(struct.pack("<6d", 0, 0, 1, 0, float("nan"), 1)).decode()},
        {"blend": base64.b64encode(bytes(24 * 17)).decode()},
        {"steps": base64.b64encode(bytes(11)).decode()},
        {"steps": "é"},
        {"steps": ""},
        "blend",
        {"blend": []},
        {"blend": [[0, 0, 1]]},
        {"blend": [[0, 0, 1], [0, 0]]},
        {"blend": [[0, 0, 1], [0, 2, 1]]},
        {"blend": [[0, 0, 1], [0, 1, 17]]},
        {"blend": [[0, 0, 0], [0, 1, -1]]},
        {"blend": [[0, 0, 1], [0, 1, True]]},
        {"blend": [[0, 0, 1]] * 17},
        {"morph": {"path": "a.wav"}},
        {"morph": {"path": 1, "amount": 0.5}},
        {"morph": {"path": "a.wav", "amount": 0.5}},
        {"morph": {"path": "a.wav", "amount": 0.5, "digest": ""}},
        {"morph": {"path": "a.wav", "amount": 1.5, "digest": "0" * 64}},
        {"weather": {}},
        {"steps": []},
        {"steps": [[1, 0.5]] * 17},
        {"steps": [[1.5, 0.5]]},
        {"steps": [[1, 2]]},
        {"steps": [[1, 0.5]], "of": {}},
        {"steps": [[1, 0.5]], "of": {"steps": [[1, 0.5]]}},
    ],
)
def test_a_damaged_or_unknown_source_is_refused(tmp_path, source):
    text = json.dumps({"kind": KIND, **RECIPE.to_dict(), "source": source})
    assert refused(wav_with_comment(tmp_path / "a.wav", text), "source=")


def test_a_later_control_is_in_a_recipe_where_it_is_not_at_its_default():
    assert "attack" not in RECIPE.to_dict()
    sharp = replace(RECIPE, request=Request(0.1, 1.0, 0, Controls(attack=0.5)))
    assert sharp.to_dict()["attack"] == 0.5
    assert Recipe.from_dict(sharp.to_dict(), Path("a.wav")) == sharp

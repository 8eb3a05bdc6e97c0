"""The section on detail: figures of sounds that are known, and of the toy with a library."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra [export]")
from latentpad_export.evaluate.cache import Cache
from latentpad_export.evaluate.metrics.descriptors import Descriptors
from latentpad_export.evaluate.metrics.estimate import intervals_of
from latentpad_export.evaluate.sections.detail import measure_detail
from latentpad_export.evaluate.sections.detail_figures import (
    groups,
    half_way_figures,
    inside_figures,
    left_out_figures,
    on_figures,
)
from latentpad_export.evaluate.subjects import walks
from latentpad_export.evaluate.subjects.detail import choose_rows, prepare_detail
from latentpad_export.evaluate.subjects.generated import Descriptions
from latentpad_export.evaluate.subjects.measured import TRAITS, Measured
from latentpad_export.evaluate.subjects.originals import Originals

N_BANDS, N_FRAMES = 64, 96


def measured(features, **columns):
    """Return measurements of sounds with features [n, n_bands, n_frames]; columns not given are 1."""
    n = len(features)
    descriptors, traits = np.ones((n, len(Descriptors._fields))), np.ones((n, len(TRAITS)))
    for name, value in columns.items():
        table, names = (traits, TRAITS) if name in TRAITS else (descriptors, Descriptors._fields)
        table[:, names.index(name)] = value
    bytes_ = np.round(255 * np.asarray(features)).astype(np.uint8)
    return Measured(Descriptions(bytes_, descriptors, np.ones(n, dtype=bool)), traits)


@pytest.fixture
def noise(rng):
    """Features of eight sounds."""
    return rng.uniform(0.4, 1, (8, N_BANDS, N_FRAMES))


pytestmark = pytest.mark.usefixtures("few_trees")


def test_copies_of_real_sounds_have_no_error_and_are_not_told_from_them(noise):
    real = measured(noise, certainty=1, hertz=440)
    found = on_figures(real, real)
    assert found["told"] == 0.5
    assert found["smoothed_error"] == found["loudness"] == found["punch"] == found["pitch_cents"] == 0
    assert found["attack_within_20_percent"] == found["texture"] == found["clarity"] == 1
    assert (found["sounds"], found["pitched"], found["pitch_off"], found["silent"]) == (8, 8, 0, 0)


def test_pitches_are_off_by_their_interval_and_where_there_is_none(noise):
    real = measured(noise, certainty=[1] * 4 + [0.5] * 4, hertz=440)
    semitone = 440 * 2 ** (1 / 12)
    found = on_figures(measured(noise, hertz=[440, semitone, semitone, 0, 9, 9, 9, 9]), real)
    assert found["pitched"] == 4
    assert found["pitch_cents"] == pytest.approx(100)
    assert found["pitch_off"] == 0.75


def test_differences_of_level_attack_and_clarity_are_those_that_were_made(noise):
    real = measured(noise, loudness=-21, punch=3, attack=0.1, certainty=1, clarity=0.8)
    made = measured(noise, loudness=[-20, -22] * 4, punch=5, attack=[0.11, 0.13] * 4, clarity=0.4)
    found = on_figures(made, real)
    assert found["loudness"] == pytest.approx(1)
    assert found["punch"] == pytest.approx(2)
    assert found["attack_within_20_percent"] == 0.5
    assert found["clarity"] == pytest.approx(0.5)


def test_silent_sounds_are_counted_but_not_compared(noise):
    real = measured(noise)
    made = replace(real, descriptions=replace(real.descriptions, sounding=np.arange(8) < 2))
    found = on_figures(made, real)
    assert (found["sounds"], found["silent"], found["told"]) == (2, 6, None)
    assert found["smoothed_error"] == 0


def test_intervals_of_whole_kits_are_wider(rng, noise):
    errors = rng.normal(0, 0.05, 4)[np.repeat(np.arange(4), 2)]
    made, real = measured(np.clip(noise + errors[:, None, None], 0, 1)), measured(noise)
    alone, kits = (intervals_of(on_figures(made, own)) for own in (real, real.of_units(np.repeat(np.arange(4), 2))))
    assert (
        kits["smoothed_error"][1] - kits["smoothed_error"][0] > alone["smoothed_error"][1] - alone["smoothed_error"][0]
    )
    assert {"told", "odg", "attack_within_20_percent", "texture"} <= set(alone)
    assert "sounds" not in alone


def test_half_of_two_features_is_in_the_middle_of_the_way(noise):
    first, second = measured(np.full_like(noise, 0.4), attack=0.1), measured(np.full_like(noise, 0.8), attack=0.2)
    found = half_way_figures(measured(np.full_like(noise, 0.6), attack=[0.09, 0.15, 0.23, 0.3] * 2), first, second)
    assert found["off_path"] == pytest.approx(1, abs=0.01)
    assert found["nearer"] == pytest.approx(0.5, abs=0.01)
    assert found["attack_in_range"] == 0.75
    copy = half_way_figures(first, first, second)
    assert (copy["off_path"], copy["nearer"]) == (1, 0)


def test_one_pitch_between_two_is_one_that_exceeds_neither(noise):
    first, second = (measured(noise, certainty=c, hertz=hz) for c, hz in (([0.3] * 5 + [0] * 3, 100), (0.9, 200)))
    made = measured(noise, hertz=[100, 150, 205, 90, 0, 150, 150, 150], clarity=0.5, prominence=-3)
    found = half_way_figures(made, first, second)
    assert (found["pairs"], found["pitched_pairs"]) == (8, 5)
    assert found["one_pitch"] == pytest.approx(3 / 5)
    assert found["clarity"] == 0.5
    assert found["prominence"] == -4


def test_equal_sounds_are_twins_and_copies(noise):
    sounds = measured(noise)
    library = np.zeros((1, N_BANDS * N_FRAMES // 4), dtype=np.float32)
    found = inside_figures(sounds, sounds, library, copies_below=0.0)
    assert (found["points"], found["copies"]) == (8, 0)
    same = measured(np.repeat(noise[:1], 8, axis=0))
    assert inside_figures(same, same, library, copies_below=1e9)["copies"] == 1
    assert inside_figures(same, same, library, copies_below=0.0)["twins"] == 1


def test_a_sound_left_out_is_as_far_as_what_is_played_there(noise):
    real, made = measured(np.full_like(noise, 0.5)), measured(np.full_like(noise, 0.6))
    found = left_out_figures(made, real, measured(np.full_like(noise, 0.8)))
    assert found["distance"] == pytest.approx(8, abs=0.3)
    assert found["distance_of_nearest"] == pytest.approx(24, abs=0.3)


def test_spots_are_pitched_if_all_of_their_sounds_are(noise):
    one, other = measured(noise, certainty=[1, 0.8, 0.2, 0.2] * 2), measured(noise, certainty=[1, 0.2, 1, 0.2] * 2)
    assert {name: int(mask.sum()) for name, mask in groups(one, other).items()} == {
        "all": 8,
        "unpitched": 6,
        "pitched": 2,
    }
    assert [*groups(measured(noise, certainty=0))] == ["all", "unpitched"]
    assert [*groups(measured(noise[:0]))] == []


@pytest.fixture
def section(detailed_bundle, reference, tmp_path, monkeypatch):
    """Measure the toy with its library on its map, and other versions of it."""
    monkeypatch.setattr(walks, "N_STEPS", 4)
    monkeypatch.setattr("latentpad_export.evaluate.subjects.measured.N_VISQOL", 1)

    def measure(*bundles, n=16):
        originals = tuple(Originals(bundle, reference) for bundle in bundles)
        chosen = choose_rows(bundles, reference, originals, n, seed=0)
        subjects = [
            prepare_detail(bundle, own, rows, Cache(tmp_path), 0, n_strokes=1)
            for bundle, own, rows in zip(bundles, originals, chosen, strict=True)
        ]
        return measure_detail(tuple(subjects), reference)

    return measure


def test_points_of_sounds_play_the_sounds_and_the_model_does_not(detailed_bundle, section):
    found = section(detailed_bundle)
    figures = found.figures["bundles"]["toy"]
    detail, model = figures["on"]["detail"]["all"], figures["on"]["model"]["all"]
    assert detail["smoothed_error"] < 1 < model["smoothed_error"]
    assert detail["attack_within_20_percent"] == 1
    assert model["told"] > 0.8
    assert figures["half_way"]["crossfade"]["all"]["off_path"] < figures["half_way"]["model"]["all"]["off_path"]
    assert figures["heard"]["on"] == detail
    assert figures["inside"]["detail"]["points"] == 16
    assert set(figures["walks"]) == {"detail", "model", "crossfade"}
    assert [table.title for table in found.tables] == [
        "On the points of sounds",
        "Texture by label",
        "Half-way between neighbours",
        "Between sounds",
        "Sounds left out",
    ]
    assert all(
        row[0].startswith("toy, ") for table in found.tables if table.columns[0] != "label" for row in table.rows
    )
    assert len(found.pictures) == 1
    played = {(example.row, example.title) for example in found.examples}
    assert played >= {("kick", "original"), ("kick", "toy, detail 1"), ("kick", "half-way, detail 1")}
    reals = found.figures["bundles"]["toy"]["real"]
    assert 0 <= reals["half_way"]["attack_in_range"] <= 1
    assert 0 <= reals["inside"]["twins"] <= 1
    assert not [sentence for sentence in found.missing if "toy" in sentence]


def test_a_bundle_without_sounds_at_hand_says_so_in_its_rows(detailed_bundle, section):
    strange = replace(detailed_bundle.map, sketches=255 - detailed_bundle.map.sketches)
    older = replace(detailed_bundle.map, triangles=None, outlines=None)
    bundles = [replace(detailed_bundle, name=n, map=m, digest=n) for n, m in (("strange", strange), ("older", older))]
    found = section(*bundles)
    for bundle in bundles:
        for table in (found.tables[i] for i in (0, 2, 3, 4)):
            rows = [row for row in table.rows if row[0].startswith(bundle.name)]
            assert rows[0][0] == f"{bundle.name}, detail 1: no sounds at hand"
            assert set(rows[0][1:]) == {None}
            assert rows[1][0].startswith(f"{bundle.name}, the model alone")
        assert found.figures["bundles"][bundle.name]["heard"]["way"] == "model"
    assert found.missing[0].startswith("Detail of strange: its sounds are neither in the library nor in the bundle")
    assert any(sentence.startswith("Detail of older: its map has no triangles") for sentence in found.missing)
    assert found.pictures == ()
    assert {example.title for example in found.examples if example.group == "strange: half-way between two sounds"} == {
        *("first parent", "half-way, the model alone", "second parent")
    }


def test_a_map_of_another_library_has_no_figures(detailed_bundle, section):
    other = replace(detailed_bundle.map, names=np.array([f"elsewhere {i}.wav" for i in range(32)]))
    found = section(replace(detailed_bundle, map=other))
    assert "Points of toy: none of its 32 sounds is in the library or in the bundle." in found.missing
    assert found.figures["bundles"]["toy"]["sounds"] == 0


def test_the_thesis_is_played_its_own_way_only(detailed_bundle, section):
    found = section(detailed_bundle, replace(detailed_bundle, name="old", preset="thesis", digest="old"), n=5)
    assert set(found.figures["bundles"]["old"]["on"]) == {"thesis"}
    rows = [row[0] for row in found.tables[2].rows]
    assert any(title.startswith("old, as in the thesis") for title in rows)
    assert found.figures["bundles"]["old"]["sounds"] == found.figures["bundles"]["toy"]["sounds"]

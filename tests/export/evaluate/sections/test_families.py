"""The section on families: figures of sounds and steps that are known, and of the toy with a library."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra [export]")
from latentpad_export.evaluate.cache import Cache
from latentpad_export.evaluate.metrics.descriptors import Descriptors
from latentpad_export.evaluate.sections.families import measure_families
from latentpad_export.evaluate.sections.family_figures import (
    blend_figures,
    cents_from_kick,
    kit_figures,
    path_figures,
)
from latentpad_export.evaluate.sections.family_labels import agreement_figures, kind_figures
from latentpad_export.evaluate.subjects.families import prepare_families
from latentpad_export.evaluate.subjects.generated import Descriptions
from latentpad_export.evaluate.subjects.kind_walks import KindWalks
from latentpad_export.evaluate.subjects.kits import ORDERS, Kits, follows_kick
from latentpad_export.evaluate.subjects.measured import TRAITS, Measured
from latentpad_export.evaluate.subjects.originals import Originals

pytestmark = pytest.mark.usefixtures("few_trees")

N_BANDS, N_FRAMES = 64, 96
ELECTRONIC = ORDERS.index("electronic")
BASS = 13
"""Pad of the electronic recipe that is tuned to the kick."""


def measured(features, **columns):
    """Return measurements of sounds with features [n, n_bands, n_frames]; columns not given are 1."""
    n = len(features)
    descriptors, traits = np.ones((n, len(Descriptors._fields))), np.ones((n, len(TRAITS)))
    for name, value in columns.items():
        table, names = (traits, TRAITS) if name in TRAITS else (descriptors, Descriptors._fields)
        table[:, names.index(name)] = value
    bytes_ = np.round(255 * np.asarray(features)).astype(np.uint8)
    return Measured(Descriptions(bytes_, descriptors, np.ones(n, dtype=bool)), traits)


def flat(level, n=8):
    return np.full((n, N_BANDS, N_FRAMES), level)


def kits(numbers, pads, made, rows=None):
    n = len(numbers)
    rows = np.zeros(n, dtype=int) if rows is None else np.array(rows)
    return Kits(made, made, np.array(numbers), np.array(pads), rows, np.full(n, "kick"))


class Knows:
    """A classifier that reads the label off the first value of a feature: one in ten per label."""

    labels = ("kick", "snare", "hat")

    def __call__(self, features):
        from latentpad_export.evaluate.metrics.classifier import Predictions

        found = np.round(features[:, 0, 0] / 25.5).astype(int)
        return Predictions(np.zeros((len(features), 1)), np.eye(len(self.labels))[found])


def test_a_blend_in_the_middle_is_half_as_far_from_both_as_they_are_apart():
    first, second = measured(flat(0.4), attack=0.1, texture=2), measured(flat(0.8), attack=0.2, texture=4)
    middle = measured(flat(0.6), attack=[0.09, 0.15, 0.23, 0.3] * 2, texture=3)
    found = blend_figures(middle, first, second, (first, second))
    assert (found["blends"], found["silent"], found["between"], found["texture"]) == (8, 0, 1, 1)
    assert (found["from_first"], found["from_second"]) == pytest.approx((0.5, 0.5), abs=0.01)
    assert found["attack_in_range"] == 0.75
    assert found["attack"] == pytest.approx(0.19 / np.sqrt(0.1 * 0.2), rel=0.01)


def test_a_blend_beyond_a_sound_is_farther_from_the_other_than_they_are_apart():
    first, second = measured(flat(0.6)), measured(flat(0.4))
    found = blend_figures(measured(flat(0.7)), first, second, (first,))
    assert found["between"] is None
    assert found["from_first"] == pytest.approx(0.5, abs=0.02)
    assert found["from_second"] == pytest.approx(1.5, abs=0.02)


def test_a_copy_is_no_farther_from_its_original_and_twin_of_itself():
    first, second = measured(flat(0.4)), measured(flat(0.8))
    found = blend_figures(first, first, second, (first, second))
    assert (found["from_first"], found["from_second"], found["twins"]) == (0, 1, 1)


def test_equal_steps_do_not_deviate_and_others_do_by_their_share_of_the_mean():
    equal, one_larger, silent = np.full(4, 3.0), np.array([1.0, 1, 1, 5]), np.full(4, np.nan)
    rows = np.array([equal, one_larger, silent])
    played, even = [rows, 2 * rows, rows / 10], [rows[[1, 1, 1]]] * 3
    steps = np.stack([np.stack(played, axis=1), np.stack(even, axis=1)], axis=1)
    found = path_figures(steps)
    heard, features = found["heard"]["heard"], found["heard"]["features"]
    assert (heard["lines"], heard["with_silence"], heard["even"]) == (2, 1, 0.5)
    assert (heard["deviation"], heard["worst_deviation"]) == (0.75, 1.5)
    assert (heard["step"], features["step"]) == (2.5, 5)
    assert features["deviation"] == heard["deviation"]
    assert found["even"]["heard"]["even"] == 0


def test_lines_that_do_not_change_have_equal_steps():
    assert path_figures(np.zeros((2, 2, 3, 7)))["heard"]["heard"]["even"] == 1


def test_two_equal_samples_of_one_kit_are_twins_and_of_two_kits_are_not(rng):
    features = rng.uniform(0, 1, (4, N_BANDS, N_FRAMES))
    features[1] = features[0]
    same, apart = ([0, 0, 0, 0], [0, 1, 0, 1])
    everything, unknown = np.ones(4, dtype=bool), np.full(1, "")
    found = kit_figures(kits(same, [0, 1, 2, 3], measured(features)), everything, unknown)
    assert (found["kits"], found["samples"], found["twins"], found["kits_with_twins"]) == (1, 4, 0.5, 1)
    assert found["main_kit"] is None
    found = kit_figures(kits(apart, [0, 0, 1, 1], measured(features)), everything, unknown)
    assert (found["kits"], found["twins"], found["kits_with_twins"]) == (2, 0, 0)


def test_levels_of_a_kit_differ_by_their_range(rng):
    sounds = measured(rng.uniform(0, 1, (4, N_BANDS, N_FRAMES)), loudness=[-20, -22, -20, -22])
    found = kit_figures(kits([0] * 4, range(4), sounds), np.ones(4, dtype=bool), np.full(1, ""))
    assert found["loudness_spread"] == pytest.approx(1)
    assert found["loudness_range"] == pytest.approx(2)


def test_the_main_kit_is_the_one_that_most_samples_are_from(rng):
    sounds = measured(rng.uniform(0, 1, (5, N_BANDS, N_FRAMES)))
    names = np.array(["808", "909", ""])
    found = kit_figures(kits([0] * 5, range(5), sounds, rows=[0, 0, 0, 1, 2]), np.ones(5, dtype=bool), names)
    assert found["main_kit"] == 0.75


def test_a_bass_is_off_the_kick_by_its_interval_without_octaves(rng):
    semitone = 2 ** (1 / 12)
    sounds = measured(rng.uniform(0, 1, (4, N_BANDS, N_FRAMES)), hertz=[50, 200 * semitone, 77, 99], certainty=1)
    one = kits([ELECTRONIC] * 4, [0, BASS, 1, 2], sounds)
    assert follows_kick(one).tolist() == [False, True, False, False]
    assert cents_from_kick(one, np.arange(4)) == pytest.approx([100])
    found = kit_figures(one, np.ones(4, dtype=bool), np.full(1, ""))
    assert (found["tuned"], found["bass_in_tune"]) == (1, 0)
    assert len(cents_from_kick(kits([0] * 4, [0, BASS, 1, 2], sounds), np.arange(4))) == 0
    unsure = measured(sounds.features(), hertz=100, certainty=[0.1, 1, 1, 1])
    assert len(cents_from_kick(kits([ELECTRONIC] * 4, [0, BASS, 1, 2], unsure), np.arange(4))) == 0


def test_agreement_is_also_relative_to_that_of_the_real_sounds():
    made, reals = np.zeros((4, N_BANDS, N_FRAMES)), np.zeros((4, N_BANDS, N_FRAMES))
    made[:, 0, 0], reals[:, 0, 0] = [0, 0.1, 0.1, 0.2], [0, 0, 0.1, 0.2]
    labels = np.array(["kick", "kick", "kick", "cowbell"])
    found = agreement_figures(measured(made), measured(reals), labels, Knows(), np.arange(len(labels)))
    assert found["classified"] == 3
    assert found["agreement"] == pytest.approx(1 / 3)
    assert found["agreement_of_real"] == pytest.approx(2 / 3)
    assert found["relative"] == pytest.approx(1 / 2)
    assert agreement_figures(measured(made), measured(reals), labels, None, np.arange(len(labels)))["agreement"] is None


def test_samples_of_a_kind_are_as_diverse_as_they_are_apart(rng):
    reals = rng.uniform(0, 1, (4, N_BANDS, N_FRAMES))
    reals[:2, 0, 0], reals[2:, 0, 0] = 0, 0.1
    kinds = np.array(["kick", "kick", "snare", "snare"])
    walks = KindWalks(measured(reals), measured(reals), kinds, measured(reals), kinds)
    found = kind_figures(walks, Knows())
    assert (found["kinds"], found["samples"], found["silent"], found["twins"]) == (2, 4, 0, 0)
    assert found["agreement"] == found["relative"] == found["relative_to_drawn"] == found["diversity"] == 1
    same = replace(walks, made=measured(reals[[0, 0, 2, 2]]))
    found = kind_figures(same, Knows())
    assert (found["twins"], found["diversity"], found["diversity_to_drawn"]) == (1, 0, 0)
    assert found["by_kind"]["kick"]["samples"] == 2


def test_agreement_of_a_kind_is_relative_to_that_of_its_sounds_drawn_at_random():
    right, half = np.zeros((4, N_BANDS, N_FRAMES)), np.zeros((4, N_BANDS, N_FRAMES))
    half[:2, 0, 0] = 0.1
    kinds = np.repeat("kick", 4)
    found = kind_figures(KindWalks(measured(half), measured(half), kinds, measured(right), kinds), Knows())
    assert (found["agreement"], found["relative"], found["agreement_of_drawn"]) == (0.5, 1, 1)
    assert found["relative_to_drawn"] == 0.5


@pytest.fixture
def section(reference, tmp_path):
    """Measure bundles with the toy's library."""

    def measure(*bundles):
        subjects = (
            prepare_families(bundle, Originals(bundle, reference), 5, Cache(tmp_path), seed=0) for bundle in bundles
        )
        return measure_families(tuple(subjects), None)

    return measure


def test_the_toy_has_figures_of_all_families(detailed_bundle, section):
    found = section(detailed_bundle)
    figures = found.figures["bundles"]["toy"]
    assert [of_weights["blends"] + of_weights["silent"] for of_weights in figures["blends"].values()] == [5] * 4
    assert figures["blends"]["alone"]["from_first"] < 0.1
    assert figures["paths"]["short"]["heard"]["heard"]["lines"] == 1
    assert (figures["kits"]["(all)"]["kits"], figures["kits"]["percussion"]["kits"]) == (4, 1)
    assert figures["kinds"]["kinds"] == 3
    assert figures["kinds"]["agreement"] is None
    assert [table.title for table in found.tables] == ["Blends", "Paths", "Kits", "Kinds"]
    assert found.tables[0].rows[0][0] == "toy, alone (1, 0)"
    assert found.missing == ("Kind agreement of kits and kinds: it needs the classifier (see above).",)


def test_a_library_that_is_not_on_the_map_is_said(detailed_bundle, section):
    strange = replace(
        detailed_bundle.map,
        names=np.array([f"elsewhere {i}.wav" for i in range(32)]),
        labels=np.full(32, -1, dtype=np.int32),
    )
    found = section(replace(detailed_bundle, map=strange, digest="strange"))
    assert "Blends of toy: 0 pairs of its sounds can be read, at least 5 are needed." in found.missing
    assert "Kinds of toy: the sounds of its map have no labels." in found.missing

"""The sections on the model, time and the pad, on sounds whose figures are known in advance."""

import json
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch")
from latentpad_export.data.feature_set import FeatureSet
from latentpad_export.data.library import Sound
from latentpad_export.evaluate.metrics.bootstrap import mean
from latentpad_export.evaluate.metrics.classifier import train_classifier
from latentpad_export.evaluate.metrics.descriptors import COMPARISON, Descriptors, describe, texture
from latentpad_export.evaluate.metrics.novelty import near_duplicate_share
from latentpad_export.evaluate.report.report import json_safe
from latentpad_export.evaluate.report.section import Section
from latentpad_export.evaluate.sections.models import by_label_table, reconstruction_figures
from latentpad_export.evaluate.sections.pad import measure_pad
from latentpad_export.evaluate.sections.sets import DISTRIBUTION_COLUMNS, distribution_rows
from latentpad_export.evaluate.sections.time import measure_time, ratios, texture_of_mean
from latentpad_export.evaluate.subjects.generated import Descriptions, PadPoints
from latentpad_export.evaluate.subjects.reconstructed import Reconstructed, compare_features
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds
from latentpad_export.evaluate.subjects.renderers import StudioRenderer
from latentpad_export.evaluate.subjects.subject import Pairs, Subject

N_FRAMES = 96
"""Shorter than two seconds, to save time; no label is audible for longer."""

BANDS = {"kick": slice(0, 12), "snare": slice(20, 40), "hat": slice(45, 64)}


def random_features(labels, seed, steady=False):
    """Draw features that are loud in the bands of their label."""
    rng = np.random.default_rng(seed)
    features = np.zeros((len(labels), COMPARISON.n_bands, N_FRAMES), dtype=np.uint8)
    for feature, label in zip(features, labels, strict=True):
        length = 60 if steady else int(rng.integers(30, 90))
        feature[BANDS[label], :length] = rng.integers(120, 256, feature[BANDS[label], :length].shape)
    return features


def descriptions(features, **descriptors):
    n = len(features)
    table = np.ones((n, len(Descriptors._fields)))
    for name, value in descriptors.items():
        table[:, Descriptors._fields.index(name)] = value
    return Descriptions(features, table, np.ones(n, dtype=bool))


def make_subject(bundle, sounds, labels, real=None):
    """Return a bundle that has generated these sounds on and around points with these labels."""
    indices = np.arange(len(sounds.sounding))
    empty = descriptions(random_features([], 0))
    nowhere = PadPoints(np.zeros((0, 2), dtype=np.float32), *2 * [np.zeros(0, dtype=np.int64)])
    points = dict.fromkeys(("between", "siblings", "outside", "anywhere"), nowhere)
    origin = np.arange(len(sounds.sounding))
    own = PadPoints(np.full((len(sounds.sounding), 2), 0.5, np.float32), origin, origin)
    reconstructed = Reconstructed(indices[:0], empty, 0, np.zeros((0, 7)))
    return Subject(
        StudioRenderer(bundle),
        Pairs(indices, sounds, sounds if real is None else real, sounds),
        {"around": own, **points},
        {"around": sounds, **dict.fromkeys(points, empty)},
        reconstructed,
        np.array(labels),
    )


def make_reference(labels, seed=0, n_test=0):
    features, n = random_features(labels, seed), len(labels)
    zeros = np.zeros(n, dtype=np.float32)
    sounds = tuple(Sound(None, f"{i}.wav", label, "", "") for i, label in enumerate(labels))
    found = FeatureSet(features, np.arange(n), sounds, zeros, zeros, ())
    return ReferenceSounds("drawn", found, np.arange(n - n_test), np.arange(n - n_test, n), n, False)


LABELS = [name for name in BANDS for _ in range(60)]


def test_a_blurred_set_has_less_texture():
    rng = np.random.default_rng(0)
    rough = np.stack([describe(rng.standard_normal(30_000).astype(np.float32)).feature for _ in range(4)])
    blurred = np.apply_along_axis(lambda band: np.convolve(band, np.ones(8) / 8, "same"), 2, rough)
    generated, real = (
        descriptions((255 * f).astype(np.uint8), texture=[texture(one) for one in f]) for f in (blurred, rough)
    )
    found = ratios(Pairs(np.arange(4), generated, real, generated), np.ones(4, dtype=bool))
    assert found["texture"] < 0.5
    same = Pairs(np.arange(4), real, real, generated)
    assert ratios(same, np.ones(4, dtype=bool))["texture"] == 1.0
    assert texture_of_mean(same) == found["texture"]


def test_a_decay_twice_as_long_has_a_ratio_of_two(bundle):
    features = random_features(LABELS[:12], 0)
    generated, real = descriptions(features, decay=0.4, attack=0.11), descriptions(features, decay=0.2, attack=0.1)
    section = measure_time((make_subject(bundle, generated, LABELS[:12], real),), make_reference(LABELS[:12]), 0)
    found = section.figures["bundles"]["toy"]["(all)"]
    assert found["decay"] == pytest.approx(2.0, rel=1e-2)
    assert found["attack_within_20_percent"] == 1.0
    assert section.figures["bundles"]["toy"]["kick"]["sounds"] == 12


def test_silent_sounds_are_counted_but_not_compared(bundle):
    features = random_features(LABELS[:4], 0)
    generated, real = descriptions(features), descriptions(features)
    generated = replace(generated, sounding=np.array([True, False, False, False]))
    found = ratios(Pairs(np.arange(4), generated, real, generated), np.ones(4, dtype=bool))
    assert (found["sounds"], found["silent"], found["texture"]) == (4, 3, 1.0)
    nothing = replace(generated, sounding=np.zeros(4, dtype=bool))
    assert "texture" not in ratios(Pairs(np.arange(4), nothing, real, nothing), np.ones(4, dtype=bool))


def ndb_of(bundle, labels):
    real = make_reference(LABELS, 0, n_test=0)
    generated = descriptions(random_features(labels, 1))
    rows, bins, _ = distribution_rows((make_subject(bundle, generated, labels),), real, None, seed=0)
    found = {row[0]: row for row in rows}["toy, generated"]
    return found[4], bins["toy, generated"].k


def test_a_set_that_drops_labels_differs_in_more_bins_than_a_complete_one(bundle):
    whole, k = ndb_of(bundle, LABELS)
    dropped, _ = ndb_of(bundle, ["kick"] * 180)
    assert k == 45
    assert whole < k / 3
    assert dropped > whole + 5


@pytest.fixture
def figures_only(monkeypatch):
    """Leave out examples and grid: the labels here are for more sounds than the toy's map has."""
    monkeypatch.setattr("latentpad_export.evaluate.sections.pad.pad_examples", lambda subject, reference, seed: ())
    monkeypatch.setattr("latentpad_export.evaluate.sections.pad.draw_grid", lambda renderer: b"")


def pad_figures(subject, real, classifier=None, part="bundles"):
    return measure_pad((subject,), real, classifier, 0).figures[part]["toy"]


def test_classifier_metrics_are_omitted_without_a_classifier(bundle, figures_only):
    generated = descriptions(random_features(LABELS, 1))
    one = make_subject(bundle, generated, LABELS)
    rows, _, missing = distribution_rows((one,), make_reference(LABELS), None, seed=0)
    assert all(row[6:] == (None,) * 5 for row in rows)
    assert any("Fréchet" in sentence for sentence in missing)
    section = measure_pad((one,), make_reference(LABELS), None, 0)
    assert section.figures["bundles"]["toy"]["around: label agreement"] is None
    assert any("Label agreement" in sentence for sentence in section.missing)


def test_copies_of_real_sounds_have_no_novelty(bundle, figures_only):
    real = make_reference(LABELS, 0)
    generated = descriptions(real.features(real.train))
    other = descriptions(random_features(LABELS, 7))
    figures = [pad_figures(make_subject(bundle, m, LABELS), real, None) for m in (generated, other)]
    assert figures[0]["around: novelty dB"] == pytest.approx(0.0, abs=0.1)
    assert figures[0]["around: copies"] == 1.0
    assert figures[1]["around: novelty dB"] > 1.0
    assert figures[1]["around: copies"] < 0.5


def test_the_share_of_near_duplicates_counts_both_sounds_of_a_pair():
    features = np.eye(5, dtype=np.float32)[[0, 0, 1, 2]]
    assert near_duplicate_share(features) == 0.5
    assert near_duplicate_share(features[:1]) is None


def test_reconstruction_figures_leave_out_missing_values():
    figures = np.array([[1.0, 5.0, 2.0, 3.0, np.nan, 4.5, np.nan], [3.0, 6.0, 2.0, 1.0, 40.0, np.nan, np.nan]])
    sounds = replace(descriptions(random_features(LABELS[:2], 0)), sounding=np.array([True, False]))
    found = reconstruction_figures(Reconstructed(np.arange(2), sounds, 2, figures))
    assert found == {
        "sounds": 2,
        "distance": 2.0,
        "distance_smooth": 5.5,
        "distance_low": 2.0,
        "stft_distance": 2.0,
        "fingerprint_similarity": 40.0,
        "visqol": 4.5,
        "odg": None,
        "without_odg": None,
        "silent": 1,
    }
    figures[1, -1] = -1.5
    found = reconstruction_figures(Reconstructed(np.arange(2), sounds, 2, figures))
    assert (found["odg"], found["without_odg"]) == (-1.5, 1)


def test_differences_above_8_khz_do_not_count_below_it():
    real, dull = random_features(["hat"] * 2, 0), random_features(["hat"] * 2, 0)
    dull[:, 58:] = 0
    real[:, 58:, :60] = 255
    distance, _, low = compare_features(dull, real).T
    assert (distance > 5).all()
    assert (low < 1e-4).all()


def test_texture_averages_out_but_a_level_difference_does_not():
    rng = np.random.default_rng(0)
    real = np.full((1, 64, 352), 150, dtype=np.uint8)
    rough = (150 + 40 * rng.choice([-1, 1], (1, 64, 352))).astype(np.uint8)
    distance, smooth, _ = compare_features(rough, real)[0]
    assert smooth < 0.4 * distance
    distance, smooth, _ = compare_features(real + np.uint8(40), real)[0]
    assert smooth == pytest.approx(distance)


def test_a_section_keeps_its_intervals_in_json():
    figures = {"share": mean(np.arange(8) < 4), "sounds": 8}
    section = Section("model", "Model", figures)
    assert list(section.intervals) == ["share"]
    low, high = section.intervals["share"]
    assert low < 0.5 < high
    again = Section.from_dict(json.loads(json.dumps(section.to_dict())))
    assert (again.figures, again.intervals) == (figures, section.intervals)
    assert Section.from_dict(Section("map", "Map", {}).to_dict()).intervals == {}


def test_json_holds_plain_numbers():
    found = json_safe({"a": np.float32(0.5), "b": (np.int64(3), float("nan")), 4: [True, None, "x"]})
    assert found == {"a": 0.5, "b": [3, None], "4": [True, None, "x"]}
    assert type(found["a"]) is float


@pytest.fixture(scope="module")
def classifier(short_training):
    return train_classifier(random_features(LABELS, 0), LABELS, seed=0)


def compared(bundle, classifier, labels, expected=None):
    generated = descriptions(random_features(labels, 1))
    one = make_subject(bundle, generated, labels if expected is None else expected)
    rows, _, _ = distribution_rows((one,), make_reference(3 * LABELS, 0, n_test=180), classifier, seed=0)
    return {row[0]: dict(zip(DISTRIBUTION_COLUMNS, row, strict=True)) for row in rows}


def test_a_set_that_drops_labels_is_far_and_covers_little(bundle, classifier):
    whole, dropped = (compared(bundle, classifier, labels) for labels in (LABELS, ["kick"] * 180))
    real = whole["real, held out"]
    assert whole["toy, generated"]["Fréchet distance"] < 3 * real["Fréchet distance"]
    assert dropped["toy, generated"]["Fréchet distance"] > 10 * real["Fréchet distance"]
    assert whole["toy, generated"]["coverage"] > 0.8
    assert dropped["toy, generated"]["coverage"] < 0.5
    assert dropped["toy, generated"]["precision"] > 0.8


def test_all_sets_are_compared_with_the_same_number_of_sounds(bundle, classifier):
    found = compared(bundle, classifier, ["kick"] * 120)
    assert {row["n"] for row in found.values()} == {120}


def test_sounds_of_the_wrong_label_do_not_agree(bundle, classifier, figures_only):
    real = make_reference(LABELS, 0)
    generated = descriptions(random_features(LABELS, 1))
    wrong = [name for name in ("snare", "hat", "kick") for _ in range(60)]
    right, false = (
        measure_pad((make_subject(bundle, generated, labels),), real, classifier, 0).figures["bundles"]["toy"]
        for labels in (LABELS, wrong)
    )
    assert right["around: label agreement"] > 0.95
    assert false["around: label agreement"] < 0.05
    assert right["on: label agreement"] > 0.95


def test_between_two_labels_either_agrees(bundle, classifier, figures_only):
    real = make_reference(LABELS, 0)
    generated = descriptions(random_features(LABELS, 1))
    one = make_subject(bundle, generated, LABELS)
    origin = np.arange(180)
    ends = PadPoints(np.full((180, 2), 0.5, np.float32), (origin + 60) % 180, origin)
    both = replace(one, points=one.points | {"between": ends}, generated=one.generated | {"between": generated})
    figures = pad_figures(both, real, classifier)
    assert figures["between: label agreement"] > 0.95


def test_identical_sounds_have_no_diversity(bundle, classifier, figures_only):
    real = make_reference(LABELS, 0)
    same = descriptions(np.repeat(random_features(["kick", "snare", "hat"], 1), 60, axis=0))
    various = descriptions(random_features(LABELS, 1))
    found = [pad_figures(make_subject(bundle, m, LABELS), real, classifier, "by_label") for m in (same, various)]
    assert [found[0][label]["diversity"] for label in BANDS] == pytest.approx([0.0] * 3, abs=0.02)
    assert [found[1][label]["diversity"] for label in BANDS] == pytest.approx([1.0] * 3, abs=0.15)


def test_precision_within_a_label_is_that_of_its_own_sounds(bundle, classifier):
    real = make_reference(LABELS, 0)
    generated = descriptions(random_features(LABELS, 1))
    wrong = [name for name in ("snare", "hat", "kick") for _ in range(60)]
    right, false = (
        by_label_table((make_subject(bundle, generated, labels),), real, classifier)[1]["toy"]
        for labels in (LABELS, wrong)
    )
    assert all(right[label]["precision"] > 0.7 for label in BANDS)
    assert all(false[label]["precision"] == 0.0 for label in BANDS)

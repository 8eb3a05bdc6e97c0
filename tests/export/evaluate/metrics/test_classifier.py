import numpy as np
import pytest

pytest.importorskip("torch")
from latentpad_export.data.feature_set import FeatureSet
from latentpad_export.data.library import Sound
from latentpad_export.evaluate.metrics.classifier import N_FEATURES, known_labels, train_classifier
from latentpad_export.evaluate.metrics.descriptors import COMPARISON
from latentpad_export.evaluate.sections.classifier import load_or_train_classifier, measure_classifier
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds

N_FRAMES = 96
"""Shorter than two seconds, to save time; no label is audible for longer."""

BANDS = {"low": slice(0, 10), "middle": slice(20, 35), "high": slice(45, 64)}
"""Where the sounds of each label are loud."""


def random_features(labels, seed):
    """Draw noise that is loud in the bands of the label, for a random time."""
    rng = np.random.default_rng(seed)
    features = rng.integers(0, 60, (len(labels), COMPARISON.n_bands, N_FRAMES)).astype(np.uint8)
    for feature, label in zip(features, labels, strict=True):
        feature[BANDS.get(label, slice(0, 0)), : rng.integers(20, 90)] += 150
    return features


def make_reference(labels, n_test):
    features = random_features(labels, 0)
    n = len(labels)
    sounds = tuple(Sound(None, f"{i}.wav", label, "", "") for i, label in enumerate(labels))
    zeros = np.zeros(n, dtype=np.float32)
    found = FeatureSet(features, np.arange(n), sounds, zeros, zeros, ())
    return ReferenceSounds("toy", found, np.arange(n - n_test), np.arange(n - n_test, n), n, False)


@pytest.fixture(scope="module")
def short_training(one_thread):
    """Train for fewer steps: the labels are easy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("latentpad_export.evaluate.metrics.classifier.DRAWN_EACH", 36)
        yield


@pytest.fixture(scope="module")
def trained(short_training):
    labels = [name for name in BANDS for _ in range(30)]
    return train_classifier(random_features(labels, 0), labels, seed=0)


def test_labels_of_unseen_sounds_are_recognised(trained):
    labels = np.array([name for name in BANDS for _ in range(20)])
    said = np.array(trained.labels)[trained(random_features(labels, 1)).labels]
    assert (said == labels).mean() > 0.95


def test_predictions_have_features_and_probabilities(trained):
    predictions = trained(random_features(["low", "high"], 2))
    assert predictions.features.shape == (2, N_FEATURES)
    assert predictions.probabilities.sum(axis=1) == pytest.approx([1.0, 1.0], rel=1e-5)


def test_no_sounds_are_classified_too(trained):
    predictions = trained(random_features([], 0))
    assert predictions.features.shape == (0, N_FEATURES)
    assert predictions.probabilities.shape == (0, 3)


def test_the_same_seed_trains_the_same_classifier(short_training):
    labels = [name for name in BANDS for _ in range(8)]
    a, b = (
        train_classifier(random_features(labels, 0), labels, seed=3)(random_features(labels, 1)).features
        for _ in range(2)
    )
    assert (a == b).all()


def test_labels_with_few_sounds_are_not_learnt():
    assert known_labels(["kick"] * 8 + ["snare"] * 7 + [""] * 20) == ("kick",)


def test_a_library_without_labels_has_no_classifier(tmp_path):
    found = make_reference([""] * 30, 3)
    assert load_or_train_classifier(found, tmp_path, 0) is None
    section = measure_classifier(found, None)
    assert section.figures["accuracy"] is None
    assert "sort the sounds into folders" in section.missing[0]


def test_the_classifier_is_evaluated_on_held_out_sounds(short_training, tmp_path):
    labels = [name for name in BANDS for _ in range(20)] + ["low", "high", "unknown"]
    found = make_reference(labels, 3)
    classifier = load_or_train_classifier(found, tmp_path, 0)
    section = measure_classifier(found, classifier)
    assert section.figures["accuracy"] == 1.0
    assert section.figures["by_label"]["middle"] is None
    assert section.tables[0].rows[-1] == ("(all)", 60, 2, 1.0)


def test_an_interrupted_evaluation_keeps_its_classifier(short_training, tmp_path, monkeypatch):
    found = make_reference([name for name in BANDS for _ in range(8)], 2)
    first = load_or_train_classifier(found, tmp_path, 0)
    monkeypatch.setattr("latentpad_export.evaluate.sections.classifier.train_classifier", None)
    again = load_or_train_classifier(found, tmp_path, 0)
    features = random_features(["low"], 5)
    assert (first(features).features == again(features).features).all()


def test_a_truncated_classifier_is_trained_again(short_training, tmp_path):
    found = make_reference([name for name in BANDS for _ in range(8)], 2)
    load_or_train_classifier(found, tmp_path, 0)
    path = tmp_path / "classifier.pt"
    whole = path.read_bytes()
    path.write_bytes(whole[:1000])
    load_or_train_classifier(found, tmp_path, 0)
    assert len(path.read_bytes()) == len(whole)


def test_the_classifier_learns_from_the_training_split_only(tmp_path, monkeypatch):
    given = []
    monkeypatch.setattr(
        "latentpad_export.evaluate.sections.classifier.train_classifier",
        lambda features, labels, seed: given.append(features),
    )
    found = make_reference([name for name in BANDS for _ in range(10)], 4)
    with pytest.raises(AttributeError):  # it returns no classifier to save
        load_or_train_classifier(found, tmp_path, 0)
    assert (given[0] == found.feature_set.features[:26]).all()
    assert len(given[0]) == 26

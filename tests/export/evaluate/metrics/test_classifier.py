import numpy as np
import pytest

pytest.importorskip("torch")
from latentpad_export.data.features import FeatureSet
from latentpad_export.data.library import Sound
from latentpad_export.evaluate.metrics.classifier import N_FEATURES, known_labels, train_classifier
from latentpad_export.evaluate.metrics.descriptors import EAR
from latentpad_export.evaluate.sections.classifier import judge, measure_judge
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds

BANDS = {"low": slice(0, 10), "middle": slice(20, 35), "high": slice(45, 64)}
"""Where the sounds of each label are loud."""


def made(labels, seed):
    """Noise that is loud in the bands of the label, for a random time."""
    rng = np.random.default_rng(seed)
    features = rng.integers(0, 60, (len(labels), EAR.n_bands, EAR.n_frames)).astype(np.uint8)
    for feature, label in zip(features, labels, strict=True):
        feature[BANDS.get(label, slice(0, 0)), : rng.integers(20, 200)] += 150
    return features


def reality(labels, n_test):
    features = made(labels, 0)
    n = len(labels)
    sounds = tuple(Sound(None, f"{i}.wav", label, "", "") for i, label in enumerate(labels))
    zeros = np.zeros(n, dtype=np.float32)
    found = FeatureSet(features, np.arange(n), sounds, zeros, zeros, ())
    return ReferenceSounds("toy", found, np.arange(n - n_test), np.arange(n - n_test, n), n, False)


@pytest.fixture(scope="module")
def lessons(one_thread):
    """Shorter ones: the labels are easy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("latentpad_export.evaluate.metrics.classifier.DRAWN_EACH", 36)
        yield


@pytest.fixture(scope="module")
def trained(lessons):
    labels = [name for name in BANDS for _ in range(30)]
    return train_classifier(made(labels, 0), labels, seed=0)


def test_labels_are_told_apart_on_sounds_never_met(trained):
    labels = np.array([name for name in BANDS for _ in range(20)])
    said = np.array(trained.labels)[trained(made(labels, 1)).labels]
    assert (said == labels).mean() > 0.95


def test_what_is_judged_has_features_and_probabilities(trained):
    judged = trained(made(["low", "high"], 2))
    assert judged.features.shape == (2, N_FEATURES)
    assert judged.probabilities.sum(axis=1) == pytest.approx([1.0, 1.0], rel=1e-5)


def test_nothing_can_be_judged(trained):
    judged = trained(made([], 0))
    assert judged.features.shape == (0, N_FEATURES)
    assert judged.probabilities.shape == (0, 3)


def test_the_same_seed_learns_the_same(lessons):
    labels = [name for name in BANDS for _ in range(8)]
    a, b = (train_classifier(made(labels, 0), labels, seed=3)(made(labels, 1)).features for _ in range(2))
    assert (a == b).all()


def test_labels_of_few_sounds_are_not_learnt():
    assert known_labels(["kick"] * 8 + ["snare"] * 7 + [""] * 20) == ("kick",)


def test_a_library_without_labels_has_no_judge(tmp_path):
    found = reality([""] * 30, 3)
    assert judge(found, tmp_path, 0) is None
    section = measure_judge(found, None)
    assert section.figures["accuracy"] is None
    assert "put sounds into folders" in section.missing[0]


def test_the_judge_is_judged_by_the_sounds_left_out(lessons, tmp_path):
    labels = [name for name in BANDS for _ in range(20)] + ["low", "high", "unknown"]
    found = reality(labels, 3)
    classifier = judge(found, tmp_path, 0)
    section = measure_judge(found, classifier)
    assert section.figures["accuracy"] == 1.0
    assert section.figures["by_label"]["middle"] is None
    assert section.tables[0].rows[-1] == ("(all)", 60, 2, 1.0)


def test_an_interrupted_evaluation_keeps_its_judge(lessons, tmp_path, monkeypatch):
    found = reality([name for name in BANDS for _ in range(8)], 2)
    first = judge(found, tmp_path, 0)
    monkeypatch.setattr("latentpad_export.evaluate.sections.classifier.train_classifier", None)
    again = judge(found, tmp_path, 0)
    features = made(["low"], 5)
    assert (first(features).features == again(features).features).all()


def test_a_judge_that_was_cut_off_is_made_again(lessons, tmp_path):
    found = reality([name for name in BANDS for _ in range(8)], 2)
    judge(found, tmp_path, 0)
    path = tmp_path / "classifier.pt"
    whole = path.read_bytes()
    path.write_bytes(whole[:1000])
    judge(found, tmp_path, 0)
    assert len(path.read_bytes()) == len(whole)


def test_the_judge_learns_from_the_learnt_split_only(tmp_path, monkeypatch):
    given = []
    monkeypatch.setattr(
        "latentpad_export.evaluate.sections.classifier.train_classifier",
        lambda features, labels, seed: given.append(features),
    )
    found = reality([name for name in BANDS for _ in range(10)], 4)
    with pytest.raises(AttributeError):  # it gives no classifier to keep
        judge(found, tmp_path, 0)
    assert (given[0] == found.found.features[:26]).all()
    assert len(given[0]) == 26

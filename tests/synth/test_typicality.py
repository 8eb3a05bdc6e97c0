import numpy as np
import pytest

from latentpad.synth import typicality as module
from latentpad.synth.typicality import N_NEAREST, typicality


@pytest.fixture
def clusters(rng):
    """Latents of two clusters of 40 sounds, labelled 0 and 1 but for one of each in the other one."""
    latents = rng.standard_normal((80, 8)).astype(np.float32)
    latents[40:] += 100
    labels = np.repeat([0, 1], 40)
    labels[[5, 45]] = 1, 0
    return latents, labels


def test_sounds_among_their_like_are_typical_and_those_among_others_are_not(clusters):
    found = typicality(*clusters, np.arange(80))
    assert found[[5, 45]].tolist() == [0, 0]
    others = np.delete(found, [5, 45])
    assert others.min() >= 1 - 1 / N_NEAREST
    assert others.max() == 1


def test_some_sounds_have_the_typicality_that_they_have_among_all(clusters, monkeypatch):
    everything = typicality(*clusters, np.arange(80))
    monkeypatch.setattr(module, "N_AT_ONCE", 3)
    some = np.array([79, 5, 0, 12, 45, 3, 60])
    assert typicality(*clusters, some).tolist() == everything[some].tolist()


def test_on_large_maps_sounds_are_compared_with_some(clusters, monkeypatch):
    monkeypatch.setattr(module, "MAX_COMPARED", 40)
    found = typicality(*clusters, np.arange(80))
    assert found[[5, 45]].max() <= 1 / N_NEAREST
    assert np.delete(found, [5, 45]).min() >= 1 - 2 / N_NEAREST


def test_a_sound_by_itself_has_nothing_that_it_could_resemble():
    assert typicality(np.zeros((1, 4), np.float32), np.zeros(1, int), np.array([0])).tolist() == [0]
    assert typicality(np.zeros((2, 4), np.float32), np.zeros(2, int), np.array([0])).tolist() == [1]

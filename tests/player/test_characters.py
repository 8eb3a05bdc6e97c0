"""What is known of each sound of a map: as plain definitions say, whatever its size."""

import os
import re
from dataclasses import replace

import numpy as np
import pytest

from latentpad.player import characters as module
from latentpad.player.characters import Characters
from latentpad.synth.typicality import typicality


@pytest.fixture
def large(detailed_bundle, rng):
    """A bundle with names of many kits, and sounds of any brightness and length."""
    names = [f"pack {i % 3}/kick/kit{i % 5}__hit {i}.wav" if i % 2 else f"pack/{i}/a/hit{i}.wav" for i in range(32)]
    outlines = rng.integers(0, 256, detailed_bundle.map.outlines.shape, dtype=np.uint8)
    layout = replace(detailed_bundle.map, names=names, outlines=outlines, seconds=rng.random(32, dtype=np.float32))
    return replace(detailed_bundle, map=layout)


def test_ranks_go_from_zero_to_one_within_each_label(large):
    found = Characters(large)
    for ranks in (found.brightness, found.length, found.height):
        for label in np.unique(large.map.labels):
            assert sorted(ranks[large.map.labels == label]) == pytest.approx(np.linspace(0, 1, 8))


def test_brightness_is_the_mean_band_of_the_energy_in_blocks_of_any_size(large, monkeypatch):
    energy = 10 ** (large.map.outlines / 255 * large.representation.top_db / 10)
    spectrum = energy.sum(axis=1)
    means = spectrum @ np.arange(spectrum.shape[1]) / spectrum.sum(axis=1)
    for block in (5, 8_192):
        monkeypatch.setattr(module, "BLOCK", block)
        brightness, of_label = Characters(large).brightness, large.map.labels == 1
        assert np.array_equal(np.argsort(brightness[of_label]), np.argsort(means[of_label]))


def test_sounds_of_one_kit_are_mates(large):
    def kit(name):
        folder, file = os.path.split(name)
        stem, separator, _ = file.partition("__")
        return f"{os.path.dirname(folder)}/{stem}" if separator else os.path.dirname(folder)

    kits = [kit(name) for name in large.map.names]
    assert Characters(large).mates.tolist() == np.unique(kits, return_inverse=True)[1].tolist()


def test_stems_are_names_without_digits(large):
    expected = [re.sub(r"\d", "", large.map.names[i]) for i in (3, 1)]
    assert Characters(large).stems([3, 1]).tolist() == expected
    assert Characters(large).stems([]).tolist() == []


def test_typicality_is_the_same_for_all_sounds_of_a_label_and_for_some(large, monkeypatch):
    sounds = np.array([30, 1, 9, 2])
    expected = typicality(large.map.latents, large.map.labels, sounds)
    assert np.array_equal(Characters(large).typicality(sounds), expected)
    monkeypatch.setattr(module, "N_OF_LABEL", 4)
    found = Characters(large)
    assert np.array_equal(found.typicality(sounds[:2]), expected[:2])
    assert np.array_equal(found.typicality(sounds), expected)


def test_what_a_kit_needs_is_computed_in_steps(large):
    found = Characters(large)
    assert len(list(found.prepare(styles=True))) == len(list(found.prepare(styles=False))) + 1
    assert {"brightness", "length", "height", "mates", "styles"} <= vars(found).keys()

"""Sounds found again on a map: as a plain definition finds them, and however often a file name occurs."""

from dataclasses import replace

import numpy as np
import pytest

from latentpad.samples.audio_file import SAME_PEAK
from latentpad_export.data.matching import find_on_map


def map_of(toy, names, peaks):
    """Return a map with these names and peaks."""
    ones = np.ones(len(names), dtype=np.float32)
    points, latents, labels = np.zeros((len(names), 2)), np.zeros((len(names), 4)), np.zeros(len(names), int)
    changes = {"points": points, "latents": latents, "labels": labels, "seconds": ones}
    return replace(toy.map, names=names, peaks=np.float32(peaks), **changes)


def alike(one, other):
    shorter, longer = sorted((one, other), key=len)
    return longer == shorter or longer.endswith(f"/{shorter}")


def by_definition(names, peaks, layout):
    """Return what the definition says: the first sound of the map with the name, else with one that ends alike."""
    found = {}
    for i, (name, peak) in enumerate(zip(names, peaks.tolist(), strict=True)):
        same = [
            j
            for j, (other, height) in enumerate(zip(layout.names, layout.peaks.tolist(), strict=True))
            if alike(name, other) and abs(height - peak) <= SAME_PEAK * peak
        ]
        if same:
            found[i] = max(same, key=lambda j: layout.names[j] == name)
    return found


@pytest.mark.parametrize("seed", range(20))
def test_sounds_are_found_as_defined(toy, seed):
    rng = np.random.default_rng(seed)

    def draw(n):
        depths = rng.integers(1, 5, n)
        return ["/".join(rng.choice(["a", "b", "01.wav"], depth)) for depth in depths]

    names, peaks = draw(60), rng.choice([0.25, 0.5], 60).astype(np.float32)
    layout = map_of(toy, draw(60), rng.choice([0.25, 0.5], 60))
    found = find_on_map(names, peaks, layout)
    assert found == by_definition(names, peaks, layout)
    assert found


def test_a_library_is_found_on_its_own_map_and_from_folders_above_and_below(toy):
    names = [f"pack {i // 100}/kick/{i % 100:02}.wav" for i in range(20_000)]  # each file name 200 times
    peaks = np.full(len(names), 0.5, dtype=np.float32)
    layout = map_of(toy, names, peaks)
    itself = {i: i for i in range(len(names))}
    assert find_on_map(names, peaks, layout) == itself
    assert find_on_map([f"library/{name}" for name in names], peaks, layout) == itself
    assert find_on_map(["01.wav"], peaks[:1], layout) == {0: 1}


def test_an_equal_name_comes_before_one_that_ends_alike(toy):
    layout = map_of(toy, ["1.wav", "kick/1.wav", "a/kick/1.wav"], [0.5] * 3)
    assert find_on_map(["kick/1.wav", "a/kick/1.wav", "b/1.wav"], np.float32([0.5] * 3), layout) == {0: 1, 1: 2, 2: 0}

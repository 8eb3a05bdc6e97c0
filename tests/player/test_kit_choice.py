"""The sounds among which those of a kit are chosen."""

from dataclasses import replace

import numpy as np
import pytest

from latentpad.player.kit_choice import KitChoice, Style
from latentpad.synth.regions import Regions


@pytest.fixture
def choice(detailed_bundle, monkeypatch):
    """Kits of a library with four sounds in each kit, whose kinds have very many sounds."""
    monkeypatch.setattr("latentpad.player.kit_choice.MAX_CANDIDATES", 8)
    names = [f"kit {i // 4}/a/{i}.wav" for i in range(32)]
    bundle = replace(detailed_bundle, map=replace(detailed_bundle.map, names=names))
    return KitChoice(bundle, Regions(bundle.map, 0.01))


@pytest.mark.parametrize("seed", range(10))
def test_of_very_many_sounds_some_are_candidates_with_those_of_a_fitting_kit(choice, seed):
    style = Style(0.5, 0.5, choice.characters.mates[[17]])
    found = choice.candidates(np.arange(32), style, np.random.default_rng(seed)).tolist()
    assert {16, 17, 18, 19} <= set(found)
    assert len(set(found)) == len(found) <= 8


def test_of_fewer_sounds_all_are_candidates(choice):
    style = Style(0.5, 0.5, np.zeros(0, dtype=np.int64))
    assert choice.candidates(np.arange(8), style, np.random.default_rng(0)).tolist() == list(range(8))

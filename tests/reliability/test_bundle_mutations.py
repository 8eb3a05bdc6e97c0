"""Mutated bundles are played, or refused in one line each; `tools` of the same modules try thousands of them."""

import time
from itertools import islice

import pytest
from bundle_mutations import mutations
from bundle_players import play

from latentpad.bundle.bundle import save_bundle

N = 10


@pytest.fixture
def source(complete_bundle, tmp_path):
    """The bundle that is mutated."""
    save_bundle(complete_bundle, tmp_path / "source.latentpad")
    return tmp_path / "source.latentpad"


def test_the_bundle_that_is_mutated_is_played_without_a_complaint(source, tmp_path):
    assert play(source, tmp_path / "work") == ""


def test_mutated_bundles_are_played_or_refused_in_one_line(source, tmp_path):
    lines = []
    for mutation in islice(mutations(source, tmp_path / "strange", seed=1), N):
        begun = time.monotonic()
        lines.append(play(mutation.path, tmp_path / "work"))
        assert time.monotonic() - begun < 10, mutation
    assert N / 5 < sum(map(bool, lines)) < N  # some are refused, and some are not


def test_the_same_seed_gives_the_same_bundles(source, tmp_path):
    def names(seed, first):
        return [mutation.name for mutation in islice(mutations(source, tmp_path / "strange", seed, first), 12)]

    assert names(1, 0)[6:] == names(1, 6)[:6]
    assert names(1, 0) != names(2, 0)

"""Splits keep kits together; weights sample every label and kit as often as configured."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from latentpad_export.data.library import Sound
from latentpad_export.data.split import MIN_KITS, sampling_weights, split_sounds


def sounds(*rows: tuple[int, str, str, str]) -> tuple[Sound, ...]:
    """Return sounds: number, label, kit, split."""
    kinds = [row[1:] for row in rows for _ in range(row[0])]
    return tuple(Sound(Path(f"{i}.wav"), f"{i}.wav", *kind) for i, kind in enumerate(kinds))


def of_kits(n_kits: int, each: int = 4) -> tuple[Sound, ...]:
    """Return as many kits, each with one sound per label."""
    labels = [f"label {i}" for i in range(each)]
    return sounds(*((1, label, f"kit {kit}", "") for kit in range(n_kits) for label in labels))


def test_the_split_of_a_library_is_kept_and_only_its_training_sounds_are_mapped() -> None:
    named = sounds((3, "kick", "a", "train"), (2, "kick", "b", "val"), (2, "kick", "c", "test"), (1, "snare", "", ""))
    split = split_sounds(named, seed=0)
    assert split.train.tolist() == split.mapped.tolist() == [0, 1, 2, 7]
    assert split.val.tolist() == [3, 4]


def test_a_library_without_validation_sounds_is_validated_on_its_training_sounds() -> None:
    split = split_sounds(sounds((3, "kick", "", "train"), (3, "kick", "", "test")), seed=0)
    assert split.val.tolist() == split.train.tolist() == [0, 1, 2]


def test_a_library_without_training_sounds_is_trained_on_its_validation_sounds() -> None:
    split = split_sounds(sounds((3, "kick", "", "val")), seed=0)
    assert split.val.tolist() == split.train.tolist() == split.mapped.tolist() == [0, 1, 2]


@pytest.mark.parametrize("seed", range(5))
def test_no_kit_is_on_both_sides(seed: int) -> None:
    library = of_kits(30)
    split = split_sounds(library, seed)
    kits = [{library[i].kit for i in side} for side in (split.train, split.val)]
    assert not kits[0] & kits[1]
    assert len(kits[1]) == 3
    assert sorted([*split.train, *split.val]) == split.mapped.tolist() == list(range(120))


@pytest.mark.parametrize("seed", range(5))
def test_a_kit_with_most_of_the_sounds_is_always_used_for_training(seed: int) -> None:
    library = sounds((300, "kick", "big", ""), *((2, "kick", f"kit {i}", "") for i in range(20)))
    split = split_sounds(library, seed)
    assert set(range(300)) <= set(split.train.tolist())
    assert {library[i].kit for i in split.val}.isdisjoint({library[i].kit for i in split.train})
    assert len(split.val) >= 34


def test_with_few_kits_or_none_the_sounds_are_split_within_each_label() -> None:
    few = of_kits(MIN_KITS - 1, each=10)
    loose = (*of_kits(40, each=10), *sounds((10, "label 0", "", "")))
    for library in (few, loose):
        split = split_sounds(library, seed=1)
        found, there = (Counter(library[i].label for i in side) for side in (split.val, range(len(library))))
        assert found == {label: round(n / 10) for label, n in there.items()}


def test_a_tenth_of_every_label_is_used_for_validation() -> None:
    split = split_sounds(sounds((100, "kick", "", ""), (20, "snare", "", ""), (10, "hat", "", "")), seed=2)
    assert np.histogram(split.val, bins=[0, 100, 120, 130])[0].tolist() == [10, 2, 1]
    assert not set(split.train) & set(split.val)


def test_many_labels_with_few_sounds_are_still_validated_on_other_sounds() -> None:
    split = split_sounds(sounds(*((4, f"label {i}", "", "") for i in range(25))), seed=0)
    assert len(split.val) == 10
    assert not set(split.train) & set(split.val)


@pytest.mark.parametrize("n_sounds", [1, 2, 4, 5])
def test_a_tiny_library_is_validated_on_its_training_sounds(n_sounds: int) -> None:
    split = split_sounds(sounds((n_sounds, "kick", "", "")), seed=0)
    assert split.train.tolist() == split.val.tolist() == split.mapped.tolist() == list(range(n_sounds))


def test_the_same_seed_gives_the_same_split_and_another_seed_another() -> None:
    library = of_kits(30)
    first, again, other = (split_sounds(library, seed).val.tolist() for seed in (3, 3, 4))
    assert first == again
    assert first != other


UNEVEN = sounds((6, "kick", "a", ""), (2, "kick", "b", ""), (1, "snare", "a", ""), (3, "", "", ""))


def total(weights: NDArray[np.float64], label: str, kit: str | None = None) -> float:
    """Sum the weights of a label, or of a kit in it."""
    return float(sum(w for w, s in zip(weights, UNEVEN, strict=True) if s.label == label and kit in (None, s.kit)))


def test_a_balance_of_0_samples_all_sounds_equally_often() -> None:
    np.testing.assert_allclose(sampling_weights(UNEVEN, 0.0), 1 / 12)


def test_a_balance_of_1_samples_all_labels_and_the_kits_in_them_equally_often() -> None:
    weights = sampling_weights(UNEVEN, 1.0)
    assert [total(weights, label) for label in ("kick", "snare", "")] == pytest.approx([1 / 3] * 3)
    assert [total(weights, "kick", kit) for kit in "ab"] == pytest.approx([1 / 6] * 2)
    np.testing.assert_allclose(weights[:6], 1 / 36)


def test_a_balance_between_them_is_the_geometric_mean() -> None:
    between, balanced = sampling_weights(UNEVEN, 0.5), sampling_weights(UNEVEN, 1.0)
    np.testing.assert_allclose(between, np.sqrt(balanced) / np.sqrt(balanced).sum())


@pytest.mark.parametrize("balance", [0.0, 0.3, 0.5, 1.0])
def test_the_weights_are_positive_and_sum_to_1(balance: float) -> None:
    weights = sampling_weights(of_kits(13), balance)
    assert weights.sum() == pytest.approx(1)
    assert weights.min() > 0


def members(names: list[str], name: str) -> list[int]:
    return [i for i, other in enumerate(names) if other == name]


def whole_kits(kits: list[str], rng: np.random.Generator) -> list[int]:
    """Return the validation sounds of a split by kits, by the plain definition."""
    chosen: list[int] = []
    for kit in rng.permutation(np.array(sorted(set(kits)))):
        if len(chosen) < 0.1 * len(kits) and len(chosen) + kits.count(kit) <= len(kits) / 2:
            chosen += members(kits, kit)
    return sorted(chosen)


def stratified(labels: list[str], rng: np.random.Generator) -> list[int]:
    """Return the validation sounds of a split within labels, by the plain definition."""
    chosen: list[int] = []
    for label in sorted(set(labels)):
        own = rng.permutation(members(labels, label)).tolist()
        chosen += own[: round(0.1 * len(own))]
    return sorted(chosen)


@pytest.mark.parametrize("seed", range(10))
def test_the_split_by_kits_is_that_of_its_definition(seed: int) -> None:
    library = sounds(*((1 + i % 7, "kick", f"kit {i % 40}", "") for i in range(100)))
    expected = whole_kits([sound.kit for sound in library], np.random.default_rng(seed))
    assert split_sounds(library, seed).val.tolist() == expected


@pytest.mark.parametrize("seed", range(10))
def test_the_split_within_labels_is_that_of_its_definition(seed: int) -> None:
    library = sounds(*((1 + i % 7, f"label {i % 9}", "", "") for i in range(100)))
    expected = stratified([sound.label for sound in library], np.random.default_rng(seed))
    assert split_sounds(library, seed).val.tolist() == expected

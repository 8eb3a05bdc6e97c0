"""NDB and Fréchet distance of spectrograms, and figures with their margins."""

from pathlib import Path

import numpy as np
import pytest

from latentpad_export.research.models.resampling import Figure, mean, resample
from latentpad_export.research.models.resemblance import Resemblance, diversity

pytestmark = pytest.mark.usefixtures("short_training")

N = 120


def spectrograms(seed: int) -> np.ndarray:
    """Return sounds of two kinds in turn: low and high ones, of random lengths."""
    rng = np.random.default_rng(seed)
    made = np.zeros((N, 32, 64), dtype=np.uint8)
    for i, own in enumerate(made):
        first, length = 16 * (i % 2) + rng.integers(8), 8 + rng.integers(48)
        own[first : first + 8, :length] = 150 + rng.integers(100, size=(8, 1))
    return made


@pytest.fixture(scope="module")
def resemblance(tmp_path_factory: pytest.TempPathFactory, short_training: None) -> Resemblance:
    labels = ["low" if i % 2 == 0 else "high" for i in range(N)]
    return Resemblance(spectrograms(0), labels, tmp_path_factory.mktemp("work"), seed=0)


def test_other_sounds_of_the_same_kinds_are_closer_than_half_of_them(resemblance: Resemblance) -> None:
    same, half = spectrograms(1), np.concatenate([spectrograms(1)[::2], spectrograms(2)[::2]])
    counts = resample(N * [""], 0)[:20]
    near, far = (resemblance.frechet(sounds, counts) for sounds in (same, half))
    assert far.value > 3 * near.value
    assert far.minus(near).is_certain
    few, many = (resemblance.n_different(sounds) for sounds in (same, half))
    assert few is not None
    assert many is not None
    assert few < many
    assert diversity(half) < diversity(same)


def test_too_few_sounds_have_no_figures(resemblance: Resemblance) -> None:
    few = spectrograms(3)[:8]
    assert resemblance.n_different(few) is None
    assert np.isnan(resemblance.frechet(few, resample(8 * [""], 0)[:5]).value)


def test_without_labels_there_is_no_distance(tmp_path: Path) -> None:
    plain = Resemblance(spectrograms(0), N * [""], tmp_path, seed=0)
    assert np.isnan(plain.frechet(spectrograms(1), resample(N * [""], 0)[:5]).value)


def test_a_mean_has_the_margin_of_its_standard_error() -> None:
    values = np.random.default_rng(0).normal(3, 2, 400)
    found = mean(values, resample(400 * [""], 1))
    assert found.value == pytest.approx(values.mean())
    assert found.margin == pytest.approx(1.96 * values.std() / 20, rel=0.15)


def test_sounds_of_one_kit_count_as_one() -> None:
    values, kits = np.repeat(np.random.default_rng(0).normal(0, 1, 40), 10), [str(i // 10) for i in range(400)]
    alone, together = (mean(values, resample(names, 1)) for names in (400 * [""], kits))
    assert together.margin == pytest.approx(np.sqrt(10) * alone.margin, rel=0.2)


def test_what_is_nan_does_not_count_and_nothing_is_a_dash() -> None:
    values = np.array([1.0, np.nan, 3.0])
    assert mean(values, resample(["", "", ""], 0)).value == 2
    assert str(mean(np.full(3, np.nan), resample(["", "", ""], 0))) == "-"


def test_a_figure_has_as_many_decimals_as_its_margin() -> None:
    draws = np.array([-0.05, 0.05])
    assert str(Figure(12.3456, draws)) == "12.346 ± 0.098"
    assert str(Figure(12.3456, 100 * draws)) == "12.3 ± 9.8"
    assert str(Figure(2.0, np.zeros(2))) == "2"

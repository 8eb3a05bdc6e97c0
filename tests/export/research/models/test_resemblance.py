"""NDB and Fréchet distance of spectrograms, and figures with their margins."""

from pathlib import Path

import numpy as np
import pytest

from latentpad_export.evaluate.metrics.bootstrap import mean
from latentpad_export.evaluate.metrics.estimate import Estimate
from latentpad_export.research.models import resemblance as resemblances
from latentpad_export.research.models.margins import difference, differs, margin, with_margin
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


@pytest.fixture(autouse=True)
def few_resamples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resemblances, "N_RESAMPLES", 40)


@pytest.fixture(scope="module")
def resemblance(tmp_path_factory: pytest.TempPathFactory, short_training: None) -> Resemblance:
    labels = ["low" if i % 2 == 0 else "high" for i in range(N)]
    return Resemblance(spectrograms(0), labels, tmp_path_factory.mktemp("work"), seed=0)


def test_other_sounds_of_the_same_kinds_are_closer_than_half_of_them(resemblance: Resemblance) -> None:
    same, half = spectrograms(1), np.concatenate([spectrograms(1)[::2], spectrograms(2)[::2]])
    near, far = (resemblance.frechet(sounds, np.arange(N)) for sounds in (same, half))
    assert near is not None
    assert far is not None
    assert far > 3 * near
    more = difference(far, near)
    assert more is not None
    assert differs(more)
    few, many = (resemblance.n_different(sounds) for sounds in (same, half))
    assert few is not None
    assert many is not None
    assert few < many
    assert diversity(half) < diversity(same)


def test_too_few_sounds_have_no_figures(resemblance: Resemblance) -> None:
    few = spectrograms(3)[:8]
    assert resemblance.n_different(few) is None
    assert resemblance.frechet(few, np.arange(8)) is None


def test_without_labels_there_is_no_distance(tmp_path: Path) -> None:
    plain = Resemblance(spectrograms(0), N * [""], tmp_path, seed=0)
    assert plain.frechet(spectrograms(1), np.arange(N)) is None


def test_a_figure_has_as_many_decimals_as_its_margin() -> None:
    assert with_margin(Estimate(12.3456, (12.235, 12.455))) == "12.35 ± 0.11"
    assert with_margin(Estimate(12.3456, (2.3, 22.3))) == "12 ± 10"
    assert with_margin(2.0) == "2"
    assert with_margin(None) == "-"


def test_a_difference_of_the_same_sounds_is_more_certain_than_the_figures() -> None:
    loud, rng = np.random.default_rng(0).normal(0, 5, 60), np.random.default_rng(1)
    one, other = mean(loud), mean(loud - 1 + rng.normal(0, 0.1, 60))
    assert one is not None
    found = difference(one, other)
    assert found is not None
    assert found == pytest.approx(1, abs=0.1)
    assert margin(found) < 0.1 * margin(one)
    assert differs(found)
    assert not differs(one)
    assert difference(one, None) is None

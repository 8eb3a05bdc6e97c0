"""Grades of ViSQOL: ceiling, order, and sounds that cannot be graded."""

import numpy as np
import pytest

pytest.importorskip("visqol", reason="visqol-python is not installed: pip install --no-deps visqol-python")

from latentpad_export.evaluate.metrics import visqol
from latentpad_export.evaluate.metrics.support_vectors import SupportVectors
from latentpad_export.evaluate.metrics.visqol import mean_opinion_score

RATE = 44_100
TIME = np.arange(RATE // 4) / RATE
PLUCK = sum(np.sin(2 * np.pi * 220 * k * TIME) / k for k in range(1, 30)) * np.exp(-12 * TIME)
PLUCK = (PLUCK / np.abs(PLUCK).max()).astype(np.float32)


def test_the_same_sound_has_the_highest_grade_at_any_level():
    assert mean_opinion_score(PLUCK, PLUCK, RATE) == pytest.approx(4.732, abs=0.001)
    assert mean_opinion_score(0.1 * PLUCK, PLUCK, RATE) == pytest.approx(4.732, abs=0.01)


@pytest.mark.parametrize(
    ("similarities", "grade"),
    [
        (np.ones(32), 4.732101253042348),
        (np.linspace(1, 0.5, 32), 3.1799425653184725),
        (np.full(32, 0.5), 2.870680629417051),
        (np.zeros(32), 1.5575247895373163),
    ],
)
def test_the_grade_of_similarities_is_that_of_libsvm(similarities, grade):
    """The expected ones are those of svm_predict, libsvm 3.37."""
    mapper = visqol._visqol()._manager.quality_mapper
    assert mapper.predict_quality(similarities) == pytest.approx(grade, abs=1e-12)


def test_another_kind_of_model_is_refused(tmp_path):
    path = tmp_path / "model.txt"
    path.write_text("svm_type c_svc\nkernel_type rbf\ngamma 0.01\nrho 0\nSV\n1 1:1\n")
    with pytest.raises(ValueError, match="must be of svm_type nu_svr"):
        SupportVectors(str(path)).init()


def test_the_more_noise_the_lower_the_grade(rng):
    noise = rng.standard_normal(len(PLUCK)).astype(np.float32)
    grades = [mean_opinion_score(PLUCK + level * noise, PLUCK, RATE) for level in (0.0001, 0.003, 0.1)]
    assert 4.74 > grades[0] > grades[1] > grades[2] >= 1


def test_a_shorter_sound_and_another_rate_are_graded():
    assert 1 <= mean_opinion_score(PLUCK[:2_000], PLUCK, RATE) < 4.7
    assert mean_opinion_score(PLUCK, PLUCK, 16_000) == pytest.approx(4.732, abs=0.001)


def test_silence_has_no_grade():
    silence = np.zeros_like(PLUCK)
    assert mean_opinion_score(silence, PLUCK, RATE) is None
    assert mean_opinion_score(PLUCK, silence, RATE) is None


def test_a_sound_that_does_not_match_anywhere_has_no_grade(monkeypatch):
    class Failing:
        def measure_from_arrays(self, *arguments):
            raise ValueError("Degraded file was too short")

    monkeypatch.setattr(visqol, "_visqol", Failing)
    assert mean_opinion_score(PLUCK, PLUCK, RATE) is None


def test_without_the_package_there_is_no_grade(monkeypatch):
    monkeypatch.setattr(visqol, "find_spec", lambda name: None)
    assert not visqol.available()
    assert mean_opinion_score(PLUCK, PLUCK, RATE) is None

"""The comparison of graders, with graders that are known functions of the sounds."""

import json

import numpy as np
import pytest
import soundfile

pytest.importorskip("librosa")
pytest.importorskip("matplotlib")

from latentpad_export.commands import research_grades
from latentpad_export.errors import EvaluationError
from latentpad_export.evaluate.metrics import peaq, visqol
from latentpad_export.evaluate.sections import grades
from latentpad_export.evaluate.sections.grade_figures import agreement, of_degradations, of_ways, rank_correlation
from latentpad_export.evaluate.sections.grades import NamedSound, measure_grades
from latentpad_export.evaluate.subjects.degradations import ANOTHER, NOISE, SAME, degradations, noise_name

RATE = 44_100
WAYS = [SAME, "1 ms later", "fades of 0.5 and 8 ms", *map(noise_name, NOISE), ANOTHER]
GOOD = np.tile([4.7, 4.7, 4.6, 4.5, 4.0, 3.0, 2.0, 1.0], (3, 1))
"""Grades of three sounds, as they have to be."""


@pytest.fixture
def sounds(rng):
    decay = np.exp(-np.arange(RATE // 5) / RATE / 0.05)
    hits = decay * rng.standard_normal((3, len(decay)))
    return [NamedSound(f"{i}.wav", (hit / np.abs(hit).max()).astype(np.float32)) for i, hit in enumerate(hits)]


@pytest.fixture
def without_a_model(bundle, monkeypatch):
    """Leave out the degradations that synthesise, which take seconds to compile."""
    kept = [way for way in degradations(bundle) if way.name in WAYS]
    monkeypatch.setattr(grades, "degradations", lambda _: kept)


def error(signal, original, *_, **__):
    """Return a grade: the less, the larger the difference."""
    return -float(np.abs(signal - original).sum())


def install(monkeypatch, name, grade):
    module = {"ViSQOL": visqol, "ODG": peaq}[name]
    monkeypatch.setattr(module, "available", lambda: grade is not None)
    monkeypatch.setattr(
        module, "mean_opinion_score" if name == "ViSQOL" else "objective_difference_grade", grade or (lambda *_: None)
    )


def test_a_good_grader_is_in_order_and_grades_that_agree_have_a_rank_correlation_of_1():
    found = agreement({"ViSQOL": GOOD, "ODG": GOOD - 4.7}, WAYS)
    assert found["ODG"] == pytest.approx(
        {"falls with noise": 1, "another sound is worst": 1, "range": 3.7, "later": 0, "fades": 0.1}
    )
    assert found["rank correlation"] == pytest.approx(1)
    assert found["rank correlation within a sound"] == pytest.approx(1)
    reversed_ = agreement({"ViSQOL": GOOD, "ODG": -GOOD}, WAYS)
    assert reversed_["ODG"]["falls with noise"] == 0
    assert reversed_["rank correlation"] == pytest.approx(-1)


def test_sounds_without_a_grade_are_counted_and_left_out():
    grades = GOOD.copy()
    grades[0] = np.nan
    found = of_degradations({"ODG": grades}, WAYS)
    assert found[SAME]["ODG"] == {"mean": pytest.approx(4.7), "median": 4.7, "best": 4.7, "not graded": 1}
    assert of_degradations({"ODG": np.full((2, 8), np.nan)}, WAYS)[SAME]["ODG"]["mean"] is None
    assert agreement({"ODG": grades}, WAYS)["ODG"]["falls with noise"] == 1


def test_few_or_equal_pairs_have_no_rank_correlation():
    assert rank_correlation(np.arange(7.0), np.arange(7.0)) is None
    assert rank_correlation(np.arange(8.0), np.ones(8)) is None
    assert rank_correlation(np.arange(8.0), np.arange(8.0) ** 2) == pytest.approx(1)


def test_ways_to_feed_peaq_are_compared_with_the_first_by_length():
    doubled = GOOD - 0.5
    doubled[2] = np.nan
    found = of_ways({"before": GOOD, "doubled": doubled}, WAYS, np.array([0.3, 2.0, 0.4]))
    assert (found["before"]["sounds without a grade"], found["doubled"]["sounds without a grade"]) == (0, 1)
    assert found["doubled"]["grades missing"] == 8
    assert found["doubled"]["long"]["sounds"] == 1
    assert found["doubled"]["short"]["change"] == pytest.approx(-0.5)


def test_degradations_do_what_their_names_say(bundle, rng):
    sound = rng.uniform(-0.9, 0.9, RATE // 10).astype(np.float32)
    ways = {way.name: way.degrade for way in degradations(bundle)}
    assert np.array_equal(ways[SAME](sound, rng), sound)
    later = ways["1 ms later"](sound, rng)
    assert np.array_equal(later[44:], sound)
    assert not later[:44].any()
    faded = ways["fades of 0.5 and 8 ms"](sound, rng)
    assert faded[0] == faded[-1] == 0
    assert np.array_equal(faded[22:-353], sound[22:-353])
    assert np.std(ways["noise at -40 dB"](sound, rng) - sound) == pytest.approx(0.01, rel=0.05)
    assert np.std(ways["Vorbis, as in a palette"](sound, rng) - sound) < 0.7 * np.std(sound)
    assert len(ways["lowpass, 8 kHz"](sound, rng)) == len(sound)


def test_the_section_has_a_row_for_each_degradation_and_says_what_is_missing(
    sounds, bundle, monkeypatch, without_a_model
):
    install(monkeypatch, "ViSQOL", error)
    install(monkeypatch, "ODG", error)
    section = measure_grades(sounds, bundle, 0)
    assert [table.title for table in section.tables][-1] == "What PEAQ is given"
    assert [row[0] for row in section.tables[0].rows] == WAYS
    assert section.figures["degradations"][SAME]["ODG"]["mean"] == 0
    assert section.figures["agreement"]["rank correlation"] == pytest.approx(1)
    assert section.pictures[0].png.startswith(b"\x89PNG")
    assert section.missing == ()
    install(monkeypatch, "ODG", None)
    section = measure_grades(sounds, bundle, 0)
    assert [table.title for table in section.tables] == ["Degraded one-shots", "Order"]
    assert section.pictures == ()
    assert section.missing[0].startswith("ODG: peaq is not installed")


def test_the_command_writes_tables_figures_and_a_picture(sounds, tmp_path, monkeypatch, without_a_model):
    install(monkeypatch, "ViSQOL", error)
    install(monkeypatch, "ODG", error)
    library, output = tmp_path / "library", tmp_path / "grades"
    library.mkdir()
    for sound in sounds:
        soundfile.write(library / f"kick_{sound.name}", sound.signal, RATE)
    assert research_grades.main([str(library), "-o", str(output), "--sounds", "2"]) == 0
    assert {path.name for path in output.iterdir()} == {"grades.json", "tables.md", "grades.png"}
    figures = json.loads((output / "grades.json").read_text())["figures"]
    assert len(figures["sounds"]) == 2
    assert [len(row) for row in figures["grades"]["ViSQOL"]] == [len(WAYS)] * 2
    with pytest.raises(EvaluationError, match="already exists"):
        research_grades.main([str(library), "-o", str(output)])


def test_the_command_needs_a_grader(tmp_path, monkeypatch):
    install(monkeypatch, "ViSQOL", None)
    install(monkeypatch, "ODG", None)
    with pytest.raises(EvaluationError, match=r"no grader is installed: ViSQOL: .* ODG: "):
        research_grades.main([str(tmp_path), "-o", str(tmp_path / "grades")])

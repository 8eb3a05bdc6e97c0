"""Ways of playing places, and what is measured of the sounds."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("librosa", reason="needs the extra [export]")
from latentpad.request import Controls
from latentpad.synth.finish import finish
from latentpad.synth.place import Place
from latentpad.synth.synth import Synth
from latentpad_export.evaluate.cache import Cache
from latentpad_export.evaluate.subjects import measured, walks
from latentpad_export.evaluate.subjects.measured import measure_reals, measure_spots
from latentpad_export.evaluate.subjects.spots import Spots
from latentpad_export.evaluate.subjects.walks import walk
from latentpad_export.evaluate.subjects.ways import CrossfadeWay, SynthWay

RATE = 44_100
TIME = np.arange(RATE // 2) / RATE


def tone(hertz, decay=8.0):
    return (np.sin(2 * np.pi * hertz * TIME) * np.exp(-decay * TIME)).astype(np.float32)


TONES = (tone(200), tone(330), tone(1_000))


def place(*rows, weights=None):
    weights = np.full(len(rows), 1 / len(rows)) if weights is None else np.array(weights)
    return Place(np.zeros(4, np.float32), 1.0, np.array(rows), *[weights.astype(np.float32)] * 2, np.zeros(2))


class Recorded:
    """A way that plays what it is given, and counts."""

    key = "recorded"

    def __init__(self, signals):
        self.signals, self.n_played = signals, 0

    def play(self, places, seeds, measure):
        from latentpad_export.evaluate.subjects.ways import in_threads

        def render(where, seed):
            self.n_played += 1
            return self.signals[int(where.neighbors[0])]

        return in_threads(render, places, seeds, measure)


def spots(*rows):
    return Spots(tuple(place(row) for row in rows), np.array(rows), np.array(rows))


def test_a_crossfade_adds_sounds_at_constant_power():
    way = CrossfadeWay(lambda row: TONES[row], RATE)
    with way.play([place(0, 1, weights=(0.75, 0.25))], [0], lambda i, signal: signal) as played:
        found = next(played)
    expected = finish(np.sqrt(np.float32(0.75)) * TONES[0] + np.float32(0.5) * TONES[1], RATE)
    assert found == pytest.approx(expected, abs=1e-6)


def test_a_crossfade_of_sounds_that_are_not_at_hand_is_silent():
    way = CrossfadeWay(lambda row: None if row else TONES[0], RATE)
    with way.play([place(0), place(0, 1)], [0, 0], lambda i, signal: signal is None) as played:
        assert list(played) == [False, True]


def test_a_synth_plays_with_detail_and_without(detailed_bundle, prepared):
    synth = Synth(detailed_bundle, lambda row: prepared[row].signal)
    where = synth.inverse_map.place(0.3, 0.4)
    for detail in (0.0, 1.0):
        expected = synth.render_place(where, Controls(detail=detail), np.random.default_rng(3))
        with SynthWay("any", synth, detail).play([where], [3], lambda i, signal: signal) as played:
            assert len(next(played)) == pytest.approx(len(expected) * RATE / 8_000, abs=3)


def test_places_without_a_sound_are_silent(bundle):
    silent = place(0)  # latent 0 has no sound
    with SynthWay("any", Synth(bundle), 0.0).play([silent], [0], lambda i, signal: (i, signal)) as played:
        assert list(played) == [(0, None)]


def test_spots_are_played_once_and_kept(tmp_path):
    way, cache = Recorded(TONES), Cache(tmp_path)
    first = measure_spots(way, "on", spots(0, 1, 2), None, cache, "x")
    again = measure_spots(way, "on", spots(0, 1, 2), None, cache, "x")
    assert way.n_played == 3
    assert (first.descriptions.features == again.descriptions.features).all()
    assert first.column("hertz") == pytest.approx([200, 330, 1_000], rel=2e-3)
    assert (first.column("clarity") > 0.99).all()
    assert np.isnan(first.column("odg")).all()
    assert first.take(np.array([2, 0])).column("hertz") == pytest.approx([1_000, 200], rel=2e-3)


def test_sounds_are_graded_at_the_level_and_length_of_their_originals(tmp_path, monkeypatch):
    compared = []

    def grade(signal, reference, rate):
        compared.append((signal, reference))
        return -1.0 if rate == RATE else None

    monkeypatch.setattr(measured, "objective_difference_grade", grade)
    monkeypatch.setattr(measured, "mean_opinion_score", lambda *arguments: 4.0)
    monkeypatch.setattr(measured, "N_VISQOL", 1)
    way = Recorded((0.1 * TONES[0][:8_000], None))
    found = measure_spots(
        way, "on", Spots((place(0), place(1)), *2 * [np.array([0, 1])]), TONES.__getitem__, Cache(tmp_path), ""
    )
    (signal, reference), *others = compared
    assert not others
    assert len(signal) == len(reference) == len(TONES[0])
    assert np.abs(signal[:7_000] - reference[:7_000]).max() < 0.15
    assert found.column("odg")[0] == -1
    assert found.column("visqol")[0] == 4
    assert np.isnan(found.traits[1]).all()
    assert found.sounding.tolist() == [True, False]


def test_real_sounds_are_levelled_as_those_that_are_played(tmp_path):
    reals = measure_reals([0, 1, 2], lambda row: 0.01 * TONES[row] if row < 2 else None, Cache(tmp_path), "x")
    assert reals.sounding.tolist() == [True, True, False]
    assert reals.column("loudness")[:2] == pytest.approx(-21, abs=0.5)
    nothing = measure_reals([0], lambda row: np.zeros(100, dtype=np.float32), Cache(tmp_path), "silent")
    assert not nothing.sounding.any()


@pytest.fixture
def short_walks(monkeypatch):
    monkeypatch.setattr(walks, "N_STEPS", 5)


def test_the_same_sound_everywhere_has_no_steps(bundle, tmp_path, short_walks):
    class Constant:
        key = "model"

        def play(self, places, seeds, measure):
            return Recorded([TONES[0]] * 32).play(places, seeds, measure)

    pad, reals = Synth(bundle).inverse_map, measure_reals([0, 1], TONES.__getitem__, Cache(tmp_path), "x")
    found = walk(Constant(), pad, reals, Cache(tmp_path), "walks", 0, n_strokes=2)
    assert found.steps.shape == (2, 5)
    assert (found.steps == 0).all()
    assert found.typical > 5


def test_a_step_from_one_sound_to_another_is_as_large_as_they_are_apart(bundle, tmp_path, short_walks):
    class Halved:
        """Another sound from the middle of the first stroke on."""

        key = "model"

        def play(self, places, seeds, measure):
            numbered = [replace(where, neighbors=np.array([int(i >= 3)])) for i, where in enumerate(places)]
            return Recorded(TONES).play(numbered, seeds, measure)

    reals = measure_reals([0, 1], TONES.__getitem__, Cache(tmp_path), "x")
    found = walk(Halved(), Synth(bundle).inverse_map, reals, Cache(tmp_path), "walks", 0, n_strokes=2)
    assert np.argwhere(found.steps > 0).tolist() == [[0, 2]]
    assert found.steps[0, 2] == pytest.approx(found.typical, rel=0.1)


def test_fewer_sounds_have_fewer_strokes_but_never_less_than_two():
    assert [walks.count_strokes(n) for n in (8, 40, 80, 160, 3_200)] == [2, 2, 4, 8, 8]

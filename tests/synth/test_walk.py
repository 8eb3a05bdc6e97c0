"""Walks across a map: the sound changes gradually, also from one triangle to the next and out of all of them."""

from itertools import pairwise

import numpy as np
import pytest

from latentpad.bundle.representation import Representation
from latentpad.request import Request
from latentpad.synth.synth import Synth

RATE = 8_000
REPRESENTATION = Representation(sample_rate=RATE, n_fft=256, hop_length=64, n_bands=72, n_frames=48, top_db=80.0)
N_SOUNDS = 25


def sound(index):
    """Return one of three kinds of sound: a tone with partials, a noise, or a tone with an attack of 20 ms."""
    rng = np.random.default_rng(index)
    time = np.arange(round((0.2 + 0.02 * index) * RATE)) / RATE
    signal = sum(np.sin(2 * np.pi * n * pitch(index) * time) / n for n in (1, 2, 3)) if index % 3 else None
    signal = rng.standard_normal(len(time)) if signal is None else signal
    envelope = 10 ** (-3 * time / time[-1]) * (np.minimum(1, time / 0.02) if index % 3 == 2 else 1)
    signal = np.pad(signal * envelope, (12, 0))
    return (signal / np.abs(signal).max()).astype(np.float32)


def pitch(index):
    return 150 * 2 ** (index / 12) if index % 3 else 0


@pytest.fixture
def synth(make_bundle):
    """A map of 25 sounds, each of which has a spectrum and a decay of its own in the model."""
    rng = np.random.default_rng(0)
    bands, frames = np.arange(72)[:, None], np.arange(48)
    means = [
        np.clip(1 - frames * rng.uniform(0.005, 0.03) - bands * rng.uniform(0, 0.01), 0, 1) for _ in range(N_SOUNDS)
    ]
    points = 0.1 + 0.2 * np.stack(np.divmod(np.arange(N_SOUNDS), 5), axis=1)
    inner = (points > 0.2).all(axis=1) & (points < 0.8).all(axis=1)
    points[inner] += 0.1 * rng.random((9, 2)) - 0.05
    pitches = [pitch(index) for index in range(N_SOUNDS)]
    bundle = make_bundle(points, means, pitches, REPRESENTATION)
    return Synth(bundle, [sound(index) for index in range(N_SOUNDS)].__getitem__)


def spectrogram(signal):
    """Return magnitudes in octave-like registers every 16 ms, up to 1 s."""
    padded = np.zeros(RATE + 256)
    padded[128 : 128 + min(len(signal), RATE)] = signal[:RATE]
    frames = np.lib.stride_tricks.sliding_window_view(padded, 256)[::128] * np.hanning(256)
    power = np.square(np.abs(np.fft.rfft(frames)))
    return np.sqrt(np.add.reduceat(power, [0, 4, 8, 16, 32, 64], axis=1))


def changes(synth, points):
    """Return how much the sound changes from each point to the next, relative to the louder one."""
    found = [spectrogram(synth.render(Request(x, y))) for x, y in points.tolist()]
    return np.array([np.linalg.norm(b - a) / max(np.linalg.norm(a), np.linalg.norm(b)) for a, b in pairwise(found)])


def line(start, end, n):
    return np.array(start) + np.linspace(0, 1, n)[:, None] * (np.array(end) - start)


WALKS = [line((0.0, 0.1), (1.0, 0.8), 201), line((0.3, 1.0), (0.6, 0.0), 201)]


def parents(synth, point):
    return sorted(synth.inverse_map.place(*point).neighbors.tolist())


@pytest.mark.parametrize("points", WALKS)
def test_no_step_changes_the_sound_abruptly(synth, points):
    found = changes(synth, points)
    assert np.median(found) < 0.06
    assert found.max() < 0.5


@pytest.mark.parametrize("points", WALKS)
def test_where_the_parents_change_the_sound_does_not(synth, points):
    n_crossings = 0
    for low, high in pairwise(points):
        if parents(synth, low) == parents(synth, high):
            continue
        while np.abs(high - low).max() > 1e-7:
            middle = (low + high) / 2
            low, high = (middle, high) if parents(synth, middle) == parents(synth, low) else (low, middle)
        n_crossings += 1
        assert changes(synth, np.stack([low, high])) < 0.01
    assert n_crossings > 10


@pytest.mark.parametrize("points", WALKS)
def test_the_pitch_lies_between_those_of_the_parents_if_half_of_the_sound_has_one(synth, points):
    for x, y in points:
        place = synth.inverse_map.place(x, y)
        pitches = [pitch(index) for index in place.neighbors if pitch(index)]
        pitched = sum(weight for index, weight in zip(place.neighbors, place.weights, strict=True) if pitch(index))
        low, high = (min(pitches), max(pitches)) if pitched >= 0.5 else (0, 0)
        assert low * 0.999 <= synth.pitch(place) <= high * 1.001

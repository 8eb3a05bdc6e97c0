"""Synthetic notes of different timbres, in place of the thesis's excerpt from NSynth, which cannot be shipped.

All of them are C4, as there, unless a range of pitches is asked for. A note has harmonics, slightly stretched as on a
string, each with its own level and decay; an attack, a release, a vibrato around the pitch, and breath noise. Nothing
lies above `HIGHEST` of the sample rate, so there is no aliasing.
"""

import numpy as np
from numpy.typing import NDArray

C4 = 261.6256
"""Hertz."""

HIGHEST = 0.45
"""Highest frequency, as a share of the sample rate."""

VIBRATO_CENTS = 8.0
"""Greatest depth of the vibrato."""

RELEASE = 0.15
"""Share of the note's length in which it fades out."""


def make_notes(
    n: int, seconds: float, sample_rate: int, rng: np.random.Generator, octaves: float = 0.0
) -> list[NDArray[np.float32]]:
    """Synthesise notes.

    Parameters
    ----------
    n : int
        Number of notes.
    seconds : float
        Length of each.
    sample_rate : int
        Samples per second.
    rng : np.random.Generator
        Chooses the timbres, and the pitches.
    octaves : float
        Largest distance of a pitch from C4.

    Returns
    -------
    list of np.ndarray [shape=(seconds * sample_rate,), float32]
        Peak 1.
    """
    n_samples = round(seconds * sample_rate)
    hertz = [C4 * 2 ** rng.uniform(-octaves, octaves) for _ in range(n)] if octaves else [C4] * n
    return [_note(pitch, n_samples, sample_rate, rng) for pitch in hertz]


def _note(hertz: float, n_samples: int, sample_rate: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Synthesise one note."""
    time = np.arange(n_samples) / sample_rate
    envelope = _envelope(time, rng)
    breath = 10 ** (rng.uniform(-60, -35) / 20) * _breath(n_samples, sample_rate, rng)
    signal = envelope * (_harmonics(hertz, time, sample_rate, rng) + breath)
    note: NDArray[np.float32] = (signal / np.abs(signal).max()).astype(np.float32)
    return note


def _harmonics(
    pitch: float, time: NDArray[np.float64], sample_rate: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return the sum of the harmonics, the loudest of them at about 1."""
    rate, depth = rng.uniform(4, 7), 2 ** (rng.uniform(0, VIBRATO_CENTS) / 1200) - 1
    warped = time + depth * np.sin(2 * np.pi * rate * time) / (2 * np.pi * rate)
    stretch = rng.choice([0.0, 1.0]) * rng.uniform(0, 4e-4)
    slope, even, decay = rng.uniform(0.7, 2.2), rng.uniform(0.05, 1.0), rng.choice([0.0, 1.0]) * rng.uniform(0.5, 3)
    signal = np.zeros_like(time)
    k = 1
    while (hertz := pitch * k * np.sqrt((1 + stretch * k * k) / (1 + stretch))) * (1 + depth) < HIGHEST * sample_rate:
        level = k**-slope * (even if k % 2 == 0 else 1.0) * (1.0 if k == 1 else rng.uniform(0.2, 1.0))
        fading = np.exp(-decay * k**0.7 * time)
        signal += level * fading * np.sin(2 * np.pi * hertz * warped + rng.uniform(0, 2 * np.pi))
        k += 1
    return signal


def _envelope(time: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Return attack, sustain and release as one smooth curve, without corners that would spread the spectrum."""
    attack, length = 10 ** rng.uniform(-2.3, -0.9), time[-1]
    rise, fall = np.clip(time / attack, 0, 1), np.clip((length - time) / (RELEASE * length), 0, 1)
    envelope: NDArray[np.float64] = np.sin(np.pi / 2 * rise) ** 2 * np.sin(np.pi / 2 * fall) ** 2
    return envelope


def _breath(n_samples: int, sample_rate: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return noise that rolls off above a random corner from 500 Hz to 4 kHz, at a standard deviation of 1."""
    hertz = np.fft.rfftfreq(n_samples, 1 / sample_rate)
    response = 1 / (1 + (hertz / rng.uniform(500, 4_000)) ** 2)
    response[hertz > HIGHEST * sample_rate] = 0
    noise = np.fft.irfft(np.fft.rfft(rng.standard_normal(n_samples)) * response, n_samples)
    breath: NDArray[np.float64] = noise / noise.std()
    return breath

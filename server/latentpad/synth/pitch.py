"""The pitch of a one-shot: that of a steady tone, or that of the body of a drum.

A tone is followed by the McLeod pitch method in overlapping windows; its certainty is the share of its loud windows
that are periodic and agree. A kick or a tom glides too fast for that: its pitch is the strongest frequency between 20
and 200 ms, if most of its energy lies low and in one line.

References
----------
McLeod and Wyvill, "A smarter way to find pitch", ICMC 2005.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import soxr
from numpy.typing import NDArray

from latentpad.synth.mcleod import Signal, periods, vertex

RATE = 44_100
"""Hertz; sounds at other rates are resampled first."""

HIGHEST, LOWEST = 17_000.0, 18.0
"""Hertz; pitches looked for."""

WINDOW, HOP = 4_096, 1_024
"""Samples; shorter in sounds that would hold fewer than four windows."""

FIRST, LAST = 0.02, 0.8
"""Seconds after the onset between which the pitch is followed: not in the attack, and before most ends."""

SHORTEST = 64
"""Samples; anything shorter is a click."""

SILENCE, ONSET, END = 1e-6, 0.01, 0.001
"""Peak of a silent signal; shares of the peak that begin and end a sound."""

FLOOR = 1e-6
"""Power, relative to a peak of 1, at or below which a window holds no sound; a resampled constant ripples."""

LOUD = -30.0
"""Decibels relative to the loudest window; quieter windows do not count."""

CLARITIES = (0.8, 0.92)
"""Clarity at which a window begins to count as periodic, and at which it fully does."""

DEVIATIONS = (100.0, 50.0)
"""Cents from the median at which a window begins to count as agreeing, and at which it fully does."""

PERIODS = 8
"""Periods that a sound must hold to be certain of its pitch."""

BODY_RANGE, BODY_SECONDS = (25.0, 400.0), (0.02, 0.2)
"""Hertz and seconds after the onset in which the body of a drum is looked for."""

LOW = 500.0
"""Hertz below which a drum with a body has most of its energy."""

LINES, LOW_SHARES = (0.2, 0.6), (0.3, 0.5)
"""Shares of the energy in the strongest line, and below `LOW`: from which a body counts, and fully counts."""

BODY_CERTAINTY = 0.6
"""Highest certainty of the body of a drum."""

N_FFT = 16_384
"""Samples; for the spectra of the body."""


@dataclass(frozen=True)
class Pitch:
    """The pitch of a sound."""

    hertz: float
    """0 if the sound has no pitch."""

    certainty: float
    """From 0 (no pitch) to 1 (a steady tone); at most 0.6 for the body of a drum."""

    clarity: float
    """Median clarity of the loud windows in [0, 1]: 1 for a periodic sound, about 0.2 for noise."""


NO_PITCH = Pitch(0.0, 0.0, 0.0)


class Track(NamedTuple):
    """Pitch in overlapping windows."""

    hertz: Signal
    """[n_windows]; 0 where there is none, and in windows that are not loud."""

    clarity: Signal
    """[n_windows] in [0, 1], McLeod and Wyvill's; 0 in windows that are not loud."""

    level: Signal
    """[n_windows], dB relative to the loudest window."""


def find_pitch(signal: NDArray[np.floating], sample_rate: int) -> Pitch:
    """Find the pitch of a sound.

    Parameters
    ----------
    signal : np.ndarray [shape=(n_samples,)]
        Mono, of any level and length.
    sample_rate : int
        Samples per second, from 8,000 to 192,000.
    """
    sound = _trimmed(signal, sample_rate)
    if len(sound) < SHORTEST:
        return NO_PITCH
    track = track_pitch(sound)
    loud = track.level > LOUD
    clarity = float(np.median(track.clarity[loud]))
    hertz, certainty = max(_steady(track), _body(sound), key=lambda found: found[1])
    certainty *= min(1.0, hertz * len(sound) / RATE / PERIODS)
    return Pitch(hertz, certainty, clarity) if certainty > 0 else Pitch(0.0, 0.0, clarity)


def track_pitch(sound: Signal) -> Track:
    """Follow the pitch of a sound [n_samples] at 44.1 kHz, which begins at its onset and is not silent."""
    first = min(round(FIRST * RATE), len(sound) // 8)
    part = sound[first : round(LAST * RATE) + WINDOW]
    window = min(WINDOW, 2 * len(part) // 3)
    hop = min(HOP, max(1, (len(part) - window) // 3))
    frames = np.lib.stride_tricks.sliding_window_view(part, window)[::hop]
    frames = frames - frames.mean(axis=1, keepdims=True)
    power = np.maximum(np.square(frames).mean(axis=1), FLOOR)
    level = 10 * np.log10(power / power.max())
    period, clarity = np.zeros(len(frames)), np.zeros(len(frames))
    loud = level > LOUD  # the others, most of a sound that decays, do not count
    period[loud], clarity[loud] = periods(frames[loud], RATE / HIGHEST, int(RATE / LOWEST))
    found = (period > 0) & (power > FLOOR)
    hertz = np.where(found, RATE / np.maximum(period, 1), 0)
    return Track(hertz, np.where(found, clarity, 0), level)


def _trimmed(signal: NDArray[np.floating], sample_rate: int) -> Signal:
    """Return the sound at 44.1 kHz from its onset to its end, at peak 1; empty if it is silent or not finite."""
    sound = np.asarray(signal, dtype=np.float64)
    peak = np.abs(sound).max(initial=0.0)
    if not SILENCE < peak < np.inf:
        return np.zeros(0)
    sound = sound / peak
    start, end = np.argmax(np.abs(sound) >= ONSET), len(sound) - np.argmax(np.abs(sound[::-1]) >= END)
    sound = sound[start:end]
    if sample_rate != RATE:
        sound = soxr.resample(sound, sample_rate, RATE, quality="MQ")
    trimmed: Signal = sound
    return trimmed


def _steady(track: Track) -> tuple[float, float]:
    """Return hertz and certainty of a steady tone."""
    loud = track.level > LOUD
    periodic = np.where(track.hertz > 0, np.interp(track.clarity, CLARITIES, (0, 1)), 0) * loud
    if not periodic.any():
        return 0.0, 0.0
    hertz = float(np.median(track.hertz[periodic > 0]))
    cents = np.abs(1200 * np.log2(np.where(periodic > 0, track.hertz, hertz) / hertz))
    agreeing = periodic * np.interp(cents, DEVIATIONS[::-1], (1, 0))
    if not agreeing.any():
        return 0.0, 0.0
    return float(np.median(track.hertz[agreeing > 0])), float(agreeing.sum() / loud.sum())


def _body(sound: Signal) -> tuple[float, float]:
    """Return hertz and certainty of the body of a drum."""
    start, end = (round(seconds * RATE) for seconds in BODY_SECONDS)
    part = sound[min(start, len(sound) // 8) : end]
    hertz = np.fft.rfftfreq(N_FFT, 1 / RATE)
    whole = np.square(np.abs(np.fft.rfft(sound, N_FFT)))
    power = np.square(np.abs(np.fft.rfft(part * np.hanning(len(part)), N_FFT)))
    top = int(np.argmax(np.where((hertz >= BODY_RANGE[0]) & (hertz <= BODY_RANGE[1]), power, 0)))
    half_lobe = 2 * N_FFT // len(part)  # of a Hann window
    line = power[max(0, top - half_lobe) : top + half_lobe + 1].sum() / max(power.sum(), 1e-30)
    share = np.interp(line, LINES, (0, 1)) * np.interp(whole[hertz < LOW].sum() / whole.sum(), LOW_SHARES, (0, 1))
    near = slice(top - 1, top + 2)
    middle, _ = vertex(list(hertz[near]), list(10 * np.log10(np.maximum(power[near], 1e-30))))
    return float(middle), BODY_CERTAINTY * float(share)

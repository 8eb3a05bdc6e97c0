"""Loops by sound: patterns of different drums are loops, and whatever one sound does by itself is not."""

import numpy as np
import pytest

from latentpad_export.data.loops_by_sound import is_loop_by_sound

RATE = 44100
RNG = np.random.default_rng(0)


def decaying(seconds, decay):
    return np.exp(-np.arange(round(seconds * RATE)) / (decay * RATE))


def tone(hertz, seconds, decay):
    return decaying(seconds, decay) * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)


def noise(seconds, decay):
    return decaying(seconds, decay) * np.clip(RNG.standard_normal(round(seconds * RATE)) / 3, -1, 1)


def hiss(seconds, decay):
    return np.diff(noise(seconds, decay), prepend=0)


KICK, SNARE, HAT = tone(55, 0.3, 0.08), 0.7 * noise(0.25, 0.06) + 0.3 * tone(190, 0.25, 0.05), 0.4 * hiss(0.08, 0.02)


def placed(hits, seconds):
    """Return hits, pairs of seconds and a sound, added up."""
    signal = np.zeros(round(seconds * RATE) + RATE)
    for start, sound in hits:
        first = round(start * RATE)
        signal[first : first + len(sound)] += sound
    return (signal[: round(seconds * RATE)] / np.abs(signal).max()).astype(np.float32)


def pattern(tempo, bars, swing=0.0, **sounds):
    """Return sounds by their sixteenths, such as kick="x...x...", repeated."""
    step = 60 / tempo / 4
    hits = [
        ((16 * bar + i + (swing if i % 2 else 0)) * step, {"kick": KICK, "snare": SNARE, "hat": HAT}[name])
        for name, steps in sounds.items()
        for bar in range(bars)
        for i, letter in enumerate(steps)
        if letter == "x"
    ]
    return placed(hits, 16 * bars * step)[: 4 * RATE]


HOUSE = {"kick": "x...x...x...x...", "snare": "....x.......x...", "hat": "..x...x...x...x."}
BREAK = {"kick": "x.x.......xx....", "snare": "....x..x.x..x...", "hat": "x.x.x.x.x.x.x.x."}
TRAP = {"kick": "x......x..x.....", "snare": "........x.......", "hat": "xxx.xxx.xxx.xxxx"}


@pytest.mark.parametrize("drums", [HOUSE, BREAK, TRAP])
@pytest.mark.parametrize("tempo", [80, 124, 170])
@pytest.mark.parametrize("bars", [1, 2, 4])
def test_patterns_of_several_drums_are_loops(drums, tempo, bars):
    assert is_loop_by_sound(pattern(tempo, bars, **drums), RATE)


def test_a_shuffled_pattern_is_a_loop_as_well():
    assert is_loop_by_sound(pattern(98, 2, swing=0.2, **BREAK), RATE)


def test_the_sample_rate_does_not_matter():
    assert is_loop_by_sound(pattern(124, 2, **HOUSE)[::2], RATE // 2)


def roll():
    return placed([(0.06 * i, (0.5 + i / 60) * SNARE) for i in range(30)], 2.0)


def tremolo():
    seconds = np.arange(3 * RATE) / RATE
    return ((1 + np.cos(2 * np.pi * 6 * seconds)) / 2 * tone(440, 3, 2)).astype(np.float32)


def reverb():
    signal = 0.3 * np.concatenate([noise(0.2, 0.03), np.zeros(RATE * 3)])
    signal += 0.2 * np.convolve(noise(3.2, 0.6)[: len(signal)], np.ones(8) / 8, "same")[: len(signal)]
    return (signal / np.abs(signal).max()).astype(np.float32)


ONE_SHOTS = {
    "kick": placed([(0, KICK)], 2.0),
    "snare": placed([(0, SNARE)], 2.0),
    "cymbal": placed([(0, hiss(3.5, 1.0))], 3.5),
    "flam": placed([(0, 0.5 * SNARE), (0.03, SNARE)], 2.0),
    "roll": roll(),
    "hats alone": pattern(124, 2, hat="x.x.x.x.x.x.x.x."),
    "claps": placed([(0.011 * i, SNARE) for i in range(4)], 1.5),
    "echo": placed([(0.25 * i, 0.6**i * SNARE) for i in range(12)], 3.0),
    "tremolo": tremolo(),
    "reverb": reverb(),
    "bass with a click": placed([(0, 0.3 * HAT), (0, tone(45, 3, 1.0))], 3.0),
    "a short pattern": pattern(200, 1, **HOUSE)[: round(1.2 * RATE)],
    "level": np.ones(2 * RATE, dtype=np.float32),
    "noise": (noise(4, 100)).astype(np.float32),
}


@pytest.mark.parametrize("name", ONE_SHOTS)
def test_what_one_sound_does_by_itself_is_no_loop(name):
    assert not is_loop_by_sound(ONE_SHOTS[name], RATE)

"""Lines whose sounds are known: two tones, of which one gets louder along the line."""

from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest

from latentpad.errors import SilenceError
from latentpad.player.ways import EVEN, MIN_PROBES, Way
from latentpad.request import Request
from latentpad.synth.heard import Hearing, difference

RATE = 8_000
TIME = np.arange(RATE) / RATE
LOW, HIGH = (np.sin(2 * np.pi * hertz * TIME).astype(np.float32) for hertz in (300, 1_500))


class Tones:
    """Renders the high tone at the level in dB that a function of x says, and counts; silent where it says None."""

    sample_rate = RATE

    def __init__(self, level):
        self.level, self.n_rendered = level, 0

    def render(self, request):
        self.n_rendered += 1
        level = self.level(request.x)
        if level is None:
            raise SilenceError("silent here")
        return SimpleNamespace(signal=LOW + np.float32(10 ** (level / 20)) * HIGH)


def divided(renderer, n):
    way = Way(renderer, ((0.0, 0.5), (1.0, 0.5)), Request(0.5, 0.5))
    steps = way.divide(n)
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            return stop.value


@pytest.mark.parametrize(
    "level", [lambda x: -40 + 40 * x, lambda x: -40 + 40 * x**4, lambda x: -20 + 18 * np.tanh(50 * x - 20)]
)
def test_steps_deviate_little_from_the_mean_step_wherever_the_sound_changes(level):
    renderer = Tones(level)
    positions = divided(renderer, 6)
    assert (positions[0], positions[-1]) == (0, 1)
    hear = Hearing(RATE)
    heard = [hear(renderer.render(Request(position, 0.5)).signal) for position in positions]
    steps = np.array([difference(one, other) for one, other in pairwise(heard)])
    assert np.abs(steps / steps.mean() - 1).max() <= EVEN


def test_samples_that_are_even_at_once_are_not_moved():
    renderer = Tones(lambda x: -40 + 40 * x)
    positions = divided(renderer, 5)
    assert renderer.n_rendered <= MIN_PROBES + len(positions)


def test_silent_places_are_no_steps():
    positions = divided(Tones(lambda x: None if 0.3 < x < 0.6 else -40 + 40 * x), 5)
    assert len(positions) == 5
    assert sorted(positions) == positions


def test_a_line_of_silence_has_positions_as_far_apart_as_each_other():
    assert divided(Tones(lambda x: None), 3) == [0, 0.5, 1]

"""Lines through points of the map, divided into steps that sound equally large."""

from collections.abc import Generator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from latentpad.errors import LengthError, SilenceError
from latentpad.player.sound_renderer import SoundRenderer
from latentpad.request import Request
from latentpad.synth.heard import Hearing, difference, find_equal_steps

PROBES_PER_SAMPLE, MIN_PROBES, MAX_PROBES = 4, 32, 192
"""Places of the line that are listened to at first."""

N_ROUNDS, LISTENED = 5, 3
"""After that, the samples themselves are listened to and moved, so many times at most, and until there are this many
times as many places as at first."""

EVEN = 0.1
"""Largest deviation from the mean step, relative to it, of samples that are not moved any more. On 32 lines of 0.6 of
the default map's side with 8 samples each, it is 0.13 at most, after listening to 34 to 54 sounds; with samples moved
twice in any case, 0.31, after 42."""

Point = tuple[float, float]


class Way:
    """A line through points, and what is heard along it.

    Parameters
    ----------
    renderer : SoundRenderer
    points : sequence of (x, y)
        At least 2.
    request : Request
        Seed and controls of all sounds.
    """

    def __init__(self, renderer: SoundRenderer, points: Sequence[Point], request: Request) -> None:
        self._renderer, self._request = renderer, request
        self._points = np.array(points, dtype=np.float64)
        lengths = np.hypot(*np.diff(self._points, axis=0).T)
        self._ends = np.concatenate([[0.0], np.cumsum(lengths)])
        self._hear = Hearing(renderer.sample_rate)
        self._heard: dict[float, NDArray[np.float32] | None] = {}
        """What is heard at positions; None where there is nothing."""

    def at(self, position: float) -> Point:
        """Return the point at a position: the length of the line up to it, in sides of the map."""
        x, y = (float(np.interp(position, self._ends, axis)) for axis in self._points.T)
        return x, y

    def request(self, position: float) -> Request:
        """Return the request for a position."""
        x, y = self.at(position)
        return replace(self._request, x=x, y=y, source=None)

    def divide(self, n: int) -> Generator[None, None, list[float]]:
        """Return `n` positions in steps that sound equally large; yields about as often as a sound is rendered."""
        length = float(self._ends[-1])
        if n == 1 or not length:
            return [0.0] * n
        n_probes = min(max(MIN_PROBES, PROBES_PER_SAMPLE * n), MAX_PROBES)
        yield from self._listen([*np.linspace(0, length, n_probes).tolist(), *self._ends.tolist()])
        least, best = np.inf, list[float]()
        for _ in range(N_ROUNDS):
            positions = yield from self._divided(n)
            yield from self._listen(positions)
            deviation = self._deviation(positions)
            if deviation < least:
                least, best = deviation, positions
            if least <= EVEN or len(self._heard) > LISTENED * n_probes:
                break
        return best

    def _deviation(self, positions: Sequence[float]) -> float:
        """Return the largest deviation from the mean step of places that were listened to; silent ones are skipped."""
        known = [levels for position in positions if (levels := self._heard[position]) is not None]
        steps = np.array([difference(one, other) for one, other in pairwise(known)])
        return float(np.abs(steps / steps.mean() - 1).max()) if steps.any() else 0.0

    def _divided(self, n: int) -> Generator[None, None, list[float]]:
        """Divide the line by what is known of it."""
        known = {position: levels for position, levels in sorted(self._heard.items()) if levels is not None}
        if len(known) < 2:
            return [float(position) for position in np.linspace(0, self._ends[-1], n)]
        return (yield from find_equal_steps(list(known), list(known.values()), n))

    def _listen(self, positions: Sequence[float]) -> Generator[None, None, None]:
        """Listen at positions that are new."""
        for position in positions:
            if position not in self._heard:
                try:
                    request = self.request(position)
                    mono = replace(request, controls=replace(request.controls, stereo=0.0))
                    self._heard[position] = self._hear(self._renderer.render(mono).signal)
                except (SilenceError, LengthError):
                    self._heard[position] = None
                yield

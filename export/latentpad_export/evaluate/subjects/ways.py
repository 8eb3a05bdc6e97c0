"""Ways of playing a place of a map: with detail, by the model alone, as a crossfade, and as the thesis did."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from os import cpu_count
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from latentpad.errors import SilenceError
from latentpad.request import Controls
from latentpad.synth.finish import finish
from latentpad.synth.parents import Sounds
from latentpad.synth.place import Place
from latentpad.synth.synth import Synth
from latentpad_export.evaluate.metrics.descriptors import to_comparison_rate
from latentpad_export.evaluate.subjects.renderers import ThesisRenderer

Signal = NDArray[np.float32]
"""[n_samples] at 44.1 kHz."""

T = TypeVar("T")
Measure = Callable[[int, Signal | None], T]
"""Measures the sound of a place, given the place's number; None is silence."""

DETAIL, MODEL, CROSSFADE, THESIS = "detail", "model", "crossfade", "thesis"
"""Keys of the ways."""

TITLES = {DETAIL: "detail 1", MODEL: "the model alone", CROSSFADE: "crossfade", THESIS: "as in the thesis"}
"""For tables and plots."""


class Way(Protocol):
    """A way of playing places."""

    @property
    def key(self) -> str:
        """Name in the JSON and in the cache."""
        ...

    def play(
        self, places: Sequence[Place], seeds: Sequence[int], measure: Measure[T]
    ) -> AbstractContextManager[Iterator[T]]:
        """Play places in parallel, and measure each of them, in their order."""
        ...


class SynthWay:
    """A bundle's own synthesiser, at some detail."""

    def __init__(self, key: str, synth: Synth, detail: float) -> None:
        self.key, self._synth, self._controls = key, synth, Controls(detail=detail)

    def render(self, place: Place, seed: int) -> Signal | None:
        """Render a place; None if it is silent."""
        try:
            signal = self._synth.render_place(place, self._controls, np.random.default_rng(seed))
        except SilenceError:
            return None
        return to_comparison_rate(signal, self._synth.representation.sample_rate)

    def play(
        self, places: Sequence[Place], seeds: Sequence[int], measure: Measure[T]
    ) -> AbstractContextManager[Iterator[T]]:
        """Play in threads."""
        return in_threads(self.render, places, seeds, measure)


class CrossfadeWay:
    """The parents of a place as they are, at the same time and at constant power."""

    key = CROSSFADE

    def __init__(self, sounds: Sounds, sample_rate: int) -> None:
        self._sounds, self._sample_rate = sounds, sample_rate

    def render(self, place: Place, _: int = 0) -> Signal | None:
        """Add the parents; None if one of them is not at hand."""
        parents = [self._sounds(int(row)) for row in place.neighbors]
        at_hand = [signal for signal in parents if signal is not None]
        if len(at_hand) < len(parents):
            return None
        mixed = np.zeros(max(map(len, at_hand)), dtype=np.float32)
        for signal, weight in zip(at_hand, place.weights, strict=True):
            mixed[: len(signal)] += np.sqrt(weight) * signal
        return to_comparison_rate(finish(mixed, self._sample_rate), self._sample_rate)

    def play(
        self, places: Sequence[Place], seeds: Sequence[int], measure: Measure[T]
    ) -> AbstractContextManager[Iterator[T]]:
        """Play in threads."""
        return in_threads(self.render, places, seeds, measure)


class ThesisWay:
    """The decoder's mean at the latent of a place, as the thesis rendered it."""

    key = THESIS

    def __init__(self, renderer: ThesisRenderer) -> None:
        self._renderer = renderer

    @contextmanager
    def play(self, places: Sequence[Place], seeds: Sequence[int], measure: Measure[T]) -> Iterator[Iterator[T]]:
        """Play in processes."""
        latents = np.array([place.latent for place in places], dtype=np.float32)
        with ThreadPoolExecutor(cpu_count()) as pool, self._renderer.render_all(latents, seeds) as sounds:
            yield pool.map(measure, range(len(places)), sounds)


@contextmanager
def in_threads(
    render: Callable[[Place, int], Signal | None], places: Sequence[Place], seeds: Sequence[int], measure: Measure[T]
) -> Iterator[Iterator[T]]:
    """Render and measure in threads: NumPy, numba and onnxruntime release the lock most of the time."""

    def both(i: int) -> T:
        return measure(i, render(places[i], seeds[i]))

    with ThreadPoolExecutor(cpu_count()) as pool:
        yield pool.map(both, range(len(places)))

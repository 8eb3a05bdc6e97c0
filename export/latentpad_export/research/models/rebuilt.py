"""Held-out sounds rebuilt by all players, and how far they are from their originals."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import ceil
from os import cpu_count

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from latentpad_export.evaluate.cache import Arrays, Cache
from latentpad_export.evaluate.metrics.descriptors import spectral_distance
from latentpad_export.research.models.grades import GRADES, grade, missing_grades
from latentpad_export.research.models.held_out import HeldOut, Spectrograms
from latentpad_export.research.models.players import Player, ThesisPlayer


@dataclass(frozen=True)
class Rebuilt:
    """Sounds that one player has rebuilt."""

    title: str

    spectrograms: Spectrograms
    """[n]."""

    errors: NDArray[np.float64]
    """[n] mean absolute difference of the spectrograms where either is audible, in dB."""

    learnt_errors: NDArray[np.float64]
    """[k] the same of sounds of the training; empty for studio, which has a training of its own."""

    grades: NDArray[np.float64]
    """[m, 3] `GRADES`; NaN where there is none."""

    def column(self, name: str) -> NDArray[np.float64]:
        """Return one grade of the graded sounds [m]."""
        column: NDArray[np.float64] = self.grades[:, GRADES.index(name)]
        return column


def rebuild(player: Player, held_out: HeldOut, cache: Cache) -> Rebuilt:
    """Rebuild sounds and compare them with their originals, or load the results from the cache."""

    def compute() -> Arrays:
        found = player.spectrograms(held_out)
        learnt = np.zeros(0)
        if isinstance(player, ThesisPlayer):
            learnt = errors_of(player.rebuild(held_out.learnt), held_out.learnt)
        return {
            "spectrograms": found,
            "errors": errors_of(found, held_out.spectrograms),
            "learnt_errors": learnt,
            "grades": _grades(player, held_out),
        }

    n_missing = len(missing_grades())
    name = f"{player.bundle.digest[:12]}-{player.title.rpartition(' ')[2]}-{held_out.key}-{n_missing}"
    return Rebuilt(player.title, **cache.arrays(name, compute))


def errors_of(spectrograms: Spectrograms, originals: Spectrograms) -> NDArray[np.float64]:
    """Return the error [n] of each spectrogram in dB."""
    pairs = zip(_floats(spectrograms), _floats(originals), strict=True)
    return np.array([spectral_distance(*pair) for pair in pairs])


def _grades(player: Player, held_out: HeldOut) -> NDArray[np.float64]:
    """Render and grade sounds [m, 3]."""
    step = max(1, ceil(len(held_out.graded) / held_out.n_heard))

    def measure(row: int, signal: NDArray[np.float32] | None) -> list[float]:
        return grade(signal, held_out.original(int(held_out.graded[row])), row % step == 0)

    n = len(held_out.graded)
    with ThreadPoolExecutor(cpu_count()) as pool, player.audio(held_out) as sounds:
        rows = list(tqdm(pool.map(measure, range(n), sounds), player.title, n, unit="sound", disable=None))
    return np.array(rows, dtype=np.float64).reshape(-1, len(GRADES))


def _floats(spectrograms: Spectrograms) -> NDArray[np.float32]:
    return spectrograms.astype(np.float32) / np.float32(255)

"""A bundle in an evaluation: everything that it was made to play, beside the real sounds it is compared with."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle import Bundle
from latentpad_export.evaluate.cache import Arrays, Cache
from latentpad_export.evaluate.played import (
    Counts,
    Heards,
    Spots,
    as_heards,
    choose_spots,
    gather_heard,
    play_latents,
    play_spots,
)
from latentpad_export.evaluate.reality import Reality, balanced
from latentpad_export.evaluate.rebuilding import Rebuilt, rebuild_sounds
from latentpad_export.evaluate.voices import Voice, voice_of


@dataclass(frozen=True)
class Pairs:
    """Sounds of the map as they are played at their own points, beside the real ones."""

    indices: NDArray[np.int64]
    """[n] which of the library's sounds."""

    played: Heards
    real: Heards


@dataclass(frozen=True)
class Contender:
    """One bundle and what it plays."""

    voice: Voice
    on: Pairs
    spots: dict[str, Spots]
    """Around, between, outside, anywhere."""

    heard: dict[str, Heards]
    """What is played there."""

    rebuilt: Rebuilt
    """Sounds that it has not learnt."""

    map_labels: NDArray[np.str_]
    """[n] label of each sound of its map, empty where it has none."""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.voice.bundle.name

    def expected(self, kind: str) -> NDArray[np.str_]:
        """Give the label that is expected of each sound of a kind; empty where none is."""
        origin = self.spots[kind].origin
        labels: NDArray[np.str_] = np.where(origin >= 0, self.map_labels[origin], "")
        return labels


def prepare(
    bundle: Bundle, reality: Reality, labels: tuple[str, ...], counts: Counts, cache: Cache, seed: int
) -> Contender:
    """Let a bundle play, or take what an earlier run has heard.

    Parameters
    ----------
    bundle : Bundle
    reality : Reality
    labels : tuple of str
        Labels that the classifier knows; sounds of others are not played around and between. Where there is none, all.
    counts : Counts
    cache : Cache
    seed : int
    """
    voice, rng = voice_of(bundle), np.random.default_rng(seed)
    names = np.array(["", *bundle.labels])
    map_labels = names[bundle.map.labels + 1]
    members = np.flatnonzero(np.isin(map_labels, labels))
    members = members if len(members) else np.arange(len(map_labels))
    spots = choose_spots(voice.synth.pad, members, counts, rng)
    unseen = reality.unseen(bundle)
    unseen = np.sort(rng.permutation(unseen)[: counts.rebuilt])
    return Contender(
        voice=voice,
        on=_on_the_map(voice, reality, labels, counts, cache, seed),
        spots=spots,
        heard={kind: play_spots(voice, place, kind, cache) for kind, place in spots.items()},
        rebuilt=rebuild_sounds(voice, reality, unseen, counts.graded, cache),
        map_labels=map_labels,
    )


def _on_the_map(
    voice: Voice, reality: Reality, labels: tuple[str, ...], counts: Counts, cache: Cache, seed: int
) -> Pairs:
    """Play sounds of the library at their own points: as many of each label, all labels alike where there are none."""
    place = reality.on_map(voice.bundle)
    known = [i for i in place if not labels or reality.labels[i] in labels]
    drawn = balanced([reality.labels[i] for i in known], counts.of_a_label, np.random.default_rng(seed))
    indices = np.array([known[i] for i in drawn], dtype=np.int64)
    points = voice.bundle.map.points[[place[int(i)] for i in indices]] if len(indices) else np.zeros((0, 2))
    latents = [voice.synth.pad.place(float(x), float(y)).latent for x, y in points]
    played = play_latents(voice, np.array(latents, dtype=np.float32), "on", cache)
    real = as_heards(cache.arrays(f"{voice.bundle.digest[:12]}-real", _reader(reality, indices)))
    return Pairs(indices, played, real)


def _reader(reality: Reality, indices: NDArray[np.int64]) -> Callable[[], Arrays]:
    """Give a function that hears real sounds."""
    return lambda: gather_heard([reality.signal(int(i)) for i in indices])

"""A bundle in an evaluation: everything that it was made to play, beside the real sounds it is compared with."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad_export.evaluate.cache import Arrays, Cache
from latentpad_export.evaluate.subjects.generated import (
    SIBLINGS,
    Counts,
    Heards,
    Spots,
    as_heards,
    choose_spots,
    gather_heard,
    play_latents,
    play_spots,
)
from latentpad_export.evaluate.subjects.reconstructed import Rebuilt, rebuild_sounds
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds, balanced
from latentpad_export.evaluate.subjects.renderers import MeanVoice, Voice, voice_of


@dataclass(frozen=True)
class Pairs:
    """Sounds of the map as they are played at their own points, beside the real ones."""

    indices: NDArray[np.int64]
    """[n] which of the library's sounds."""

    played: Heards
    real: Heards
    smooth: Heards
    """The same points, of the decoder's mean alone."""


@dataclass(frozen=True)
class Subject:
    """One bundle and what it plays."""

    voice: Voice
    on: Pairs
    spots: dict[str, Spots]
    """Around, between, siblings, outside, anywhere."""

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
        """Give the labels [n, 2] that are expected of each sound of a kind: of either end; empty where none is."""
        ends = np.stack([self.spots[kind].origin, self.spots[kind].other], axis=1)
        labels: NDArray[np.str_] = np.where(ends >= 0, self.map_labels[ends], "")
        return labels


@dataclass(frozen=True)
class Drawn:
    """Sounds of the library that all bundles are compared on."""

    on: NDArray[np.int64]
    """On the maps of all bundles that know the library."""

    unseen: NDArray[np.int64]
    """Unknown to all bundles."""


def draw_sounds(
    bundles: tuple[Bundle, ...], reality: ReferenceSounds, labels: tuple[str, ...], counts: Counts, seed: int
) -> Drawn:
    """Draw the same real sounds for all bundles: as many of each label, where there are labels."""
    rng = np.random.default_rng(seed)
    maps = [set(reality.on_map(bundle)) for bundle in bundles]
    common = set.intersection(*(known for known in maps if known)) if any(maps) else set()
    members = sorted(i for i in common if not labels or reality.labels[i] in labels)
    on = balanced([reality.labels[i] for i in members], counts.of_a_label, rng)
    unseen = set.intersection(*(set(reality.unseen(bundle).tolist()) for bundle in bundles))
    return Drawn(
        np.array([members[i] for i in on], dtype=np.int64),
        np.sort(rng.permutation(np.array(sorted(unseen), dtype=np.int64))[: counts.rebuilt]),
    )


def prepare(
    bundle: Bundle,
    reality: ReferenceSounds,
    drawn: Drawn,
    labels: tuple[str, ...],
    counts: Counts,
    cache: Cache,
    seed: int,
) -> Subject:
    """Let a bundle play, or take what an earlier run has heard.

    Parameters
    ----------
    bundle : Bundle
    reality : ReferenceSounds
    drawn : Drawn
        Real sounds to play and to rebuild.
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
    spots = choose_spots(voice.synth.inverse_map, members, counts, rng)
    return Subject(
        voice=voice,
        on=_on_the_map(voice, reality, drawn.on, cache),
        spots=spots,
        heard={kind: play_spots(voice, place, kind, cache, float(kind == SIBLINGS)) for kind, place in spots.items()},
        rebuilt=rebuild_sounds(voice, reality, drawn.unseen, counts.graded, cache),
        map_labels=map_labels,
    )


def _on_the_map(voice: Voice, reality: ReferenceSounds, drawn: NDArray[np.int64], cache: Cache) -> Pairs:
    """Play sounds of the library at their own points."""
    place = reality.on_map(voice.bundle)
    indices = np.array([i for i in drawn if int(i) in place], dtype=np.int64)
    points = voice.bundle.map.points[[place[int(i)] for i in indices]] if len(indices) else np.zeros((0, 2))
    latents = [voice.synth.inverse_map.place(float(x), float(y)).latent for x, y in points]
    played = play_latents(voice, np.array(latents, dtype=np.float32), "on", cache)
    same = f"{zlib.crc32(indices.tobytes()):08x}"  # most bundles are compared on the same sounds: heard once
    real = as_heards(cache.arrays(f"{same}-real", _reader(reality, indices)))
    smooth = play_latents(MeanVoice(voice.bundle), np.array(latents, dtype=np.float32), "mean", cache)
    return Pairs(indices, played, real, smooth)


def _reader(reality: ReferenceSounds, indices: NDArray[np.int64]) -> Callable[[], Arrays]:
    """Give a function that hears real sounds."""
    return lambda: gather_heard([reality.signal(int(i)) for i in indices])

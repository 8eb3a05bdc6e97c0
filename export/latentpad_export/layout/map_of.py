"""Maps made of embedded sounds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.map import Map
from latentpad.bundle.names import Names
from latentpad_export.data.library import Sound
from latentpad_export.data.triangles import triangulate
from latentpad_export.layout.excerpts import Decoded
from latentpad_export.layout.layout import Layout, lay_out


@dataclass(frozen=True)
class Embedded:
    """The n sounds of a map, before they are laid out."""

    sounds: tuple[Sound, ...]
    latents: NDArray[np.float32]
    """[n, latent_dim]."""

    decoded: Decoded
    """What the latents sound like."""

    outlines: NDArray[np.uint8]
    """[n, n_times, n_places] of the decoded means: `latentpad.bundle.outline`."""

    seconds: NDArray[np.float32]
    """[n] length of each sound as it is played."""

    peaks: NDArray[np.float32]
    """[n] peak of each file, 1.0 = full scale."""

    pitches: NDArray[np.float32] | None = None
    """[n] hertz, 0 = no pitch; None where sounds are not played as detail, as for the following."""

    pitch_certainties: NDArray[np.float32] | None = None
    """[n] in [0, 1]."""

    sketches: NDArray[np.uint8] | None = None
    """[n, 16]."""

    attacks: NDArray[np.uint8] | None = None
    """[n, 32]."""

    partials: NDArray[np.uint8] | None = None
    """[n, 2, 8]."""

    by_sound: NDArray[np.bool_] | None = None
    """[n] whose labels were told by their sound; None where none was looked for."""


class LabelledMap(NamedTuple):
    """A map, and the names of its label numbers."""

    map: Map
    labels: tuple[str, ...]


def lay_out_sounds(
    embedded: Embedded, seed: int, layout: Layout, progress: Callable[[float], None] = lambda share: None
) -> NDArray[np.float32]:
    """Return the points [n, 2] of sounds: `latentpad_export.layout.layout.lay_out`."""
    numbers, _ = number_labels(embedded.sounds)
    return lay_out(embedded.latents, seed, layout, embedded.decoded, numbers, progress)


def make_map(embedded: Embedded, points: NDArray[np.float32], unseen: NDArray[np.bool_]) -> LabelledMap:
    """Make a map of sounds at points.

    Parameters
    ----------
    embedded : Embedded
    points : np.ndarray [shape=(n, 2), float32]
        In [0, 1]².
    unseen : np.ndarray [shape=(n,), bool]
        Which sounds the encoder was not trained on.
    """
    numbers, labels = number_labels(embedded.sounds)
    layout = Map(
        points=points,
        latents=embedded.latents,
        labels=numbers,
        names=Names.of(sound.name for sound in embedded.sounds),
        seconds=embedded.seconds,
        peaks=embedded.peaks,
        unseen=unseen,
        pitches=embedded.pitches,
        pitch_certainties=embedded.pitch_certainties,
        triangles=triangulate(points),
        sketches=embedded.sketches,
        outlines=embedded.outlines,
        by_sound=embedded.by_sound,
        attacks=embedded.attacks,
        partials=embedded.partials,
    )
    return LabelledMap(layout, labels)


def number_labels(sounds: tuple[Sound, ...]) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """Return the number of each sound's label [n], -1 for none, and the labels in alphabetical order."""
    labels = tuple(sorted({sound.label for sound in sounds if sound.label}))
    number = {label: i for i, label in enumerate(labels)}
    return np.array([number.get(sound.label, -1) for sound in sounds], dtype=np.int32), labels

"""A bundle under evaluation: all sounds that it rendered, with the real sounds that they are compared with."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.synth.parents import Sounds
from latentpad_export.evaluate.cache import Arrays, Cache
from latentpad_export.evaluate.metrics.bootstrap import Units, units_of
from latentpad_export.evaluate.subjects.generated import (
    SIBLINGS,
    Counts,
    Descriptions,
    PadPoints,
    choose_points,
    describe_all,
    render_places,
    render_points,
    to_descriptions,
)
from latentpad_export.evaluate.subjects.reconstructed import Reconstructed, reconstruct_sounds
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds, balanced
from latentpad_export.evaluate.subjects.renderers import MeanRenderer, Renderer, StudioRenderer, make_renderer
from latentpad_export.evaluate.subjects.with_detail import render_with_detail

ON = "on"
"""Kind of points that belong to sounds of the library."""


@dataclass(frozen=True)
class Pairs:
    """Sounds rendered at the points of real ones, and the real ones."""

    indices: NDArray[np.int64]
    """[n] indices of the library's sounds."""

    generated: Descriptions
    real: Descriptions
    mean_only: Descriptions
    """Rendered at the same points from the decoder's mean alone."""


@dataclass(frozen=True)
class Subject:
    """One bundle and its rendered sounds."""

    renderer: Renderer
    on: Pairs
    points: dict[str, PadPoints]
    """By kind: around, between, siblings, outside, anywhere."""

    generated: dict[str, Descriptions]
    """Sounds rendered there."""

    reconstructed: Reconstructed
    """Sounds that it has not learnt from."""

    map_labels: NDArray[np.str_]
    """[n] label of each sound of its map, empty if it has none."""

    with_detail: dict[str, Descriptions] = field(default_factory=dict)
    """Sounds rendered on sounds of the library (on) and at `points`, with the library's detail; empty without it."""

    sounds: Sounds | None = None
    """Reads the sounds of the map, for what is rendered with detail."""

    @property
    def name(self) -> str:
        """Name of the bundle."""
        return self.renderer.bundle.name

    def expected(self, kind: str) -> NDArray[np.str_]:
        """Return the labels [n, 2] expected of each sound of a kind, one per end; empty where none is expected."""
        ends = np.stack([self.points[kind].origin, self.points[kind].other], axis=1)
        labels: NDArray[np.str_] = np.where(ends >= 0, self.map_labels[ends], "")
        return labels


@dataclass(frozen=True)
class Selection:
    """Sounds of the library on which all bundles are compared."""

    on: NDArray[np.int64]
    """Sounds on the maps of all bundles that contain sounds of the library."""

    unseen: NDArray[np.int64]
    """Sounds that no bundle has learnt from."""


def choose_sounds(
    bundles: tuple[Bundle, ...], reference: ReferenceSounds, labels: tuple[str, ...], counts: Counts, seed: int
) -> Selection:
    """Choose the same real sounds for all bundles, balanced by label if there are labels."""
    rng = np.random.default_rng(seed)
    maps = [set(reference.on_map(bundle)) for bundle in bundles]
    common = set.intersection(*(on_map for on_map in maps if on_map)) if any(maps) else set()
    members = sorted(i for i in common if not labels or reference.labels[i] in labels)
    on = balanced([reference.labels[i] for i in members], counts.of_a_label, rng)
    unseen = set.intersection(*(set(reference.unseen(bundle).tolist()) for bundle in bundles))
    return Selection(
        np.array([members[i] for i in on], dtype=np.int64),
        np.sort(rng.permutation(np.array(sorted(unseen), dtype=np.int64))[: counts.reconstructed]),
    )


def prepare_subject(
    bundle: Bundle,
    reference: ReferenceSounds,
    selection: Selection,
    labels: tuple[str, ...],
    counts: Counts,
    cache: Cache,
    seed: int,
    sounds: Sounds | None = None,
) -> Subject:
    """Render all sounds of a bundle, or load them from the cache.

    Parameters
    ----------
    bundle : Bundle
    reference : ReferenceSounds
    selection : Selection
        Real sounds to render at their points and to reconstruct.
    labels : tuple of str
        Labels of the classifier; no points around or between sounds of other labels are rendered. If empty, all are.
    counts : Counts
    cache : Cache
    seed : int
    sounds : callable, optional
        Reads the sounds of the map, for what is rendered with detail.
    """
    renderer, rng = make_renderer(bundle), np.random.default_rng(seed)
    names = np.array(["", *bundle.labels])
    map_labels = names[bundle.map.labels + 1]
    members = np.flatnonzero(np.isin(map_labels, labels))
    members = members if len(members) else np.arange(len(map_labels))
    points = choose_points(renderer.synth.inverse_map, members, counts, rng)
    on = _on_the_map(renderer, reference, selection.on, cache)
    units = units_of(reference.kits_on_map(bundle))
    with_detail = {}
    if sounds is not None and isinstance(renderer, StudioRenderer):
        own_points = {ON: _own_points(bundle, reference, on), **points}
        with_detail = render_with_detail(bundle, sounds, own_points, cache)
        with_detail = {kind: _of_units(found, own_points[kind], units) for kind, found in with_detail.items()}
    return Subject(
        renderer=renderer,
        on=on,
        points=points,
        generated={
            kind: _of_units(render_points(renderer, place, kind, cache, float(kind == SIBLINGS)), place, units)
            for kind, place in points.items()
        },
        reconstructed=reconstruct_sounds(renderer, reference, selection.unseen, counts.graded, cache),
        map_labels=map_labels,
        with_detail=with_detail,
        sounds=sounds,
    )


def _on_the_map(renderer: Renderer, reference: ReferenceSounds, chosen: NDArray[np.int64], cache: Cache) -> Pairs:
    """Render sounds of the library at their own points."""
    rows = reference.on_map(renderer.bundle)
    indices = np.array([i for i in chosen if int(i) in rows], dtype=np.int64)
    points = renderer.bundle.map.points[[rows[int(i)] for i in indices]] if len(indices) else np.zeros((0, 2))
    places = [renderer.synth.inverse_map.place(float(x), float(y)) for x, y in points]
    generated = render_places(renderer, places, "on", cache)
    key = f"{zlib.crc32(indices.tobytes()):08x}"  # shared by all bundles that are compared on the same sounds
    units = reference.units[indices]
    generated = replace(generated, known_units=units)
    real = replace(to_descriptions(cache.arrays(f"{key}-real", _reader(reference, indices))), known_units=units)
    mean_only = render_places(MeanRenderer(renderer.bundle), places, "mean", cache)
    return Pairs(indices, generated, real, mean_only)


def _of_units(sounds: Descriptions, points: PadPoints, units: Units) -> Descriptions:
    """Return sounds as of the units of the sounds of the map that they belong to, of which `units` [n] are known."""
    alone = len(units) + np.arange(len(points.origin))
    return replace(sounds, known_units=np.where(points.origin >= 0, units[points.origin], alone + units.max(initial=0)))


def _own_points(bundle: Bundle, reference: ReferenceSounds, on: Pairs) -> PadPoints:
    """Return the points of sounds of the library that are on the map."""
    on_map = reference.on_map(bundle)
    rows = np.array([on_map[int(i)] for i in on.indices], dtype=np.int64)
    return PadPoints(bundle.map.points[rows], rows, rows)


def _reader(reference: ReferenceSounds, indices: NDArray[np.int64]) -> Callable[[], Arrays]:
    """Return a function that reads and describes real sounds."""
    return lambda: describe_all([reference.signal(int(i)) for i in indices])

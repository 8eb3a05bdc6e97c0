"""The section on detail: what a user hears, beside the model alone, a crossfade and the thesis's rendering."""

from typing import Any

import numpy as np

from latentpad_export.evaluate.metrics import peaq, visqol
from latentpad_export.evaluate.metrics.distributions import nearest_distances
from latentpad_export.evaluate.metrics.novelty import copy_distance, flat
from latentpad_export.evaluate.metrics.told import N_FOLDS
from latentpad_export.evaluate.report.section import Section
from latentpad_export.evaluate.sections.detail_examples import detail_examples
from latentpad_export.evaluate.sections.detail_figures import (
    ALL,
    Figures,
    groups,
    half_way_figures,
    inside_figures,
    left_out_figures,
    on_figures,
    texture_ratio,
    told,
)
from latentpad_export.evaluate.sections.detail_plots import draw_labels
from latentpad_export.evaluate.sections.detail_reference import real_figures
from latentpad_export.evaluate.sections.detail_tables import detail_tables
from latentpad_export.evaluate.subjects import spots as kinds
from latentpad_export.evaluate.subjects.detail import DetailSubject
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds
from latentpad_export.evaluate.subjects.ways import DETAIL, THESIS

NAME, TITLE = "detail", "The library's own detail"

MIN_PER_LABEL = 4
"""Sounds of a label for its texture."""


def measure_detail(subjects: tuple[DetailSubject, ...], reference: ReferenceSounds) -> Section:
    """Compare what bundles play with their libraries' detail, and without it, with real sounds."""
    library = flat(reference.features(reference.learnable))
    copies_below = copy_distance(nearest_distances(library, library, same=True))
    figures: dict[str, Any] = {}
    for subject in subjects:
        inside = {
            key: inside_figures(subject.made[kinds.INSIDE, key], _real(subject, kinds.INSIDE), library, copies_below)
            for key in subject.ways
        }
        own = {
            kinds.ON: _by_group(subject, kinds.ON),
            kinds.HALF_WAY: _by_group(subject, kinds.HALF_WAY),
            kinds.INSIDE: inside,
            kinds.LEFT_OUT: _by_group(subject, kinds.LEFT_OUT),
            kinds.VARIED: {
                key: {"told": told(subject.made[kinds.VARIED, key], _real(subject, kinds.VARIED))}
                for key in subject.ways
                if (kinds.VARIED, key) in subject.made
            },
            "walks": {key: smoothness.figures() for key, smoothness in subject.walks.items()},
            "texture_by_label": _textures(subject),
        }
        figures[subject.name] = {"sounds": len(subject.spots[kinds.ON].rows), **own, "heard": _heard(subject, own)}
        figures[subject.name]["real"] = real_figures(subject)
    pictures = tuple(picture for subject in subjects if (picture := draw_labels(subject)))
    examples = detail_examples(subjects, reference)
    missing = tuple(dict.fromkeys(sentence for subject in subjects for sentence in _missing(subject)))
    tables = detail_tables(subjects, figures)
    return Section(NAME, TITLE, {"bundles": figures}, tables, pictures, examples, missing)


def _by_group(subject: DetailSubject, kind: str) -> dict[str, dict[str, Figures]]:
    """Return the figures of one kind of spots by way and group."""
    spots = subject.spots[kind]
    first, second = subject.real(spots.rows), subject.real(spots.others)
    found: dict[str, dict[str, Figures]] = {}
    for key in subject.ways:
        if (kind, key) not in subject.made:
            continue
        made = subject.made[kind, key]
        found[key] = {}
        for name, mask in groups(first, second).items():
            if kind == kinds.ON:
                found[key][name] = on_figures(made.take(mask), first.take(mask))
            elif kind == kinds.HALF_WAY:
                found[key][name] = half_way_figures(made.take(mask), first.take(mask), second.take(mask))
            else:
                rows = np.array([place.neighbors[0] for place in spots.places], dtype=np.int64)
                nearest = subject.real(rows).take(mask)
                found[key][name] = left_out_figures(made.take(mask), first.take(mask), nearest)
    return found


def _real(subject: DetailSubject, kind: str) -> Any:
    """Return the counterparts of one kind of spots."""
    return subject.real(subject.spots[kind].rows)


def _textures(subject: DetailSubject) -> dict[str, dict[str, Any]]:
    """Return the texture of each way relative to the real sounds, by label."""
    rows = subject.spots[kinds.ON].rows
    names, real = subject.labels[rows], subject.real(rows)
    members = {str(label): names == label for label in np.unique(names) if label}
    return {
        key: {
            label: texture_ratio(subject.made[kinds.ON, key].take(own), real.take(own))
            for label, own in members.items()
            if own.sum() >= MIN_PER_LABEL
        }
        for key in subject.ways
        if (kinds.ON, key) in subject.made
    }


def _heard(subject: DetailSubject, own: dict[str, Any]) -> dict[str, Any]:
    """Return the figures of the way that a user hears, of all sounds, for the headline."""
    way = next(iter(subject.ways))
    grouped = {kind: own[kind][way].get(ALL, {}) for kind in (kinds.ON, kinds.HALF_WAY, kinds.LEFT_OUT)}
    return {
        "way": way,
        **grouped,
        **{kind: own[kind][way] for kind in (kinds.INSIDE, kinds.VARIED)},
        "walks": own["walks"].get(way, {}),
    }


def _missing(subject: DetailSubject) -> list[str]:
    """Return sentences on what could not be measured of a bundle."""
    lines, name = [], subject.name
    n, n_map = len(subject.spots[kinds.ON].rows), len(subject.bundle.map.points)
    if DETAIL not in subject.ways and THESIS not in subject.ways:
        if subject.originals.is_playable:
            why = "its sounds are neither in the library nor in the bundle; evaluate it with the library of its map"
        else:
            why = "its map has no triangles; lay out its library again with latentpad map"
        lines.append(f"Detail of {name}: {why}.")
    if not n:
        lines.append(f"Points of {name}: none of its {n_map} sounds is in the library or in the bundle.")
    elif n < N_FOLDS:
        lines.append(f"Told from real of {name}: it has {n} sounds that can be read, at least {N_FOLDS} are needed.")
    if not peaq.available():
        lines.append(f"ODG: peaq is not installed ({peaq.INSTALL}).")
    elif n and not any(
        np.isfinite(made.column("odg")).any() for (kind, _), made in subject.made.items() if kind == kinds.ON
    ):
        lines.append(f"ODG: {peaq.NO_GRADES}.")
    if not visqol.available():
        lines.append(f"ViSQOL: visqol-python is not installed ({visqol.INSTALL}).")
    return lines

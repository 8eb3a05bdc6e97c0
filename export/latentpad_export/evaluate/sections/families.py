"""The section on families of sounds: blends, paths, kits and kinds, as a user makes them."""

from typing import Any

import numpy as np

from latentpad_export.evaluate.metrics.classifier import Classifier
from latentpad_export.evaluate.metrics.told import N_FOLDS
from latentpad_export.evaluate.report.section import Section
from latentpad_export.evaluate.sections.family_figures import blend_figures, kit_figures, path_figures
from latentpad_export.evaluate.sections.family_labels import agreement_figures, kind_figures
from latentpad_export.evaluate.sections.family_tables import family_tables
from latentpad_export.evaluate.subjects.blends import WEIGHTS
from latentpad_export.evaluate.subjects.families import FamilySubject
from latentpad_export.evaluate.subjects.kits import ORDERS

NAME, TITLE = "families", "Families of sounds"

ANY_RECIPE, ALL = "any style", "(all)"
"""Titles of kits without a recipe, and of all kits."""


def measure_families(subjects: tuple[FamilySubject, ...], classifier: Classifier | None) -> Section:
    """Measure blends, paths, kits and kinds of bundles."""
    figures = {
        subject.name: {
            "blends": _blends(subject),
            "paths": {length: path_figures(steps) for length, steps in subject.paths.items()},
            "kits": _kits(subject, classifier),
            "kinds": kind_figures(subject.kinds, classifier),
        }
        for subject in subjects
    }
    missing = [sentence for subject in subjects for sentence in _missing(subject)]
    if classifier is None:
        missing.append("Kind agreement of kits and kinds: it needs the classifier (see above).")
    return Section(NAME, TITLE, {"bundles": figures}, family_tables(figures), missing=tuple(missing))


def _blends(subject: FamilySubject) -> dict[str, Any]:
    """Return the figures of blends by their weights."""
    first, second = subject.blends.first, subject.blends.second
    return {
        name: blend_figures(
            subject.blends.made[name],
            *(first, second),
            [sounds for sounds, weight in zip((first, second), weights, strict=True) if weight > 0],
        )
        for name, weights in WEIGHTS.items()
    }


def _kits(subject: FamilySubject, classifier: Classifier | None) -> dict[str, Any]:
    """Return the figures of kits by recipe."""
    kits = subject.kits
    masks = {ALL: np.ones(len(kits.kit), dtype=bool)}
    masks |= {recipe or ANY_RECIPE: kits.recipes == recipe for recipe in ORDERS}
    return {
        title: {
            **kit_figures(kits, own, subject.library_kits),
            **agreement_figures(kits.made.take(own), kits.reals.take(own), kits.labels[own], classifier, kits.kit[own]),
        }
        for title, own in masks.items()
    }


def _missing(subject: FamilySubject) -> list[str]:
    """Return sentences on what could not be measured of a bundle."""
    lines, name = [], subject.name
    n = int((subject.blends.first.sounding & subject.blends.second.sounding).sum())
    if n < N_FOLDS:
        lines.append(f"Blends of {name}: {n} pairs of its sounds can be read, at least {N_FOLDS} are needed.")
    if not len(subject.kinds.kinds):
        lines.append(f"Kinds of {name}: the sounds of its map have no labels.")
    return lines

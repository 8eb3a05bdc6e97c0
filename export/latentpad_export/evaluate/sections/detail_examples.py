"""Audio examples of the section on detail: real sounds beside their points, and parents beside what lies half-way."""

from collections.abc import Iterator, Sequence

import numpy as np

from latentpad_export.evaluate.report.section import Example
from latentpad_export.evaluate.sections.examples import REAL, version_title, wav_bytes
from latentpad_export.evaluate.subjects import spots as kinds
from latentpad_export.evaluate.subjects.detail import DetailSubject
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds
from latentpad_export.evaluate.subjects.ways import CROSSFADE, TITLES, Signal

MAX_LABELS = 8
"""Labels that are played, those with most sounds first."""

SOUND = "sound"
"""Title of sounds without a label."""

ON_POINTS = "Sounds on their own points"


def detail_examples(subjects: Sequence[DetailSubject], reference: ReferenceSounds) -> tuple[Example, ...]:
    """Play a sound of each label on its point in all ways of all bundles, and what is half-way to its neighbour."""
    found = [*_on_points(subjects, reference)]
    for subject in subjects:
        found += _half_way(subject)
    return tuple(Example(title, wav_bytes(signal), row, group) for title, signal, row, group in found)


Played = Iterator[tuple[str, Signal, str, str]]
"""Title, sound, row and group."""


def _on_points(subjects: Sequence[DetailSubject], reference: ReferenceSounds) -> Played:
    """Yield sounds of the first bundle that has any, each with the versions of all bundles that have it."""
    leading = next((subject for subject in subjects if len(subject.spots[kinds.ON].rows)), None)
    if leading is None:
        return
    on_maps = [{row: i for i, row in reference.on_map(subject.bundle).items()} for subject in subjects]
    leading_map = on_maps[[*subjects].index(leading)]
    for label, i in typical_pairs(leading, MAX_LABELS).items():
        row = int(leading.spots[kinds.HALF_WAY].rows[i])
        original = leading.originals.real(row)
        if original is not None:
            yield REAL, original, label, ON_POINTS
        for subject, on_map in zip(subjects, on_maps, strict=True):
            own = subject.spots[kinds.ON].rows.tolist()
            same = [k for k, other in enumerate(own) if on_map.get(other, -1) == leading_map.get(row, -2)]
            points = [own.index(row)] if subject is leading and row in own else same
            for way in subject.ways if points else ():
                signal = None if way == CROSSFADE else play(subject, way, kinds.ON, points[0])
                if signal is not None:
                    yield version_title(subject.name, way), signal, label, ON_POINTS


def _half_way(subject: DetailSubject) -> Played:
    """Yield pairs of real sounds with what is played half-way between them."""
    spots, group = subject.spots[kinds.HALF_WAY], f"{subject.name}: half-way between two sounds"
    for label, i in typical_pairs(subject, MAX_LABELS).items():
        first, second = int(spots.rows[i]), int(spots.others[i])
        title = " + ".join(dict.fromkeys((label, str(subject.labels[second]) or SOUND)))
        played = {
            "first parent": subject.originals.real(first),
            **{f"half-way, {TITLES[way]}": play(subject, way, kinds.HALF_WAY, i) for way in subject.ways},
            "second parent": subject.originals.real(second),
        }
        for name, signal in played.items():
            if signal is not None:
                yield name, signal, title, group


def typical_pairs(subject: DetailSubject, most: int) -> dict[str, int]:
    """Return a pair half-way for each of the labels with most sounds, best one with two sounds of the label."""
    spots, labels = subject.spots[kinds.HALF_WAY], subject.labels
    first = labels[spots.rows]
    counts = {str(name): int((first == name).sum()) for name in np.unique(first)}
    found = {}
    for label in sorted(sorted(counts, key=lambda name: -counts[name])[:most]):
        own = first == label
        both = own & (labels[spots.others] == label)
        found[label or SOUND] = int(np.argmax(both if both.any() else own))
    return found


def play(subject: DetailSubject, way: str, kind: str, i: int) -> Signal | None:
    """Play one spot; None if it is silent."""
    with subject.ways[way].play([subject.spots[kind].places[i]], [0], lambda _, signal: signal) as sounds:
        return next(sounds)

"""Sounds whose kinds are known: those of a bundle's map, and those of a library that are labelled.

Labels of other origins become kinds where they name one (``synth_tone``: synth). Synthesised sounds are left out: with
them, kinds of recorded sounds are told less well (`latentpad_export.layout.kinds_by_sound`).
"""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.samples.kind_table import NO_KINDS, KindTable
from latentpad.samples.kinds import kind_of
from latentpad.synth.sound_axes import SoundAxes

SYNTHESISED = "factory/"
"""Beginning of the names of sounds of ``latentpad factory``."""

MAX_KNOWN = 2_048
"""Sounds of a bundle, and of a library, that are compared with; of more, some of each kind are taken."""

FINER = {"snare": "rim", "synth": "chord"}
"""Kinds that are a part of another in older labels; the name of a sound tells which it is."""


class KnownKinds(NamedTuple):
    """Sounds and their kinds."""

    axes: NDArray[np.float32]
    """[n, d] by which they are compared: `latentpad.synth.sound_axes`."""

    kinds: NDArray[np.str_]
    """[n], none of them empty."""


def kinds_on_map(bundle: Bundle, table: KindTable) -> KnownKinds:
    """Return the sounds of a bundle's map whose labels name a kind; all, or some of each kind."""
    found = bundle.map
    kinds = np.array([kind_of_label(label, table) for label in bundle.labels] + [""])  # the last for no label, -1
    named = kinds[found.labels]
    if found.by_sound is not None:
        named[found.by_sound] = ""
    rows = spread(named, 2 * MAX_KNOWN)
    names = found.names[rows].tolist()
    chosen = [(int(row), name) for row, name in zip(rows, names, strict=True) if not name.startswith(SYNTHESISED)]
    finer = [_finer(str(named[row]), name, table) for row, name in chosen]
    return _known(SoundAxes(bundle), found.latents, found.outlines, [row for row, _ in chosen], finer)


def kinds_in_library(
    axes: SoundAxes,
    latents: NDArray[np.float32],
    outlines: NDArray[np.uint8] | None,
    labels: Sequence[str],
    table: KindTable,
) -> KnownKinds:
    """Return the sounds of a library [n] whose labels name a kind; all, or some of each kind."""
    kind_of_each = {label: kind_of_label(label, table) for label in set(labels)}
    kinds = np.array([kind_of_each[label] for label in labels], dtype=np.str_)
    rows = spread(kinds, MAX_KNOWN)
    return _known(axes, latents, outlines, rows, kinds[rows].tolist())


def kind_of_label(label: str, table: KindTable) -> str:
    """Return the kind that a label names, or an empty string."""
    if not label or label in kinds_of(table):
        return label
    return kind_of(PurePosixPath(label, "1.wav"), table).kind


def kinds_of(table: KindTable) -> frozenset[str]:
    """Return the kinds of a table."""
    return frozenset(meaning.kind for meaning in table.single.values()) - set(NO_KINDS)


def spread(kinds: NDArray[np.str_], n: int) -> NDArray[np.int64]:
    """Return `n` indices of kinds that are not empty, in order: as many of each kind as there are, up to a limit."""
    known = np.flatnonzero(kinds != "")
    if len(known) <= n:
        return known
    groups = [known[kinds[known] == kind] for kind in np.unique(kinds[known])]
    each = max(m for m in range(1, n + 1) if sum(min(len(group), m) for group in groups) <= max(n, len(groups)))
    taken = [group[np.linspace(0, len(group) - 1, min(len(group), each)).astype(int)] for group in groups]
    return np.sort(np.concatenate(taken))


def _finer(kind: str, name: str, table: KindTable) -> str:
    """Return a kind, or the finer one that a sound's name tells."""
    finer = FINER.get(kind)
    return finer if finer and kind_of(name, table).kind == finer else kind


def _known(
    axes: SoundAxes,
    latents: NDArray[np.float32],
    outlines: NDArray[np.uint8] | None,
    rows: NDArray[np.int64] | list[int],
    kinds: list[str],
) -> KnownKinds:
    """Return some sounds by their rows, with their kinds."""
    heard = None if outlines is None else outlines[rows]
    return KnownKinds(axes(latents[rows], heard), np.array(kinds, dtype=np.str_))

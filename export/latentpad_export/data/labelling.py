"""Labels of sounds by the names of their files and folders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal, NamedTuple

from latentpad.counted import counted
from latentpad.samples.kind_table import KindTable, read_kind_table
from latentpad.samples.kinds import Kind, kind_of

LabelSource = Literal["auto", "kinds", "folders"]
LABEL_SOURCES: tuple[LabelSource, ...] = ("auto", "kinds", "folders")

ENOUGH = 0.25
"""Share of sounds whose kind is known from which the kinds are the labels."""


@dataclass(frozen=True)
class Labelling:
    """Labelling of the sounds of a library, and of those that are in no table."""

    source: LabelSource = "auto"
    """auto: kinds, or folders where the names tell few kinds."""

    words: Path | None = None
    """A table of the user's own: `latentpad.samples.kind_table`."""

    loops: bool = False
    """Whether loops are used, too."""

    table: Path | None = None
    """A table of the library in the place of its ``samples.csv``; its files are paths from the library's folder."""


class Labelled(NamedTuple):
    """Sounds that are used, and what is to be said about them."""

    labels: Mapping[str, str]
    """By name; empty where it has none."""

    notes: tuple[str, ...]
    n_loops: int = 0
    are_kinds: bool = False
    """Whether the labels are kinds by name; those that are empty may be told by the sound."""


def kind_table(labelling: Labelling | None) -> KindTable:
    """Return the table of words by which sounds are labelled (raises KindsError)."""
    return read_kind_table(labelling.words if labelling else None)


def label_names(library: str, names: Sequence[str], labelling: Labelling) -> Labelled:
    """Label sounds by their names, and leave out loops.

    Parameters
    ----------
    library : str
        Name of the library's folder, which counts as the topmost one.
    names : sequence of str
        Paths from the library's folder, with forward slashes.
    labelling : Labelling
        With the source ``folders``, loops are not left out.

    Raises
    ------
    KindsError
        The user's table of words cannot be used.
    """
    folders = {name: PurePosixPath(name).parent.name for name in names}
    if labelling.source == "folders":
        return Labelled(folders, ())
    table = read_kind_table(labelling.words)
    kinds = {name: kind_of(PurePosixPath(library, name), table) for name in names}
    used = {name: kind for name, kind in kinds.items() if labelling.loops or not kind.is_loop}
    n_loops = len(kinds) - len(used)
    notes = _note_loops(n_loops)
    n_known = sum(1 for kind in used.values() if kind.kind)
    if labelling.source == "auto" and n_known < ENOUGH * len(used) and any(folders[name] for name in used):
        tell = counted(len(used), "name tells", "names tell")
        few = f"Only {n_known} of {tell} a kind: the folders are the labels (--labels)"
        return Labelled({name: folders[name] for name in used}, (*notes, few), n_loops)
    labels = {name: kind.kind for name, kind in used.items()}
    return Labelled(labels, (*notes, *_note_kinds(used, n_known)), n_loops, are_kinds=True)


def _note_loops(n: int) -> tuple[str, ...]:
    """Return a sentence on how many loops are left out."""
    if not n:
        return ()
    return (f"{counted(n, 'loop is', 'loops are')} left out, judging by the names (--loops)",)


def _note_kinds(used: Mapping[str, Kind], n_known: int) -> tuple[str, ...]:
    """Return a sentence on how many kinds were found."""
    n_kinds = len({kind.kind for kind in used.values() if kind.kind})
    rest = len(used) - n_known
    unknown = f"; {counted(rest, 'has', 'have')} none" if rest else ""
    known = f"{counted(n_known, 'sound')} of {counted(n_kinds, 'kind')}"
    return (f"{known}, judging by the names{unknown} (--labels, --kinds)",) if n_known else ()

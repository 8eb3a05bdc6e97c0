"""The dataset of a run: the sounds of one or more libraries, and their features."""

import hashlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.map import MAX_POINTS
from latentpad.bundle.names import Names
from latentpad.bundle.representation import Representation
from latentpad.counted import counted
from latentpad.player.library_audio import library_names
from latentpad.work_cache import WorkCache
from latentpad_export.data.feature_blocks import features_name
from latentpad_export.data.feature_set import FeatureSet
from latentpad_export.data.free_space import Need, writing_to
from latentpad_export.data.known_files import KnownFiles
from latentpad_export.data.labelling import Labelling
from latentpad_export.data.library import Library, Skipped, Sound, scan
from latentpad_export.data.places import is_elsewhere, place_itself
from latentpad_export.errors import LibraryError

MIN_SOUNDS = 4


@dataclass(frozen=True)
class Dataset:
    """The sounds of a run, before any audio is read."""

    sounds: tuple[Sound, ...]
    skipped: tuple[Skipped, ...]
    credits: str
    notes: tuple[str, ...] = ()
    """Sentences for the user on labels and loops."""

    n_loops: int = 0
    """Files that are left out since they are loops by their names."""

    leaves_out_loops: bool = False
    """Whether sounds that are loops are not used."""

    def identity(self) -> dict[str, Any]:
        """Return settings that change when a file is added, removed, resized or labelled differently."""
        lines = "\n".join(f"{s.name} {_size(s.path)} {s.label} {s.kit} {s.split}" for s in self.sounds)
        digest = hashlib.sha256(lines.encode(errors="surrogateescape")).hexdigest()
        return {"sounds": len(self.sounds), "library": digest}


def scan_libraries(folders: tuple[Path, ...], labelling: Labelling | None = None) -> Dataset:
    """List the sounds of all libraries except their test split; a table elsewhere is that of the first library.

    Raises
    ------
    LibraryError
        A folder is missing, contains no audio or is inside another one, or all sounds are in the test split.
    KindsError
        The user's table of words cannot be used.
    """
    _refuse_nested(folders)
    own = labelling or Labelling()
    labellings = [own, *(replace(own, table=None) for _ in folders[1:])]
    libraries = [
        scan(folder, each, tuple(other for other in folders if other != folder))
        for folder, each in zip(folders, labellings, strict=True)
    ]
    names = library_names([place_itself(folder) for folder in folders])
    named = (
        [_named(*pair) for pair in zip(libraries, names, strict=True)] if len(folders) > 1 else [libraries[0].sounds]
    )
    sounds = [sound for library in named for sound in library if sound.split != "test"]
    skipped = tuple(skipped for library in libraries for skipped in library.skipped)
    if not sounds:
        raise LibraryError(f"{folders[0]}: all of its sounds are in the test split, which is never trained on")
    credits = "\n\n".join(library.credits.strip() for library in libraries if library.credits.strip())
    notes = tuple(note for library in libraries for note in library.notes)
    return Dataset(
        tuple(sounds),
        skipped,
        credits,
        notes,
        n_loops=sum(library.n_loops for library in libraries),
        leaves_out_loops=all(library.leaves_out_loops for library in libraries),
    )


def _refuse_nested(folders: tuple[Path, ...]) -> None:
    """Refuse libraries that are named twice or are inside another one (raises LibraryError)."""
    here = [(folder, place_itself(folder)) for folder in folders if not is_elsewhere(folder)]
    for (folder, inner), (other, outer) in permutations(here, 2):
        if inner == outer or _is_same(inner, outer):
            raise LibraryError(f"{folder} and {other} are the same folder; name it once")
        if inner.is_relative_to(outer):
            raise LibraryError(f"{folder} is inside {other}; name one of the two")


def _is_same(folder: Path, other: Path) -> bool:
    """Return whether two paths lead to the same folder, as where a disk ignores case."""
    try:
        return folder.samefile(other)
    except OSError:
        return False


def _named(library: Library, name: str) -> tuple[Sound, ...]:
    """Return the sounds of a library, whose names begin with that of the library."""
    return tuple(replace(sound, name=f"{name}/{sound.name}") for sound in library.sounds)


def make_factory_library(work: Path, per_label: int, seed: int) -> Path:
    """Synthesise drums into the work folder; their table is written last, so a folder without one is redone."""
    folder = work / "factory"
    if folder.exists() and not (folder / "samples.csv").exists():
        shutil.rmtree(folder)
    if not folder.exists():
        from latentpad_export.factory import write_library

        write_library(folder, per_label, seed)
    return folder


def extract_features(
    dataset: Dataset,
    representation: Representation,
    analysis: NDArray[np.float32],
    cache: WorkCache,
    detail_seconds: float,
    progress: Callable[[int], None] = lambda n_files: None,
    needs: tuple[Need, ...] = (),
) -> FeatureSet:
    """Read the sounds of a dataset and measure their details; files that were read before are not read again.

    Raises
    ------
    LibraryError
        Too few sounds are usable, or the disk is full.
    """
    from latentpad_export.data.features import extract  # imports librosa, which a map does not need

    with writing_to(cache.root):
        folder = cache.open(f"features-{features_name(representation, analysis, detail_seconds)}")
    known = KnownFiles(cache.known_files)
    features = extract(
        *(dataset.sounds, representation, analysis, folder, detail_seconds, known),
        leave_out_loops=dataset.leaves_out_loops,
        progress=progress,
        needs=needs,
    )
    require_sounds(len(features.sounds), features.skipped)
    return features


def refuse_too_many(dataset: Dataset) -> None:
    """Refuse a library with more files, or longer names, than a map has room for, before hours of work.

    Raises
    ------
    LibraryError
        There are too many files.
    BundleError
        Their names are too long.
    """
    if len(dataset.sounds) > MAX_POINTS:
        raise LibraryError(
            f"{len(dataset.sounds)} files; a map has room for {MAX_POINTS}: map the folders in the library one by one"
        )
    Names.of(sound.name for sound in dataset.sounds)


def require_sounds(n_usable: int, skipped: Sequence[Skipped]) -> None:
    """Refuse a library with too few usable sounds, and name the first reasons (raises LibraryError)."""
    if n_usable < MIN_SOUNDS:
        reasons = "; ".join(f"{s.name} {s.reason}" for s in skipped[:3])
        can = counted(n_usable, "sound can be used", "sounds can be used")
        raise LibraryError(f"{can}, at least {MIN_SOUNDS} are needed{f': {reasons}' if reasons else ''}")


def _size(path: Path) -> int:
    """Return the size of a file, -1 if it is gone."""
    try:
        return path.stat().st_size
    except OSError:
        return -1

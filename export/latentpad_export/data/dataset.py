"""Libraries to features: what a run learns from or lays out."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.representation import Representation
from latentpad_export.data.features import FeatureSet, extract
from latentpad_export.data.library import Library, Skipped, Sound, scan
from latentpad_export.errors import LibraryError
from latentpad_export.factory import write_library

FEWEST_SOUNDS = 4


@dataclass(frozen=True)
class Gathered:
    """Everything that is known about the sounds of a run before anything is learnt."""

    sounds: tuple[Sound, ...]
    skipped: tuple[Skipped, ...]
    credits: str


def gather(libraries: tuple[Path, ...]) -> Gathered:
    """List the sounds of all libraries; the test split is left alone.

    Raises
    ------
    LibraryError
        A folder is missing or holds no audio, or none but of the test split.
    """
    found = [scan(folder) for folder in libraries]
    sounds = [sound for library in found for sound in _prefixed(library, len(found) > 1) if sound.split != "test"]
    skipped = tuple(skipped for library in found for skipped in library.skipped)
    if not sounds:
        raise LibraryError(f"{libraries[0]}: all of its sounds are of the test split, which is never learnt from")
    credits = "\n\n".join(library.credits.strip() for library in found if library.credits.strip())
    return Gathered(tuple(sounds), skipped, credits)


def _prefixed(library: Library, several: bool) -> tuple[Sound, ...]:
    """Put the library's name before the names of its sounds where there are several libraries."""
    if not several:
        return library.sounds
    name = library.folder.resolve().name
    return tuple(Sound(s.path, f"{name}/{s.name}", s.label, s.kit, s.split) for s in library.sounds)


def make_factory_library(work: Path, per_label: int, seed: int) -> Path:
    """Generate drums into the work folder; its table is written last, so that one without is begun again."""
    folder = work / "factory"
    if folder.exists() and not (folder / "samples.csv").exists():
        shutil.rmtree(folder)
    if not folder.exists():
        write_library(folder, per_label, seed)
    return folder


def extract_features(
    gathered: Gathered, representation: Representation, analysis: NDArray[np.float32], work: Path
) -> FeatureSet:
    """Read the sounds.

    Raises
    ------
    LibraryError
        Too few of them are usable.
    """
    features = extract(gathered.sounds, representation, analysis, work)
    if len(features.sounds) < FEWEST_SOUNDS:
        reasons = "; ".join(f"{s.name} {s.reason}" for s in features.skipped[:3]) or "there are no more files"
        raise LibraryError(f"{len(features.sounds)} usable sounds, at least {FEWEST_SOUNDS} needed: {reasons}")
    return features

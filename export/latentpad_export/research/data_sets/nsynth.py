"""NSynth: 305,979 notes of 1,006 instruments, split by instrument.

The data set [1]_ is three archives, ``nsynth-train``, ``nsynth-valid`` and ``nsynth-test`` (``.jsonwav.tar.gz``). Each
unpacks to a folder with ``examples.json`` and ``audio/NOTE.wav``: four seconds, 16 kHz, 16 bit, mono. ``examples.json``
is an object of notes by name, such as ``bass_synthetic_033-022-050``, with ``instrument_str`` (``bass_synthetic_033``),
``instrument_family_str``, ``instrument_source_str``, ``pitch`` (MIDI) and ``velocity``, among others. Instruments of
nsynth-train are in neither of the other sets; that these two have none in common is not said.

The label of a note is the family of its instrument, its kit the instrument. The thesis used the 4,257 notes of
nsynth-train with the pitch C4 (`THESIS_PITCH`).

References
----------
.. [1] J. Engel, C. Resnick, A. Roberts, S. Dieleman, D. Eck, K. Simonyan, M. Norouzi: "Neural audio synthesis of
   musical notes with WaveNet autoencoders", ICML 2017; magenta.tensorflow.org/datasets/nsynth
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from latentpad_export.errors import LibraryError
from latentpad_export.research.data_sets.entries import Entries, Entry, note_missing, require_entries
from latentpad_export.research.data_sets.json_files import read_object
from latentpad_export.research.data_sets.recognition import EXAMPLES, NSYNTH_SETS, not_found
from latentpad_export.research.data_sets.whole_kits import split_by_kit

FAMILIES = (
    *("bass", "brass", "flute", "guitar", "keyboard", "mallet"),
    *("organ", "reed", "string", "synth_lead", "vocal"),
)
SOURCES = ("acoustic", "electronic", "synthetic")
THESIS_PITCH = 60
"""C4, 261.6 Hz."""

UNPACK = "unpack nsynth-train, nsynth-valid and nsynth-test (.jsonwav.tar.gz) there"


@dataclass(frozen=True)
class Notes:
    """The notes that are used; what is empty leaves none out."""

    pitches: tuple[int, ...] = ()
    """As in MIDI."""

    velocities: tuple[int, ...] = ()
    families: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    train_only: bool = False
    """Whether only notes of nsynth-train are used, split by instrument."""

    def has(self, note: Mapping[str, Any]) -> bool:
        """Return whether a note is used (raises KeyError)."""
        return (
            _admits(self.pitches, note["pitch"])
            and _admits(self.velocities, note["velocity"])
            and _admits(self.families, note["instrument_family_str"])
            and _admits(self.sources, note["instrument_source_str"])
        )


def find_notes(folder: Path, notes: Notes, seed: int) -> Entries:
    """List notes, split as the data set is; those of a single set are split by instrument.

    Parameters
    ----------
    folder : Path
        With the three sets in it, or one of them.
    notes : Notes
    seed : int
        Of the split by instrument.

    Raises
    ------
    LibraryError
        The folder is not NSynth's, a set is missing, or no note is left.
    """
    sets = _sets(folder, notes.train_only)
    entries, missing = [], []
    for prefix, split in sets.items():
        there = _files(folder / prefix / "audio")
        for file, note in _notes(folder / prefix / EXAMPLES, notes):
            path = f"{prefix}/audio/{file}".removeprefix("./")
            if file in there:
                entries.append(Entry(path, str(note["instrument_family_str"]), str(note["instrument_str"]), split))
            else:
                missing.append(path)
    require_entries(entries, folder, missing, "no note of this pitch, velocity, family and source; ask for more")
    if len(sets) == 1:
        entries = list(split_by_kit(entries, folder, seed, "instrument"))
    return Entries(tuple(entries), note_missing(missing, EXAMPLES))


def _sets(folder: Path, train_only: bool) -> dict[str, str]:
    """Return the folders of the sets that are used, with their splits (raises LibraryError)."""
    if (folder / EXAMPLES).is_file():
        return {".": ""}
    wanted = {"nsynth-train": ""} if train_only else NSYNTH_SETS
    found = {name: split for name, split in wanted.items() if (folder / name / EXAMPLES).is_file()}
    if not found:
        raise not_found(folder, f"{next(iter(wanted))}/{EXAMPLES}", UNPACK)
    if len(found) == 2:
        (missing,) = wanted.keys() - found.keys()
        raise LibraryError(f"{folder}: no {missing}/{EXAMPLES} in it; unpack it there, or name one of the sets")
    return found


def _notes(path: Path, notes: Notes) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the names of the wanted notes' files, with what is known of them (raises LibraryError)."""
    for name, note in read_object(path).items():
        try:
            if notes.has(note) and note["instrument_str"]:
                yield f"{name}.wav", note
        except KeyError as error:
            raise LibraryError(f"{path}: note {name!r} has no {error}; it is not that of NSynth") from None


def _files(folder: Path) -> frozenset[str]:
    """Return the names of the files in a folder, which may not exist."""
    try:
        return frozenset(os.listdir(folder))
    except OSError:
        return frozenset()


def _admits(wanted: tuple[Any, ...], value: Any) -> bool:
    """Return whether a value is wanted; all are if none is named."""
    return not wanted or value in wanted

"""FSD50K: 51,197 clips of Freesound in 200 classes of AudioSet, split as its authors did, by uploader.

The data set [1]_ unpacks to ``FSD50K.ground_truth`` with ``dev.csv`` (columns ``fname``, ``labels``, ``mids`` and
``split``: train or val) and ``eval.csv`` (without ``split``), ``FSD50K.dev_audio`` and ``FSD50K.eval_audio`` with
``FNAME.wav`` (44.1 kHz, 16 bit, mono, 0.3 to 30 s), and ``FSD50K.metadata`` with ``dev_clips_info_FSD50K.json`` and
``eval_clips_info_FSD50K.json``: objects of clips by ``fname``, with ``uploader``. dev and eval have no uploader in
common; eval is the test split here.

``labels`` is a list of classes that is smeared upwards: a clip of a ``Snare_drum`` is also one of ``Drum``,
``Percussion``, ``Musical_instrument`` and ``Music``. Used are clips of exactly one of the wanted classes that are of no
other class beside those that all clips of the class are of: so no drum loops, nor snares in a song. The label is the
class, the kit the uploader.

References
----------
.. [1] E. Fonseca, X. Favory, J. Pons, F. Font, X. Serra: "FSD50K: an open dataset of human-labeled sound events",
   IEEE/ACM TASLP 30, 2022; zenodo.org/records/4060432
"""

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from latentpad.counted import counted
from latentpad_export.errors import LibraryError
from latentpad_export.research.data_sets.entries import Entries, Entry, note_missing, require_entries
from latentpad_export.research.data_sets.json_files import read_object
from latentpad_export.research.data_sets.recognition import GROUND_TRUTH, not_found

DRUMS = (
    *("Bass_drum", "Snare_drum", "Hi-hat", "Crash_cymbal", "Tambourine"),
    *("Tabla", "Cowbell", "Gong", "Rattle_(instrument)"),
)
"""Classes of single percussion instruments."""

METADATA = "FSD50K.metadata"
VOCABULARY = "vocabulary.csv"
MAX_BYTES = 200_000_000


class Clip(NamedTuple):
    """A row of the ground truth."""

    name: str
    classes: frozenset[str]
    part: str
    """dev or eval."""

    split: str


def find_clips(folder: Path, classes: Sequence[str] = DRUMS) -> Entries:
    """List the clips of some classes.

    Parameters
    ----------
    folder : Path
    classes : sequence of str
        As in ``vocabulary.csv``, or as AudioSet calls them.

    Raises
    ------
    LibraryError
        The folder is not that of FSD50K, a file of it is missing or damaged, a class is unknown, or no clip is left.
    """
    truth = folder / GROUND_TRUTH
    if not truth.is_dir():
        raise not_found(folder, GROUND_TRUTH, "unpack FSD50K.ground_truth.zip there")
    clips = [*_read_clips(truth / "dev.csv", "dev"), *_read_clips(truth / "eval.csv", "eval")]
    wanted = _known_classes(classes, clips, truth / VOCABULARY)
    above = {name: _ancestors(name, clips) for name in wanted}
    alone, n_others = _alone(clips, above)
    there = {part: frozenset(_listed(folder / f"FSD50K.{part}_audio")) for part in ("dev", "eval")}
    uploaders, notes = _read_uploaders(folder / METADATA)
    entries, missing = [], []
    for clip, label in alone:
        path = f"FSD50K.{clip.part}_audio/{clip.name}.wav"
        if f"{clip.name}.wav" in there[clip.part]:
            entries.append(Entry(path, label, uploaders.get(clip.name, ""), clip.split))
        else:
            missing.append(path)
    require_entries(entries, folder, missing, f"no clip is of one of {', '.join(wanted)} only; ask for other --classes")
    others = (f"{counted(n_others, 'clip is', 'clips are')} of other classes, too, and left out",) if n_others else ()
    return Entries(tuple(entries), (*note_missing(missing, GROUND_TRUTH), *others, *notes))


def _read_clips(path: Path, part: str) -> list[Clip]:
    """Read a table of the ground truth (raises LibraryError)."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES)
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = (isinstance(error, OSError) and error.strerror) or error
        raise LibraryError(f"{path}: cannot be read ({reason}); unpack FSD50K.ground_truth.zip again") from None
    needed = ("fname", "labels", *(("split",) if part == "dev" else ()))
    for number, row in enumerate(rows, 2):
        if not all(row.get(column) for column in needed) or not _is_split(row, part) or "/" in row["fname"]:
            raise LibraryError(f"{path}: row {number} is not one of FSD50K; unpack FSD50K.ground_truth.zip again")
    split = "test" if part == "eval" else ""
    return [Clip(row["fname"], frozenset(row["labels"].split(",")), part, split or row["split"]) for row in rows]


def _is_split(row: Mapping[str, str], part: str) -> bool:
    """Return whether a row has a split, if it needs one."""
    return part == "eval" or row["split"] in ("train", "val")


def _known_classes(classes: Sequence[str], clips: Iterable[Clip], vocabulary: Path) -> tuple[str, ...]:
    """Return the names of classes as the data set writes them (raises LibraryError)."""
    known = frozenset[str]().union(*(clip.classes for clip in clips)) | _read_vocabulary(vocabulary)
    named = [name.strip().replace(", ", "_and_").replace(" ", "_") for name in classes]
    for name in named:
        if name not in known:
            close = get_close_matches(name, known, 3, 0.5)
            choose = f"did you mean {' or '.join(close)}?" if close else "its second column lists them"
            raise LibraryError(f"{vocabulary}: no class {name!r}; {choose}")
    return tuple(dict.fromkeys(named))


def _read_vocabulary(path: Path) -> frozenset[str]:
    """Return the classes of the vocabulary (index, class, mid), none where it is not there."""
    try:
        rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
        return frozenset(row[1] for row in rows if len(row) > 1)
    except (OSError, UnicodeDecodeError, csv.Error):
        return frozenset()


def _ancestors(name: str, clips: Iterable[Clip]) -> frozenset[str]:
    """Return the classes that all clips of a class are of, this one included: labels are smeared upwards."""
    of_class = [clip.classes for clip in clips if name in clip.classes]
    return frozenset.intersection(*of_class) if of_class else frozenset((name,))


def _alone(clips: Iterable[Clip], above: Mapping[str, frozenset[str]]) -> tuple[list[tuple[Clip, str]], int]:
    """Return the clips of one wanted class only, with that class, and the number of those that are of others, too."""
    alone, n_others = [], 0
    for clip in clips:
        found = [name for name in above if name in clip.classes]
        only = [name for name in found if clip.classes <= above[name]]
        alone += [(clip, name) for name in only[:1]]
        n_others += bool(found) and not only
    return alone, n_others


def _read_uploaders(metadata: Path) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the uploaders of clips by their names, and a sentence where they are unknown (raises LibraryError)."""
    paths = [metadata / f"{part}_clips_info_FSD50K.json" for part in ("dev", "eval")]
    there = [path for path in paths if path.is_file()]
    uploaders = {name: str(info.get("uploader", "")) for path in there for name, info in read_object(path).items()}
    unknown = len(there) < len(paths)
    return uploaders, (f"{metadata.name} is not there: kits (the uploaders) are left empty",) * unknown


def _listed(folder: Path) -> list[str]:
    """Return the names of the files in a folder, which may not exist."""
    try:
        return os.listdir(folder)
    except OSError:
        return []

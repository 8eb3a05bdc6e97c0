"""A library of labelled drums, written into a folder.

Layout of the folder::

    <label>/<label>_<variant>_<number>.wav    44,100 Hz, mono, 16 or 24 bit
    samples.csv                               file, label, kit, sublabel, seconds, split: a row per sound; written last
    ATTRIBUTION.txt                           origin and licence

Two sounds of each label belong to one kit and share its character. Every tenth kit is for validation.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import soundfile

from latentpad.files import replace_file
from latentpad_export.factory.character import draw_character
from latentpad_export.factory.clock import SAMPLE_RATE
from latentpad_export.factory.drums import LABELS, Drum, draw_drum
from latentpad_export.factory.errors import FactoryError

RECIPES_VERSION = 1
"""Increased whenever the same seed gives different sounds than before."""

SOUNDS_PER_KIT = 2
"""Sounds of each label in one kit."""

VALIDATION_EVERY, VALIDATION_KIT = 10, 4
"""Of every ten kits, the one with this index is for validation."""

KIT_STREAM = 1_000_000
"""In the seed of a kit, in place of the index of the label in the seed of a sound."""

MAX_PER_LABEL = 10_000

ENCODINGS = {16: "PCM_16", 24: "PCM_24"}
"""libsndfile's names of the word lengths in bits."""


class Row(NamedTuple):
    """One line of ``samples.csv``."""

    file: str
    label: str
    kit: str
    sublabel: str
    seconds: float
    split: str


def library_drum(label: str, seed: int, index: int) -> Drum:
    """Synthesise sound ``index`` (from 0) of a label; it does not depend on the number of sounds."""
    kit = draw_character(np.random.default_rng([seed, KIT_STREAM, index // SOUNDS_PER_KIT]))
    return draw_drum(label, np.random.default_rng([seed, LABELS.index(label), index]), kit)


def split_of(index: int) -> str:
    """Return the split of sound ``index`` (from 0) of a label: train or val."""
    return "val" if index // SOUNDS_PER_KIT % VALIDATION_EVERY == VALIDATION_KIT else "train"


def library_rows(folder: Path, labels: Sequence[str], per_label: int, seed: int, bits: int) -> Iterator[Row]:
    """Write the sounds one by one, and yield the row of each."""
    for label in labels:
        (folder / label).mkdir()
        for index in range(per_label):
            drum = library_drum(label, seed, index)
            kit = index // SOUNDS_PER_KIT
            file = f"{label}/{label}_{drum.variant}_{index + 1:04d}.wav"
            write_wav(folder / file, drum, bits)
            seconds = round(drum.samples.size / SAMPLE_RATE, 4)
            yield Row(file, label, f"factory{seed}_{kit:04d}", drum.variant, seconds, split_of(index))


def write_wav(path: Path, drum: Drum, bits: int) -> None:
    """Write a wav, completely or not at all."""
    # Encoded in memory, so that a full disk is an OSError rather than one of libsndfile's.
    encoded = io.BytesIO()
    soundfile.write(encoded, drum.samples, SAMPLE_RATE, subtype=ENCODINGS[bits], format="WAV")
    replace_file(path, encoded.getvalue())


def check_request(labels: Sequence[str], per_label: int, seed: int, bits: int) -> None:
    """Check the arguments before anything is written."""
    unknown = [label for label in labels if label not in LABELS]
    if unknown:
        raise FactoryError(f"unknown label {unknown[0]!r} (choose from {', '.join(LABELS)})")
    if len(set(labels)) < len(labels) or not labels:
        raise FactoryError(f"labels: {', '.join(labels) or 'none'} (choose at least one, each only once)")
    if not 1 <= per_label <= MAX_PER_LABEL:
        raise FactoryError(f"per-label is {per_label}, must be between 1 and {MAX_PER_LABEL}")
    if seed < 0:
        raise FactoryError(f"seed is {seed}, must not be negative")
    if bits not in ENCODINGS:
        raise FactoryError(f"bits is {bits}, must be 16 or 24")


def prepare_folder(folder: Path) -> None:
    """Create the folder, or accept an empty one."""
    if folder.exists() and not folder.is_dir():
        raise FactoryError(f"{folder} is a file (choose a new folder)")
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FactoryError(f"{folder} is not empty, and nothing in it will be overwritten (choose a new folder)")


def write_library(
    folder: Path,
    per_label: int,
    seed: int,
    *,
    labels: Sequence[str] = LABELS,
    bits: int = 16,
    on_sound: Callable[[], object] = lambda: None,
) -> int:
    """Fill a new or empty folder with labelled drums.

    Parameters
    ----------
    folder : Path
        Created if it does not exist.
    per_label : int
        Sounds per label, 1 to 10,000.
    seed : int
        Not negative; the same seed gives the same bytes.
    labels : sequence of str
        Which of ``LABELS`` to synthesise.
    bits : int
        Word length of the files, 16 or 24.
    on_sound : callable
        Called after each sound, for a progress bar.

    Returns
    -------
    int
        Number of sounds written.

    Raises
    ------
    FactoryError
        The folder is not empty, is a file or cannot be written to, or an argument is out of range.
    """
    check_request(labels, per_label, seed, bits)
    rows = []
    try:
        prepare_folder(folder)
        write_attribution(folder, seed)
        for row in library_rows(folder, labels, per_label, seed, bits):
            rows.append(row)
            on_sound()
        write_table(folder, rows)
    except OSError as error:
        raise FactoryError(f"{folder}: cannot write here ({error.strerror or error})") from error
    return len(rows)


def write_attribution(folder: Path, seed: int) -> None:
    """Write the origin and licence of the sounds."""
    (folder / "ATTRIBUTION.txt").write_text(attribution(seed), encoding="utf-8")


def attribution(seed: int) -> str:
    """Return the origin and licence of the sounds of a seed, as one line."""
    return f"Synthesised by latentpad factory, recipes version {RECIPES_VERSION}, seed {seed}. CC0-1.0\n"


def write_table(folder: Path, rows: Sequence[Row]) -> None:
    """Write ``samples.csv``."""
    with (folder / "samples.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Row._fields)
        writer.writerows(rows)

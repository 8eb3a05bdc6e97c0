"""The steps of ``latentpad research reconstruction``: choose the sounds, measure the section, write it."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from latentpad import __version__
from latentpad.errors import UnusableSoundError
from latentpad.files import new_folder
from latentpad.samples.one_shot import read_one_shot
from latentpad_export.data.labelling import Labelling
from latentpad_export.data.library import Library, Sound, scan
from latentpad_export.data.split import split_sounds
from latentpad_export.errors import EvaluationError
from latentpad_export.evaluate.metrics.descriptors import COMPARISON
from latentpad_export.evaluate.reconstruction.vocoder_file import TrainedVocoder, load_vocoder, unheard
from latentpad_export.evaluate.report.report import json_safe
from latentpad_export.evaluate.report.section import Section
from latentpad_export.evaluate.report.tables import as_markdown
from latentpad_export.evaluate.sections.representations import measure_representations
from latentpad_export.evaluate.subjects.analysis_synthesis import Signal
from latentpad_export.evaluate.subjects.reference_sounds import balanced

JSON_NAME, TABLES_NAME = "reconstruction.json", "tables.md"


@dataclass(frozen=True)
class ReconstructionOptions:
    """Command-line options of ``latentpad research reconstruction``."""

    library: Path
    output: Path
    vocoders: tuple[Path, ...]
    n_sounds: int
    n_notes: int
    seed: int
    labelling: Labelling | None = None


def measure_reconstruction(options: ReconstructionOptions) -> Section:
    """Measure the section on representations and write it into a new folder.

    Raises
    ------
    LatentpadError
        The library, a vocoder or the output cannot be used.
    """
    if os.path.lexists(options.output):
        raise EvaluationError(f"{options.output} already exists; choose another name with -o")
    vocoders = tuple(load_vocoder(path) for path in options.vocoders)
    library = scan(options.library, options.labelling)
    chosen = choose_sounds(library, vocoders, options.n_sounds, options.seed)
    signals = [signal for _, signal in chosen]
    section = measure_representations(signals, (), options.seed, options.n_notes, vocoders=vocoders)
    _write(options, section, [sound.name for sound, _ in chosen])
    return section


def choose_sounds(
    library: Library, vocoders: tuple[TrainedVocoder, ...], n_sounds: int, seed: int
) -> list[tuple[Sound, Signal]]:
    """Choose sounds that are held out and that no vocoder has heard, as many of each label where there are enough.

    Raises
    ------
    EvaluationError
        There is none.
    """
    held_out = [sound for sound in library.sounds if sound.split in ("val", "test")]
    held_out = held_out or [library.sounds[i] for i in split_sounds(library.sounds, seed).val]
    sounds = [held_out[i] for i in unheard(held_out, vocoders)]
    rng = np.random.default_rng(seed)
    labels = [sound.label for sound in sounds]
    most = 1
    while len(order := balanced(labels, most, rng)) < min(n_sounds, len(sounds)):
        most += 1
    chosen: list[tuple[Sound, Signal]] = []
    for i in rng.permutation(order):
        if len(chosen) == n_sounds:
            break
        try:
            one_shot = read_one_shot(sounds[i].path, COMPARISON.sample_rate, COMPARISON.n_samples)
        except UnusableSoundError:
            continue
        chosen.append((sounds[i], one_shot.signal))
    if not chosen:
        raise EvaluationError(
            f"{library.folder}: has no held-out sound that the vocoders have not heard; mark some as val or test in "
            "its samples.csv, and train the vocoders again"
            if vocoders
            else f"{library.folder}: has no held-out sound that can be read"
        )
    return chosen


def _write(options: ReconstructionOptions, section: Section, names: list[str]) -> None:
    """Write figures, tables and pictures."""
    parts = [f"## {table.title}\n\n{as_markdown(table)}\n\n{table.note}" for table in section.tables]
    document = json_safe(
        {
            "latentpad": __version__,
            "seed": options.seed,
            "sounds": names,
            "figures": section.figures,
            "intervals": section.intervals,
            "missing": section.missing,
        }
    )
    try:
        with new_folder(options.output) as folder:
            (folder / TABLES_NAME).write_text("\n\n".join([f"# {section.title}", *parts]) + "\n", encoding="utf-8")
            (folder / JSON_NAME).write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
            for picture in section.pictures:
                name = picture.title.lower().replace(" ", "-")
                (folder / f"{name}.png").write_bytes(picture.png)
    except OSError as error:
        raise EvaluationError(
            f"{options.output}: cannot be written ({error.strerror}); choose another with -o"
        ) from None

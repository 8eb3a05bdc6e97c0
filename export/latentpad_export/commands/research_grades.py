"""``latentpad research grades LIBRARY -o FOLDER``: compare ViSQOL and PEAQ on degraded one-shots of a library."""

import argparse
import json
from pathlib import Path

import numpy as np

from latentpad.bundle.bundle import load_bundle
from latentpad.cli.arguments import CommandParser, integer, seed
from latentpad.cli.messages import start_logging
from latentpad.cli.results import print_lines
from latentpad.errors import UnusableSoundError
from latentpad.files import new_folder
from latentpad.paths import default_bundle, user_path
from latentpad.samples.one_shot import read_one_shot
from latentpad_export.data.library import Sound, scan
from latentpad_export.errors import EvaluationError
from latentpad_export.evaluate.metrics.descriptors import COMPARISON
from latentpad_export.evaluate.report.report import json_safe
from latentpad_export.evaluate.report.section import Section
from latentpad_export.evaluate.report.tables import as_markdown
from latentpad_export.evaluate.sections.grades import NamedSound, measure_grades, missing
from latentpad_export.evaluate.subjects.reference_sounds import balanced

JSON_NAME, TABLES_NAME, PICTURE_NAME = "grades.json", "tables.md", "grades.png"


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the part's arguments."""
    parser = CommandParser(
        prog="latentpad research grades",
        description="Degrade one-shots of a library in known ways, grade them with ViSQOL and PEAQ, whichever are "
        "installed, and compare the grades.",
    )
    add = parser.add_argument
    add("library", type=user_path, metavar="LIBRARY", help="folder of samples; its test split if it has one")
    add("-o", "--output", type=user_path, required=True, metavar="FOLDER", help="new folder for tables and picture")
    add("--bundle", type=user_path, metavar="BUNDLE", help="bundle that rebuilds the sounds (default: the default one)")
    add("--sounds", type=integer(2, 10_000), default=40, help="number of sounds (default: %(default)s)")
    add("--seed", type=seed, default=0, help="chooses sounds, noise and phases (default: 0)")
    return parser


def main(argv: list[str]) -> int:
    """Run the part with the arguments after ``latentpad research grades``; return the exit status."""
    arguments = build_parser().parse_args(argv)
    start_logging()
    if arguments.output.exists():
        raise EvaluationError(f"{arguments.output} already exists; choose another name with -o")
    bundle = load_bundle(arguments.bundle or default_bundle())
    if len(missing()) == 2:
        raise EvaluationError("no grader is installed: " + " ".join(missing()))
    section = measure_grades(choose_sounds(arguments.library, arguments.sounds, arguments.seed), bundle, arguments.seed)
    write(arguments.output, section)
    print_lines(f"not available: {sentence}" for sentence in section.missing)
    print_lines([f"{arguments.output / TABLES_NAME}: the tables"])
    return 0


def choose_sounds(library: Path, n_sounds: int, seed: int) -> list[NamedSound]:
    """Read sounds of a library, of its test split if it has one, as many of each label where there are enough.

    Raises
    ------
    EvaluationError
        Fewer than two can be used.
    """
    sounds = scan(library).sounds
    sounds = tuple(sound for sound in sounds if sound.split == "test") or sounds
    rng = np.random.default_rng(seed)
    labels = [sound.label for sound in sounds]
    most = 1
    while len(balanced(labels, most, rng)) < min(n_sounds, len(sounds)):
        most += 1
    order = rng.permutation(balanced(labels, most, rng))
    chosen: list[NamedSound] = []
    for i in order:
        if len(chosen) < n_sounds and (found := _read(sounds[int(i)])) is not None:
            chosen.append(found)
    if len(chosen) < 2:
        raise EvaluationError(f"{library}: has {len(chosen)} usable sounds, needs at least 2")
    return chosen


def _read(sound: Sound) -> NamedSound | None:
    """Read a sound; None if it cannot be used."""
    try:
        return NamedSound(sound.name, read_one_shot(sound.path, COMPARISON.sample_rate, COMPARISON.n_samples).signal)
    except UnusableSoundError:
        return None


def write(output: Path, section: Section) -> None:
    """Write figures, tables and picture into a new folder.

    Raises
    ------
    EvaluationError
        It cannot be written.
    """
    parts = [f"## {table.title}\n\n{as_markdown(table)}\n\n{table.note}" for table in section.tables]
    document = json_safe({"figures": section.figures, "intervals": section.intervals, "missing": section.missing})
    try:
        with new_folder(output) as folder:
            (folder / TABLES_NAME).write_text("\n\n".join([f"# {section.title}", *parts]) + "\n", encoding="utf-8")
            (folder / JSON_NAME).write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
            for picture in section.pictures:
                (folder / PICTURE_NAME).write_bytes(picture.png)
    except OSError as error:
        raise EvaluationError(f"{output}: cannot be written ({error.strerror}); choose another with -o") from None

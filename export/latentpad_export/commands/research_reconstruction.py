"""``latentpad research reconstruction LIBRARY -o FOLDER``: table 7.1 of the thesis alone, in minutes."""

import argparse

from latentpad.cli.arguments import CommandParser, integer, seed
from latentpad.cli.messages import start_logging
from latentpad.cli.results import print_lines
from latentpad.paths import user_path
from latentpad_export.commands.labels import add_labels, labelling
from latentpad_export.evaluate.reconstruction_run import TABLES_NAME, ReconstructionOptions, measure_reconstruction


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the part's arguments."""
    parser = CommandParser(
        prog="latentpad research reconstruction",
        description="Turn generated notes and held-out sounds of a library into spectrograms and back, by each method "
        "of the thesis, by latentpad and by trained vocoders, and compare them with the originals.",
    )
    add = parser.add_argument
    add("library", type=user_path, metavar="LIBRARY", help="folder of samples; its test and val splits if it has them")
    add("-o", "--output", type=user_path, required=True, metavar="FOLDER", help="new folder for tables and pictures")
    add(
        "--vocoder",
        type=user_path,
        nargs="+",
        default=[],
        metavar="FILE",
        help="vocoders of latentpad research vocoder; sounds that one of them has heard are not used",
    )
    add("--sounds", type=integer(1, 10_000), default=40, help="number of sounds (default: %(default)s)")
    add("--notes", type=integer(1, 1_000), default=6, help="number of notes of two seconds (default: %(default)s)")
    add("--seed", type=seed, default=0, help="chooses sounds, notes and phases (default: 0)")
    add_labels(parser)
    return parser


def main(argv: list[str]) -> int:
    """Run the part with the arguments after its name; return the exit status."""
    arguments = build_parser().parse_args(argv)
    start_logging()
    options = ReconstructionOptions(
        library=arguments.library,
        output=arguments.output,
        vocoders=tuple(arguments.vocoder),
        n_sounds=arguments.sounds,
        n_notes=arguments.notes,
        seed=arguments.seed,
        labelling=labelling(arguments),
    )
    section = measure_reconstruction(options)
    print_lines(f"not available: {sentence}" for sentence in section.missing)
    print_lines([f"{options.output / TABLES_NAME}: the tables"])
    return 0

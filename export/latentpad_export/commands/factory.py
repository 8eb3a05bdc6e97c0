"""``latentpad factory FOLDER``: synthesise a library of labelled drums, basses and tones."""

import argparse
import sys

from tqdm import tqdm

from latentpad.cli.arguments import CommandParser
from latentpad.cli.results import print_lines
from latentpad.paths import user_path
from latentpad_export.factory import LABELS, write_library


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the command's arguments."""
    parser = CommandParser(
        prog="latentpad factory",
        description="Synthesise a library of labelled drums, basses and tones (CC0-1.0) into a new folder.",
    )
    parser.add_argument("folder", type=user_path, metavar="FOLDER", help="new or empty folder to write into")
    parser.add_argument("--per-label", type=int, default=50, metavar="N", help="sounds per label (default: 50)")
    parser.add_argument(
        "--seed", type=int, default=0, metavar="S", help="the same seed gives the same bytes (default: 0)"
    )
    parser.add_argument(
        "--labels", nargs="+", default=LABELS, metavar="LABEL", help=f"only these (default: all of {', '.join(LABELS)})"
    )
    parser.add_argument("--bits", type=int, default=16, choices=(16, 24), help="bits per sample (default: 16)")
    return parser


def main(argv: list[str]) -> int:
    """Run the command with the arguments after ``latentpad factory``; return the exit status."""
    arguments = build_parser().parse_args(argv)
    n_sounds = arguments.per_label * len(arguments.labels)
    with tqdm(total=n_sounds, unit="sound", disable=not sys.stderr.isatty(), leave=False) as bar:
        write_library(
            arguments.folder,
            arguments.per_label,
            arguments.seed,
            labels=arguments.labels,
            bits=arguments.bits,
            on_sound=bar.update,
        )
    print_lines([f"{arguments.folder}: {n_sounds} sounds of {len(arguments.labels)} labels"])
    return 0

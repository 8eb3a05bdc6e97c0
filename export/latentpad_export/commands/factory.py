"""``latentpad factory FOLDER``: generate a library of labelled electronic drums."""

import argparse
import sys
from pathlib import Path

from tqdm import tqdm

from latentpad_export.factory import LABELS, write_library


def build_parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(
        prog="latentpad factory",
        description="Synthesise a library of labelled electronic drums into a new folder. The sounds are CC0-1.0.",
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="new or empty folder to write into")
    parser.add_argument("--per-label", type=int, default=50, metavar="N", help="sounds of each label (default: 50)")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="the same seed, the same bytes (default: 0)")
    parser.add_argument(
        "--labels", nargs="+", default=LABELS, metavar="LABEL", help=f"only these of {', '.join(LABELS)}"
    )
    parser.add_argument("--bits", type=int, default=16, choices=(16, 24), help="word length of the files (default: 16)")
    return parser


def main(argv: list[str]) -> int:
    """Run the command.

    Parameters
    ----------
    argv : list of str
        Arguments after ``latentpad factory``.

    Returns
    -------
    int
        Exit status, 0.

    Raises
    ------
    FactoryError
        If the folder or a number is refused.
    """
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
    print(f"{arguments.folder}: {n_sounds} sounds of {len(arguments.labels)} labels")
    return 0

"""Options of ``latentpad map``, ``train`` and ``evaluate`` for labels and loops."""

import argparse

from latentpad.paths import user_path
from latentpad_export.data.labelling import LABEL_SOURCES, Labelling


def add_labels(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how sounds are labelled."""
    add_words(parser)
    parser.add_argument(
        "--table",
        type=user_path,
        metavar="FILE",
        help="table of the library that is elsewhere (default: LIBRARY/samples.csv, where there is one)",
    )


def add_words(parser: argparse.ArgumentParser) -> None:
    """Add the options for labels of sounds that are in no table."""
    parser.set_defaults(table=None)
    add = parser.add_argument
    add(
        "--labels",
        choices=LABEL_SOURCES,
        default="auto",
        help="labels of sounds that are in no samples.csv: their kinds by the names of files and folders, the folders, "
        "or auto: kinds, if the names tell those of a quarter of the sounds (default: %(default)s)",
    )
    add("--kinds", type=user_path, metavar="FILE", help="table of more words for kinds")
    add("--loops", action="store_true", help="use loops, too")


def labelling(arguments: argparse.Namespace) -> Labelling:
    """Return what the options say."""
    return Labelling(arguments.labels, arguments.kinds, arguments.loops, arguments.table)

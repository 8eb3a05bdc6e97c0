"""``latentpad research split FORMAT FOLDER``: write the table of a public data set that is on disk already."""

import argparse
from pathlib import Path

from latentpad.cli.arguments import CommandParser, integer, number, seed
from latentpad.cli.results import print_lines
from latentpad.errors import as_argument
from latentpad.paths import user_path
from latentpad_export.commands.labels import add_words, labelling
from latentpad_export.data.places import named_after
from latentpad_export.data.table import TABLE
from latentpad_export.research.data_sets.dirt_samples import find_samples
from latentpad_export.research.data_sets.entries import Entries, require_entries, require_folder, summary
from latentpad_export.research.data_sets.freesound import GROUPS, find_one_shots
from latentpad_export.research.data_sets.fsd50k import DRUMS, find_clips
from latentpad_export.research.data_sets.kit_folders import find_kits
from latentpad_export.research.data_sets.lengths import leave_out_longer
from latentpad_export.research.data_sets.nsynth import FAMILIES, SOURCES, THESIS_PITCH, Notes, find_notes
from latentpad_export.research.data_sets.table import refuse_existing, write_table

FORMATS = {
    "nsynth": "NSynth: notes, by instrument",
    "fsd50k": "FSD50K: clips of drums or other classes, by uploader",
    "freesound": "packs of one-shots from Freesound, by pack",
    "dirt-samples": "the samples of TidalCycles, by folder",
    "kits": "any folder of folders, by folder",
}
"""With their help texts."""


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the command's arguments."""
    parser = CommandParser(
        prog="latentpad research split",
        description="Write a samples.csv with labels, kits and splits for a data set that is on disk already. "
        "Nothing is downloaded, and no file is replaced.",
    )
    formats = parser.add_subparsers(title="formats", metavar="FORMAT", dest="format", required=True)
    added = {name: formats.add_parser(name, help=text, description=text) for name, text in FORMATS.items()}
    for format_parser in added.values():
        _add_common(format_parser)
    _add_notes(added["nsynth"])
    added["fsd50k"].add_argument(
        "--classes",
        nargs="+",
        default=list(DRUMS),
        metavar="CLASS",
        help=f"classes of its vocabulary.csv (default: {', '.join(DRUMS)})",
    )
    added["freesound"].add_argument(
        "--by", choices=GROUPS, default="pack", help="what no two splits share (default: pack)"
    )
    for name in ("freesound", "dirt-samples", "kits"):
        add_words(added[name])
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    """Add what all formats have."""
    add = parser.add_argument
    add("folder", type=user_path, metavar="FOLDER", help="folder of the data set")
    add("-o", "--output", type=user_path, metavar="FILE", help="new table (default: FOLDER/samples.csv)")
    add("--seed", type=seed, default=0, help="the same seed gives the same splits (default: 0)")
    add("--max-seconds", type=number(0.01, 3600), metavar="S", help="leave out longer files (default: use all)")


def _add_notes(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose notes of NSynth."""
    midi = integer(0, 127)
    pitches = parser.add_mutually_exclusive_group()
    pitches.add_argument("--pitch", type=midi, nargs="+", default=[], metavar="N", help="only these; 60 is C4")
    pitches.add_argument(
        "--thesis", action="store_true", help="what the thesis used: C4 in nsynth-train, split by instrument"
    )
    add = parser.add_argument
    add("--velocity", type=midi, nargs="+", default=[], metavar="N", help="only these (25, 50, 75, 100 and 127)")
    add("--family", nargs="+", default=[], choices=FAMILIES, help="only these families of instruments")
    add("--source", nargs="+", default=[], choices=SOURCES, help="only instruments of these kinds")


def main(argv: list[str]) -> int:
    """Run the command with the arguments after ``latentpad research split``; return the exit status."""
    arguments = build_parser().parse_args(argv)
    folder: Path = arguments.folder
    table = arguments.output or folder / TABLE
    require_folder(folder)
    refuse_existing(table)
    found = _find(arguments)
    if arguments.max_seconds:
        found = leave_out_longer(found, folder, arguments.max_seconds)
        require_entries(found.entries, folder, (), f"no file of at most {arguments.max_seconds:g} s; allow longer ones")
    write_table(table, found.entries)
    print_lines([*found.notes, f"{table}: {summary(found.entries)}"])
    elsewhere = "" if table == folder / TABLE else f" --table {as_argument(table)}"
    bundle = as_argument(named_after(folder))
    print_lines([f"next: latentpad train {as_argument(folder)}{elsewhere} -o {bundle}"])
    return 0


def _find(arguments: argparse.Namespace) -> Entries:
    """List the sounds of the data set (raises LibraryError and KindsError)."""
    if arguments.format == "nsynth":
        return find_notes(arguments.folder, _notes(arguments), arguments.seed)
    if arguments.format == "fsd50k":
        return find_clips(arguments.folder, arguments.classes)
    words = labelling(arguments)
    if arguments.format == "freesound":
        return find_one_shots(arguments.folder, words, arguments.seed, arguments.by)
    find = find_samples if arguments.format == "dirt-samples" else find_kits
    return find(arguments.folder, words, arguments.seed)


def _notes(arguments: argparse.Namespace) -> Notes:
    """Return which notes of NSynth are wanted."""
    return Notes(
        pitches=(THESIS_PITCH,) if arguments.thesis else tuple(arguments.pitch),
        velocities=tuple(arguments.velocity),
        families=tuple(arguments.family),
        sources=tuple(arguments.source),
        train_only=arguments.thesis,
    )

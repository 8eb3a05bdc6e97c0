"""``latentpad bundles``: list the bundles that this computer knows."""

import argparse
import json

from latentpad.bundle.shelf import Shelf, ShelfEntry
from latentpad.cli.arguments import CommandParser
from latentpad.cli.results import print_lines
from latentpad.printable import printable


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the command's arguments."""
    parser = CommandParser(
        prog="latentpad bundles",
        description="List the bundles that this computer knows: the built-in one, those that were played, and those in "
        f"{Shelf().folder}. Commands take their names.",
    )
    parser.add_argument("--json", action="store_true", help="print a JSON object per bundle")
    return parser


def main(argv: list[str]) -> int:
    """Run the command with the arguments after ``latentpad bundles``; return the exit status."""
    arguments, shelf = build_parser().parse_args(argv), Shelf()
    entries, last = shelf.entries(), shelf.last()
    if arguments.json:
        for entry in entries:
            print(json.dumps(_row(entry, entry.path == last)))
        return 0
    names = [printable(entry.name) for entry in entries]
    width = max(map(len, names))
    for entry, name in zip(entries, names, strict=True):
        sounds = "missing" if entry.is_missing else f"{entry.n_sounds} sounds"
        end = "  (played last)" if entry.path == last else ""
        print_lines([f"{name:{width}}  {sounds:>14}  {entry.path}{end}"])
    return 0


def _row(entry: ShelfEntry, is_last: bool) -> dict[str, object]:
    """Return a bundle as a JSON object."""
    return {
        "name": entry.name,
        "sounds": entry.n_sounds,
        "path": str(entry.path),
        "digest": entry.digest,
        "missing": entry.is_missing,
        "last": is_last,
    }

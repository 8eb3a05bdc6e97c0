"""``latentpad cache``: show or remove what was computed for libraries and can be computed again."""

import argparse
import time

from latentpad.cli.arguments import CommandParser
from latentpad.cli.results import print_lines
from latentpad.work_cache import LIMIT_BYTES, WorkCache

MEANINGS = {"embeddings": "sounds read for maps", "features": "sounds read for training", "runs": "trainings"}
"""What entries contain, by the beginning of their names."""


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the command's arguments."""
    parser = CommandParser(
        prog="latentpad cache",
        description="Show what map and train have computed for libraries, so that they need not do so again. "
        f"It is bounded to {LIMIT_BYTES / 1e9:.0f} GB: what was not used for longest goes first.",
    )
    parser.add_argument("--clear", action="store_true", help="remove it; no sample and no bundle is touched")
    return parser


def main(argv: list[str]) -> int:
    """Run the command with the arguments after ``latentpad cache``; return the exit status."""
    arguments = build_parser().parse_args(argv)
    cache = WorkCache()
    if arguments.clear:
        print_lines([f"Removed {cache.clear() / 1e6:.1f} MB from {cache.root}"])
        if cache.entries():
            print(f"{cache.size() / 1e6:.1f} MB are in use by map or train, and stay; repeat the command later")
        return 0
    print_lines([f"{cache.root}: {cache.size() / 1e6:.1f} MB"])
    for entry in cache.entries():
        kind = MEANINGS.get(entry.path.name.partition("-")[0], entry.path.name)
        used = time.strftime("%Y-%m-%d", time.localtime(entry.used))
        print_lines([f"  {entry.n_bytes / 1e6:8.1f} MB  {kind}, last used {used}"])
    return 0

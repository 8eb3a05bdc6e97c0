"""``latentpad info``: show what a bundle contains, or how a sample was rendered."""

import argparse
from pathlib import Path

from latentpad.cli.arguments import CommandParser, bundle_path
from latentpad.cli.bundle_info import describe_bundle
from latentpad.cli.sample_info import describe_sample
from latentpad.paths import default_bundle
from latentpad.work_cache import WorkCache


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the command's arguments."""
    parser = CommandParser(
        prog="latentpad info", description="Show what a bundle contains, or how a sample was rendered."
    )
    parser.add_argument(
        "path",
        nargs="?",
        type=bundle_path,
        default=default_bundle(),
        help="a bundle or a wav (default: the built-in bundle)",
    )
    return parser


def main(argv: list[str]) -> int:
    """Run the command with the arguments after ``latentpad info``; return the exit status."""
    path: Path = build_parser().parse_args(argv).path
    if path.suffix.lower() == ".wav":
        print(describe_sample(path))
        return 0
    print(describe_bundle(path))
    if size := WorkCache().size():
        print(f"\nCache of all libraries: {size / 1e6:.1f} MB (latentpad cache)")
    return 0

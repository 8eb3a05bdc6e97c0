"""``latentpad bench``: measure how fast latentpad runs on this machine."""

import argparse
import json

from latentpad.bench.run import STREAM_SECONDS, references, run
from latentpad.bundle.bundle import load_bundle
from latentpad.cli.arguments import CommandParser, add_bundle, number
from latentpad.cli.compiling import compile_all
from latentpad.cli.library import add_library_option, open_library
from latentpad.cli.results import print_lines


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the command's arguments."""
    parser = CommandParser(prog="latentpad bench", description="Measure how fast latentpad runs on this machine.")
    add_bundle(parser)
    add_library_option(parser)
    parser.add_argument("--json", action="store_true", help="print all figures as JSON")
    parser.add_argument(
        "--seconds", type=number(1, 600), default=STREAM_SECONDS, help="length of the stream (default: %(default)g)"
    )
    parser.add_argument("--no-references", action="store_true", help="leave out librosa, umap-learn and PyTorch")
    return parser


def main(argv: list[str]) -> int:
    """Run the command with the arguments after ``latentpad bench``; 0 whether or not every target is met."""
    arguments = build_parser().parse_args(argv)
    bundle = load_bundle(arguments.bundle)
    compile_all()
    library = open_library(bundle, arguments.library)
    report = run(bundle, arguments.bundle, library, arguments.seconds, [] if arguments.no_references else references())
    if arguments.json:
        print(json.dumps(report.to_dict(), indent=1))
    else:
        print_lines(report.to_markdown().split("\n"))
    return 0

"""``latentpad render X Y``: render one point without the daemon."""

import argparse

from latentpad.bundle.bundle import load_bundle
from latentpad.cli.arguments import CommandParser, add_bundle_option, add_output, add_settings, controls_of, coordinate
from latentpad.cli.compiling import compiling
from latentpad.cli.library import add_library_option, open_library
from latentpad.cli.output import render_to
from latentpad.cli.results import print_path
from latentpad.request import Request


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the command's arguments."""
    parser = CommandParser(prog="latentpad render", description="Render one point without the daemon.")
    parser.add_argument("x", type=coordinate, help="from left to right, 0 to 1")
    parser.add_argument("y", type=coordinate, help="from bottom to top, 0 to 1")
    add_bundle_option(parser, "--bundle", "bundle to play")
    add_settings(parser)
    add_library_option(parser)
    add_output(parser)
    return parser


def main(argv: list[str]) -> int:
    """Run the command with the arguments after ``latentpad render``; return the exit status."""
    arguments = build_parser().parse_args(argv)
    request = Request(arguments.x, arguments.y, arguments.seed, controls_of(arguments))
    bundle = load_bundle(arguments.bundle)
    with compiling():
        path = render_to(arguments.output, bundle, open_library(bundle, arguments.library), request)
    print_path(path)
    return 0

"""``latentpad render X Y``: render one point without the daemon."""

import argparse

from latentpad.bundle.bundle import load_bundle
from latentpad.cli.arguments import add_bundle_option, add_output, coordinate, seed, single
from latentpad.cli.library import add_library_option, open_library
from latentpad.cli.output import render_to
from latentpad.request import CONTROLS, Controls, Request


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the command's arguments."""
    parser = argparse.ArgumentParser(prog="latentpad render", description="Render one point without the daemon.")
    parser.add_argument("x", type=coordinate, help="from left to right, 0 to 1")
    parser.add_argument("y", type=coordinate, help="from bottom to top, 0 to 1")
    parser.add_argument("--seed", type=seed, default=0, help="selects the texture (default: %(default)s)")
    add_bundle_option(parser, "--bundle", "bundle to play")
    for control in CONTROLS:
        parser.add_argument(
            f"--{control.key}",
            type=single(control.low, control.high),
            default=control.default,
            help=f"{control.meaning} ({control.low:g} to {control.high:g}, default {control.default:g})",
        )
    add_library_option(parser)
    add_output(parser)
    return parser


def main(argv: list[str]) -> int:
    """Run the command with the arguments after ``latentpad render``; return the exit status."""
    arguments = build_parser().parse_args(argv)
    controls = Controls(**{control.key: getattr(arguments, control.key) for control in CONTROLS})
    request = Request(arguments.x, arguments.y, arguments.seed, controls)
    bundle = load_bundle(arguments.bundle)
    print(render_to(arguments.output, bundle, open_library(bundle, arguments.library), request))
    return 0

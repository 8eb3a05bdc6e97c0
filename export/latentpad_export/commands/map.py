"""``latentpad map LIBRARY``: map a library with the model of a bundle, without training."""

import argparse
import logging
from pathlib import Path

from latentpad.bundle.bundle import MAX_DETAIL_SECONDS
from latentpad.cli.arguments import CommandParser, add_bundle_option, number, seed
from latentpad_export.commands.labels import add_labels, labelling
from latentpad_export.layout.layout import LAYOUT_HELP, LAYOUTS
from latentpad_export.layout.refine import MAX_SOUNDS
from latentpad_export.pipeline.map import map_library
from latentpad_export.pipeline.options import DETAIL_SECONDS, UNKNOWN_LICENCE, MapOptions


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the command's arguments."""
    parser = CommandParser(
        prog="latentpad map",
        description="Map a library with the model of a bundle, without training. Takes minutes, not hours.",
    )
    add = parser.add_argument
    add("libraries", nargs="+", type=Path, metavar="LIBRARY", help="folder of samples")
    add_bundle_option(parser, "--model", "bundle whose model is used")
    add("-o", "--output", type=Path, metavar="NAME.latentpad", help="bundle to write (default: named after LIBRARY)")
    add("--name", help="name of the bundle (default: that of the file)")
    add_labels(parser)
    add("--layout", choices=LAYOUTS, default="sound", help=LAYOUT_HELP)
    add(
        "--seconds",
        type=number(0.1, MAX_DETAIL_SECONDS),
        default=DETAIL_SECONDS,
        help="longest part of a sound that is played, 0.1 to 60 (default: %(default)g)",
    )
    add("--seed", type=seed, default=0, help="the same seed gives the same map (default: %(default)s)")
    add("--licence", default=UNKNOWN_LICENCE, help="licence of the library, written into the bundle")
    add("--embed", action="store_true", help="put the sounds into the bundle, to share it (needs --licence)")
    add(
        "--refine",
        action=argparse.BooleanOptionalAction,
        help="refine where each sound lies for the model, in a tenth of a second per sound (default: up to "
        f"{MAX_SOUNDS} sounds)",
    )
    add("--keep-work", action="store_true", help="keep NAME.latentpad.work (features) when done")
    return parser


def main(argv: list[str]) -> int:
    """Run the command with the arguments after ``latentpad map``; return the exit status."""
    arguments = build_parser().parse_args(argv)
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    output = arguments.output or Path(arguments.libraries[0].resolve().name + ".latentpad")
    map_library(
        MapOptions(
            libraries=tuple(arguments.libraries),
            model=arguments.model,
            output=output,
            name=arguments.name or output.stem,
            seed=arguments.seed,
            licence=arguments.licence,
            keep_work=arguments.keep_work,
            layout=arguments.layout,
            seconds=arguments.seconds,
            embed=arguments.embed,
            refine=arguments.refine,
            labelling=labelling(arguments),
        )
    )
    print(f"{output}: play it with latentpad serve {output}")
    return 0

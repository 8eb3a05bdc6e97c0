"""``latentpad map LIBRARY``: map a library with the model of a bundle, without training."""

import argparse
import os

from latentpad.bundle.bundle import MAX_DETAIL_SECONDS
from latentpad.cli.arguments import CommandParser, add_bundle_option, bundle_path, integer, number, seed
from latentpad.cli.messages import start_logging
from latentpad.cli.results import print_lines
from latentpad.errors import as_argument
from latentpad.paths import user_path
from latentpad.samples.text_names import as_text
from latentpad_export.commands.labels import add_labels, labelling
from latentpad_export.commands.reporting import add_reporting, reporting_errors
from latentpad_export.data.places import named_after, place_of
from latentpad_export.layout.layout import LAYOUT_HELP, LAYOUTS
from latentpad_export.pipeline.map import map_library
from latentpad_export.pipeline.options import DETAIL_SECONDS, UNKNOWN_LICENCE, MapOptions


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the command's arguments."""
    parser = CommandParser(
        prog="latentpad map",
        description="Map a library with the model of a bundle, without training. Takes minutes, not hours. "
        "Repeat the command to resume an interrupted run; files that were read once are not read again.",
    )
    add = parser.add_argument
    add("libraries", nargs="+", metavar="LIBRARY", help="folder of samples, or an address such as s3://bucket/folder")
    add_bundle_option(parser, "--model", "bundle whose model is used")
    add(
        "--update",
        type=bundle_path,
        metavar="BUNDLE",
        help="map of this library to bring up to date: sounds that are on it keep their places, new ones are put among "
        "them (in place of --model)",
    )
    add(
        *("-o", "--output"),
        type=user_path,
        metavar="NAME.latentpad",
        help="bundle to write (default: named after LIBRARY)",
    )
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
        default=False,
        help="refine where each sound lies for the model, in a tenth of a second per sound; needs PyTorch",
    )
    add(
        "--first",
        type=user_path,
        metavar="FOLDER",
        help="also write bundles there that can be played while files are read",
    )
    add("--threads", type=integer(1, 1_024), help="threads that read files (default: one per core)")
    add("--cluster", metavar="ADDRESS", help="have the workers of a Dask scheduler read the files")
    add("--cache", type=user_path, metavar="FOLDER", help="folder for what is computed (default: in your cache folder)")
    add_reporting(parser)
    return parser


def main(argv: list[str]) -> int:
    """Run the command with the arguments after ``latentpad map``; return the exit status."""
    arguments = build_parser().parse_args(argv)
    start_logging()
    if arguments.nice and hasattr(os, "nice"):
        os.nice(arguments.nice)
    libraries = tuple(map(place_of, arguments.libraries))
    output = arguments.output or named_after(libraries[0])
    options = MapOptions(
        libraries=libraries,
        model=arguments.update or arguments.model,
        output=output,
        name=as_text(arguments.name or output.stem),
        seed=arguments.seed,
        licence=as_text(arguments.licence),
        layout=arguments.layout,
        seconds=arguments.seconds,
        embed=arguments.embed,
        refine=arguments.refine,
        labelling=labelling(arguments),
        update=arguments.update is not None,
        first=arguments.first,
        cache=arguments.cache,
        cluster=arguments.cluster,
        workers=arguments.threads,
    )
    with reporting_errors(arguments.json) as reporter:
        map_library(options, reporter)
    if not arguments.json:
        print_lines([f"{output}: play it with latentpad serve {as_argument(output)}"])
    return 0

"""Parsers of the commands that find places, and make samples from several."""

import argparse
from collections.abc import Callable

from latentpad.cli.arguments import (
    CommandParser,
    add_bundle_option,
    add_output,
    add_settings,
    coordinate,
    integer,
    single,
)
from latentpad.cli.library import add_library_option
from latentpad.kits.pads import LAYERS, ROUND_ROBINS
from latentpad.kits.recipes import RECIPES
from latentpad.kits.write import FORMATS
from latentpad.paths import user_path
from latentpad.request import MAX_BATCH
from latentpad.sources import MAX_WEIGHT

MAX_NEAREST = 1000

weight = single(-MAX_WEIGHT, MAX_WEIGHT)
count = integer(1, MAX_BATCH)


def numbers(*readers: Callable[[str], float]) -> Callable[[str], tuple[float, ...]]:
    """Return a reader of numbers with commas between them."""

    def read(text: str) -> tuple[float, ...]:
        parts = text.split(",")
        if len(parts) != len(readers):
            raise argparse.ArgumentTypeError(f"must be {len(readers)} numbers with commas, not {text!r}")
        return tuple(reader(part) for reader, part in zip(readers, parts, strict=True))

    return read


def weighted_point(text: str) -> tuple[float, ...]:
    """Read a point and its weight; without a weight, that is 1."""
    has_weight = text.count(",") != 1
    return numbers(coordinate, coordinate, weight)(text if has_weight else f"{text},1")


def formats(text: str) -> tuple[str, ...]:
    """Read names of kit formats with commas between them; ``none`` for no format."""
    names = () if text == "none" else tuple(text.split(","))
    unknown = [name for name in names if name not in FORMATS]
    if unknown:
        raise argparse.ArgumentTypeError(f"unknown format {unknown[0]!r} (choose from {', '.join(FORMATS)}, none)")
    return names


def _parser(
    name: str, description: str, writes: bool = True, seed_meaning: str = "selects the texture"
) -> argparse.ArgumentParser:
    """Return a parser with the options that all of these commands have."""
    parser = CommandParser(prog=f"latentpad {name}", description=description)
    add_bundle_option(parser, "--bundle", "bundle to play")
    add_library_option(parser)
    parser.add_argument("--json", action="store_true", help="print a JSON object per line")
    if writes:
        add_settings(parser, seed_meaning)
        add_output(parser)
    return parser


def _random() -> argparse.ArgumentParser:
    parser = _parser("random", "Render random places of the map, or of a kind.")
    parser.add_argument("kind", nargs="?", help="kind of sound, such as kick")
    parser.add_argument("-n", type=count, default=1, help="samples (default: %(default)s)")
    return parser


def _kind() -> argparse.ArgumentParser:
    parser = _parser("kind", "Render sounds of a kind, each unlike those before it.")
    parser.add_argument("kind", help="kind of sound, such as kick")
    parser.add_argument(
        "--index",
        type=integer(0, 2**31 - 1),
        default=0,
        help="that of the first one; 0 is typical (default: %(default)s)",
    )
    parser.add_argument("-n", type=count, default=1, help="samples (default: %(default)s)")
    return parser


def _vary() -> argparse.ArgumentParser:
    parser = CommandParser(prog="latentpad vary", description="Render relatives of a sample.")
    parser.add_argument("file", type=user_path, help="a wav rendered by latentpad")
    parser.add_argument("-n", type=count, default=8, help="relatives (default: %(default)s)")
    parser.add_argument(
        "--amount", type=single(0, 1), default=0.5, help="how unlike they are, 0 to 1 (default: %(default)s)"
    )
    add_bundle_option(parser, "--bundle", "bundle that it was rendered with")
    add_library_option(parser)
    parser.add_argument("--json", action="store_true", help="print a JSON object per line")
    add_output(parser)
    return parser


def _blend() -> argparse.ArgumentParser:
    parser = _parser(
        "blend", "Render the blend of points: 1 and 1 is the mean, 1.5 and -0.5 beyond, 1 and -1 a difference."
    )
    parser.add_argument(
        "points", nargs="+", type=weighted_point, metavar="X,Y,WEIGHT", help="a weight of 1 may be left out"
    )
    return parser


def _path() -> argparse.ArgumentParser:
    parser = _parser("path", "Render samples along the line through points, in steps that sound equally large.")
    parser.add_argument("points", nargs="+", type=numbers(coordinate, coordinate), metavar="X,Y")
    parser.add_argument("-n", type=count, default=8, help="samples (default: %(default)s)")
    return parser


def _grid() -> argparse.ArgumentParser:
    parser = _parser("grid", "Render a page of samples.")
    parser.add_argument("columns", type=count)
    parser.add_argument("rows", type=count)
    parser.add_argument(
        "--corners",
        type=numbers(*[coordinate] * 4),
        default=(0.0, 0.0, 1.0, 1.0),
        metavar="X0,Y0,X1,Y1",
        help="part of the map (default: all of it)",
    )
    return parser


def _kit() -> argparse.ArgumentParser:
    parser = _parser(
        "kit",
        "Render 16 samples that fit together, with files for samplers and DAWs.",
        seed_meaning="selects the sounds: the same seed makes the same kit, another one another kit",
    )
    parser.add_argument("recipe", nargs="?", default="", help=f"{', '.join(RECIPES)} (default: sounds of any style)")
    parser.add_argument(
        "--like", type=user_path, nargs="+", default=[], metavar="PATH", help="files or folders in whose style"
    )
    parser.add_argument(
        "--keep", type=user_path, nargs="+", default=[], metavar="WAV", help="samples of an earlier kit to keep"
    )
    parser.add_argument("--layers", type=integer(1, LAYERS), default=1, help="velocity layers (default: %(default)s)")
    parser.add_argument(
        "--round-robin", type=integer(1, ROUND_ROBINS), default=1, help="samples per layer (default: %(default)s)"
    )
    parser.add_argument(
        "--formats",
        type=formats,
        default=tuple(FORMATS),
        metavar="LIST",
        help=f"some of {', '.join(FORMATS)}, with commas between them and no spaces, or none (default: all)",
    )
    parser.add_argument("--name", default="", help="of the kit and its folder (default: the recipe and a number)")
    return parser


def _morph() -> argparse.ArgumentParser:
    parser = _parser("morph", "Render the way from a sound of your own towards a point of the map.")
    parser.add_argument("file", type=user_path, help="wav, aiff, flac, ogg or mp3")
    parser.add_argument("x", type=coordinate, help="from left to right, 0 to 1")
    parser.add_argument("y", type=coordinate, help="from bottom to top, 0 to 1")
    parser.add_argument("amount", type=single(0, 1), help="0 is the file's sound, 1 that of the point")
    return parser


def _nearest() -> argparse.ArgumentParser:
    parser = _parser("nearest", "Print the sounds of the library nearest to a point.", writes=False)
    parser.add_argument("x", type=coordinate, help="from left to right, 0 to 1")
    parser.add_argument("y", type=coordinate, help="from bottom to top, 0 to 1")
    parser.add_argument("-k", type=integer(1, MAX_NEAREST), default=8, help="sounds (default: %(default)s)")
    return parser


def _locate() -> argparse.ArgumentParser:
    parser = _parser("locate", "Print where sounds of your own live on the map.", writes=False)
    parser.add_argument("files", nargs="+", type=user_path, metavar="FILE", help="wav, aiff, flac, ogg or mp3")
    return parser


PARSERS: dict[str, Callable[[], argparse.ArgumentParser]] = {
    "random": _random,
    "kind": _kind,
    "vary": _vary,
    "blend": _blend,
    "path": _path,
    "grid": _grid,
    "kit": _kit,
    "morph": _morph,
    "nearest": _nearest,
    "locate": _locate,
}
"""Parsers by command."""

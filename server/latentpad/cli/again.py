"""``latentpad again FILE``: render a sample again from the recipe in its wav."""

import argparse
from pathlib import Path

from latentpad.bundle.bundle import load_bundle
from latentpad.bundle.shelf import Shelf
from latentpad.cli.arguments import CommandParser, add_output, bundle_path
from latentpad.cli.compiling import compiling
from latentpad.cli.library import add_library_option, open_library
from latentpad.cli.messages import complain
from latentpad.cli.output import render_to
from latentpad.cli.results import print_path
from latentpad.errors import RecipeError
from latentpad.paths import default_bundle, user_path
from latentpad.samples.own_file import quoted
from latentpad.samples.recipe import Recipe, read_recipe


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the command's arguments."""
    parser = CommandParser(prog="latentpad again", description="Render a sample again, bit for bit.")
    parser.add_argument("file", type=user_path, help="a wav rendered by latentpad")
    parser.add_argument(
        "--bundle",
        type=bundle_path,
        metavar="BUNDLE",
        help="the bundle that it was rendered with (default: the one of `latentpad bundles` that it names)",
    )
    add_library_option(parser)
    add_output(parser)
    return parser


def main(argv: list[str]) -> int:
    """Run the command with the arguments after ``latentpad again``; return 1 if the sample differs from the first."""
    arguments = build_parser().parse_args(argv)
    recipe = read_recipe(arguments.file)
    path = arguments.bundle or _known_bundle(recipe) or default_bundle()
    bundle = load_bundle(path)
    if bundle.digest != recipe.digest:
        other = f"{quoted(recipe.bundle)}, {quoted(recipe.digest[:12])}"
        raise RecipeError(
            f"{arguments.file} was rendered with another bundle ({other}) than {path} "
            f"({bundle.digest[:12]}); name it with --bundle"
        )
    with compiling():
        written = render_to(arguments.output, bundle, open_library(bundle, arguments.library), recipe.request)
    print_path(written)
    missing = _missing(recipe, read_recipe(written))
    if missing:
        names = " and ".join(map(quoted, missing))
        complain(
            f"{written} is not the same sound: {names} of the library, heard in {arguments.file}, cannot be read or "
            "have changed; name the library's folder with --library"
        )
    return 1 if missing else 0


def _known_bundle(recipe: Recipe) -> Path | None:
    """Return the bundle that a recipe names, if this computer knows it."""
    entries = Shelf().entries()
    return next((entry.path for entry in entries if entry.digest == recipe.digest and not entry.is_missing), None)


def _missing(first: Recipe, second: Recipe) -> list[str]:
    """Return the parents of a sample that it lacks when it is rendered again."""
    return [name for name in first.parents if name not in second.parents]

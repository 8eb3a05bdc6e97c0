"""``latentpad again FILE``: render a sample again from the recipe in its wav."""

import argparse

from latentpad.bundle.bundle import load_bundle
from latentpad.cli.arguments import CommandParser, add_bundle_option, add_output
from latentpad.cli.compiling import compiling
from latentpad.cli.library import add_library_option, open_library
from latentpad.cli.messages import complain
from latentpad.cli.output import render_to
from latentpad.cli.results import print_path
from latentpad.errors import RecipeError
from latentpad.paths import user_path
from latentpad.samples.own_file import quoted
from latentpad.samples.recipe import Recipe, read_recipe


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the command's arguments."""
    parser = CommandParser(prog="latentpad again", description="Render a sample again, bit for bit.")
    parser.add_argument("file", type=user_path, help="a wav rendered by latentpad")
    add_bundle_option(parser, "--bundle", "the bundle that it was rendered with")
    add_library_option(parser)
    add_output(parser)
    return parser


def main(argv: list[str]) -> int:
    """Run the command with the arguments after ``latentpad again``; return 1 if the sample differs from the first."""
    arguments = build_parser().parse_args(argv)
    recipe = read_recipe(arguments.file)
    bundle = load_bundle(arguments.bundle)
    if bundle.digest != recipe.digest:
        other = f"{quoted(recipe.bundle)}, {quoted(recipe.digest[:12])}"
        raise RecipeError(
            f"{arguments.file} was rendered with another bundle ({other}) than {arguments.bundle} "
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


def _missing(first: Recipe, second: Recipe) -> list[str]:
    """Return the parents of a sample that it lacks when it is rendered again."""
    return [name for name in first.parents if name not in second.parents]

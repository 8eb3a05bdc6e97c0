"""``latentpad again FILE``: render a sample again from the recipe in its wav."""

import argparse
from pathlib import Path

from latentpad.bundle.bundle import load_bundle
from latentpad.cli.arguments import add_bundle_option, add_output
from latentpad.cli.library import add_library_option, open_library
from latentpad.cli.output import render_to
from latentpad.errors import RecipeError
from latentpad.samples.recipe import read_recipe


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the command's arguments."""
    parser = argparse.ArgumentParser(prog="latentpad again", description="Render a sample again, bit for bit.")
    parser.add_argument("file", type=Path, help="a wav rendered by latentpad")
    add_bundle_option(parser, "--bundle", "the bundle that it was rendered with")
    add_library_option(parser)
    add_output(parser)
    return parser


def main(argv: list[str]) -> int:
    """Run the command with the arguments after ``latentpad again``; return the exit status."""
    arguments = build_parser().parse_args(argv)
    recipe = read_recipe(arguments.file)
    bundle = load_bundle(arguments.bundle)
    if bundle.digest != recipe.digest:
        raise RecipeError(
            f"{arguments.file} was rendered with another bundle ({recipe.bundle}, {recipe.digest[:12]}) "
            f"than {arguments.bundle} ({bundle.digest[:12]}); name it with --bundle"
        )
    print(render_to(arguments.output, bundle, open_library(bundle, arguments.library), recipe.request))
    return 0

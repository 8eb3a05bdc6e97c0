"""``latentpad shelf``: a small window with the newest samples, from which they are dragged into other programs."""

import argparse

from latentpad.cli.arguments import CommandParser, port
from latentpad.cli.messages import start_logging
from latentpad.shelf.settings import settings_file
from latentpad.shelf.system import ShelfError, why_not_here


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the command's arguments."""
    parser = CommandParser(
        prog="latentpad shelf",
        description="Open a small window with the newest samples, from which they are dragged into a DAW as files.",
    )
    parser.add_argument(
        "--web-port",
        type=port,
        default=9312,
        metavar="PORT",
        help="TCP port of the page of the latentpad to follow (default: %(default)s)",
    )
    return parser


def main(argv: list[str]) -> int:
    """Run the command with the arguments after ``latentpad shelf``; return the exit status."""
    arguments = build_parser().parse_args(argv)
    start_logging()
    if reason := why_not_here():
        raise ShelfError(reason)
    from latentpad.shelf.window.window import ShelfWindow  # needs what was just found to be there

    ShelfWindow(arguments.web_port, settings_file()).run()
    return 0

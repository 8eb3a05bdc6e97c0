"""``latentpad shelf``: a small window with the newest samples, from which they are dragged into other programs."""

import argparse

from latentpad.cli.arguments import CommandParser, port
from latentpad.cli.messages import start_logging
from latentpad.daemon.running import find_running
from latentpad.shelf.settings import settings_file
from latentpad.shelf.system import ShelfError, why_not_here

PORT = 9312


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the command's arguments."""
    parser = CommandParser(
        prog="latentpad shelf",
        description="Open a small window with the newest samples, from which they are dragged into a DAW as files.",
    )
    parser.add_argument(
        "--web-port",
        type=port,
        metavar="PORT",
        help=f"TCP port of the page of the latentpad to follow (default: that of the one that runs, else {PORT})",
    )
    return parser


def main(argv: list[str]) -> int:
    """Run the command with the arguments after ``latentpad shelf``; return the exit status."""
    arguments = build_parser().parse_args(argv)
    start_logging()
    if reason := why_not_here():
        raise ShelfError(reason)
    from latentpad.shelf.window.window import ShelfWindow  # needs what was just found to be there

    ports = [running.web_port for running in find_running() if running.web_port]
    ShelfWindow(arguments.web_port or (ports[-1] if ports else PORT), settings_file()).run()
    return 0

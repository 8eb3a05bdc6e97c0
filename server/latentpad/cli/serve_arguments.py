"""The arguments of ``latentpad serve``."""

import argparse

from latentpad.cli.arguments import CommandParser, add_bundle, integer, port
from latentpad.cli.library import add_library_option
from latentpad.paths import user_path


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the command's arguments."""
    parser = CommandParser(
        prog="latentpad serve",
        description="Play a bundle from the web page and over OSC; new samples are written to a folder.",
    )
    add_bundle(parser, default="the one that was played last")
    add = parser.add_argument
    add(
        "--drop",
        type=user_path,
        metavar="FOLDER",
        help="folder for new samples (default: latentpad in your music folder)",
    )
    inbox = parser.add_mutually_exclusive_group()
    inbox.add_argument(
        "--inbox",
        type=user_path,
        metavar="FOLDER",
        help="folder for sounds of your own, which are located (default: latentpad/inbox in your music folder)",
    )
    inbox.add_argument("--no-inbox", action="store_true", help="without such a folder")
    add("--port", type=port, default=9310, help="UDP port for OSC, 0 = any free one (default: %(default)s)")
    add(
        "--reply-port",
        type=integer(1, 65_535),
        default=9311,
        metavar="PORT",
        help="UDP port of replies to clients that name none (default: %(default)s)",
    )
    add("--host", help="address to listen on; 0.0.0.0 admits the whole network (default: 127.0.0.1 and ::1)")
    add(
        "--trigger",
        choices=("manual", "auto"),
        default="manual",
        help="render when the point comes to rest (auto) or only on request (manual, the default)",
    )
    add("--swap", action="store_true", help="for other XY pads (/xy, /1/xy ...): y comes first")
    add("--invert-x", action="store_true", help="for other XY pads: x runs from right to left")
    add("--invert-y", action="store_true", help="for other XY pads: y runs from top to bottom")
    add(
        "--web-port",
        type=port,
        default=9312,
        metavar="PORT",
        help="TCP port of the web page, 0 = any free one (default: %(default)s)",
    )
    add("--no-web", action="store_true", help="OSC only, no web page")
    add(
        "--open",
        action=argparse.BooleanOptionalAction,
        help="open the page in the browser; --no-open: not even that of a latentpad that runs already",
    )
    add("--no-oscquery", action="store_true", help="do not tell programs over TCP which addresses there are")
    add_library_option(parser)
    add("--unremembered", action="store_true", help=argparse.SUPPRESS)  # for measurements
    add("--log", action="store_true", help="log to a file, too, in the folder that 'latentpad doctor' names")
    add("--debug", action="store_true", help="log every OSC message, too")
    return parser

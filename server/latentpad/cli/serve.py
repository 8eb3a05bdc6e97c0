"""``latentpad serve``: play a bundle from the web page and over OSC until stopped."""

import argparse
import logging
import os
from collections.abc import Callable
from pathlib import Path

from latentpad.bundle.bundle import Bundle, load_bundle
from latentpad.bundle.shelf import Shelf
from latentpad.bundle.summary import read_summary
from latentpad.cli.appearance import Appearance
from latentpad.cli.compiling import TASK, compile_all
from latentpad.cli.inbox import open_inbox
from latentpad.cli.library import library_folders
from latentpad.cli.log_file import log_path, logged_to_file
from latentpad.cli.map_now import map_now
from latentpad.cli.messages import start_logging
from latentpad.cli.output import open_drop_folder
from latentpad.cli.own_command import own_command
from latentpad.cli.second_start import digest_of, joins_running
from latentpad.cli.serve_arguments import build_parser
from latentpad.daemon.daemon import Daemon
from latentpad.daemon.memory import release_compiler, release_memory
from latentpad.daemon.options import DaemonOptions
from latentpad.daemon.ports import PortInUseError
from latentpad.daemon.servers import OscQuery, Page
from latentpad.daemon.signals import held_interrupt
from latentpad.errors import BundleError, FolderOfSamplesError
from latentpad.osc.aliases import Axes
from latentpad.paths import default_bundle, user_path
from latentpad.player.library_audio import find_library
from latentpad.player.player import Player
from latentpad.player.preview import preview_of
from latentpad.player.shelf_players import ShelfPlayers
from latentpad.progress import ProgressLine

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 1.5
"""For a latentpad that has just taken the ports to be found."""


def main(argv: list[str]) -> int:
    """Run the command with the arguments after ``latentpad serve``; return the exit status."""
    arguments = _read(argv)
    start_logging()
    if arguments.debug:
        logging.getLogger("latentpad").setLevel(logging.DEBUG)  # other packages stay at INFO
    with logged_to_file(log_path(arguments.port) if arguments.log else None):
        return _join_or_serve(arguments)


def _join_or_serve(arguments: argparse.Namespace) -> int:
    """Open the page of a latentpad that runs already; else play until stopped. Return the exit status."""
    defaults = build_parser().parse_args([])
    if joins_running(arguments, defaults):
        return 0
    appearance = Appearance(bool(arguments.open), asked=digest_of(arguments))
    try:
        return _serve(arguments, appearance)
    except PortInUseError:
        if joins_running(arguments, defaults, PATIENCE_SECONDS):  # it has started at the same time
            return 0
        raise
    finally:
        appearance.end()


def _serve(arguments: argparse.Namespace, appearance: Appearance) -> int:
    """Play until stopped; return the exit status."""
    shelf = Shelf()
    path = arguments.bundle or open_last(shelf)
    bundle = load_bundle(path)
    digest = bundle.digest
    folders = library_folders(arguments.library)
    folder = open_drop_folder(arguments.drop, "--drop")
    inbox = None if arguments.no_inbox else open_inbox(arguments.inbox)

    def make_player(bundle: Bundle) -> Player:
        library = find_library(bundle, folders if bundle.digest == digest else ())
        return Player(bundle, folder, library=library, inbox=inbox)

    bundles = ShelfPlayers(shelf, make_player)
    compile_all()
    first = bundles.look(path) if arguments.unremembered else bundles.remember(path)
    player = make_player(bundle)
    options = DaemonOptions(
        host=arguments.host,
        port=arguments.port,
        reply_port=arguments.reply_port,
        axes=Axes(arguments.swap, arguments.invert_x, arguments.invert_y),
        trigger=arguments.trigger,
    )
    quit = appearance.quit if arguments.log else None  # who has no terminal has no Ctrl-C
    page = None if arguments.no_web else _page(arguments.web_port, quit)
    query = None if arguments.no_oscquery else _query(arguments.host)
    daemon = Daemon(player, options, page, query, bundles, first)
    del bundle, player  # the daemon replaces them
    daemon.run(_warm_up, appearance)
    if daemon.is_hung:  # what it left behind would keep the interpreter from ending
        appearance.end()
        logging.shutdown()
        os._exit(0)
    return 0


def _warm_up(player: Player) -> None:
    """Load what is compiled, or compile what could not be stored, until Ctrl-C."""
    line = ProgressLine(TASK)
    with held_interrupt() as check:

        def progress(done: int, total: int) -> None:
            line(done, total)
            check()

        player.warm_up(progress)
    release_memory()
    release_compiler()


def _read(argv: list[str]) -> argparse.Namespace:
    """Read the arguments; a folder of samples in the place of the bundle is mapped if the user wants that."""
    parser = build_parser()
    try:
        return parser.parse_args(argv)
    except FolderOfSamplesError as error:
        path = map_now(error)
        return parser.parse_args([str(path) if user_path(text) == error.path else text for text in argv])


def open_last(shelf: Shelf) -> Path:
    """Return the bundle that was played last or, if it is gone or damaged, the built-in one, and say so."""
    path = shelf.last() or default_bundle()
    try:
        read_summary(path)
    except BundleError as error:
        logger.warning("Playing the built-in bundle: the last one cannot be opened (%s)", str(error).partition(". ")[0])
        return default_bundle()
    return path


def _page(web_port: int, quit: Callable[[], None] | None) -> Page:
    """Build the page server; what has the program end is offered on the page."""
    from latentpad.shelf.process import ShelfProcess
    from latentpad.web.imports.folders import default_folders
    from latentpad.web.imports.importer import Importer
    from latentpad.web.server import PageServer  # asyncio and websockets are not imported where they are not used

    shelf = ShelfProcess([*own_command(windowless=True), "shelf"])
    return PageServer(preview_of, web_port, lambda switch: Importer(default_folders(), switch), shelf, quit)


def _query(host: str | None) -> OscQuery:
    """Build the OSCQuery server."""
    from latentpad.web.oscquery.server import OscQueryServer  # as above

    return OscQueryServer(host)

"""The subcommands of the runtime: serve, render, again, info."""

import argparse
import logging
import struct
from collections import Counter
from functools import partial
from pathlib import Path

from latentpad.bundle.bundle import Bundle, load_bundle
from latentpad.daemon.daemon import Daemon, Page
from latentpad.daemon.options import DaemonOptions
from latentpad.errors import FolderError, RecipeError
from latentpad.osc.aliases import Axes
from latentpad.paths import default_bundle, default_drop_folder
from latentpad.player.library_audio import LibraryAudio, remembered_library
from latentpad.player.player import Player, make_recipe
from latentpad.player.preview import Preview
from latentpad.progress import ProgressLine
from latentpad.request import CONTROLS, Controls, Request
from latentpad.samples.folder import Folder, write_sample
from latentpad.samples.recipe import read_recipe
from latentpad.synth.synth import Synth

logger = logging.getLogger(__name__)

NO_LABEL = "(no label)"


def serve(argv: list[str]) -> int:
    """Play a bundle on a page and over OSC until stopped."""
    parser = argparse.ArgumentParser(
        prog="latentpad serve", description="Play a bundle on a page and over OSC, into a folder."
    )
    _bundle_argument(parser)
    add = parser.add_argument
    add("--drop", type=Path, metavar="FOLDER", help="folder for new samples (default: latentpad in your music folder)")
    add("--port", type=int, default=9310, help="UDP port to listen on, 0 = any free one (default: %(default)s)")
    add("--reply-port", type=int, default=9311, help="port for answers to who names none (default: %(default)s)")
    add("--host", help="address to listen on; 0.0.0.0 lets the whole network play (default: 127.0.0.1 and ::1)")
    add(
        "--trigger",
        choices=("manual", "auto"),
        default="manual",
        help="what moving the point does: nothing, or a sound",
    )
    add("--swap", action="store_true", help="pads of other makers (/xy, /1/xy ...): the first number is y")
    add("--invert-x", action="store_true", help="the same pads: x counts from the right")
    add("--invert-y", action="store_true", help="the same pads: y counts from the top")
    add("--web-port", type=int, default=9312, help="TCP port of the page, 0 = any free one (default: %(default)s)")
    add("--no-web", action="store_true", help="no page, OSC only")
    add(
        "--library",
        type=Path,
        action="append",
        metavar="FOLDER",
        help="where the library's own sounds lie, for the page to play (default: where they were learnt)",
    )
    add("--debug", action="store_true", help="say more")
    arguments = parser.parse_args(argv)
    _log(logging.DEBUG if arguments.debug else logging.INFO)
    bundle = load_bundle(arguments.bundle)
    folder = Folder(arguments.drop or _made_default_folder())
    player = Player(bundle, folder)
    axes = Axes(arguments.swap, arguments.invert_x, arguments.invert_y)
    options = DaemonOptions(
        host=arguments.host,
        port=arguments.port,
        reply_port=arguments.reply_port,
        axes=axes,
        trigger=arguments.trigger,
    )
    site = None if arguments.no_web else _site(player, folder, bundle, arguments.library, arguments.web_port)
    Daemon(player, options, site).run(lambda: player.warm_up(ProgressLine("Compiling for this machine, once")))
    return 0


def render(argv: list[str]) -> int:
    """Make one sample without the daemon."""
    parser = argparse.ArgumentParser(prog="latentpad render", description="Make one sample without the daemon.")
    parser.add_argument("x", type=_number, help="from left to right, 0 to 1")
    parser.add_argument("y", type=_number, help="from bottom to top, 0 to 1")
    parser.add_argument("--seed", type=_seed, default=0, help="chooses the texture (default: %(default)s)")
    parser.add_argument(
        "--bundle", type=Path, default=default_bundle(), help="bundle to play (default: the one built in)"
    )
    for control in CONTROLS:
        read = partial(_number, low=control.low, high=control.high)
        explained = f"{control.meaning} ({control.low:g} to {control.high:g}, default {control.default:g})"
        parser.add_argument(f"--{control.key}", type=read, default=control.default, help=explained)
    _output_argument(parser)
    arguments = parser.parse_args(argv)
    controls = Controls(**{control.key: getattr(arguments, control.key) for control in CONTROLS})
    request = Request(arguments.x, arguments.y, arguments.seed, controls)
    _make(load_bundle(arguments.bundle), request, arguments.output)
    return 0


def again(argv: list[str]) -> int:
    """Make a sample again from the recipe in its wav."""
    parser = argparse.ArgumentParser(prog="latentpad again", description="Make a sample again, bit for bit.")
    parser.add_argument("file", type=Path, help="a wav made by latentpad")
    parser.add_argument("--bundle", type=Path, default=default_bundle(), help="its bundle (default: the one built in)")
    _output_argument(parser)
    arguments = parser.parse_args(argv)
    recipe = read_recipe(arguments.file)
    bundle = load_bundle(arguments.bundle)
    if bundle.digest != recipe.digest:
        raise RecipeError(
            f"{arguments.file} was made with another bundle ({recipe.bundle}, {recipe.digest[:12]}) "
            f"than {arguments.bundle} ({bundle.digest[:12]}); name it with --bundle"
        )
    _make(bundle, recipe.request, arguments.output)
    return 0


def info(argv: list[str]) -> int:
    """Say what a bundle holds."""
    parser = argparse.ArgumentParser(prog="latentpad info", description="Say what a bundle holds.")
    _bundle_argument(parser)
    arguments = parser.parse_args(argv)
    bundle = load_bundle(arguments.bundle)
    shape = bundle.representation
    counts = Counter(bundle.labels[i] if i >= 0 else NO_LABEL for i in bundle.map.labels)
    print(f"{bundle.name}  ({bundle.preset}, {bundle.digest[:12]})")
    print(f"  at          {arguments.bundle}")
    print(f"  sounds      {len(bundle.map.points)}: {', '.join(f'{k} {n}' for k, n in counts.most_common())}")
    print(f"  plays       {shape.sample_rate} Hz, up to {shape.seconds:.2f} s")
    print(f"  spectrogram {shape.n_bands} bands x {shape.n_frames} frames, n_fft {shape.n_fft}, hop {shape.hop_length}")
    print(f"  latent      {bundle.latent_dim} dimensions")
    print(f"  training    {', '.join(f'{k} {v}' for k, v in bundle.training.items())}")
    print(f"  licence     {bundle.licence}")
    print(f"  made with   {', '.join(f'{k} {v}' for k, v in bundle.versions.items())}")
    return 0


def _site(player: Player, folder: Folder, bundle: Bundle, library: list[Path] | None, port: int) -> Page:
    """Make the page."""
    from latentpad.web.server import PageServer

    for one in library or ():
        if not one.is_dir():
            raise FolderError(f"--library {one} is no folder")
    folders = tuple(library) if library else remembered_library(bundle.digest)
    return PageServer(Preview(bundle, player.synth, folder, LibraryAudio(folders, bundle.map.names)), port)


def _make(bundle: Bundle, request: Request, output: Path | None) -> None:
    """Render into a folder, or into a new file."""
    if output is not None and not output.is_dir():
        write_sample(
            output, Synth(bundle).render(request), bundle.representation.sample_rate, make_recipe(request, bundle)
        )
        print(output)
        return
    print(Player(bundle, Folder(output or _made_default_folder())).play(request).path)


def _made_default_folder() -> Path:
    """Make the default folder if it is not there."""
    folder = default_drop_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderError(f"{folder}: cannot be made ({error.strerror}); name another folder with --drop") from None
    return folder


def _bundle_argument(parser: argparse.ArgumentParser) -> None:
    """Let the user name a bundle."""
    parser.add_argument(
        "bundle", nargs="?", type=Path, default=default_bundle(), metavar="BUNDLE", help="default: the one built in"
    )


def _output_argument(parser: argparse.ArgumentParser) -> None:
    """Let the user say where to."""
    parser.add_argument(
        "-o", "--output", type=Path, metavar="F", help="new file, or a folder (default: the music folder)"
    )


def _number(text: str, low: float = 0.0, high: float = 1.0) -> float:
    """Read a coordinate or control, as exact as OSC carries it, so that both ways give the same bytes."""
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from None
    if not low <= value <= high:
        raise argparse.ArgumentTypeError(f"{text} is not from {low:g} to {high:g}")
    single: float = struct.unpack("f", struct.pack("f", value))[0]
    return single


def _seed(text: str) -> int:
    """Read a seed."""
    try:
        value = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number") from None
    if not 0 <= value < 2**31:
        raise argparse.ArgumentTypeError(f"{text} is not from 0 to {2**31 - 1}")
    return value


def _log(level: int) -> None:
    """Write the log to the error stream, a line each."""
    logging.basicConfig(format="%(message)s", level=level)

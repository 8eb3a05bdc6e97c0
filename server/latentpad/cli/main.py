"""The command ``latentpad``: the runtime's commands, those of the training half and those of other packages.

A command is a function of the arguments after its name that returns the exit status. Only the module of the command
that runs is imported, so that ``latentpad --help`` waits for no compiler and no PyTorch.
"""

import argparse
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from difflib import get_close_matches
from functools import partial
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points

from latentpad import __version__
from latentpad.cli.messages import complain, fault_text
from latentpad.cli.missing_extras import missing_extras
from latentpad.cli.streams import OutputClosed, print_any_name
from latentpad.errors import LatentpadError, install_advice
from latentpad.paths import SUFFIX, user_path
from latentpad.samples.audio_folder import has_audio

Command = Callable[[list[str]], int]

RUNTIME = {
    "serve": "play a bundle from the web page and over OSC (the default)",
    "render": "render one point without the daemon",
    "again": "render a sample again from the recipe in its wav",
    "bundles": "list the bundles that this computer knows",
    "info": "show what a bundle contains, or how a sample was rendered",
    "shelf": "open a small window from which samples are dragged into other programs",
    "bench": "measure how fast latentpad runs on this machine",
    "cache": "show or remove what was computed for libraries",
    "doctor": "describe this installation for a bug report, without personal paths",
    "live": "play in Ableton Live without Max",
}
"""Commands in modules of this package, with their help texts."""

DESIGN = {
    "random": "render random places of the map, or of a kind",
    "kind": "render sounds of a kind, each unlike those before it",
    "vary": "render relatives of a sample",
    "blend": "render the blend of points: their mean, or what lies beyond",
    "path": "render samples along a line, in steps that sound equally large",
    "grid": "render a page of samples",
    "kit": "render 16 samples that fit together, with files for samplers and DAWs",
    "morph": "render the way from a sound of your own towards a point",
    "nearest": "print the sounds of the library nearest to a point",
    "locate": "print where sounds of your own live on the map",
}
"""Commands in `latentpad.cli.design`, with their help texts."""

TRAINING = {
    "train": "train on a library of samples and write a bundle",
    "map": "map a library with the model of a bundle, without training",
    "evaluate": "measure the sounds and the map of a bundle and write a report",
    "compare": "print what differs between two evaluations beyond noise",
    "factory": "synthesise a library of labelled drums, basses and tones",
    "research": "repeat the experiments of the thesis and extend them",
}
"""Commands of the training half, with their help texts; listed here so that none has to be imported for the help."""

CLOSE = 0.8
"""Similarity from which a name is taken for a misspelt command."""

GROUP = "latentpad.commands"
"""Entry points of the training half's commands and those of other packages."""

EXTRAS = {
    "train": "train",
    "map": "map",
    "evaluate": "evaluate",
    "compare": "evaluate",
    "factory": "map",
    "research": "export",
}
"""The extra that has what a command of the training half needs."""

INTERRUPTED, OUTPUT_CLOSED = 130, 141
"""Exit statuses after Ctrl-C, and when whatever reads the output has closed it."""

HELP, VERSION, BACKGROUND = ("-h", "--help", "help"), ("-V", "--version"), "--daemon"


def main(argv: list[str] | None = None, running: AbstractContextManager[None] | None = None) -> int:
    """Run ``latentpad`` and return the exit status; what is wrong is printed in a line.

    Parameters
    ----------
    argv : list of str, optional
        The arguments (default: those of the process).
    running : context manager, optional
        Entered while the command runs: after its module is imported.
    """
    print_any_name()
    try:
        command, arguments = _find(sys.argv[1:] if argv is None else argv)
        try:
            with running or nullcontext():
                return command(arguments)
        finally:
            sys.stdout.flush()
    except OutputClosed:
        return OUTPUT_CLOSED
    except LatentpadError as error:
        complain(error)
    except KeyboardInterrupt as error:
        complain(str(error) or "interrupted")
        return getattr(error, "status", INTERRUPTED)
    except (OSError, MemoryError, ImportError, Warning) as error:
        complain(fault_text(error))
    return 1


def _find(argv: list[str]) -> tuple[Command, list[str]]:
    """Return the command that is named first, with its arguments; serve if none is."""
    first = argv[0] if argv else "serve"
    if first in HELP:
        return _print_help, []
    if first in VERSION:
        return _print_version, []
    if first == BACKGROUND:
        return import_module("latentpad.cli.background").main, argv[1:]
    if first.startswith("-") or _is_folder_of_samples(first):
        return load_command("serve"), argv
    return load_command(first), argv[1:]


def _print_help(_argv: list[str]) -> int:
    """Print the commands."""
    _parser().print_help()
    return 0


def _print_version(_argv: list[str]) -> int:
    """Print the version."""
    print(f"latentpad {__version__}")
    return 0


def _is_folder_of_samples(name: str) -> bool:
    """Return whether a first argument is not a command but a folder of samples: that is to be mapped, then served."""
    is_command = name in {**RUNTIME, **DESIGN, **TRAINING} or name in _plugins()
    if is_command:
        return False
    path = user_path(name)
    return path.is_dir() and not (path / "bundle.json").exists() and has_audio(path)


def load_command(name: str) -> Command:
    """Import a command (raises LatentpadError)."""
    if name in RUNTIME:
        command: Command = import_module(f"latentpad.cli.{name}").main
        return command
    if name in DESIGN:
        return partial(import_module("latentpad.cli.design").run, name)
    plugins, missing = _plugins(), "latentpad_export"
    if name in plugins:
        try:
            command = plugins[name].load()
            return command
        except ModuleNotFoundError as error:
            missing = str(error.name)
    elif name not in TRAINING:
        raise LatentpadError(_unknown(name, [*dict.fromkeys([*RUNTIME, *DESIGN, *TRAINING, *plugins])]))
    if name in TRAINING:
        missing = f"more packages ({missing} is missing); {install_advice(EXTRAS[name])}"
    raise LatentpadError(f"'latentpad {name}' needs {missing}")


def _unknown(name: str, names: list[str]) -> str:
    """Return what is wrong with a name that is no command: a misspelt one, or a bundle."""
    meant = get_close_matches(name, names, n=1, cutoff=CLOSE)
    path = user_path(name)
    if path.suffix == SUFFIX or (path.exists() and not meant):
        meant = [f"serve {name}"]
    if meant:
        return f"unknown command {name!r}; did you mean: latentpad {meant[0]}?"
    return f"unknown command {name!r} (choose from {', '.join(names)})"


def _plugins() -> dict[str, EntryPoint]:
    """Find the commands that are entry points, by name."""
    return {point.name: point for point in sorted(entry_points(group=GROUP), key=lambda point: point.name)}


def _parser() -> argparse.ArgumentParser:
    """Build the parser that lists the commands; each command has a parser of its own for its arguments."""
    parser = argparse.ArgumentParser(
        prog="latentpad",
        description="Play the empty space between your samples.",
        epilog="latentpad COMMAND --help lists the options of a command." + missing_extras(),
    )
    parser.add_argument(*VERSION, action="version", version=__version__, help="show the version and exit")
    parser.add_argument(BACKGROUND, metavar="ACTION", help="run without a terminal; see: latentpad --daemon --help")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name, summary in {**RUNTIME, **DESIGN, **TRAINING}.items():
        commands.add_parser(name, help=summary)
    for name, point in _plugins().items():
        if name not in {**RUNTIME, **DESIGN, **TRAINING}:
            commands.add_parser(name, help=f"from {point.dist.name}" if point.dist else "")
    return parser

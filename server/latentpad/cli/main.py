"""The command ``latentpad``: the runtime's own subcommands, and the way to those of the training half."""

import sys
from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points

from latentpad import __version__
from latentpad.bench.command import bench
from latentpad.cli import commands
from latentpad.errors import LatentpadError

GROUP = "latentpad.commands"
"""Entry points of further subcommands: functions of the arguments that give the exit status."""

EXTRA = "export"

Command = Callable[[list[str]], int]

OWN: dict[str, Command] = {
    "serve": commands.serve,
    "render": commands.render,
    "again": commands.again,
    "info": commands.info,
    "bench": bench,
}


def main(argv: list[str] | None = None) -> int:
    """Run ``latentpad``; a mistake of the user's gives one line and status 1, Ctrl-C status 130."""
    arguments = sys.argv[1:] if argv is None else argv
    try:
        return _dispatch(arguments)
    except LatentpadError as error:
        print(f"latentpad: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("latentpad: interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 141


def _dispatch(arguments: list[str]) -> int:
    """Find the subcommand; without one, serve."""
    first = arguments[0] if arguments else "serve"
    if first in ("-h", "--help", "help"):
        print(_help())
        return 0
    if first in ("-V", "--version"):
        print(f"latentpad {__version__}")
        return 0
    if first.startswith("-"):
        return commands.serve(arguments)
    if first in OWN:
        return OWN[first](arguments[1:])
    for point in _plugged():
        if point.name == first:
            return _load(point)(arguments[1:])
    names = ", ".join([*OWN, *(point.name for point in _plugged())])
    raise LatentpadError(f"{first!r} is no command; there are {names} (see latentpad --help)")


def _plugged() -> list[EntryPoint]:
    """The subcommands of the training half."""
    return sorted(entry_points(group=GROUP), key=lambda point: point.name)


def _load(point: EntryPoint) -> Command:
    """Import a subcommand of the training half."""
    try:
        command: Command = point.load()
    except ModuleNotFoundError as error:
        raise LatentpadError(
            f"'latentpad {point.name}' needs the training half ({error.name} is missing); "
            f"install it with: pip install 'latentpad[{EXTRA}]'"
        ) from None
    return command


def _help() -> str:
    """List the subcommands."""
    lines = [
        "usage: latentpad [COMMAND] [options]        (latentpad COMMAND --help tells more)",
        "",
        "Play the empty space between your samples.",
        "",
        "  serve [BUNDLE]    play a bundle, on a page and over OSC; what latentpad does without a command",
        "  render X Y        make one sample without the daemon",
        "  again FILE        make a sample again from the recipe in its wav",
        "  info [BUNDLE]     say what a bundle holds",
        "  bench [--json]    measure how fast this machine plays",
        "",
        f"with the training half (pip install 'latentpad[{EXTRA}]'):",
        "",
        *(f"  {point.name}" for point in _plugged()),
    ]
    return "\n".join(lines)

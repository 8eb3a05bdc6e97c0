"""``latentpad live``: the control surface for Ableton Live, which puts new samples where your hands are."""

import argparse
from collections.abc import Callable
from pathlib import Path

from latentpad import __version__
from latentpad.cli.arguments import CommandParser, integer
from latentpad.cli.messages import complain
from latentpad.cli.results import print_lines
from latentpad.live.bridge import LIVE_PORT, LIVE_REPLY_PORT, PORT, run
from latentpad.live.bridge_logic import Controls
from latentpad.live.libraries import LiveError, UserLibrary, user_libraries
from latentpad.live.script import FOLDER, SCRIPTS, Script, install, read_script, uninstall
from latentpad.paths import default_drop_folder, user_path

DONE = """In Live, once:
  1. Restart Live. In its settings, under Link, Tempo & MIDI, choose latentpad as a control surface, and a MIDI
     controller as its input if you have one.
  2. Drag {drop} to Places in Live's browser.
Then start latentpad, select a Simpler or an empty pad of a Drum Rack, and click on the map."""


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the command's arguments."""
    parser = CommandParser(
        prog="latentpad live",
        description="Play latentpad in Ableton Live without Max: a control surface puts new samples into the selected "
        "Simpler, Drum Rack pad or clip slot.",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=CommandParser)
    for name, text in (
        ("install", "put the control surface into Live's User Library, or bring it up to date"),
        ("uninstall", "remove it; files that you have changed stay"),
        ("status", "show where it is, which version it is, and whether the folder for samples is in Places"),
    ):
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("--folder", help="a User Library, or the folder Remote Scripts in one; found by default")
    command = commands.add_parser(
        "bridge",
        help="connect to AbletonOSC: parameters of a device move the point",
        description="Connect latentpad to AbletonOSC: two parameters of a device move the point of the map and follow "
        "it, a third renders. Tracks, devices and parameters are counted from 1.",
    )
    command.add_argument("--track", type=integer(1, 10_000), help="its track (default: the device selected in Live)")
    command.add_argument("--device", type=integer(1, 10_000), default=1, help="its place on the track (default: 1)")
    for name, default in (("x", 1), ("y", 2), ("render", 3)):
        text = f"parameter for {name}: that of a rack's first macro is 1 (default: {default})"
        command.add_argument(f"--{name}", type=integer(1, 10_000), default=default, help=text)
    for option, default, text in (
        ("--port", PORT, "port of latentpad"),
        ("--live-port", LIVE_PORT, "port at which AbletonOSC listens"),
        ("--live-reply-port", LIVE_REPLY_PORT, "port to which AbletonOSC replies"),
    ):
        command.add_argument(option, type=integer(1, 65535), default=default, help=f"{text} (default: {default})")
    return parser


def main(argv: list[str]) -> int:
    """Run the command with the arguments after ``latentpad live``; return the exit status."""
    arguments = build_parser().parse_args(argv)
    if arguments.command == "bridge":
        parameters = (arguments.x, arguments.y, arguments.render)
        track = None if arguments.track is None else arguments.track - 1
        controls = Controls(track, arguments.device - 1, *parameters)
        ports = (arguments.port, arguments.live_port, arguments.live_reply_port)
        return run(controls, *ports, report=lambda line: print_lines([line]))
    libraries = _named(arguments.folder) if arguments.folder else user_libraries()
    if arguments.command == "uninstall":
        libraries = [library for library in libraries if read_script(_scripts(library)).version] or libraries
    _work({"install": _install, "uninstall": _uninstall, "status": _status}[arguments.command], libraries)
    if arguments.command == "install":
        print_lines(DONE.format(drop=default_drop_folder()).splitlines())
    return 0


def _work(work: Callable[[UserLibrary, Path], None], libraries: list[UserLibrary]) -> None:
    """Work on each library; what is wrong with one is raised after all others are done."""
    errors = []
    for library in libraries:
        try:
            work(library, _scripts(library))
        except OSError as error:
            advice = "make the folder writable, or name another one with --folder"
            errors.append(LiveError(f"{error.filename or library.path}: {error.strerror or error}; {advice}"))
        except LiveError as error:
            errors.append(error)
    for other in errors[1:]:
        complain(other)
    if errors:
        raise errors[0]


def _named(text: str) -> list[UserLibrary]:
    path = user_path(text)
    if not path.is_dir():
        raise LiveError(f"{path} is not a folder")
    return [UserLibrary(path, ())]


def _scripts(library: UserLibrary) -> Path:
    """Return the folder of scripts of a User Library, or the one that the user has named."""
    return library.path if library.path.name.casefold() == SCRIPTS.casefold() else library.path / SCRIPTS


def _install(library: UserLibrary, scripts: Path) -> None:
    before = read_script(scripts).version
    script, kept = install(scripts)
    how = "Installed" if not before else "Updated" if before != __version__ else "Checked"
    lines = [f"{how} the control surface for {library.names}: {script.folder}"]
    lines += [f"  {name}: you have changed it, and it stays as it is" for name in kept]
    print_lines(lines)


def _uninstall(library: UserLibrary, scripts: Path) -> None:
    script, left = uninstall(scripts)
    lines = [f"Removed the control surface of {library.names}: {script.folder}"]
    lines += [f"  {name}: yours, or changed by you; it stays" for name in left]
    print_lines(lines)


def _status(library: UserLibrary, scripts: Path) -> None:
    print_lines([f"{library.names}: {library.path}", *(f"  {line}" for line in _found(read_script(scripts)))])
    for version in library.versions:
        if not any(_is_within(default_drop_folder(), place) for place in version.places):
            print_lines([f"  Live {version.name}: {default_drop_folder()} is not in Places; drag it there, once"])


def _found(script: Script) -> list[str]:
    """Return what is to be said of a control surface."""
    if script.is_foreign:
        return [f"{script.folder} was not made by latentpad"]
    if not script.version:
        return ["the control surface is not installed: latentpad live install"]
    update = "" if script.version == __version__ else f"; this is {__version__}: latentpad live install updates it"
    return [
        f"{FOLDER} {script.version} is installed{update}",
        *(f"{name}: changed by you" for name in script.changed()),
        *(f"{name} is missing: latentpad live install writes it again" for name in script.missing()),
    ]


def _is_within(path: Path, folder: Path) -> bool:
    return path == folder or folder in path.parents

"""``latentpad --daemon``: start and stop latentpad without a terminal, and have it started at login."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from latentpad.cli.arguments import CommandParser, port
from latentpad.cli.browser import open_page
from latentpad.cli.log_file import last_error, log_path, log_size
from latentpad.cli.login import disable, enable, is_enabled
from latentpad.cli.own_command import own_command
from latentpad.cli.results import print_lines
from latentpad.cli.second_start import check_same
from latentpad.daemon.running import Running, ask_to_stop, check_running_folder, find_running
from latentpad.errors import LatentpadError

START_SECONDS, STOP_SECONDS, POLL_SECONDS = 180.0, 15.0, 0.05
"""Longest times for a start, which may have to compile, and for a stop."""

NOT_RUNNING = 3
"""The exit status of ``status`` where no latentpad runs, as that of systemctl."""


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the command's arguments."""
    parser = CommandParser(
        prog="latentpad --daemon",
        description="Run latentpad without a terminal; it logs to a file.",
        epilog="start and enable take the options of 'latentpad serve', too: latentpad --daemon start --trigger auto",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True, prog="latentpad --daemon")
    actions.add_parser("start", help="start it, and wait until it is ready", add_help=False)
    stop = actions.add_parser("stop", help="stop it; what it is writing is finished")
    stop.add_argument("--port", type=port, help="OSC port of the one to stop, if several run")
    actions.add_parser("status", help=f"print whether it runs; the exit status is {NOT_RUNNING} if it does not")
    actions.add_parser("enable", help="have it started at login from now on", add_help=False)
    actions.add_parser("disable", help="have it no longer started at login")
    return parser


def main(argv: list[str]) -> int:
    """Run the command with the arguments after ``latentpad --daemon``; return the exit status."""
    if argv[:1] == ["start"]:
        return _start(argv[1:])
    if argv[:1] == ["enable"]:
        _read_serve(argv[1:])
        print_lines([f"latentpad starts at login ({enable([*own_command(windowless=True), *_quiet(argv[1:])])})"])
        return 0
    arguments = build_parser().parse_args(argv)
    if arguments.action == "stop":
        return _stop(arguments.port)
    if arguments.action == "disable":
        removed = disable()
        print_lines([f"latentpad no longer starts at login ({removed})" if removed else "It did not start at login"])
        return 0
    return _print_status()


def _start(argv: list[str]) -> int:
    """Start latentpad in the background; return once it is ready."""
    arguments = _read_serve(argv)
    log = log_path(arguments.port)
    earlier = find_running()
    if found := next((one for one in earlier if one.port == arguments.port), None):
        check_same(arguments, _read_serve([]), found)
        print_lines([f"latentpad is already running: {_describe(_until_ready(lambda: _at(found.port), log))}"])
        if arguments.open and found.page:
            open_page(found.page)
        return 0
    check_running_folder()
    n_logged = log_size(log)
    process = _spawn([*own_command(windowless=True), *_quiet(argv)])
    known = {one.process for one in earlier}

    def started() -> Running | None:
        new = [one for one in find_running() if one.process not in known]
        found = next((one for one in new if arguments.port in (0, one.port)), None)
        if process.poll() or (found is None and process.poll() is not None):  # 0: another start was earlier
            raise LatentpadError(last_error(log, n_logged))
        return found

    running = _describe(_until_ready(started, log))
    logging = f"It logs to {log}" if os.access(log, os.W_OK) else f"It logs nothing: {log} cannot be written"
    print_lines([f"latentpad runs: {running}", logging])
    return 0


def _at(port: int) -> Running:
    """Return the latentpad with an OSC port, which runs (raises LatentpadError if it has ended)."""
    if found := next((one for one in find_running() if one.port == port), None):
        return found
    raise LatentpadError("the latentpad that was starting has ended; start it again")


def _until_ready(look: Callable[[], Running | None], log: Path) -> Running:
    """Wait until a latentpad can play, and return it (raises LatentpadError)."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if (found := look()) and found.ready:
            return found
        time.sleep(POLL_SECONDS)
    raise LatentpadError(f"latentpad was not ready within {START_SECONDS:.0f} s; see {log}")


def _read_serve(argv: list[str]) -> argparse.Namespace:
    """Read the arguments of serve; wrong ones end the program."""
    from latentpad.cli.serve_arguments import build_parser  # imports what stop and status do not need

    return build_parser().parse_args(argv)


def _quiet(argv: list[str]) -> list[str]:
    """Return the arguments of a latentpad without a terminal."""
    return ["serve", "--no-open", "--log", *argv]


def _spawn(command: list[str]) -> subprocess.Popen[bytes]:
    """Start a program that goes on after this one."""
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
    null = subprocess.DEVNULL
    return subprocess.Popen(
        command, stdin=null, stdout=null, stderr=null, start_new_session=True, creationflags=flags, close_fds=True
    )


def _stop(port: int | None) -> int:
    """Stop the latentpad with a port, or the only one."""
    found = [one for one in find_running() if port in (None, one.port)]
    if not found:
        print("latentpad is not running")
        return 0
    if len(found) > 1:
        ports = ", ".join(str(one.port) for one in found)
        raise LatentpadError(f"several run; choose one by its OSC port: --port with {ports}")
    if not ask_to_stop(found[0], STOP_SECONDS):
        name = f"latentpad (process {found[0].process})"
        raise LatentpadError(f"{name} has not stopped within {STOP_SECONDS:.0f} s; end it by hand")
    print("latentpad has stopped")
    return 0


def _print_status() -> int:
    """Print what runs, and whether it starts at login."""
    found = find_running()
    print_lines([f"latentpad runs: {_describe(one)}" for one in found] or ["latentpad is not running"])
    print(f"It {'starts' if is_enabled() else 'does not start'} at login")
    return 0 if found else NOT_RUNNING


def _describe(running: Running) -> str:
    """Return where a latentpad is, and since when."""
    since = time.strftime("%Y-%m-%d %H:%M", time.localtime(running.started))
    page = running.page or "no page"
    state = "" if running.ready else ", about to be ready"
    return f"{page}, OSC on port {running.port} (process {running.process}, since {since}{state})"

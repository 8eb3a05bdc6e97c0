"""Compilation of all loops in a process of its own, once per machine.

The compiler takes a hundred megabytes, which a process that has compiled never gives back. So this module is run as a
program: it compiles what the built-in bundle needs, which is what all bundles need, stores it, and prints lines with
the number of loops that are compiled and their total. Where that fails, each process compiles for itself.
"""

import logging
import subprocess
import sys
from contextlib import suppress
from typing import IO

from latentpad.bundle.bundle import load_bundle
from latentpad.file_locks import alone
from latentpad.paths import default_bundle
from latentpad.player.explorer import Explorer
from latentpad.player.sound_renderer import SoundRenderer
from latentpad.synth.kernels.jit import Progress, mark_of_stored_loops, n_lost, report_compilation

logger = logging.getLogger(__name__)

FULL = 1
"""The exit status where compiled loops cannot be stored."""


def compile_loops(progress: Progress) -> None:
    """Have all loops compiled and stored by another process, unless they are stored or cannot be.

    Parameters
    ----------
    progress : callable
        Called with the number of loops compiled, and their total; not at all if there is nothing to do.
    """
    mark = mark_of_stored_loops()
    if mark is None or mark.exists() or not sys.executable:  # there is no interpreter inside another program
        return
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW
    command = [sys.executable, "-P", "-m", "latentpad.player.compilation"]  # -P: no modules of the current folder
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            errors="replace",
            creationflags=flags,
        )
    except (OSError, ValueError) as error:
        logger.debug("the compiler cannot be started: %s", error)
        return
    with process:
        try:
            _report(process.stdout, progress)
        finally:
            process.kill()  # if interrupted; else it has ended, or is about to


def _report(lines: IO[str] | None, progress: Progress) -> None:
    """Report the progress that another process prints."""
    for line in lines or ():
        with suppress(ValueError):
            done, total = map(int, line.split())
            progress(done, total)


def main() -> int:
    """Compile and store all loops; return the exit status."""
    mark = mark_of_stored_loops()
    if mark is None:
        return FULL
    mark.parent.mkdir(parents=True, exist_ok=True)
    with alone(mark.with_suffix(".lock")):
        if not mark.exists():
            _compile()
            mark.touch()
    return 0


def _compile() -> None:
    """Compile what a player uses."""
    bundle = load_bundle(default_bundle())

    def progress(done: int, total: int) -> None:
        print(done, total, flush=True)
        if n_lost():
            raise SystemExit(FULL)

    with report_compilation(progress):
        renderer = SoundRenderer(bundle)
        renderer.synth.warm_up()
        Explorer(bundle, renderer.synth.inverse_map).prepare()


if __name__ == "__main__":
    sys.exit(main())

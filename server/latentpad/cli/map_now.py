"""The offer to map a folder of samples that was named where a bundle is expected."""

import sys
from contextlib import redirect_stdout
from itertools import count
from pathlib import Path

from latentpad.bundle.shelf import Shelf
from latentpad.cli.main import load_command
from latentpad.errors import FolderOfSamplesError, LatentpadError, as_argument, install_advice
from latentpad.paths import SUFFIX
from latentpad.printable import printable
from latentpad.web.imports.needs import map_advice


def map_now(error: FolderOfSamplesError) -> Path:
    """Map a folder if the user wants that now; return the bundle, which is on the shelf.

    Parameters
    ----------
    error : FolderOfSamplesError
        What is raised otherwise.

    Raises
    ------
    FolderOfSamplesError
        There is no terminal on which to ask, or the user declines.
    LatentpadError
        Packages are missing, or the folder cannot be mapped.
    """
    if map_advice():
        raise LatentpadError(f"{error}; that takes a few more packages; {install_advice('map')}")
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise error
    question = f"{error.path} is a folder of samples, not a bundle. Map it now? [Y/n] "
    print(printable(question), end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("", "y", "yes"):
        raise error
    output = _free_path(error.path)
    with redirect_stdout(None):  # where it says how to play the bundle
        status = load_command("map")([str(error.path.absolute()), "-o", str(output)])
    if status:
        raise SystemExit(status)
    end = f"The map is {output}; to play it again: latentpad serve {as_argument(output.stem)}"
    print(printable(end), file=sys.stderr)
    return output


def _free_path(folder: Path) -> Path:
    """Return where the bundle of a folder goes: into the folder of the shelf, under a name that is not taken."""
    shelf = Shelf().folder
    shelf.mkdir(parents=True, exist_ok=True)
    name = folder.resolve().name or "map"
    names = (f"{name} {number}" if number > 1 else name for number in count(1))
    return next(path for name in names if not (path := shelf / f"{name}{SUFFIX}").exists())

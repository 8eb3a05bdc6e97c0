"""Command-line arguments that several commands share: their parser, number readers, bundle and output."""

import argparse
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from latentpad.bundle.containers import is_bundle
from latentpad.bundle.shelf import DEFAULT, Shelf
from latentpad.checks import SCALES, read_scale
from latentpad.cli.messages import shortened
from latentpad.errors import FolderOfSamplesError
from latentpad.paths import SUFFIX, default_bundle, user_path
from latentpad.printable import printable
from latentpad.request import CONTROLS, SEED, TUNE, Controls
from latentpad.samples.audio_folder import has_audio

BUILT_IN = "the built-in one"
NAMES = "a bundle, by its path or its name in 'latentpad bundles'"


class CommandParser(argparse.ArgumentParser):
    """A parser of a command's arguments that says in one line what is wrong with them."""

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and where the options are listed, and exit with status 2."""
        text = shortened(printable(message))
        self.exit(2, f"{self.prog}: {text} ({self.prog} --help lists all arguments)\n")

    def _get_values(self, action: argparse.Action, arg_strings: list[str]) -> Any:
        """Refuse ``--option=--``, which argparse reads as no value at all."""
        if action.option_strings and arg_strings == ["--"]:
            self.error(f"argument {'/'.join(action.option_strings)}: expected one argument")
        return super()._get_values(action, arg_strings)


def integer(low: int, high: int) -> Callable[[str], int]:
    """Return a reader of integers in [low, high]."""

    def read(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"must be an integer, not {text!r}") from None
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"must be between {low} and {high}, not {text}")
        return value

    return read


def number(low: float, high: float) -> Callable[[str], float]:
    """Return a reader of numbers in [low, high]."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"must be a number, not {text!r}") from None
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"must be between {low:g} and {high:g}, not {text}")
        return value

    return read


def single(low: float, high: float) -> Callable[[str], float]:
    """Return a reader that rounds to float32, as OSC carries numbers, so that both ways give the same bytes."""
    read_double = number(low, high)

    def read(text: str) -> float:
        value: float = struct.unpack("f", struct.pack("f", read_double(text)))[0]
        return value

    return read


def scale(text: str) -> str:
    """Return the name of a scale."""
    try:
        return read_scale(text).name
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


coordinate = single(0.0, 1.0)
seed = integer(int(SEED.low), int(SEED.high))
port = integer(0, 65_535)


def bundle_path(text: str) -> Path:
    """Return the path of a bundle that a user names: ``default``, a path, or a name on the shelf.

    A bundle at the path `text` comes before one of that name on the shelf, and this before the path with ``.latentpad``
    after it. Where there is none, the path is returned, so that opening it tells what is wrong.

    Raises
    ------
    BundleError
        Several bundles on the shelf have this name.
    FolderOfSamplesError
        The path is that of a folder of samples.
    FolderError
        As `latentpad.paths.user_path`.
    """
    if text == DEFAULT:
        return default_bundle()
    path = user_path(text)
    if is_bundle(path):
        return path
    if entry := Shelf().find(text):
        return entry.path
    with_suffix = user_path(text + SUFFIX)
    if is_bundle(with_suffix):
        return with_suffix
    if has_audio(path):
        raise FolderOfSamplesError(path)
    return path


def add_bundle(parser: argparse.ArgumentParser, default: str = BUILT_IN) -> None:
    """Add the positional argument that names a bundle; it is None if left out, unless the default is the built-in."""
    parser.add_argument(
        "bundle",
        nargs="?",
        type=bundle_path,
        default=default_bundle() if default == BUILT_IN else None,
        metavar="BUNDLE",
        help=f"{NAMES} (default: {default})",
    )


def add_bundle_option(parser: argparse.ArgumentParser, flag: str, meaning: str) -> None:
    """Add an option that names a bundle."""
    parser.add_argument(
        flag,
        type=bundle_path,
        default=default_bundle(),
        metavar="BUNDLE",
        help=f"{meaning} (default: {BUILT_IN})",
    )


def add_settings(parser: argparse.ArgumentParser, seed_meaning: str = "selects the texture") -> None:
    """Add the seed and an option for each control of a sound."""
    parser.add_argument("--seed", type=seed, default=0, help=f"{seed_meaning} (default: %(default)s)")
    for key, default, low, high, meaning in CONTROLS:
        read = integer(int(low), int(high)) if isinstance(default, int) else single(low, high)
        bounds = f"{low:g} to {high:g}, default {default:g}"
        parser.add_argument(f"--{key}", type=read, default=default, help=f"{meaning} ({bounds})")
    parser.add_argument(f"--{TUNE.key}", type=scale, default=TUNE.default, help=f"{TUNE.meaning} ({SCALES})")


def controls_of(arguments: argparse.Namespace) -> Controls:
    """Return the controls among the arguments that `add_settings` added."""
    return Controls(**{key: getattr(arguments, key) for key in vars(Controls())})


def add_output(parser: argparse.ArgumentParser) -> None:
    """Add the option for where a sample is written."""
    parser.add_argument(
        *("-o", "--output"),
        type=user_path,
        metavar="F",
        help="new file, or an existing folder (default: latentpad in your music folder)",
    )

"""The option ``--library``: where the library's own sounds are."""

import argparse
from pathlib import Path

from latentpad.bundle.bundle import Bundle
from latentpad.errors import FolderError
from latentpad.paths import user_path
from latentpad.player.library_audio import LibraryAudio, find_library


def add_library_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that names the folders of a library."""
    parser.add_argument(
        "--library",
        type=user_path,
        action="append",
        default=[],
        metavar="FOLDER",
        help="folder of the library's own sounds, which are played (default: where it was when trained or mapped)",
    )


def open_library(bundle: Bundle, folders: list[Path]) -> LibraryAudio:
    """Return the library in the folders of the option (raises FolderError if one of them is none)."""
    return find_library(bundle, library_folders(folders))


def library_folders(folders: list[Path]) -> tuple[Path, ...]:
    """Return the folders of the option (raises FolderError if one of them is none)."""
    for path in folders:
        if not path.is_dir():
            raise FolderError(f"--library {path} is not a folder")
    return tuple(folders)

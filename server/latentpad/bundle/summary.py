"""The summary of a bundle: what a list of bundles shows, read without loading the bundle."""

import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

from latentpad.bundle.bundle import MAP
from latentpad.bundle.manifest import Manifest
from latentpad.bundle.npz import array_shape
from latentpad.bundle.storage import MANIFEST, open_files

MAX_NAME = 200
"""Characters of a name: a list of bundles has to fit into datagrams."""


@dataclass(frozen=True)
class BundleSummary:
    """What a bundle is called, and how large it is."""

    name: str
    """Name shown to users, in one line of at most MAX_NAME characters."""

    digest: str
    """sha256 that identifies the bundle."""

    n_sounds: int
    """Sounds on its map."""


def is_bundle(path: Path) -> bool:
    """Return whether a path is that of a bundle, sound or damaged: a folder with a manifest, or a zip."""
    return os.path.isfile(path / MANIFEST) or zipfile.is_zipfile(path)


def read_summary(path: Path) -> BundleSummary:
    """Read the summary of a bundle; its arrays and networks are not checked.

    Raises
    ------
    BundleError
        The bundle is missing, damaged, not one of latentpad or newer than this version.
    """
    files = open_files(path)
    name = " ".join(Manifest(files.manifest, f"{path}: {MANIFEST}").string("name").split())[:MAX_NAME]
    content = path / MAP if os.path.isdir(path) else files.read(MAP)
    n_sounds, *_ = array_shape(content, f"{path}: {MAP}", "points")
    return BundleSummary(name or path.stem, files.digest, n_sounds)

"""The summary of a bundle: what a list of bundles shows, read without loading the bundle."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED
from zlib import decompressobj

from latentpad.bundle.archive import LOCAL_HEADER, PIECE
from latentpad.bundle.array_header import read_header
from latentpad.bundle.containers import FolderContainer, ZipContainer
from latentpad.bundle.file_sizes import MANIFEST, MAP
from latentpad.bundle.manifest import Manifest
from latentpad.bundle.map import count_points
from latentpad.bundle.npz import UNREADABLE, Arrays
from latentpad.bundle.storage import open_files
from latentpad.errors import BundleError, one_line
from latentpad.printable import printable

MAX_NAME = 200
"""Characters of a name: a list of bundles has to fit into datagrams."""

POINTS = b"points.npy"
"""The first array of a map: its header is in the first bytes."""


@dataclass(frozen=True)
class BundleSummary:
    """What a bundle is called, and how large it is."""

    name: str
    """Name shown to users, in one line of at most MAX_NAME printable characters."""

    digest: str
    """sha256 that identifies the bundle."""

    n_sounds: int
    """Sounds on its map; 0 if that cannot be told without unpacking it."""


def read_summary(path: Path) -> BundleSummary:
    """Read the summary of a bundle; its arrays and networks are not checked.

    Raises
    ------
    BundleError
        The bundle is missing, damaged, not one of latentpad or newer than this version.
    """
    files = open_files(path)
    text = Manifest(files.manifest, f"{path}: {MANIFEST}").string("name")
    name = printable(" ".join(text.split()))[:MAX_NAME]
    source, container = f"{path}: {MAP}", files.container
    if isinstance(container, FolderContainer):
        n_sounds = count_points(Arrays(path / MAP, source))
    else:
        n_sounds = _first_length(container, source)
    return BundleSummary(name or path.stem, files.digest, n_sounds)


def _first_length(container: ZipContainer, source: str) -> int:
    """Return the length of the first array of a map in a zip, of which no more than a piece is unpacked."""
    with container.open(MAP) as (archive, member), archive.open(member) as file:
        beginning = BytesIO(file.read(PIECE))
    local = beginning.read(LOCAL_HEADER)
    n_name, n_extra = (int.from_bytes(local[place : place + 2], "little") for place in (26, 28))
    name, _ = beginning.read(n_name), beginning.read(n_extra)
    if name != POINTS:
        return 0
    content = beginning.read()
    try:
        if int.from_bytes(local[8:10], "little") != ZIP_STORED:
            content = decompressobj(-15).decompress(content, PIECE)
        return read_header(BytesIO(content), 1 << 40).shape[0]
    except UNREADABLE as error:
        raise BundleError(f"{source} cannot be unpacked ({one_line(error)}); the bundle is damaged") from None

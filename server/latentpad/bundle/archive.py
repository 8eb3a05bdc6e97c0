"""Zip archives of strangers: bundles, and the arrays in them.

What an archive states is not believed but kept to: members are read in pieces, and no further than their stated sizes.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO

PIECE = 1 << 18
"""Most bytes that are read at once, and so the size of the largest directory: 200,000 members have 10 MB."""

MAX_MEMBERS = 1_000

FREE_BYTES, MAX_RATIO = 32 * 1024 * 1024, 50
"""Bytes that any archive may unpack to, and the times of its own size; large maps and networks have less than 5."""

LOCAL_HEADER = 30
"""Bytes of a member's own header, without its name and the extra field."""

DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, IndexError, OverflowError)
"""Exceptions that zipfile raises for damaged bytes."""


class Archive:
    """An open archive.

    Parameters
    ----------
    file : file
        Is closed by the caller.
    n_stored : int
        Bytes that it has on disk: those of the outer archive if it is in another.

    Raises
    ------
    zipfile.BadZipFile or others of DAMAGES
        It is damaged, has too many members or would take too much memory.
    """

    def __init__(self, file: BinaryIO, n_stored: int) -> None:
        self._zip = zipfile.ZipFile(_Pieces(file))
        self._members = {member.filename: member for member in self._zip.infolist()}
        if len(self._members) < len(self._zip.infolist()):
            raise zipfile.BadZipFile("a name is there twice")
        if len(self._members) > MAX_MEMBERS:
            raise zipfile.BadZipFile(f"it has {len(self._members)} files, at most {MAX_MEMBERS} are read")
        starts = sorted((member.header_offset, member.compress_size) for member in self._members.values())
        ends = [start + LOCAL_HEADER + size for start, size in starts]
        if any(end > start for end, (start, _) in zip(ends, starts[1:], strict=False)):
            raise zipfile.BadZipFile("its files overlap")
        self._most = FREE_BYTES + MAX_RATIO * n_stored

    @property
    def names(self) -> list[str]:
        """Names of the members."""
        return list(self._members)

    @property
    def size(self) -> int:
        """Bytes of all members as they are stated."""
        return sum(member.file_size for member in self._members.values())

    def member(self, name: str) -> zipfile.ZipInfo:
        """Return a member.

        Raises
        ------
        KeyError
            There is none.
        zipfile.BadZipFile
            It is compressed by another method, or unpacks to too much.
        """
        found = self._members[name]
        if found.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise zipfile.BadZipFile(f"compression method {found.compress_type}")
        if found.file_size > self._most:
            raise zipfile.BadZipFile(f"{found.file_size} bytes in an archive that should have {self._most} at most")
        return found

    def open(self, name: str) -> IO[bytes]:
        """Open a member for reading, which must be done in pieces (raises KeyError or one of DAMAGES)."""
        return self._zip.open(self.member(name))

    def read(self, name: str) -> bytes:
        """Read a member; its checksum is checked (raises KeyError or one of DAMAGES)."""
        with self.open(name) as file:
            return b"".join(iter(lambda: file.read(PIECE), b""))


@contextmanager
def open_archive(file: BinaryIO, n_stored: int) -> Iterator[Archive]:
    """Open an archive for a block, and close its file then (raises one of DAMAGES)."""
    with file:
        yield Archive(file, n_stored)


class _Pieces:
    """A file of which nobody reads more than a piece at once."""

    def __init__(self, file: BinaryIO) -> None:
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable
        self._read = file.read

    def read(self, n: int = -1) -> bytes:
        """Read up to `n` bytes, or all."""
        found = self._read(PIECE + 1 if n < 0 else min(n, PIECE + 1))
        if len(found) > PIECE:
            raise zipfile.BadZipFile(f"its directory has more than {PIECE} bytes")
        return found


def readable(content: bytes) -> BinaryIO:
    """Return bytes as a file."""
    return io.BytesIO(content)

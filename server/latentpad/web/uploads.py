"""Sounds of the user's own that a page sends: located, then written into the inbox, where they can be morphed.

A page sends a file as one binary message: id (uint32) and bytes of its name (uint16), little-endian, then the name in
UTF-8 and the file.
"""

import struct
from contextlib import suppress
from typing import NamedTuple

from latentpad.daemon.replies import located_values
from latentpad.daemon.sample_player import SamplePlayer
from latentpad.errors import FolderError, OscError
from latentpad.samples.own_file import MAX_BYTES, store_own_file

HEADER = struct.Struct("<IH")

MAX_MESSAGE_BYTES = HEADER.size + 65536 + MAX_BYTES
"""Longest binary message."""


class Upload(NamedTuple):
    """A file from a page."""

    id: int
    name: str
    content: bytes


def decode_upload(message: bytes) -> Upload:
    """Decode a binary message of a page (raises OscError)."""
    if len(message) < HEADER.size:
        raise OscError("wire", "a page's binary message must be a file with its id and name")
    id, n_name = HEADER.unpack_from(message)
    name = message[HEADER.size : HEADER.size + n_name].decode(errors="replace")
    return Upload(id, name.replace("\\", "/").rpartition("/")[2], message[HEADER.size + n_name :])


def receive_upload(upload: Upload, player: SamplePlayer) -> tuple[object, ...]:
    """Locate a file, write it into the inbox, and return the values of ``located``.

    Raises
    ------
    FolderError
        There is no inbox, or it cannot be written to.
    LatentpadError
        The file cannot be used; it is not written.
    """
    if player.inbox is None:
        raise FolderError("there is no folder for sounds of your own; start latentpad without --no-inbox")
    located = player.locate_bytes(upload.content, upload.name)
    with suppress(OSError):  # it is there, or writing the file tells
        player.inbox.mkdir(parents=True, exist_ok=True)
    path = store_own_file(player.inbox, upload.name, upload.content)
    return (upload.id, *located_values(path, located))

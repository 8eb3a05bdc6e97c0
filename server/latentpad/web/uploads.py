"""Sounds of the user's own that a page sends: located, then written into the inbox, where they can be morphed.

A page sends a file as one binary message: id (uint32) and bytes of its name (uint16), little-endian, then the name in
UTF-8 and the file.
"""

import asyncio
import logging
import struct
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from latentpad.daemon.replies import located_values
from latentpad.daemon.sample_player import SamplePlayer
from latentpad.errors import FolderError, LatentpadError, OscError
from latentpad.osc.protocol import INTERNAL_ERROR, reply
from latentpad.printable import printable
from latentpad.samples.own_file import MAX_BYTES, store_own_file
from latentpad.web.background import BackgroundTasks
from latentpad.web.context import PageContext

logger = logging.getLogger(__name__)

HEADER = struct.Struct("<IH")

MAX_MESSAGE_BYTES = HEADER.size + 65536 + MAX_BYTES
"""Longest binary message."""

AT_ONCE = 2
"""Files of a page that are in memory; it waits with the next ones."""


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


class Uploads:
    """The files that one page sends.

    Parameters
    ----------
    context : PageContext
    background : BackgroundTasks
        Locates them.
    put : callable
        Queues a message for the page: address and values.
    """

    def __init__(self, context: PageContext, background: BackgroundTasks, put: Callable[..., None]) -> None:
        self._context, self._background, self._put = context, background, put
        self._room = asyncio.Semaphore(AT_ONCE)

    async def take(self, message: bytes) -> None:
        """Begin to locate a file, as soon as there is room for it (raises OscError)."""
        upload = decode_upload(message)
        await self._room.acquire()
        try:
            self._background.start(self._locate(upload))
        except OscError as error:
            self._room.release()
            error.id = upload.id
            raise

    async def _locate(self, upload: Upload) -> None:
        """Locate a file, and keep it in the inbox."""
        context = self._context
        try:
            await context.ready.wait()
            work = partial(receive_upload, upload, context.dispatcher.player)
            located = await asyncio.get_running_loop().run_in_executor(context.disk, work)
            self._send("located", *located)
        except LatentpadError as error:
            self._send("error", upload.id, "sound", error)
        except Exception:
            logger.exception("%s could not be located", printable(upload.name))
            self._send("error", upload.id, "internal", INTERNAL_ERROR)
        finally:
            self._room.release()

    def _send(self, verb: str, *values: object) -> None:
        message = reply(verb, *values)
        self._put(message.address, *message.args)

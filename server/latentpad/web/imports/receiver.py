"""Receiving a library from a page, over a WebSocket of its own, so that no other message waits for a file.

All texts are JSON arrays. The page begins with ``["offer", name, [[path, size, milliseconds], ...]]``
(`latentpad.web.imports.offer`), and the daemon answers ``["wanted", [index, ...]]``. The page sends these files as
bytes, one or several in a message: index and size of each (uint32, little-endian), then the file; the size is 2^32 - 1
and nothing follows if the browser cannot read it. Each message is answered ``["taken"]``, so that few are on the way.
After ``["end"]`` the library is mapped, which is answered ``["started"]``. At any time ``["refused", text, shown]``
says why the import ends, and whether its state, which all pages show, says so, too.
"""

import asyncio
import json
import logging
import struct
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import suppress
from typing import Any, TypeVar

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from latentpad.errors import LibraryImportError, UnusableSoundError
from latentpad.osc.protocol import INTERNAL_ERROR
from latentpad.web.imports.events import Stage
from latentpad.web.imports.importer import Importer
from latentpad.web.imports.library_copy import LibraryCopy
from latentpad.web.imports.offer import read_offer

logger = logging.getLogger(__name__)

HEADER = struct.Struct("<II")
UNREADABLE = 2**32 - 1
PROGRESS_SECONDS = 0.1
OFFER_SECONDS = 30.0
"""Longest time until a page has sent its list of files, since few can be open at once."""

CLOSED = "the page was closed before everything was copied; choose the folder again, and only what is missing is copied"

T = TypeVar("T")


class LibraryReceiver:
    """Receives one library.

    Parameters
    ----------
    connection : ServerConnection
        Of the page.
    importer : Importer
    executor : Executor
        Runs what waits for the disk.
    """

    def __init__(self, connection: ServerConnection, importer: Importer, executor: Executor) -> None:
        self._connection, self._importer, self._executor = connection, importer, executor
        self._runner = importer.runner
        self._ticket = 0
        self._begun, self._n_begun, self._told = time.monotonic(), 0, 0.0

    async def run(self) -> None:
        """Receive the library, and have it mapped."""
        try:
            await self._receive()
        except ConnectionClosed:
            self._fail(CLOSED)
        except LibraryImportError as error:
            self._fail(str(error))
            await self._refuse(str(error))
        except Exception:
            logger.exception("A library could not be received")
            self._fail(INTERNAL_ERROR)
            await self._refuse(INTERNAL_ERROR)

    async def _receive(self) -> None:
        offer = read_offer(await self._offer())
        self._ticket, copy = await self._do(self._importer.begin_copy, offer)
        self._begun, self._n_begun = time.monotonic(), copy.bytes_missing
        await self._send("wanted", sorted(copy.missing))
        while (message := await self._connection.recv()) != '["end"]':
            await self._do(self._take, copy, message)
            await self._send("taken")
            self._show(copy)
        if copy.missing:
            raise LibraryImportError(f"{len(copy.missing)} files of {offer.name} were not sent; import it again")
        await self._do(self._importer.map_copy, self._ticket, copy)
        await self._send("started")

    async def _offer(self) -> str | bytes:
        try:
            return await asyncio.wait_for(self._connection.recv(), OFFER_SECONDS)
        except TimeoutError:
            raise LibraryImportError("the page has not sent the list of the folder's files; choose it again") from None

    def _take(self, copy: LibraryCopy, message: str | bytes) -> None:
        """Write the files of a message, or leave them out (raises LibraryImportError)."""
        for index, content in _files(message):
            self._runner.check(self._ticket)
            try:
                if content is None:
                    raise UnusableSoundError("cannot be read by the browser")
                copy.write(index, content)
            except UnusableSoundError as error:
                self._runner.handle(copy.leave_out(index, str(error)))

    def _show(self, copy: LibraryCopy) -> None:
        """Show how many files have been copied, and how long the rest takes, a few times a second."""
        now = time.monotonic()
        if now - self._told < PROGRESS_SECONDS:
            return
        self._told = now
        taken = self._n_begun - copy.bytes_missing
        left = (now - self._begun) * copy.bytes_missing / taken if taken else None
        self._runner.handle(Stage("copy", copy.n_files - len(copy.missing), copy.n_files, left))

    def _fail(self, message: str) -> None:
        """End the import, if it is this one that is being copied."""
        with suppress(LibraryImportError):
            self._runner.check(self._ticket)
            self._runner.fail(message)

    async def _refuse(self, message: str) -> None:
        state = self._runner.state
        with suppress(ConnectionClosed):
            await self._send("refused", message, message == state.message or state.phase == "cancelled")

    async def _send(self, *values: Any) -> None:
        await self._connection.send(json.dumps(values))

    async def _do(self, work: Callable[..., T], *args: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._executor, work, *args)


def _files(message: str | bytes) -> Iterator[tuple[int, bytes | None]]:
    """Yield index and content of each file in a message, None if it cannot be read (raises LibraryImportError)."""
    if isinstance(message, str):
        raise LibraryImportError("a page's message must be files, or the end")
    at = 0
    while at < len(message):
        if len(message) < at + HEADER.size:
            raise LibraryImportError("a page's file must begin with its number and size")
        index, size = HEADER.unpack_from(message, at)
        at += HEADER.size
        if size == UNREADABLE:
            yield index, None
            continue
        if len(message) < at + size:
            raise LibraryImportError(f"file {index} has fewer bytes than its size")
        yield index, message[at : at + size]
        at += size

"""Receiving a library from a page, over a WebSocket of its own, so that no other message waits for a file.

All texts are JSON arrays. The page begins with ``["offer", name, [[path, size, milliseconds], ...]]``
(`latentpad.web.imports.offer`), and the daemon answers ``["wanted", [index, ...]]``. The page sends each of these files
as bytes, its index (uint32, little-endian) first, or ``["unreadable", index]``; each is answered ``["taken", index]``,
so that few are on the way. After ``["end"]`` the library is mapped, which is answered ``["started"]``. At any time
``["refused", text, shown]`` says why the import ends, and whether its state, which all pages show, says so, too.
"""

import asyncio
import json
import logging
import struct
import time
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress
from typing import Any, TypeVar

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from latentpad.checks import is_integer
from latentpad.errors import LibraryImportError, UnusableSoundError
from latentpad.osc.protocol import INTERNAL_ERROR
from latentpad.web.imports.events import Stage
from latentpad.web.imports.importer import Importer
from latentpad.web.imports.library_copy import LibraryCopy
from latentpad.web.imports.offer import read_offer

logger = logging.getLogger(__name__)

INDEX = struct.Struct("<I")
PROGRESS_SECONDS = 0.1
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
        offer = read_offer(await self._connection.recv())
        self._ticket, copy = await self._do(self._importer.begin_copy, offer)
        self._begun, self._n_begun = time.monotonic(), copy.bytes_missing
        await self._send("wanted", sorted(copy.missing))
        while (message := await self._connection.recv()) != '["end"]':
            self._runner.check(self._ticket)
            await self._send("taken", await self._take(copy, message))
            self._show(copy)
        if copy.missing:
            raise LibraryImportError(f"{len(copy.missing)} files of {offer.name} were not sent; import it again")
        await self._do(self._importer.map_copy, self._ticket, copy)
        await self._send("started")

    async def _take(self, copy: LibraryCopy, message: str | bytes) -> int:
        """Write a file, or leave it out; return its index (raises LibraryImportError)."""
        if isinstance(message, str):
            index = _unreadable(message)
            self._runner.handle(copy.leave_out(index, "cannot be read by the browser"))
            return index
        if len(message) < INDEX.size:
            raise LibraryImportError("a page's file must begin with its number")
        (index,) = INDEX.unpack_from(message)
        try:
            await self._do(copy.write, index, message[INDEX.size :])
        except UnusableSoundError as error:
            self._runner.handle(copy.leave_out(index, str(error)))
        return int(index)

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


def _unreadable(text: str) -> int:
    """Return the index of a file that the page cannot read (raises LibraryImportError)."""
    try:
        match json.loads(text[:100]):
            case ["unreadable", index] if is_integer(index, 0):
                return index
    except ValueError:
        pass
    raise LibraryImportError("a page's message must be a file, one that cannot be read, or the end")

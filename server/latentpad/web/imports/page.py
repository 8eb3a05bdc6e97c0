"""The imports as one page asks for them and sees them.

========================================  =======================================================
page to daemon
``/page/import/folder path``              map a folder where it is
``/page/import/learn minutes``            train on the library of the bundle that is played
``/page/import/continue bundle``          go on with an interrupted import
``/page/import/forget bundle``            forget one
``/page/import/cancel``                   cancel the one that runs
``/page/import/open``                     play the newest bundle
``/page/import/offers``                   ask what can be asked for
``/page/import/dismiss``                  close the panel of an import that has ended
daemon to page
``/page/import state``                    the state (`latentpad.web.imports.state`), on each change
``/page/import/offers offers``            what can be asked for: packages that are missing, interrupted imports,
                                          the folder that can be learnt
``/page/import/refused text``             why something is not done
========================================  =======================================================
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress
from functools import partial

from latentpad.errors import LibraryImportError, OscError
from latentpad.osc.arguments import as_integer
from latentpad.osc.wire import Message
from latentpad.web.imports.importer import Importer

PREFIX = "/page/import/"
UPDATE_SECONDS = 0.1

Put = Callable[..., None]
"""Queues a message for the page: address and values."""


class ImportPage:
    """The imports of one page, for as long as it is open.

    Parameters
    ----------
    importer : Importer
    executor : Executor
        Runs what waits for the disk.
    put : callable
        Queues a message for the page.
    """

    def __init__(self, importer: Importer, executor: Executor, put: Put) -> None:
        self._importer, self._executor, self._put = importer, executor, put
        self._loop = asyncio.get_running_loop()
        self._changed = asyncio.Event()

    async def run(self) -> None:
        """Send each change, a few times a second at most."""
        shared = self._importer.runner.shared
        shared.listen(self._wake)
        try:
            shown = None
            while True:
                state = shared.now
                if (state.phase, state.opened) != shown:
                    shown = state.phase, state.opened
                    await self._send_offers()
                self._put("/page/import", state.to_json())
                await self._changed.wait()
                self._changed.clear()
                await asyncio.sleep(UPDATE_SECONDS)
        finally:
            shared.forget(self._wake)

    def work_of(self, message: Message) -> Callable[[], None]:
        """Return what a message asks for, which may wait for the disk (raises OscError)."""
        importer, runner = self._importer, self._importer.runner
        match message.address.removeprefix(PREFIX), message.args:
            case "folder", (str() as path,):
                return partial(importer.map_typed, path)
            case "learn", (minutes,):
                return partial(importer.learn, as_integer(minutes, "minutes", 0))
            case "continue", (str() as output,):
                return partial(importer.go_on, output)
            case "forget", (str() as output,):
                return partial(importer.forget, output)
            case "cancel", ():
                return runner.cancel
            case "open", ():
                return runner.open
            case "dismiss", ():
                return runner.dismiss
            case "offers", ():
                return lambda: None  # they are sent after everything
        raise OscError("arguments", f"{message.address[:64]} is unknown, or does not take these arguments")

    async def do(self, work: Callable[[], None]) -> None:
        """Do what a message asks for, and say why not."""
        try:
            await self._loop.run_in_executor(self._executor, work)
        except LibraryImportError as error:
            self._put("/page/import/refused", str(error))
        await self._send_offers()

    async def _send_offers(self) -> None:
        self._put("/page/import/offers", await self._loop.run_in_executor(self._executor, self._importer.offers))

    def _wake(self) -> None:
        """Send the state, soon; called from any thread."""
        with suppress(RuntimeError):  # the loop is closed: the page's server has stopped
            self._loop.call_soon_threadsafe(self._changed.set)

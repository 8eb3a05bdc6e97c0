"""A shelf in a process of its own, started from the daemon, which it outlives: files can still be dragged from it."""

import subprocess
from collections.abc import Sequence
from contextlib import suppress

from latentpad.printable import printable
from latentpad.shelf.system import ShelfError, why_not_here

START_SECONDS = 2.5
"""After which a shelf that has not ended is taken to be open."""

MAX_TEXT = 300


class ShelfProcess:
    """Starts shelves.

    Parameters
    ----------
    command : sequence of str
        The program and its arguments, without the port.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._command = [*command]
        self._started: subprocess.Popen[bytes] | None = None

    def is_available(self) -> bool:
        """Return whether there are the packages and the display that a shelf needs."""
        return not why_not_here()

    def open(self, port: int) -> None:
        """Open a shelf that follows the page at a port, unless one that was started here is open.

        Raises
        ------
        ShelfError
            It cannot be opened; the text is what it has said.
        """
        if reason := why_not_here():
            raise ShelfError(reason)
        if self._started is not None and self._started.poll() is None:
            return
        command, null = [*self._command, "--web-port", str(port)], subprocess.DEVNULL
        try:
            self._started = subprocess.Popen(
                command, stdin=null, stdout=null, stderr=subprocess.PIPE, start_new_session=True
            )
        except OSError as error:
            raise ShelfError(f"the shelf cannot be started ({error.strerror})") from None
        self._wait(self._started)

    def _wait(self, process: "subprocess.Popen[bytes]") -> None:
        """Wait until a shelf is open, or raise what it has said."""
        with suppress(subprocess.TimeoutExpired):
            _, told = process.communicate(timeout=START_SECONDS)
            if process.returncode:
                lines = told.decode("utf-8", "replace").strip().splitlines() or ["it has ended at once"]
                raise ShelfError(printable(lines[-1].removeprefix("latentpad: "))[:MAX_TEXT])
        if process.stderr:
            process.stderr.close()  # what it says from now on is for nobody

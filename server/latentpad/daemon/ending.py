"""The end of threads that may wait for ever, because the disk that they use does not answer."""

import logging
import threading
import time
from collections.abc import Callable, Mapping

logger = logging.getLogger(__name__)


def end_all(closers: Mapping[str, Callable[[], object]], seconds: float) -> list[str]:
    """Call every closer at once, each in a thread of its own, and wait for all of them.

    Parameters
    ----------
    closers : mapping
        What ends something, by its name; one that returns False has not ended it.
    seconds : float
        Longest time to wait.

    Returns
    -------
    list of str
        The names of those that have not ended.
    """
    ended: dict[str, bool] = {}
    threads = [
        threading.Thread(target=_end, args=(name, close, ended), name=f"latentpad-end-{name}", daemon=True)
        for name, close in closers.items()
    ]
    for thread in threads:
        thread.start()
    until = time.monotonic() + seconds
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    return [name for name in closers if not ended.get(name, False)]


def _end(name: str, close: Callable[[], object], ended: dict[str, bool]) -> None:
    """Call a closer, and record whether it has done its work; a fault of one does not stop the others."""
    try:
        ended[name] = close() is not False
    except Exception:
        logger.exception("Ending %s has failed", name)
        ended[name] = True

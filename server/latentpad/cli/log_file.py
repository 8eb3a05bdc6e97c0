"""The log files of a latentpad that runs without a terminal: in the system's folder for logs, with rotation."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

from latentpad.daemon.options import DaemonOptions
from latentpad.errors import LatentpadError
from latentpad.paths import user_log_folder
from latentpad.printable import PrintableFormatter

logger = logging.getLogger(__name__)

MAX_BYTES, N_EARLIER = 1_000_000, 3
"""Size at which a log is renamed, and how many earlier ones stay."""

FORMAT = "%(asctime)s %(levelname)s %(message)s"
DATED = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ ")
ERROR = re.compile(DATED.pattern + "ERROR ")


def log_path(port: int) -> Path:
    """Return the log of the latentpad with an OSC port: no two that run write to one file, unless the system chose."""
    name = "latentpad.log" if port == DaemonOptions.port else f"latentpad-{port}.log"
    return user_log_folder() / name


def log_size(path: Path) -> int:
    """Return the bytes of a log, 0 if there is none that can be looked at."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


@contextmanager
def logged_to_file(path: Path | None) -> Iterator[None]:
    """Log to a file during a block, errors that end it included; where it cannot be written, warn and go on.

    Parameters
    ----------
    path : Path or None
        None logs to no file.
    """
    handler = None if path is None else _open(path)
    if handler is None:
        yield
        return
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    except LatentpadError as error:
        handler.handle(_record(str(error)))
        raise
    except Exception as error:
        handler.handle(_record("latentpad has failed", error))
        raise
    finally:
        root.removeHandler(handler)
        handler.close()


def last_error(path: Path, n_earlier: int = 0) -> str:
    """Return why a start has failed, by the last error in its log, which others may write to, too.

    Parameters
    ----------
    path : Path
    n_earlier : int
        Bytes that had been logged before; all of the log is newer if it is shorter by now.
    """
    try:
        content = path.read_bytes()
    except OSError:
        content = b""
    lines = content[n_earlier if len(content) >= n_earlier else 0 :].decode("utf-8", "replace").splitlines()
    if not lines:
        return "latentpad did not start; start it in a terminal to see why: latentpad serve"
    first = max((n for n, line in enumerate(lines) if ERROR.match(line)), default=0)
    later = next((n for n in range(first + 1, len(lines)) if DATED.match(lines[n])), len(lines))
    line = lines[later - 1] if ERROR.match(lines[first]) else lines[-1]  # a fault's own line is below the places
    return ERROR.sub("", line)


def _open(path: Path) -> logging.Handler | None:
    """Open a log; None if it cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=MAX_BYTES, backupCount=N_EARLIER, encoding="utf-8")
    except OSError as error:
        logger.warning("%s cannot be written (%s); there is no log file", path, error.strerror)
        return None
    handler.setFormatter(PrintableFormatter(FORMAT))
    return handler


def _record(text: str, error: Exception | None = None) -> logging.LogRecord:
    """Return the record of an error that ends the program."""
    fault = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(__name__, logging.ERROR, __file__, 0, text, None, fault)

"""Output of commands to stderr: errors, the log, warnings and tracebacks, each line free of control characters."""

import logging
import os
import sys
import traceback
import warnings
from types import TracebackType

from latentpad.errors import one_line
from latentpad.printable import PrintableFormatter, printable

MAX_LENGTH = 2_000
"""Characters of an error: an argument may have a hundred thousand."""

FORMATTER = PrintableFormatter("%(message)s")


def start_logging(level: int = logging.INFO) -> None:
    """Log to stderr from now on."""
    handler = logging.StreamHandler()
    handler.setFormatter(FORMATTER)
    logging.basicConfig(handlers=[handler], level=level)


def complain(error: object) -> None:
    """Print an error as a line."""
    print(f"latentpad: {shortened(printable(str(error)))}", file=sys.stderr)


def shortened(text: str) -> str:
    """Return a text without its middle if it is very long."""
    half = MAX_LENGTH // 2
    return text if len(text) <= MAX_LENGTH else f"{text[:half]} ... {text[-half:]}"


def fault_text(error: Exception) -> str:
    """Return what is wrong with the system, or with what is installed, where latentpad has no words of its own."""
    match error:
        case OSError(filename=name) if name is not None and error.strerror:
            return f"{name}: {error.strerror}"
        case FileNotFoundError() if not _has_current_folder():
            return "the current folder does not exist any more; change to another one"
        case OSError():
            return error.strerror or one_line(error)
        case MemoryError():
            return f"there is not enough memory ({one_line(error)})"
        case ImportError():
            return f"a package that latentpad needs is missing or damaged ({one_line(error)}); install latentpad again"
    return one_line(error)


def _has_current_folder() -> bool:
    """Return whether relative paths lead anywhere: the current folder can be removed meanwhile."""
    try:
        os.getcwd()
    except FileNotFoundError:
        return False
    return True


def escape_everything() -> None:
    """Have also what Python and other packages print escaped: tracebacks, warnings, and the log of silent commands."""
    sys.excepthook = _print_traceback
    warnings.showwarning = _print_warning
    if logging.lastResort:
        logging.lastResort.setFormatter(FORMATTER)


def _print_traceback(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    """Print the traceback of a bug."""
    lines = "".join(traceback.format_exception(error)).rstrip("\n").split("\n")
    print("\n".join(map(printable, lines)), file=sys.stderr)


def _print_warning(message: Warning | str, *_where: object, **_more: object) -> None:
    """Print the first line of a warning of another package."""
    complain(f"warning: {str(message).strip().partition(chr(10))[0]}")

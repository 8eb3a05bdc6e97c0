"""Options that say how a command reports what it does, and whether it leaves the CPU to others."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from latentpad.cli.arguments import integer
from latentpad.errors import LatentpadError
from latentpad_export.errors import DiskError
from latentpad_export.pipeline.progress import Reporter
from latentpad_export.pipeline.reporters import JsonReporter, LineReporter


def add_reporting(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--json", action="store_true", help="report progress as JSON, an object per line")
    parser.add_argument(
        "--nice", type=integer(0, 19), default=0, help="leave the CPU to others, up to 19 (default: 0; not on Windows)"
    )


@contextmanager
def reporting_errors(as_json: bool) -> Iterator[Reporter]:
    """Yield what reports a run; an error is reported as JSON where the rest is, and an interrupt says how to go on."""
    reporter = JsonReporter() if as_json else LineReporter()
    try:
        yield reporter
    except LatentpadError as error:
        if as_json:
            with suppress(LatentpadError):  # what cannot be written is the error
                reporter.event("error", message=str(error), resumable=_is_resumable(error))
        raise
    except KeyboardInterrupt as error:
        error.args = (f"{str(error) or 'interrupted'}; the same command goes on from here",)
        raise


def _is_resumable(error: BaseException | None) -> bool:
    """Return whether an error is one of the disk, or came of one: the same command goes on once that is mended."""
    while error is not None and not isinstance(error, DiskError | OSError):
        error = error.__context__
    return error is not None

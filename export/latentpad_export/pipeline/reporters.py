"""Reporters of a run: a line on a terminal, a line per minute elsewhere, or JSON for another program."""

import json
import logging
import sys
import time
from typing import TextIO

from latentpad.errors import LatentpadError
from latentpad_export.pipeline.progress import State

logger = logging.getLogger(__name__)

STAGES = {
    "scan": "Looking for samples",
    "read": "Listening to your samples",
    "place": "Placing them",
    "train": "Learning how they sound",
    "lay out": "Drawing the map",
    "write": "Saving",
}
"""What stages are called for people."""

SECONDS_PER_LINE, SECONDS_PER_UPDATE = 60.0, 0.2


class JsonReporter:
    """Writes an object per line.

    Parameters
    ----------
    stream : file, optional
        Default: standard output.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = sys.stdout if stream is None else stream
        self._last, self._stage = 0.0, ""

    def progress(self, state: State) -> None:
        """Write how far the run is, a few times per second at most."""
        now = time.monotonic()
        if state.stage == self._stage and now - self._last < SECONDS_PER_UPDATE and state.done < state.total:
            return
        self._last, self._stage = now, state.stage
        remaining = None if state.remaining is None else round(state.remaining, 1)
        self.event("stage", stage=state.stage, done=state.done, total=state.total, remaining_seconds=remaining)

    def event(self, event: str, **values: object) -> None:
        """Write an event.

        Raises
        ------
        BrokenPipeError
            The program that read the events has gone.
        LatentpadError
            They cannot be written, for example since the disk is full.
        """
        try:
            print(json.dumps({"event": event, **values}), file=self._stream, flush=True)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise LatentpadError(f"--json: standard output cannot be written to ({error.strerror or error})") from None


class LineReporter:
    """Updates a line on a terminal, and logs one per minute where there is none; other events are logged anyway.

    Parameters
    ----------
    stream : file, optional
        Default: standard error.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._last, self._stage, self._width = time.monotonic(), "", 0

    def progress(self, state: State) -> None:
        """Show how far the run is, except of a training, which has a bar of its own with its error."""
        if state.stage == "train":
            return
        now, is_terminal = time.monotonic(), self._stream.isatty()
        every = SECONDS_PER_UPDATE if is_terminal else SECONDS_PER_LINE
        if now - self._last < every and (not is_terminal or (state.stage == self._stage and state.done < state.total)):
            return
        text = describe(state)
        if is_terminal:
            ended = state.done >= state.total
            print(f"\r{text:<{self._width}}", end="\n" if ended else "", file=self._stream, flush=True)
            self._width = 0 if ended else len(text)
        else:
            print(text, file=self._stream, flush=True)
        self._last, self._stage = now, state.stage

    def event(self, event: str, **values: object) -> None:
        """Ignore events, which are logged."""


def describe(state: State) -> str:
    """Return how far a run is in words."""
    text = STAGES.get(state.stage, state.stage)
    if state.stage == "lay out":
        text += f": {state.done} %"
    elif state.total > 1:
        text += f": {state.done} of {state.total}"
    return text if state.remaining is None or state.done >= state.total else f"{text}, {duration(state.remaining)} left"


def duration(seconds: float) -> str:
    """Return a duration in words, rounded as one would say it."""
    if seconds < 50:
        return f"{max(1, round(seconds))} s"
    if seconds < 90 * 60:
        return f"{round(seconds / 60)} min"
    return f"{seconds / 3600:.1f} h"

"""Placing: the newest sample goes where the user's hands are, as soon as Live can load it.

Live's browser shows new files after a moment and loads them in its own time. So a sample waits, for `LISTING` seconds
at most, and what was loaded is looked at until it is there, for `LOADING` seconds at most. A newer sample takes its
place.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Callable

from .file_names import base, is_inside, is_same
from .problems import NotListedYet, Problem
from .shelf import Shelf
from .targets import Target, find_target

if TYPE_CHECKING:
    from Live.Application import Application
    from Live.Song import Song

LISTING, LOADING, RETRY = 10.0, 5.0, 0.5
"""Seconds."""


class Placing:
    """Puts one sample at a time into what is selected.

    Parameters
    ----------
    song, application
        Return the open set, and Live.
    say
        Shows a line in the status bar.
    clock
        Seconds.
    """

    def __init__(
        self,
        song: Callable[[], Song],
        application: Callable[[], Application],
        say: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.folder = ""
        """The folder for new samples: what is in it may be replaced by other samples."""
        self._song, self._application, self._say, self._clock = song, application, say, clock
        self._path = ""
        """The sample in hand; none: empty."""
        self._target: Target | None = None
        self._is_loading = False
        self._until = self._again = 0.0

    def place(self, path: str, replaces_everything: bool) -> None:
        """Put a sample into what is selected; into one with a sound of the user's only if that may be replaced."""
        self._path, self._target, self._is_loading = path, None, False
        self._until = self._clock() + LISTING
        self._again = 0.0
        try:
            self._target = find_target(self._song(), self._application())
            sound = self._target.sound()
            if sound and not replaces_everything and not is_inside(sound, self.folder):
                raise Problem(f"{self._target.name} holds a sound of yours: press the button Place to replace it")
        except Problem as problem:
            self._end(f"{base(path)} is ready: {problem}" if os.path.isfile(path) else self._gone())
            return
        self.update()

    def update(self) -> None:
        """Go on with the sample in hand."""
        if not self._path or not self._target or self._clock() < self._again:
            return
        self._again = self._clock() + RETRY
        if self._target.is_gone:
            self._end(f"{base(self._path)} is ready: {self._target.name} was deleted")
        elif self._is_loading:
            self._look(self._target)
        elif not os.path.isfile(self._path):
            self._end(self._gone())
        else:
            self._put(self._target)

    def give_up(self) -> None:
        """Forget the sample in hand: what it was to go to may have been deleted meanwhile."""
        self._path, self._target = "", None

    def _put(self, target: Target) -> None:
        try:
            target.put(self._path, Shelf(self._application().browser))
        except NotListedYet as problem:
            if self._clock() >= self._until:
                self._end(f"{problem}: is its folder still in Places?")
            return
        except Problem as problem:
            self._end(f"{base(self._path)} is ready: {problem}")
            return
        self._is_loading, self._until, self._again = True, self._clock() + LOADING, 0.0
        self._look(target)

    def _look(self, target: Target) -> None:
        """Report that the sample is where it belongs, once it is."""
        if is_same(target.sound() or "", self._path):
            self._end(f"{base(self._path)} is in {target.name}")
        elif self._clock() >= self._until:
            self._end(f"Live did not put {base(self._path)} into {target.name}: drag it there from the browser")

    def _gone(self) -> str:
        return f"{base(self._path)} is gone: it was moved or deleted"

    def _end(self, text: str) -> None:
        self.give_up()
        self._say(text)

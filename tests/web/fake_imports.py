"""Imports whose process and player are fakes."""

import sys
import threading
from concurrent.futures import Future
from pathlib import Path

from latentpad.daemon.bundles import OnlyBundle
from latentpad.errors import BundleError

FAKE = Path(__file__).with_name("fake_map.py")
TIMEOUT = 20.0


def fake_command(scenario, plan, first):
    """Return the program that acts as the process of a plan."""
    return [sys.executable, str(FAKE), scenario, str(plan.folder), str(plan.output), str(first)]


class FakeOpener:
    """Plays bundles by remembering them."""

    def __init__(self):
        self.opened = []
        self.playing = Path("default.latentpad")
        self.error = None

    @property
    def entry(self):
        return OnlyBundle("playing", 0, "", self.playing)

    def open(self, path):
        future = Future()
        if self.error:
            future.set_exception(BundleError(self.error))
            return future
        assert path.exists()
        self.opened.append(path)
        self.playing = path
        future.set_result(None)
        return future


class Watched:
    """An importer whose states can be waited for."""

    def __init__(self, importer, opener):
        self.importer, self.opener, self.runner = importer, opener, importer.runner
        self.states = [self.runner.state]
        self._changed = threading.Condition()
        self.runner.shared.listen(self._note)

    def _note(self):
        with self._changed:
            self.states.append(self.runner.state)
            self._changed.notify_all()

    def wait(self, condition):
        """Wait until a state meets a condition, and return it."""
        with self._changed:
            assert self._changed.wait_for(lambda: any(map(condition, self.states)), TIMEOUT), self.states[-1]
            return next(filter(condition, self.states))

    def wait_phase(self, phase):
        return self.wait(lambda state: state.phase == phase)

"""Importers whose process and player are fakes."""

import json
import sys
import threading
from pathlib import Path

import pytest

from latentpad.errors import BundleError
from latentpad.web.imports.folders import ImportFolders
from latentpad.web.imports.importer import Importer

FAKE = Path(__file__).with_name("fake_map.py")
TIMEOUT = 20.0


class FakeOpener:
    """Plays bundles by remembering them."""

    def __init__(self):
        self.opened = []
        self.playing = None
        self.error = None

    def open(self, path):
        if self.error:
            raise BundleError(self.error)
        assert path.exists()
        self.opened.append(path)
        self.playing = path


class Watched:
    """An importer whose states can be waited for."""

    def __init__(self, importer, opener):
        self.importer, self.opener, self.runner = importer, opener, importer.runner
        self.states = [self.runner.state]
        self._changed = threading.Condition()
        self.runner.listen(self._note)

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


@pytest.fixture
def folders(tmp_path):
    return ImportFolders(tmp_path / "data", tmp_path / "cache")


@pytest.fixture
def commands():
    """The plans that were run."""
    return []


@pytest.fixture
def make_importer(folders, commands):
    """Make importers whose process follows a scenario of `fake_map`."""
    made = []

    def make(scenario="", **options):
        def command(plan, first):
            commands.append(plan)
            return [sys.executable, str(FAKE), scenario, str(plan.folder), str(plan.output), str(first)]

        opener = FakeOpener()
        made.append(Importer(folders, opener, command, **options))
        return Watched(made[-1], opener)

    yield make
    for importer in made:
        importer.close()


@pytest.fixture
def library(tmp_path):
    """A folder of samples."""
    folder = tmp_path / "My Drums"
    folder.mkdir()
    (folder / "kick.wav").write_bytes(b"RIFF")
    return folder


def offer_text(name, *files):
    """Return an offer as a page sends it."""
    return json.dumps(["offer", name, list(files)])

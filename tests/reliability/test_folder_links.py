"""Somebody exchanges files and folders of the drop folder for links, again and again, while it is used."""

import os
import threading
import time
from contextlib import suppress
from itertools import count, takewhile

import numpy as np
import pytest

from latentpad.errors import FolderError
from latentpad.request import Rendered, Request
from latentpad.samples.folder import Folder
from latentpad.samples.history import History
from latentpad.samples.recipe import Recipe
from latentpad.web.files import PageFiles

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no links for every user")

RECIPE = Recipe(Request(0.25, 0.5, 7), bundle="toy", digest="0" * 64, version="0.1.0")
SIGNAL = np.linspace(-0.9, 0.9, 500, dtype=np.float32)
SECONDS = 0.5


@pytest.fixture
def private(tmp_path):
    folder = tmp_path / "private"
    folder.mkdir()
    (folder / "secret").write_bytes(b"RIFF, a secret")
    return folder


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "drop").mkdir()
    return Folder(tmp_path / "drop")


@pytest.fixture
def exchanging():
    """Exchange paths for links, and back, in a thread until the end of the test."""
    ended, threads = threading.Event(), []

    def exchange(path, target):
        for number in takewhile(lambda _: not ended.is_set(), count()):
            moved = path.with_name(f"moved {number}")
            with suppress(OSError):
                os.rename(path, moved)
                os.symlink(target, path)
            with suppress(OSError):  # unless a folder was made there meanwhile
                os.unlink(path)
            with suppress(OSError):
                os.rename(moved, path)

    def start(path, target):
        threads.append(threading.Thread(target=exchange, args=(path, target), daemon=True))
        threads[-1].start()

    yield start
    ended.set()
    for thread in threads:
        thread.join(5)


def for_a_while(work):
    """Do work again and again; return the set of results, and the number of times it was refused."""
    results, n_refused, end = set(), 0, time.monotonic() + SECONDS
    while time.monotonic() < end:
        try:
            results.add(work())
        except (OSError, FolderError):
            n_refused += 1
    return results, n_refused


def test_no_sample_is_served_or_opened_through_a_link(folder, private, exchanging):
    sample = folder.write(SIGNAL, 44100, "kick", RECIPE)
    content, history = sample.read_bytes(), History()
    history.add(Rendered(Request(0.25, 0.5), sample, 44100, 500, 1.0, 1.0))
    files = PageFiles(view=None, history=history)
    exchanging(sample, private / "secret")

    def fetch():
        found = files.find(f"/samples/{sample.name}")
        with folder.open(sample) as file:
            return found and found.body, file.read()

    results, n_refused = for_a_while(fetch)
    assert results <= {(content, content), (None, content)}
    assert n_refused


def test_nothing_is_copied_through_a_link(folder, private, exchanging):
    sample, names = folder.write(SIGNAL, 44100, "kick", RECIPE), iter(range(1_000_000))
    (folder.path / "kept").mkdir()
    exchanging(folder.path / "kept", private)
    results, n_refused = for_a_while(lambda: folder.keep(sample.name, f"copy {next(names)}").suffix)
    assert results <= {".wav"}
    assert n_refused
    assert [path.name for path in private.iterdir()] == ["secret"]


def test_no_file_is_ever_overwritten_by_those_who_want_its_name(folder):
    """Two folders of latentpad's and a program that knows nothing of it write under the same names."""
    mine, other = {}, Folder(folder.path)

    def save():
        for number in range(2, 60):
            path = folder.path / f"kick_x0.250_y0.500_s7_{number}.wav"
            with suppress(FileExistsError), path.open("xb") as file:
                file.write(b"mine")
                mine[path] = b"mine"

    def write(one):
        written.extend(one.write(SIGNAL, 44100, "kick", RECIPE) for _ in range(30))

    written = []
    threads = [threading.Thread(target=write, args=(one,)) for one in (folder, other)]
    threads.append(threading.Thread(target=save))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(written)) == 60
    assert not mine.keys() & set(written)
    assert all(path.read_bytes() == content for path, content in mine.items())
    assert len({path.read_bytes() for path in written}) == 1

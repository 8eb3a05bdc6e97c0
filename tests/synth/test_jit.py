"""Compiled loops are kept where a user may write, found again, and done without where nobody may."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from latentpad.progress import ProgressLine
from latentpad.synth.kernels import jit as compiling

RUN = """
import sys
import numpy as np
from latentpad.synth.kernels import levels
from latentpad.synth.kernels.jit import cache_folder, report_compilation
told = []
with report_compilation(lambda done, total: told.append((done, total))):
    assert levels.peak(np.array([1, -3], np.float32)) == 3
print(cache_folder(), len(told))
"""


def run(cache, script=RUN, **environment):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")}
    clean |= {"XDG_CACHE_HOME": str(cache), "HOME": str(cache), "LOCALAPPDATA": str(cache), **environment}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=clean, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    folder, told = done.stdout.rsplit(maxsplit=1)
    return Path(folder), int(told)


def test_a_loop_is_compiled_once_and_then_found_in_the_users_cache(tmp_path):
    folder, told = run(tmp_path)
    assert tmp_path in folder.parents
    assert (len(list(folder.rglob("*.nbi"))), told) == (1, 2)
    assert run(tmp_path) == (folder, 0)


def test_a_cache_of_the_users_choice_is_used(tmp_path):
    folder, _ = run(tmp_path / "a", NUMBA_CACHE_DIR=str(tmp_path / "b"))
    assert list((tmp_path / "b").rglob("*.nbi"))
    assert not folder.exists()


def test_without_a_place_to_write_loops_are_compiled_every_time(tmp_path):
    nowhere = tmp_path / "file"
    nowhere.write_text("no folder")
    refuse = "from numba.core.caching import CacheImpl\nCacheImpl._locator_classes = []\n"
    for _ in range(2):
        _, told = run(nowhere, refuse + RUN)
        assert told == 2  # the loop, and the end


@pytest.fixture(scope="module")
def full_cache(tmp_path_factory):
    """Compile once; gives the user's cache folder, and ours in it."""
    cache = tmp_path_factory.mktemp("cache")
    folder, _ = run(cache)
    return cache, folder


@pytest.mark.parametrize("kind", ["*.nbi", "*.nbc"])
@pytest.mark.parametrize(
    "damage", [lambda whole: b"", lambda whole: whole[: len(whole) // 2], lambda whole: b"no pickle"]
)
def test_files_that_a_power_cut_has_left_damaged_are_made_again(full_cache, tmp_path, kind, damage):
    made, folder = full_cache
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    folder = tmp_path / folder.relative_to(made)
    files = list(folder.rglob(kind))
    for file in files:
        file.write_bytes(damage(file.read_bytes()))
    assert len(files) == 1
    assert run(tmp_path) == (folder, 2)
    assert run(tmp_path) == (folder, 0)


def test_a_disk_that_is_full_costs_only_time(tmp_path):
    full = """
import numba.core.caching
def refuse(*_, **__):
    raise OSError(28, "No space left on device")
numba.core.caching.IndexDataCacheFile._open_for_write = refuse
"""
    folder, told = run(tmp_path, full + RUN)
    assert (list(folder.rglob("*.nb*")), told) == ([], 2)


def test_every_version_has_a_folder_of_its_own(monkeypatch):
    here = compiling.cache_folder()
    compiling.cache_folder.cache_clear()
    monkeypatch.setattr(compiling, "version", lambda name: "0.0")
    other = compiling.cache_folder()
    compiling.cache_folder.cache_clear()
    assert here != other
    assert here.parent == other.parent


class Screen:
    """A stream that is a terminal, or not."""

    def __init__(self, terminal):
        self.text, self._terminal = "", terminal

    def isatty(self):
        return self._terminal

    def write(self, text):
        self.text += text

    def flush(self):
        pass


def test_a_meter_keeps_to_one_line_on_a_terminal_and_to_a_few_elsewhere():
    screen, file = Screen(terminal=True), Screen(terminal=False)
    for stream in (screen, file):
        meter = ProgressLine("work", stream)
        for done in range(41):
            meter(done, 40)
    assert screen.text.count("\n") == 1
    assert screen.text.split("\r")[-1] == "work: 40 of 40 (0 s)\n"
    assert file.text.splitlines() == [f"work: {n} of 40 (0 s)" for n in (10, 20, 30, 40)]

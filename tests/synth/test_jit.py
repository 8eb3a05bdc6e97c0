"""Compiled loops are cached where the user may write, loaded again, and compiled at every start if they cannot be.

A new start is a process of its own in one test; in the others it is a new dispatcher, which has nothing in memory.
"""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numba.core import caching, config

from latentpad.synth.kernels import jit, levels

LOOP_AND_END = 2
"""Reports of progress where one loop is compiled; none where it is loaded."""

START = """
import sys
import numpy as np
from latentpad.synth.kernels import levels
from latentpad.synth.kernels.jit import cache_folder, report_compilation
reports = []
with report_compilation(lambda done, total: reports.append((done, total))):
    assert levels.peak(np.array([1, -3], np.float32)) == 3
print(cache_folder(), len(reports))
"""


def start_process(cache, **environment):
    """Start a process that runs a loop; returns the folder of its loops, and how many reports it had."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")}
    clean |= {"XDG_CACHE_HOME": str(cache), "HOME": str(cache), "LOCALAPPDATA": str(cache), **environment}
    done = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, env=clean, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    folder, n_reports = done.stdout.rsplit(maxsplit=1)
    return Path(folder), int(n_reports)


def test_a_loop_is_compiled_once_and_then_loaded_from_the_users_cache(tmp_path):
    folder, n_reports = start_process(tmp_path)
    assert tmp_path in folder.parents
    assert (len(list(folder.rglob("*.nbi"))), n_reports) == (1, LOOP_AND_END)
    assert start_process(tmp_path) == (folder, 0)


def test_a_cache_folder_of_the_users_choice_is_used(tmp_path):
    folder, _ = start_process(tmp_path / "a", NUMBA_CACHE_DIR=str(tmp_path / "b"))
    assert list((tmp_path / "b").rglob("*.nbi"))
    assert not folder.exists()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "kernels"


@pytest.fixture
def start(folder, monkeypatch):
    """Declare the loop and run it; returns how many reports there were."""
    monkeypatch.setattr(jit, "KERNELS", [])
    monkeypatch.setattr(jit, "cache_folder", lambda: folder)
    monkeypatch.setattr(config, "CACHE_DIR", "")

    def start():
        jit.KERNELS.clear()
        loop = jit.kernel()(levels.peak.py_func)
        reports = []
        with jit.report_compilation(lambda done, total: reports.append((done, total))):
            assert loop(np.array([1, -3], np.float32)) == 3
        return len(reports)

    return start


def test_without_a_writable_folder_loops_are_compiled_at_every_start(start, folder, monkeypatch):
    monkeypatch.setattr(caching.CacheImpl, "_locator_classes", [])
    assert [start(), start()] == [LOOP_AND_END] * 2
    assert not folder.exists()


@pytest.mark.parametrize("kind", ["*.nbi", "*.nbc"])
@pytest.mark.parametrize(
    "damage", [lambda whole: b"", lambda whole: whole[: len(whole) // 2], lambda whole: b"no pickle"]
)
def test_files_damaged_by_a_power_cut_are_replaced(start, folder, kind, damage):
    assert [start(), start()] == [LOOP_AND_END, 0]
    (file,) = folder.rglob(kind)
    file.write_bytes(damage(file.read_bytes()))
    assert [start(), start()] == [LOOP_AND_END, 0]


def test_a_full_disk_costs_only_time(start, folder, monkeypatch):
    def refuse(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(caching.IndexDataCacheFile, "_open_for_write", refuse)
    assert [start(), start()] == [LOOP_AND_END] * 2
    assert not list(folder.rglob("*.nb*"))


def test_every_version_has_a_folder_of_its_own(monkeypatch):
    here = jit.cache_folder()
    jit.cache_folder.cache_clear()
    monkeypatch.setattr(jit, "version", lambda name: "0.0")
    other = jit.cache_folder()
    jit.cache_folder.cache_clear()
    assert here != other
    assert here.parent == other.parent

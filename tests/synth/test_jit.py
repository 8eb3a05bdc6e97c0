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

from latentpad.synth.kernels import jit, levels, stored_code

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


RENDER = """
import hashlib
import numpy as np
from latentpad.bundle.representation import Representation
from latentpad.synth.decoder import Decoded
from latentpad.synth.finish import finish
from latentpad.synth.griffin_lim import PhaseReconstruction
from latentpad.synth.kernels.jit import report_compilation
from latentpad.synth.texture import TextureSampler
reports = []
with report_compilation(lambda done, total: reports.append(done)):
    rng = np.random.default_rng(0)
    representation = Representation(44100, n_fft=1024, hop_length=256, n_bands=513, n_frames=40, top_db=80.0)
    mean, scale = (rng.uniform(low, high, (513, 40)).astype(np.float32) for low, high in ((0.5, 1), (0, 0.1)))
    decoded = Decoded(mean, scale)
    magnitude = TextureSampler(representation, np.eye(513, dtype=np.float32))(decoded, rng)
    signal = finish(PhaseReconstruction(1024, 256)(magnitude, rng), 44100)
print(hashlib.sha256(signal.tobytes()).hexdigest(), len(reports))
"""


def start_process(cache, program=START, **environment):
    """Start a process that runs loops; returns what it prints first, by default their folder, and how many reports."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")}
    clean |= {"XDG_CACHE_HOME": str(cache), "HOME": str(cache), "LOCALAPPDATA": str(cache), **environment}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=clean, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    printed, n_reports = done.stdout.rsplit(maxsplit=1)
    return Path(printed), int(n_reports)


def test_a_loop_is_compiled_once_and_then_loaded_from_the_users_cache(tmp_path):
    folder, n_reports = start_process(tmp_path)
    assert tmp_path in folder.parents
    assert (len(list(folder.rglob("*.nbi"))), n_reports) == (1, LOOP_AND_END)
    assert start_process(tmp_path) == (folder, 0)


def test_the_process_that_compiles_the_loops_renders_the_bytes_of_all_later_ones(tmp_path):
    (first, n_compiled), (second, n_compiled_again) = (start_process(tmp_path, RENDER) for _ in range(2))
    assert first == second
    assert n_compiled > LOOP_AND_END
    assert n_compiled_again == 0


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
    monkeypatch.setattr(stored_code._Code, "_locator_classes", [])
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


@pytest.fixture
def packaged(start, folder, tmp_path, monkeypatch):
    """The folder of an app that brings what is compiled; nothing is in the cache folder."""
    assert start() == LOOP_AND_END
    moved = tmp_path / "app installed elsewhere" / folder.name
    moved.parent.mkdir()
    folder.rename(moved)
    monkeypatch.setattr(jit, "packaged_loops", lambda: moved)
    monkeypatch.setattr(stored_code, "packaged_folder", lambda: moved.parent)
    return moved


def test_loops_that_the_app_brings_are_not_compiled(start, folder, packaged):
    before = {file: file.stat().st_mtime_ns for file in packaged.rglob("*")}
    assert start() == 0
    assert {file: file.stat().st_mtime_ns for file in packaged.rglob("*")} == before
    assert not list(folder.rglob("*.nb*"))


def test_they_are_loaded_even_if_no_folder_can_be_written(start, folder, packaged):
    folder.parent.mkdir(exist_ok=True)
    if folder.exists():
        folder.rmdir()
    folder.write_bytes(b"")
    assert start() == 0


def test_damaged_loops_of_the_app_are_compiled_into_the_cache(start, folder, packaged):
    for file in packaged.rglob("*.nbc"):
        file.write_bytes(b"no pickle")
    assert [start(), start()] == [LOOP_AND_END, 0]
    assert list(folder.rglob("*.nbc"))


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

"""Programs that write into one folder, and are killed at any moment or find the disk full."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from latentpad import temporaries
from latentpad.samples.folder import Folder
from latentpad.temporaries import NAME

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows does not fork")

SCRIPT = Path(__file__).parent / "folder_writer.py"
N_KILLS = 40


@pytest.fixture
def run(tmp_path):
    """Run the script with a folder; return what it prints."""

    def run(n_children=1, n_kills=0, limit=0):
        command = [sys.executable, SCRIPT, tmp_path, n_children, n_kills, limit]
        done = subprocess.run(map(str, command), capture_output=True, text=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.strip()

    return run


def later(monkeypatch):
    """Have this process look as if it started now."""
    monkeypatch.setattr(temporaries, "STARTED", float("inf"))


def test_no_kill_leaves_half_a_sample_takes_a_name_or_stays_as_litter(tmp_path, run, monkeypatch):
    n_written = int(run(n_children=3, n_kills=N_KILLS))
    names = sorted(path.name for path in tmp_path.glob("*.wav"))
    numbers = sorted(int(match[1] or 1) for match in (re.search(r"_s7(?:_(\d+))?\.wav$", name) for name in names))
    assert len({path.read_bytes() for path in tmp_path.glob("*.wav")}) == 1
    assert 0 <= len(names) - n_written <= N_KILLS + 3  # a child may be killed before it tells
    assert len(names) > N_KILLS
    assert numbers == list(range(1, len(names) + 1))
    left = [path.name for path in tmp_path.iterdir() if path.suffix != ".wav"]
    assert all(NAME.fullmatch(name) for name in left)
    later(monkeypatch)
    Folder(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == names


@pytest.mark.parametrize("limit", [1, 10_000])
def test_a_full_disk_costs_one_line_and_leaves_nothing(tmp_path, run, limit):
    assert run(limit=limit) == f"{tmp_path}: the sample cannot be written (File too large)"
    assert list(tmp_path.iterdir()) == []

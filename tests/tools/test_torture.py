"""The torture tool's own accounts: what it counts, and that it counts on where it was interrupted."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from latentpad.request import Request
from latentpad.samples.folder import write_sample
from latentpad.samples.recipe import Recipe

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))  # scripts, not a package

import torture
from torture_daemon import wav_fault
from torture_tally import Attack, load, perform


def five_at_a_time(folder, tally, total):
    """Attack whose every tenth request is lost, and which is interrupted at the fifteenth if there is no mark."""
    while tally.done < total:
        tally.done += 5
        if tally.done % 10 == 0:
            tally.note("losses", "no answer\x1b[2J")
        yield
        if tally.done == 15 and not (folder / "mark").exists():
            (folder / "mark").write_bytes(b"")
            raise KeyboardInterrupt


def test_an_interrupted_attack_resumes(tmp_path):
    attack, path = Attack("requests", 30, five_at_a_time), tmp_path / "requests.json"
    with pytest.raises(KeyboardInterrupt):
        perform(attack, tmp_path / "requests", path, 30)
    assert (load(path).done, load(path).losses) == (15, 1)
    tally = perform(attack, tmp_path / "requests", path, 30)
    assert (tally.done, tally.losses, tally.faults) == (30, 3, 3)
    assert tally.notes[0] == r"losses at 10: no answer\x1b[2J"
    assert tally.ended.startswith("20")
    assert perform(attack, tmp_path / "requests", path, 30).done == 30  # complete: nothing is done again


def test_the_table_has_a_row_for_each_attack_that_was_run(tmp_path):
    (tmp_path / "kills.json").write_text(json.dumps({"done": 1234, "half_files": 1, "commits": ["abc"], "ended": "x"}))
    rows = [line for line in torture.table(tmp_path).splitlines() if line.startswith("| ")][2:]
    assert [row.split(" | ")[1:6] for row in rows] == [["1,234", "0", "1", "0", "0"]]


def test_a_fault_ends_the_run_with_status_1(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(torture, "ATTACKS", {"requests": Attack("requests", 30, five_at_a_time)})
    monkeypatch.setattr(sys, "argv", ["torture.py", str(tmp_path), "--share", "0.2"])
    assert torture.main() == 1
    assert "requests: 10 of 6" in capsys.readouterr().out


def test_a_half_wav_is_a_fault_and_a_whole_one_is_none(tmp_path):
    signal = np.zeros(800, dtype=np.float32)
    recipe = Recipe(Request(0.5, 0.5), bundle="toy", digest="0" * 64, version="1")
    write_sample(tmp_path / "whole.wav", signal, 8000, recipe)
    content = (tmp_path / "whole.wav").read_bytes()
    assert wav_fault(tmp_path / "whole.wav") == ""
    (tmp_path / "half.wav").write_bytes(content[: len(content) // 2])
    assert "header" in wav_fault(tmp_path / "half.wav")

"""Two processes train as one does with the whole batch, stop together, and resume as one or as two."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra [export]")

SCRIPT = Path(__file__).with_name("two_processes.py")
STEPS, CUT = 40, 17
"""As in the script."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the script; the folder has the files that it leaves."""
    folder = tmp_path_factory.mktemp("trainings")
    command = [sys.executable, "-W", "error", str(SCRIPT), str(folder)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, env=environment)
    said = [line for line in done.stderr.splitlines() if not line.startswith("The loss diverged; back to step 20")]
    assert (done.returncode, done.stdout, said) == (0, "", [])
    return folder


@pytest.fixture(scope="module")
def results(folder: Path) -> dict[str, Any]:
    """The trainings of the script, those in two processes as the first one saw them."""
    return {name: value for file in ("results", "0") for name, value in read(folder / f"{file}.json").items()}


def read(path: Path) -> dict[str, Any]:
    """Read results."""
    content: dict[str, Any] = json.loads(path.read_text())
    return content


def test_two_processes_have_the_losses_of_one_with_the_whole_batch(results: dict[str, Any]) -> None:
    one, two = results["one"], results["two"]
    assert len(one["losses"]) == STEPS
    assert np.ptp(one["losses"]) > 100  # the weights have moved
    assert two["losses"] == pytest.approx(one["losses"], rel=1e-4)
    assert two["weights"] == pytest.approx(one["weights"], abs=1e-4)
    assert two["progress"]["validation"] == pytest.approx(one["progress"]["validation"], abs=1e-3)


def test_both_processes_have_the_same_losses_weights_and_progress(folder: Path) -> None:
    first, second = read(folder / "0.json"), read(folder / "1.json")
    assert first == second
    assert len(first) == 4


@pytest.mark.parametrize(("cut", "resumed"), [("one", "one, then two"), ("two", "two, then one")])
def test_a_checkpoint_is_resumed_by_another_number_of_processes(
    results: dict[str, Any], cut: str, resumed: str
) -> None:
    one = results["one"]
    whole = results[f"{cut}, interrupted"]["losses"] + results[resumed]["losses"]
    assert whole == pytest.approx(one["losses"], rel=1e-4)
    assert results[resumed]["weights"] == pytest.approx(one["weights"], abs=1e-4)


def test_ctrl_c_in_one_process_stops_both_after_the_same_step(folder: Path) -> None:
    interrupted = [read(folder / f"{rank}.json")["two, interrupted"] for rank in range(2)]
    assert [(each["interrupted"], len(each["losses"])) for each in interrupted] == 2 * [(True, CUT + 1)]


def test_both_processes_roll_back_when_the_batch_of_one_diverges(folder: Path) -> None:
    for rank in range(2):
        progress = read(folder / f"{rank}.json")["two, diverged"]["progress"]
        assert (progress["step"], progress["rollbacks"], progress["rate_scale"]) == (STEPS, 1, 0.5)


def test_a_process_that_dies_ends_the_other_and_is_named_in_one_line(results: dict[str, Any]) -> None:
    line = "process 2 of 2 was ended by signal 9; repeat the command to resume from the last checkpoint"
    assert results["killed"] == line
    resumed = results["killed, then one"]
    assert len(resumed["losses"]) == STEPS - 10  # from the last validation
    assert resumed["weights"] == pytest.approx(results["one"]["weights"], abs=1e-4)


def test_ctrl_c_in_the_starting_process_stops_both_and_an_error_after_it_is_reported(
    folder: Path, results: dict[str, Any]
) -> None:
    assert results["stopped, then failed"] == "the disk of the second is full"
    assert (folder / "stopped" / "checkpoint.pt").exists()

"""From options and environment to the processes of a training; each mistake is one line."""

import os

import pytest

pytest.importorskip("torch", reason="needs the extra [export]")

import torch

from latentpad.cli.main import main
from latentpad_export.commands import train as training
from latentpad_export.commands.devices import choose_place
from latentpad_export.errors import TrainingError
from latentpad_export.pipeline.options import TrainOptions
from latentpad_export.training.place import Place
from latentpad_export.training.processes import Processes

FABRIC = {"MASTER_ADDR": "192.168.1.2", "MASTER_PORT": "29500", "NODE_RANK": "1"}
TORCHRUN = {
    "TORCHELASTIC_RUN_ID": "none",
    "LOCAL_WORLD_SIZE": "2",
    "WORLD_SIZE": "4",
    "GROUP_RANK": "1",
    "MASTER_ADDR": "192.168.1.2",
    "MASTER_PORT": "29500",
}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Two cores, two CUDA devices, and none of the variables."""
    for name in {**FABRIC, **TORCHRUN}:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    return monkeypatch


def set_all(environment: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    """Set variables of the environment."""
    for name, value in variables.items():
        environment.setenv(name, value)


@pytest.mark.parametrize(("devices", "nodes"), [(None, None), (1, None), (None, 1), (1, 1)])
def test_one_device_on_one_machine_is_one_process(devices: int | None, nodes: int | None) -> None:
    assert choose_place("cpu", devices, nodes, 64) is None


def test_several_devices_of_one_machine_need_no_address() -> None:
    assert choose_place("cuda", 2, None, 64) == Place("cuda", 2)


def test_machines_find_each_other_by_the_variables_of_lightning_fabric(environment: pytest.MonkeyPatch) -> None:
    set_all(environment, FABRIC)
    place = choose_place("cuda", 2, 3, 64)
    assert place == Place("cuda", 2, nodes=3, node=1, address="192.168.1.2", port=29_500)
    assert (place.size, place.rank(0), place.rank(1)) == (6, 2, 3)


def test_torchrun_says_how_many_processes_there_are(environment: pytest.MonkeyPatch) -> None:
    set_all(environment, TORCHRUN)
    place = Place("cpu", 2, nodes=2, node=1, address="192.168.1.2", port=29_500)
    assert choose_place("cpu", None, None, 64) == choose_place("cpu", 2, 2, 64) == place


@pytest.mark.parametrize(
    ("device", "devices", "line"),
    [
        ("cpu", 3, "--devices=3: this machine has 2 CPU cores"),
        ("cuda", 3, "--devices=3: this machine has 2 CUDA devices"),
        ("mps", 2, "--devices=2: this machine has 1 device for mps"),
    ],
)
def test_more_devices_than_there_are_are_refused(device: str, devices: int, line: str) -> None:
    with pytest.raises(TrainingError) as caught:
        choose_place(device, devices, None, 64)
    assert str(caught.value) == line


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"MASTER_ADDR": ""}, "--nodes=2: set MASTER_ADDR in the environment (the first machine's address, a free"),
        ({"MASTER_PORT": "", "NODE_RANK": ""}, "--nodes=2: set MASTER_PORT, NODE_RANK in the environment (the"),
        ({"NODE_RANK": "2"}, "NODE_RANK in the environment must be between 0 and 1, not 2"),
        ({"MASTER_PORT": "http"}, "MASTER_PORT in the environment must be an integer, not 'http'"),
    ],
)
def test_machines_without_addresses_are_refused(
    environment: pytest.MonkeyPatch, changed: dict[str, str], line: str
) -> None:
    set_all(environment, {**FABRIC, **changed})
    with pytest.raises(TrainingError) as caught:
        choose_place("cpu", None, 2, 64)
    assert str(caught.value).startswith(line)
    assert "\n" not in str(caught.value)


def test_other_numbers_than_those_of_torchrun_are_refused(environment: pytest.MonkeyPatch) -> None:
    set_all(environment, TORCHRUN)
    with pytest.raises(TrainingError, match="torchrun has started 2 processes on each of 2 machines; leave out"):
        choose_place("cpu", 1, 2, 64)


def test_batches_smaller_than_the_number_of_processes_are_refused() -> None:
    with pytest.raises(TrainingError, match=r"^2 processes need a --batch-size of 2 at least, not 1$"):
        choose_place("cpu", 2, None, 1)


@pytest.mark.parametrize("option", ["--devices", "--nodes"])
@pytest.mark.parametrize("value", ["0", "-1", "two", "1.5"])
def test_numbers_of_devices_and_machines_are_at_least_one(
    option: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["train", "drums", option, value])
    assert caught.value.code == 2
    assert f"argument {option}: must be" in capsys.readouterr().err


def test_each_process_has_its_share_of_the_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    launched: list[tuple[Place, TrainOptions]] = []
    monkeypatch.setattr(training, "launch", lambda place, work, options: launched.append((place, options)))
    monkeypatch.setattr(torch, "get_num_threads", lambda: 5)
    for argv in ([], ["--threads", "3"]):
        assert training.main(["drums", "--device", "cpu", "--devices", "2", *argv]) == 0
    assert [(place, options.threads) for place, options in launched] == [(Place("cpu", 2), 2), (Place("cpu", 2), 3)]


def test_processes_share_a_batch_as_evenly_as_possible() -> None:
    shares = []
    for rank in range(3):
        processes = Processes()
        processes.rank, processes.size = rank, 3
        rows = processes.rows(7)
        assert rows
        shares.append((rows.start, rows.stop))
    assert shares == [(0, 2), (2, 4), (4, 7)]
    with pytest.raises(TrainingError, match="batches of 2 are too small for 3 processes"):
        processes.rows(2)

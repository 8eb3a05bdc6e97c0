"""A library read by the workers of a cluster: the same bytes, also if a worker is lost."""

import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

distributed = pytest.importorskip("distributed", reason="needs the extra [cluster]")
pytest.importorskip("upath", reason="needs the extra [cluster]")

from latentpad.bundle.bundle import load_bundle
from latentpad_export.data import chunks
from latentpad_export.data.places import place_of
from latentpad_export.errors import LibraryError
from latentpad_export.pipeline.map import map_library
from latentpad_export.pipeline.options import MapOptions
from latentpad_export.pipeline.progress import Silent, State

RATE = 8_000
N_FILES = 60

pytestmark = pytest.mark.filterwarnings("ignore")  # of distributed, about ports, sockets and its own tasks


@pytest.fixture
def many(library: Path) -> Path:
    """Write more sounds than fit into one chunk."""
    rng = np.random.default_rng(0)
    for i in range(N_FILES):
        soundfile.write(library / f"more {i}.wav", rng.uniform(-0.5, 0.5, RATE // 4), RATE)
    return library


@pytest.fixture
def cluster() -> Iterator["distributed.LocalCluster"]:
    """Start a scheduler with two workers, each in a process of its own."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=50
    ) as found:
        yield found


def test_a_cluster_makes_the_same_bundle_even_if_it_loses_a_worker(
    options: MapOptions,
    many: Path,
    cluster: "distributed.LocalCluster",
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chunks, "CHUNK", 8)
    here = replace(options, output=tmp_path / "here" / "new.latentpad")
    map_library(here)
    there = replace(options, cluster=cluster.scheduler_address, cache=tmp_path / "shared")
    killed: list[int] = []

    class Killing(Silent):
        def progress(self, state: State) -> None:
            if state.stage == "read" and 0 < state.done < state.total and not killed:
                killed.append(next(iter(cluster.workers.values())).process.pid)
                os.kill(killed[0], signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)

    map_library(there, Killing())
    assert killed
    assert len(load_bundle(there.output).map.points) == 6 + N_FILES
    assert load_bundle(there.output).digest == load_bundle(here.output).digest


def test_a_cluster_that_does_not_answer_is_one_line(options: MapOptions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("latentpad_export.pipeline.executors.SECONDS_TO_CONNECT", 1)
    with pytest.raises(
        LibraryError, match=r"^--cluster tcp://127\.0\.0\.1:9: does not answer \(.*\); start a scheduler"
    ):
        map_library(replace(options, cluster="tcp://127.0.0.1:9"))


@pytest.mark.parametrize("address", ["nothing", "tcp://", ""])
def test_an_address_without_a_port_is_refused_at_once(options: MapOptions, address: str) -> None:
    with pytest.raises(LibraryError, match=rf"^--cluster {address}: does not answer \(missing port number"):
        map_library(replace(options, cluster=address))


def test_a_scheduler_that_ends_is_one_line(
    options: MapOptions, many: Path, cluster: "distributed.LocalCluster", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "CHUNK", 8)

    class Ending(Silent):
        def progress(self, state: State) -> None:
            if state.stage == "read" and 0 < state.done < state.total:
                cluster.close()

    with pytest.raises(LibraryError, match="the scheduler has ended; what was read is kept: repeat the command"):
        map_library(replace(options, cluster=cluster.scheduler_address), Ending())


def test_a_library_elsewhere_is_mapped_as_one_that_is_here(
    options: MapOptions, library: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    map_library(options)
    there = place_of("memory://sounds")
    for file in library.iterdir():
        (there / "sounds" / file.name).parent.mkdir(parents=True, exist_ok=True)
        (there / "sounds" / file.name).write_bytes(file.read_bytes())
    output = tmp_path / "elsewhere" / "new.latentpad"
    map_library(replace(options, libraries=(there / "sounds",), output=output, cache=tmp_path / "other cache"))
    here, elsewhere = load_bundle(options.output), load_bundle(output)
    assert elsewhere.map.names == here.map.names
    np.testing.assert_array_equal(elsewhere.map.points, here.map.points)
    assert caplog.messages[-1].startswith("Samples are played without the detail of sounds elsewhere")


@pytest.mark.parametrize("address", ["nothing://knows/this", "s3://needs-a-package/that-is-missing"])
def test_an_address_that_cannot_be_opened_is_one_line(address: str) -> None:
    with pytest.raises(LibraryError, match=rf"^{address}: cannot be opened \([^\n]+\)$"):
        place_of(address)

"""Results that are computed in processes beside an evaluation."""

import logging
import os
import signal
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("threadpoolctl", reason="needs the extra [evaluate]")
from latentpad_export.evaluate import background
from latentpad_export.evaluate.background import Background
from latentpad_export.evaluate.cache import Cache
from latentpad_export.evaluate.worker_process import Job, Work


@pytest.fixture
def jobs_module(monkeypatch):
    """The module of the jobs, by a name that other processes can import, too."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    import background_jobs

    yield background_jobs
    del sys.modules["background_jobs"]


@pytest.fixture
def traces(tmp_path):
    folder = tmp_path / "traces"
    folder.mkdir()
    return folder


@pytest.fixture
def cache(tmp_path):
    folder = tmp_path / "cache"
    folder.mkdir()
    return Cache(folder)


def jobs(*numbers):
    return [Job(f"square-{n}", f"the square of {n}", n) for n in numbers]


def computed(traces):
    return sorted(int(path.name.split("-")[0]) for path in traces.iterdir())


def test_processes_compute_every_result_once_and_a_later_run_none(jobs_module, traces, cache, caplog, monkeypatch):
    monkeypatch.setattr(background, "SECONDS_PER_LINE", 0.0)
    work = Work(cache, jobs_module.square, str(traces))
    with caplog.at_level(logging.INFO), Background("squares", work, jobs(1, 2, 3, 4, 5), n_processes=2) as found:
        results = found.collect()
    assert [int(results[f"square-{n}"]["square"]) for n in range(1, 6)] == [1, 4, 9, 16, 25]
    assert computed(traces) == [1, 2, 3, 4, 5]
    assert os.getpid() not in {int(arrays["process"]) for arrays in results.values()}
    assert caplog.messages[-1] == "squares: 5 of 5 done in the background"
    with Background("squares", work, jobs(1, 2, 3, 4, 5), n_processes=2) as again:
        assert again.collect().keys() == results.keys()
    assert computed(traces) == [1, 2, 3, 4, 5]


def test_a_few_results_are_computed_here_when_they_are_collected(jobs_module, traces, cache):
    with Background("squares", Work(cache, jobs_module.square, str(traces)), jobs(6, 7)) as found:
        assert computed(traces) == []
        results = found.collect()
    assert {int(arrays["process"]) for arrays in results.values()} == {os.getpid()}
    assert computed(traces) == [6, 7]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_process_that_is_killed_loses_one_result_and_is_replaced(jobs_module, traces, cache, caplog):
    work = Work(cache, jobs_module.die_at_three, str(traces))
    with Background("squares", work, jobs(2, 3, 4), n_processes=1) as found:
        results = found.collect()
    assert [None if arrays is None else int(arrays["square"]) for arrays in results.values()] == [4, None, 16]
    assert "squares: the process of the square of 3 ended by itself; is there enough memory?" in caplog.messages


def test_an_error_is_raised_where_results_are_collected_and_others_are_kept(jobs_module, traces, cache):
    work = Work(cache, jobs_module.refuse_three, str(traces))
    with (
        Background("squares", work, jobs(2, 3, 4), n_processes=1) as found,
        pytest.raises(ValueError, match="three"),
    ):
        found.collect()
    assert cache.holds_arrays("square-2")
    assert not cache.holds_arrays("square-4")


def test_leaving_the_block_ends_what_is_running(jobs_module, traces, cache):
    started = time.monotonic()
    with Background("squares", Work(cache, jobs_module.wait_for_ever, str(traces)), jobs(1, 2), n_processes=1):
        while not computed(traces):
            assert time.monotonic() - started < 60
            time.sleep(0.01)
        left = time.monotonic()
    assert time.monotonic() - left < 30
    assert computed(traces) == [1]
    assert not cache.holds_arrays("square-1")


def test_processes_that_end_before_they_have_read_what_is_shared_block_nothing(jobs_module, cache, caplog):
    work = Work(cache, jobs_module.square, jobs_module.DeadlyToRead())
    with Background("squares", work, jobs(1, 2), n_processes=2) as own:
        assert own.collect() == {"square-1": None, "square-2": None}
    assert caplog.text.count("ended by itself") == 2


@pytest.mark.skipif(os.name != "posix", reason="signals of a process group are of POSIX")
def test_ctrl_c_of_the_terminal_does_not_reach_a_process_that_starts(jobs_module, traces, cache):
    with Background("squares", Work(cache, jobs_module.square, str(traces)), jobs(1), n_processes=1) as own:
        deadline = time.monotonic() + 30
        while not own._processes and time.monotonic() < deadline:
            time.sleep(0.001)
        time.sleep(0.05)
        os.kill(own._processes[0]._process.pid, signal.SIGINT)
        assert own.collect()["square-1"]["square"] == 1
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())

"""Checks of files, which never hold up a render for long."""

import os
import subprocess
import sys
import threading

import pytest

from latentpad.player import file_checks
from latentpad.player.file_checks import FileChecks

TIMEOUT = 10.0


@pytest.fixture
def paths(tmp_path):
    paths = [tmp_path / f"{index}.wav" for index in range(4)]
    for path in paths:
        path.write_bytes(b"sound")
    return paths


@pytest.fixture
def checks(paths):
    checks = FileChecks(lambda index: paths[index] if paths[index].exists() else None)
    for index in range(3):
        checks.record(index)
    return checks


def changed(checks, *indices):
    return checks.begin(indices).wait(TIMEOUT)


def test_files_that_are_as_they_were_have_not_changed(checks):
    assert changed(checks, 0, 1, 2) == ()
    assert changed(checks) == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.write_bytes(b"longer sound"),
        lambda path: os.utime(path, ns=(1, 1)),
        lambda path: path.unlink(),
        lambda path: (path.unlink(), path.mkdir()),
    ],
)
def test_a_change_is_seen_until_the_file_is_recorded_again(checks, paths, change):
    change(paths[1])
    assert changed(checks, 0, 1, 2) == changed(checks, 1) == (1,)
    checks.record(1)
    assert changed(checks, 0, 1, 2) == ()


def test_a_file_that_is_not_recorded_is_not_checked(checks, paths):
    paths[3].unlink()
    assert changed(checks, 3) == ()


def test_a_file_that_was_missing_is_seen_when_it_is_there(checks, paths):
    paths[3].unlink()
    checks.record(3)
    assert changed(checks, 3) == ()
    paths[3].write_bytes(b"sound")
    assert changed(checks, 3, 0) == (3,)


def test_a_disk_that_does_not_answer_is_waited_for_once(checks, paths, monkeypatch):
    awake, asleep, asked = threading.Event(), threading.Event(), []
    monkeypatch.setattr(file_checks, "CHECK_SECONDS", 0.01)

    def sleep(path):
        asked.append(path)
        asleep.set()
        awake.wait(TIMEOUT)

    monkeypatch.setattr(file_checks, "_stamp_of", sleep)
    first = checks.begin([0])
    assert asleep.wait(TIMEOUT)
    assert first.wait(0.02) == ()
    for _ in range(100):
        assert changed(checks, 0, 1) == ()
    awake.set()
    first.wait(TIMEOUT)
    monkeypatch.undo()
    assert len(asked) == 1
    paths[0].unlink()
    assert changed(checks, 0) == (0,)


def test_many_threads_get_their_own_results(checks, paths):
    paths[2].unlink()
    wrong = []

    def check(index):
        for _ in range(200):
            if changed(checks, index) != ((2,) if index == 2 else ()):
                wrong.append(index)

    threads = [threading.Thread(target=check, args=(index % 3,)) for index in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(TIMEOUT)
    assert wrong == []


def test_the_thread_ends_when_it_is_idle_and_starts_again(checks, monkeypatch):
    monkeypatch.setattr(file_checks, "IDLE_SECONDS", 0.001)
    for _ in range(50):
        assert changed(checks, 0) == ()
        threads = [thread for thread in threading.enumerate() if thread.name == "latentpad-checks"]
        for thread in threads:
            thread.join(TIMEOUT)
            assert not thread.is_alive()


def test_a_bug_in_a_check_costs_only_this_check(checks, caplog):
    checks._stamps[1] = (None, 0, 0)
    assert changed(checks, 0, 1) == ()
    assert "The file of sound 1 of the map could not be checked" in caplog.text
    assert changed(checks, 0) == ()


HANGS = """
import time
from pathlib import Path
from latentpad.player import file_checks

checks = file_checks.FileChecks(lambda index: None)
checks.record(0)
checks._find = lambda index: time.sleep(1000)
print(checks.begin([0]).wait(0.01))
"""


def test_a_disk_that_never_answers_does_not_keep_the_process_from_ending():
    done = subprocess.run([sys.executable, "-c", HANGS], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "()\n", "")

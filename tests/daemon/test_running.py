"""The files of the latentpads that run; each here is of a process of its own, or of the one that runs the test."""

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import asdict

import pytest

from latentpad.daemon.running import Presence, Running, ask_to_stop, find_running

PROGRAM = """
import os, sys, time
from pathlib import Path
from latentpad.daemon.running import Presence, Running
presence = Presence(Path(sys.argv[1]))
presence.announce(Running(os.getpid(), "1.0", 9310, 9312, 5.0))
print(os.getpid(), flush=True)
until = time.monotonic() + 30
while not presence.is_asked_to_stop() and time.monotonic() < until:
    time.sleep(0.01)
if sys.argv[2:] == ["deaf"]:
    time.sleep(30)
presence.end()
"""


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "running"


@contextmanager
def another(folder, *arguments):
    """Run a program that announces itself; yield its process."""
    command = [sys.executable, "-c", PROGRAM, str(folder), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert int(process.stdout.readline()) == process.pid
            yield process
        finally:
            process.kill()


def own(**changes):
    values = {"process": os.getpid(), "version": "1.0", "port": 9310, "web_port": 0, "started": 7.5, "ready": False}
    return Running(**(values | changes))


def test_a_program_is_found_with_its_latest_news_until_it_ends(folder):
    presence = Presence(folder)
    presence.announce(own())
    assert find_running(folder) == [own()]
    presence.announce(own(ready=True))
    assert find_running(folder) == [own(ready=True)]
    presence.end()
    presence.end()
    assert find_running(folder) == []
    assert list(folder.iterdir()) == []


def test_the_page_has_an_address_where_there_is_one():
    assert own(web_port=9312).page == "http://127.0.0.1:9312"
    assert own().page == ""


def test_programs_are_found_in_the_order_of_their_starts(folder):
    presence = Presence(folder)
    presence.announce(own())
    with another(folder) as process:
        assert [one.process for one in find_running(folder)] == [process.pid, os.getpid()]
    presence.end()


def test_a_killed_program_is_not_found_and_its_file_is_removed_later(folder):
    with another(folder) as process:
        file = folder / f"{process.pid}.json"
        process.kill()
        process.wait()
        assert file.exists()
        assert find_running(folder) == []
    os.utime(file, (0, 0))
    presence = Presence(folder)
    presence.announce(own())
    assert not file.exists()
    assert find_running(folder) == [own()]
    presence.end()


def test_a_program_ends_when_another_one_asks(folder):
    with another(folder) as process:
        (running,) = find_running(folder)
        assert ask_to_stop(running, 10.0, folder)
        assert process.wait(10) == 0
    assert list(folder.iterdir()) == []


def test_asking_in_vain_ends_after_a_while(folder):
    with another(folder, "deaf"):
        (running,) = find_running(folder)
        started = time.monotonic()
        assert not ask_to_stop(running, 0.3, folder)
        assert 0.2 < time.monotonic() - started < 5
        assert not list(folder.glob("*.stop"))


def test_a_request_for_an_earlier_process_of_this_number_has_no_effect(folder):
    folder.mkdir()
    (folder / f"{os.getpid()}.stop").touch()
    presence = Presence(folder)
    presence.announce(own())
    assert not presence.is_asked_to_stop()
    (folder / f"{os.getpid()}.stop").touch()
    assert presence.is_asked_to_stop()
    presence.end()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no JSON",
        b"[]",
        b"{}",
        json.dumps({"process": 1}).encode(),
        {"port": 70_000},
        {"process": 1},
        {"ready": 1},
        {"started": 1e300},
        {"started": float("nan")},
    ],
)
def test_damaged_files_are_no_programs(folder, content):
    presence = Presence(folder)
    presence.announce(own())
    if isinstance(content, dict):
        content = json.dumps({**vars(own()), **content}).encode()
    (folder / f"{os.getpid()}.json").write_bytes(content)
    (folder / "notes.json").write_bytes(json.dumps(vars(own())).encode())
    assert find_running(folder) == []
    presence.end()


def test_a_folder_that_cannot_be_written_costs_a_warning_only(tmp_path, caplog):
    (tmp_path / "file").write_bytes(b"")
    presence = Presence(tmp_path / "file" / "running")
    presence.announce(own())
    assert "will not find this one" in caplog.text
    assert not presence.is_asked_to_stop()
    assert find_running(tmp_path / "file" / "running") == []
    presence.end()


def test_programs_that_look_at_once_do_not_take_each_other_for_one_that_runs(folder):
    folder.mkdir()
    file = folder / "7.json"
    file.write_text(json.dumps(asdict(own(process=7))))
    file.with_suffix(".lock").touch()
    looks = "import sys; from pathlib import Path; from latentpad.daemon.running import find_running\n"
    looks += "print(sum(bool(find_running(Path(sys.argv[1]))) for _ in range(2000)))"
    command = [sys.executable, "-c", looks, str(folder)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [process.communicate()[0] for process in both] == ["0\n", "0\n"]

"""Termination while a bundle is written."""

import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from latentpad.files import new_folder
from latentpad_export.pipeline.termination import TERMINATED, exit_on_termination

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals end programs at once there")


@posix
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_nothing_is_left_of_a_folder_that_is_being_written(tmp_path: Path, name: str) -> None:
    number = getattr(signal, name)

    def write() -> None:
        with exit_on_termination(), new_folder(tmp_path / "new") as folder:
            (folder / "map.npz").touch()
            os.kill(os.getpid(), number)

    earlier = signal.getsignal(number)
    with pytest.raises(SystemExit) as ended:
        write()
    assert ended.value.code == TERMINATED - signal.SIGTERM + number
    assert list(tmp_path.iterdir()) == []
    assert signal.getsignal(number) is earlier


@posix
def test_a_program_that_outlives_its_terminal_goes_on(tmp_path: Path) -> None:
    earlier = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
    try:
        with exit_on_termination(), new_folder(tmp_path / "new") as folder:
            os.kill(os.getpid(), signal.SIGHUP)
            (folder / "map.npz").touch()
    finally:
        signal.signal(signal.SIGHUP, earlier)
    assert (tmp_path / "new" / "map.npz").exists()


def test_other_threads_are_left_alone() -> None:
    handlers = []

    def note() -> None:
        with exit_on_termination():
            handlers.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=note)
    thread.start()
    thread.join()
    assert handlers == [signal.getsignal(signal.SIGTERM)]

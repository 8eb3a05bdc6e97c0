"""Termination while a bundle is written."""

import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from latentpad.files import new_folder
from latentpad_export.pipeline.termination import TERMINATED, exit_on_termination


@pytest.mark.skipif(sys.platform == "win32", reason="signals end programs at once there")
def test_nothing_is_left_of_a_folder_that_is_being_written(tmp_path: Path) -> None:
    def write() -> None:
        with exit_on_termination(), new_folder(tmp_path / "new") as folder:
            (folder / "map.npz").touch()
            os.kill(os.getpid(), signal.SIGTERM)

    earlier = signal.getsignal(signal.SIGTERM)
    with pytest.raises(SystemExit) as ended:
        write()
    assert ended.value.code == TERMINATED
    assert list(tmp_path.iterdir()) == []
    assert signal.getsignal(signal.SIGTERM) is earlier


def test_other_threads_are_left_alone() -> None:
    handlers = []

    def note() -> None:
        with exit_on_termination():
            handlers.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=note)
    thread.start()
    thread.join()
    assert handlers == [signal.getsignal(signal.SIGTERM)]

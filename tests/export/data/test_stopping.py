"""Threads that read files, and what an interrupt does to them."""

import threading
from concurrent.futures import CancelledError, Future
from pathlib import Path

import pytest

from latentpad_export.data.contents import Measured, measure_files
from latentpad_export.data.stopping import check_stopped, reading_threads

TIMEOUT = 30.0


def test_an_interrupt_is_obeyed_after_the_file_that_is_being_read(tmp_path: Path) -> None:
    paths = [str(tmp_path / f"{i}.wav") for i in range(64)]
    for path in paths:
        Path(path).write_bytes(b"wav")
    is_reading, goes_on = threading.Event(), threading.Event()
    read: list[bytes] = []

    def measure(content: bytes) -> int:
        read.append(content)
        is_reading.set()
        return goes_on.wait(TIMEOUT) and len(content)

    futures: list[Future[Measured[int]]] = []

    def interrupt() -> None:
        with reading_threads(1) as pool:
            futures.extend(pool.submit(measure_files, part, measure) for part in (paths[:32], paths[32:]))
            assert is_reading.wait(TIMEOUT)
            threading.Timer(0.05, goes_on.set).start()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupt()
    assert len(read) == 1
    for future in futures:
        with pytest.raises(CancelledError):
            future.result(TIMEOUT)


def test_other_threads_are_not_stopped() -> None:
    with reading_threads(1) as pool:
        pool.submit(check_stopped).result(TIMEOUT)
    check_stopped()

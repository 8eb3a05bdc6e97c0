"""Executors that read libraries: threads of this machine, or the workers of a Dask cluster."""

import os
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager
from typing import NamedTuple

from latentpad.errors import install_advice
from latentpad_export.data.stopping import reading_threads
from latentpad_export.errors import LibraryError

SECONDS_TO_CONNECT = 20
DASK = f"needs Dask; {install_advice('cluster')}"


class Workers(NamedTuple):
    """An executor, and how many tasks it works on at once."""

    executor: Executor
    number: int


@contextmanager
def open_workers(cluster: str | None, number: int | None) -> Iterator[Workers]:
    """Yield workers; those of this machine end with the block, those of a cluster belong to it.

    Parameters
    ----------
    cluster : str or None
        Address of a Dask scheduler, such as ``tcp://192.168.1.2:8786``.
    number : int or None
        Threads of this machine; None: one per core.

    Raises
    ------
    LibraryError
        Dask is not installed, or the cluster does not answer, has no workers or is lost.
    """
    if cluster is not None:
        with _dask(cluster) as workers:
            yield workers
        return
    number = number or os.cpu_count() or 1
    with reading_threads(number) as pool:
        yield Workers(pool, number)


@contextmanager
def _dask(address: str) -> Iterator[Workers]:
    """Yield the workers of a cluster; tasks of those that are lost are given to others."""
    try:
        from distributed import Client, KilledWorker
        from distributed.comm.addressing import get_address_host_port, normalize_address
    except ImportError:
        raise LibraryError(f"--cluster {DASK}") from None
    try:
        get_address_host_port(normalize_address(address))  # a client that was not made waits for a minute at its end
        client = Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise LibraryError(
            f"--cluster {address}: does not answer ({error or 'time is up'}); start a scheduler"
        ) from None
    with client:
        number = sum(client.nthreads().values())
        if not number:
            raise LibraryError(f"--cluster {address}: has no workers; start some with dask worker {address}")
        try:
            yield Workers(client.get_executor(pure=False, retries=10), number)
        except (CancelledError, KilledWorker) as error:
            gone = "the scheduler has ended" if isinstance(error, CancelledError) else "too many workers were lost"
            raise LibraryError(
                f"--cluster {address}: {gone}; what was read is kept: repeat the command when the cluster is up"
            ) from None

"""Sections of ``latentpad doctor`` about places: what runs, ports, folders and caches."""

import os
import shutil
import socket
import stat
import tempfile
import time
from pathlib import Path

from latentpad.cli.log_file import log_path, log_size
from latentpad.cli.login import is_enabled
from latentpad.daemon.options import DaemonOptions
from latentpad.daemon.port_owner import port_owner
from latentpad.daemon.ports import InUse, PortInUseError, bind_all
from latentpad.daemon.running import find_running
from latentpad.errors import PortError
from latentpad.paths import (
    default_drop_folder,
    default_inbox,
    user_cache_folder,
    user_data_folder,
    user_log_folder,
)
from latentpad.work_cache import WorkCache

WEB_PORT = 9312
UDP, TCP = socket.SOCK_DGRAM, socket.SOCK_STREAM
PORTS = (
    (DaemonOptions.port, UDP, "UDP", "OSC"),
    (DaemonOptions.port, TCP, "TCP", "OSCQuery"),
    (DaemonOptions.reply_port, UDP, "UDP", "replies; free, or a client's"),
    (WEB_PORT, TCP, "TCP", "page"),
)

LOW_BYTES = 500_000_000
"""Free space below which imports stop."""


def running(_problems: list[str]) -> list[str]:
    """Return the latentpads that run."""
    lines = []
    for one in find_running():
        since = time.strftime("%Y-%m-%d %H:%M", time.localtime(one.started))
        state = "ready" if one.ready else "about to be ready"
        lines.append(
            f"latentpad {one.version} (process {one.process}) since {since}, {state}: OSC on {one.port}, page "
            f"{one.page or 'none'}"
        )
    return [*(lines or ["none"]), f"start at login: {'yes' if is_enabled() else 'no'}"]


def ports(problems: list[str]) -> list[str]:
    """Return who has the ports that latentpad uses unless told otherwise."""
    own = {f"(process {one.process})" for one in find_running()}
    lines = []
    for number, kind, transport, use in PORTS:
        state = _state(number, kind)
        lines.append(f"{transport} {number} ({use}): {state}")
        is_taken = state.startswith("in use") and not any(name in state for name in own)
        if is_taken and number != DaemonOptions.reply_port:
            problems.append(f"{transport} port {number} is {state}; quit that program, or choose another port")
    return lines


def _state(number: int, kind: socket.SocketKind) -> str:
    """Return whether a port is free, or who has it."""
    try:
        for sock in bind_all(None, number, kind, InUse("", ""), ""):
            sock.close()
    except PortInUseError:
        owner = port_owner(number, kind)
        return f"in use by {owner}" if owner else "in use, the system does not tell by what"
    except PortError as error:
        return f"cannot be used ({error})"
    return "free"


def folders(problems: list[str]) -> list[str]:
    """Return where files are, and whether they can be written."""
    places = {
        "new samples": default_drop_folder(),
        "inbox": default_inbox(),
        "data": user_data_folder(),
        "cache": user_cache_folder(),
        "logs": user_log_folder(),
        "temporary": Path(tempfile.gettempdir()),
    }
    lines = []
    for use, path in places.items():
        state = _folder_state(path)
        lines.append(f"{use}: {path}, {state}")
        if "cannot" in state:
            problems.append(f"the folder for {use} {state}")
        elif _free(path) < LOW_BYTES:
            problems.append(f"less than {LOW_BYTES // 1_000_000} MB are free for {use}")
    return lines


def _folder_state(path: Path) -> str:
    """Return whether a folder is there and can be written, without leaving anything in it."""
    if not os.path.isdir(path):  # other than those of Path, these functions take what is out of reach for missing
        above = next((one for one in path.parents if os.path.exists(one)), None)
        can = above is not None and os.path.isdir(above) and os.access(above, os.W_OK | os.X_OK)
        return "not there yet" if can else "cannot be created"
    try:
        tempfile.TemporaryFile(dir=path).close()
    except OSError as error:
        return f"cannot be written ({error.strerror})"
    mode = "" if os.name == "nt" else f", {stat.filemode(path.stat().st_mode)}"
    return f"can be written{mode}, {_free(path) / 1e9:.1f} GB free"


def _free(path: Path) -> int:
    """Return the free bytes where a folder is, or would be."""
    there = next(one for one in (path, *path.parents) if os.path.exists(one))
    return shutil.disk_usage(there).free


def caches(problems: list[str]) -> list[str]:
    """Return the sizes of what can be computed again, and of the log."""
    import latentpad.player.compilation  # noqa: F401 - declares all loops, which takes a second
    from latentpad.synth.kernels.jit import mark_of_stored_loops

    mark = mark_of_stored_loops()
    if mark is None:
        problems.append("compiled loops cannot be stored, so that every start takes ten seconds longer")
        state = "cannot be stored"
    else:
        kept = sum(file.stat().st_size for file in mark.parent.rglob("*") if file.is_file())
        state = f"{'complete' if mark.exists() else 'not complete yet'}, {kept / 1e6:.1f} MB in {mark.parent}"
    n_logged = log_size(log_path(DaemonOptions.port))
    size = f"{n_logged / 1e3:.0f} kB" if n_logged else "none"
    return [f"compiled loops: {state}", f"libraries: {WorkCache().size() / 1e6:.1f} MB", f"log: {size}"]

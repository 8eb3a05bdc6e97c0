import os
import socket
import subprocess
import sys

import psutil
import pytest

from latentpad.daemon.port_owner import OTHERS, port_owner

HOLD = """
import socket, sys
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
    udp.bind(("127.0.0.1", 0))
    print(udp.getsockname()[1], flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def bound():
    """Bind a port of a kind; return it."""
    sockets = []

    def bind(kind, listens=True):
        sockets.append(socket.socket(socket.AF_INET, kind))
        sockets[-1].bind(("127.0.0.1", 0))
        if kind is socket.SOCK_STREAM and listens:
            sockets[-1].listen()
        return sockets[-1].getsockname()[1]

    yield bind
    for one in sockets:
        one.close()


@pytest.mark.parametrize("kind", [socket.SOCK_DGRAM, socket.SOCK_STREAM])
def test_the_program_is_named_with_its_process(bound, kind):
    port = bound(kind)
    assert port_owner(port, kind).endswith(f" (process {os.getpid()})")


@pytest.mark.parametrize("kind", [socket.SOCK_DGRAM, socket.SOCK_STREAM])
def test_nobody_has_a_port_that_is_free(bound, kind):
    other = socket.SOCK_STREAM if kind is socket.SOCK_DGRAM else socket.SOCK_DGRAM
    assert port_owner(bound(other), kind) == ""


def test_an_interpreter_that_runs_latentpad_is_called_latentpad():
    command = [sys.executable, "-c", HOLD, "latentpad"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        port = int(process.stdout.readline())
        assert port_owner(port, socket.SOCK_DGRAM) == f"latentpad (process {process.pid})"
        process.stdin.close()


def test_where_only_the_users_own_programs_are_told_they_are_asked_one_by_one(bound, monkeypatch):
    def refuse(_transport):
        raise psutil.AccessDenied

    monkeypatch.setattr(psutil, "net_connections", refuse)
    port = bound(socket.SOCK_DGRAM)
    assert port_owner(port, socket.SOCK_DGRAM).endswith(f" (process {os.getpid()})")


def test_a_program_of_another_user_has_no_name(bound, monkeypatch):
    port, free = bound(socket.SOCK_DGRAM), bound(socket.SOCK_STREAM, listens=False)
    found = [one._replace(pid=None) for one in psutil.net_connections("udp")]
    monkeypatch.setattr(psutil, "net_connections", lambda _transport: found)
    assert port_owner(port, socket.SOCK_DGRAM) == OTHERS
    assert port_owner(free, socket.SOCK_STREAM) == ""

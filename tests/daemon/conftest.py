"""A daemon with a stub player, and clients of it."""

import sys
from pathlib import Path

import pytest

from latentpad.daemon.daemon import Daemon
from latentpad.daemon.options import DaemonOptions

sys.path.insert(0, str(Path(__file__).parent))  # programs.py, stub_player.py: scripts, not packages

from stub_player import StubPlayer


@pytest.fixture
def player(tmp_path):
    return StubPlayer(tmp_path)


@pytest.fixture
def listener(connect):
    """Open a client at the reply port that never sends, as Max does."""
    return connect(0)


@pytest.fixture
def daemon(player, listener):
    daemon = Daemon(player, DaemonOptions(port=0, reply_port=listener.port))
    daemon.start()
    yield daemon
    player.go.set()
    daemon.stop()


@pytest.fixture
def new_client(connect, daemon):
    return lambda host="127.0.0.1": connect(daemon.port, host)


@pytest.fixture
def client(new_client):
    return new_client()

"""A daemon with a stub player, which hostile programs send to."""

import sys
from pathlib import Path

import pytest

from latentpad.daemon.daemon import Daemon
from latentpad.daemon.options import DaemonOptions

for folder in (Path(__file__).parent, Path(__file__).parents[1] / "daemon"):
    sys.path.insert(0, str(folder))  # osc_reader.py, stub_player.py: scripts, not packages

from stub_player import StubPlayer


@pytest.fixture
def player(tmp_path):
    return StubPlayer(tmp_path)


@pytest.fixture
def daemon(player, connect):
    daemon = Daemon(player, DaemonOptions(port=0, reply_port=connect(0).port))
    daemon.start()
    yield daemon
    player.go.set()
    daemon.stop()


@pytest.fixture
def new_client(connect, daemon):
    return lambda: connect(daemon.port)


@pytest.fixture
def client(new_client):
    return new_client()

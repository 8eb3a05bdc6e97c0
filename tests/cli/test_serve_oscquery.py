"""``latentpad serve`` with and without OSCQuery, as a process of its own."""

import json
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request

import pytest

TIMEOUT = 60.0
"""Seconds; a cold start compiles."""


@pytest.fixture
def ask(bundle_path, drop):
    """Serve with options, ask for the host's description once it is ready, and return it."""

    def run(*options):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "latentpad", "serve", bundle_path, "--drop", drop, "--port", port, "--no-web"]
        arguments = list(map(str, [*command, *options]))
        with subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True) as process:
            alarm = threading.Timer(TIMEOUT, process.kill)
            alarm.start()
            try:
                assert any(line.startswith("Ready: ") for line in process.stderr)
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/?HOST_INFO", timeout=TIMEOUT) as response:
                    return json.load(response)["OSC_PORT"] - port
            finally:
                alarm.cancel()
                process.kill()

    return run


def test_oscquery_is_served_on_the_osc_port_even_without_the_page(ask):
    assert ask() == 0


def test_oscquery_can_be_left_out(ask):
    with pytest.raises(urllib.error.URLError, match="refused"):
        ask("--no-oscquery")

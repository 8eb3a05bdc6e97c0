"""The resident memory of a daemon that plays the built-in bundle."""

import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="read from /proc")

TIMEOUT = 120.0
"""Seconds; a cold start compiles."""

MEGABYTES = 300

DROP_CODE = """
import re
from pathlib import Path
from latentpad.compiler import numba
from latentpad.daemon.memory import COMPILER, release_compiler

def resident():
    kilobytes, is_code = 0, False
    for line in Path("/proc/self/smaps").read_text().splitlines():
        if re.match("[0-9a-f]+-", line):
            is_code = "r-xp" in line and COMPILER in line
        elif line.startswith("Rss:") and is_code:
            kilobytes += int(line.split()[1])
    return kilobytes

assert numba.njit(lambda x: x + 1)(1) == 2
before = resident()
release_compiler()
print(before, resident(), numba.njit(lambda x: x + 2)(1))
"""


def test_a_daemon_is_within_its_bound_when_it_is_ready(tmp_path):
    options = ["--drop", tmp_path, "--port", "0", "--web-port", "0", "--no-inbox", "--unremembered"]
    command = [sys.executable, "-m", "latentpad", "serve", "default", *map(str, options)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        alarm = threading.Timer(TIMEOUT, process.kill)
        alarm.start()
        try:
            assert any(line.startswith("Ready") for line in process.stderr)
            status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
        finally:
            alarm.cancel()
            process.kill()
    assert int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024 < MEGABYTES


def test_the_code_of_the_compiler_is_given_back_and_read_again_if_it_is_needed():
    done = subprocess.run([sys.executable, "-c", DROP_CODE], capture_output=True, text=True, timeout=60, check=True)
    before, after, result = map(int, done.stdout.split())
    assert (after < before / 10, result) == (True, 3)

"""Signals at any moment of a command: one line and the exit status 128 + their number, nothing left behind.

A moment is an event inside the process, such as the import of a module, so that nothing depends on how long it takes.
"""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no signals to another process")

TIMEOUT = 60.0

RUN = """
import os, sys
moment, number, sys.argv = sys.argv[1], int(sys.argv[2]), ["latentpad", *sys.argv[3:]]

def send(now):
    global moment
    if now == moment:
        moment = None
        os.kill(os.getpid(), number)

class Imports:
    def find_spec(self, name, path=None, target=None):
        send(name)

sys.meta_path.insert(0, Imports())
sys.addaudithook(lambda event, values: send(os.path.basename(str(values[0]))) if event == "open" else None)
fsync = os.fsync
os.fsync = lambda descriptor: (send("fsync"), fsync(descriptor))
if moment == "end":
    import threading
    threading._register_atexit(lambda: send("end"))
from latentpad.cli.entry import run
run()
"""
"""Runs a command that gets a signal when a module is imported, a file opened or flushed, or the interpreter ends."""

MOMENTS = ("latentpad.cli.main", "numpy", "numba", "onnxruntime", "map.npz", "fsync")


def stop(moment, number, *arguments):
    """Run a command and send it a signal; return the exit status, the lines of stderr, and stdout."""
    command = [sys.executable, "-c", RUN, moment, str(int(number)), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=False)
    return done.returncode, done.stderr.splitlines(), done.stdout


@pytest.fixture
def drop(tmp_path):
    folder = tmp_path / "drop"
    folder.mkdir()
    return folder


@pytest.fixture
def render(bundle_path, drop):
    """Arguments that render into a new file."""
    return "render", 0.125, 0.125, "--bundle", bundle_path, "-o", drop / "new.wav"


def test_a_signal_at_any_moment_of_a_render_is_a_line_and_a_status(render, drop):
    cases = [*((moment, signal.SIGINT) for moment in MOMENTS), ("fsync", signal.SIGTERM), ("fsync", signal.SIGHUP)]
    with ThreadPoolExecutor(2) as pool:
        found = dict(zip(cases, pool.map(lambda case: stop(*case, *render), cases), strict=True))
    words = {signal.SIGINT: "interrupted", signal.SIGTERM: "terminated", signal.SIGHUP: "terminated"}
    assert found == {(at, number): (128 + number, [f"latentpad: {words[number]}"], "") for at, number in cases}
    assert list(drop.iterdir()) == []


def test_ctrl_c_when_the_interpreter_ends_is_a_line():
    status, lines, printed = stop("end", signal.SIGINT, "--version")
    assert (status, lines) == (130, ["latentpad: interrupted"])
    assert printed.startswith("latentpad ")


def run(script):
    """Run a script; return its exit status, stdout and stderr."""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=TIMEOUT, check=False)
    return done.returncode, done.stdout, done.stderr


def test_a_signal_that_the_parent_process_ignores_stays_ignored():
    assert run("""
import os, signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
from latentpad.cli.stopping import Stopping
Stopping().install()
os.kill(os.getpid(), signal.SIGINT)
""") == (0, "", "")


def test_a_signal_that_is_lost_in_a_callback_is_raised_afterwards():
    assert run("""
import os, signal, threading
from latentpad.cli.stopping import Stopped, Stopping

class Swallowing:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)

stopping = Stopping()
stopping.install()
try:
    with stopping:
        Swallowing()
        threading.Event().wait(20)
except Stopped as stopped:
    print(stopped, stopped.status)
""") == (0, "interrupted 130\n", "")


def test_what_another_package_makes_of_a_signal_is_the_signal_all_the_same():
    assert run("""
import os, signal
from latentpad.cli.stopping import Stopped, Stopping
stopping = Stopping()
stopping.install()
try:
    with stopping:
        try:
            os.kill(os.getpid(), signal.SIGINT)
        except KeyboardInterrupt:
            raise ImportError("numpy.core.multiarray failed to import")
except Stopped as stopped:
    print(stopped)
""") == (0, "interrupted\n", "")


def test_a_second_ctrl_c_ends_a_command_that_tidies_up_for_too_long():
    assert run("""
import os, signal
from latentpad.cli import stopping
stopping.TIDYING_SECONDS = -1.0
now = stopping.Stopping()
now.install()
with now:
    try:
        os.kill(os.getpid(), signal.SIGINT)
    finally:
        os.kill(os.getpid(), signal.SIGINT)
        print("never")
""") == (130, "", "latentpad: interrupted\n")


def test_threads_that_never_end_do_not_keep_an_interrupted_command():
    assert run("""
import os, signal, threading
from latentpad.cli import stopping as module
from latentpad.cli.stopping import Stopped, Stopping
module.TIDYING_SECONDS = 0.1
stopping = Stopping()
stopping.install()
try:
    with stopping:
        threading.Thread(target=threading.Event().wait).start()
        os.kill(os.getpid(), signal.SIGINT)
except Stopped as stopped:
    print(stopped, flush=True)
""") == (130, "interrupted\n", "")

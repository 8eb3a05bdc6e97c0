"""The examples in max_patch/examples play the daemon unchanged; skipped where a program is missing."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import soundfile

pytestmark = pytest.mark.clients

TIMEOUT = 30.0
EXAMPLES = Path(__file__).parents[2] / "max_patch" / "examples"
POINT = ("0.125", "0.875")


@pytest.fixture
def daemon(serve, drop):
    """Start the toy; return its port, as a command-line argument, and the drop folder."""
    return str(serve().port), drop


def test_the_shell_example_plays(daemon):
    program("oscsend", "liblo-tools")
    program("oscdump", "liblo-tools")
    port, drop = daemon
    done = run_to_end(["sh", EXAMPLES / "shell" / "xy_pad.sh", *POINT, port, free_port()])
    assert f'/latentpad/done isffiiiffi 7 "{the_wav(drop)}" 0.125000 0.875000 0 8000 ' in done


def test_liblo_plays_a_kind_and_a_random_place_and_asks_what_is_near(daemon, connect):
    oscsend = program("oscsend", "liblo-tools")
    port, drop = daemon
    subscriber = connect(int(port))
    subscriber.send("hello", subscriber.port)
    for message in ("kind isi 1 snare 2", "random is 2 kick", "generate iffi 3 0.125 0.125 42"):
        subprocess.run([oscsend, "127.0.0.1", port, *f"/latentpad/{message}".split()], check=True, timeout=TIMEOUT)
        done = subscriber.receive_until("done")[-1]
        assert (done[1], Path(done[2]).parent) == (int(message.split()[2]), drop)
    nearest = ("/latentpad/nearest", "iffi", "4", "0.135", "0.125", "1")
    subprocess.run([oscsend, "127.0.0.1", port, *nearest], check=True, timeout=TIMEOUT)
    assert subscriber.receive_until("neighbour")[-1][:5] == ("neighbour", 4, 0, "kick/0.wav", "kick")


def test_the_pure_data_example_plays(daemon):
    pd = program("pd", "puredata-core")
    port, drop = daemon
    # not -batch: that runs faster than real time, and ends before the reply arrives
    command = [pd, "-nogui", "-noprefs", "-noaudio", "-nomidi", "-stderr"]
    sent = ["-send", f"latentpad-port {port}", "-send", f"latentpad-xy {' '.join(POINT)}"]
    done = run_until([*command, *sent, "-open", EXAMPLES / "puredata" / "xy_pad.pd"], "done: ")
    path = str(the_wav(drop)).replace(" ", "\\ ")
    assert f"done: 7 {path} 0.125 0.875 0 8000 " in done


def test_the_supercollider_example_plays(daemon, tmp_path):
    sclang = program("sclang", "supercollider-language")
    port, drop = daemon
    # its help browser will not start as root, nor without a screen; it writes into the home folder
    home = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), str(tmp_path / "home"))
    qt = {"QTWEBENGINE_DISABLE_SANDBOX": "1", "QT_QPA_PLATFORM": "offscreen"}
    done = run_to_end([sclang, EXAMPLES / "supercollider" / "xy_pad.scd", *POINT, port], **home, **qt)
    assert f"done 7 {the_wav(drop)} 0.125 0.875\n" in done


def test_the_chuck_example_plays(daemon):
    chuck = program("chuck", "chuck")
    port, drop = daemon
    arguments = ":".join([str(EXAMPLES / "chuck" / "xy_pad.ck"), *POINT, port, free_port()])
    done = run_to_end([chuck, "--silent", arguments])
    assert f"done 7 {the_wav(drop)} 0.125000 0.875000 \n" in done


def test_the_csound_example_plays(daemon):
    csound = program("csound", "csound")
    port, drop = daemon
    ports = [f"--omacro:PORT={port}", f"--omacro:REPLY_PORT={free_port()}"]
    done = run_until([csound, "-+rtaudio=null", *ports, EXAMPLES / "csound" / "xy_pad.csd"], "done ")
    assert f"done 7 {the_wav(drop)} 0.3 0.6\n" in done


def test_the_example_for_npm_osc_plays(daemon):
    node = node_with("osc")
    port, drop = daemon
    done = run_to_end([node, EXAMPLES / "node" / "osc.js", *POINT, port])
    assert f"/latentpad/done 7 {the_wav(drop)} 0.125 0.875 0 8000 " in done


def test_the_example_for_npm_node_osc_plays(daemon):
    node = node_with("node-osc")
    port, drop = daemon
    done = run_to_end([node, EXAMPLES / "node" / "node-osc.js", *POINT, port, free_port()])
    assert f"/latentpad/done 7 {the_wav(drop)} 0.125 0.875 0 8000 " in done


def test_the_python_example_plays(daemon):
    port, drop = daemon
    done = run_to_end([sys.executable, EXAMPLES / "python" / "xy_pad.py", *POINT, "--port", port])
    assert f"/latentpad/done 7 {the_wav(drop)} 0.125 0.875 0 8000 " in done


def test_every_example_is_in_the_table():
    table = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    there = {path.name for path in EXAMPLES.iterdir()} - {"README.md"}
    assert {name for name in there if f"]({name}" not in table} == set()


def program(name, package):
    """Return the path of a program, or skip the test, naming it."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed (Debian: {package})")
    return found


def node_with(package):
    """Return the path of Node with a package beside its example, or skip the test, naming what is missing."""
    node = program("node", "nodejs")
    if not (EXAMPLES / "node" / "node_modules" / package).is_dir():
        command = "npm install --no-package-lock --omit=optional in max_patch/examples/node"
        pytest.skip(f"npm {package} is not installed ({command})")
    return node


def run_to_end(command, **environment):
    """Run a program that must succeed; return its output."""
    with running(command, environment) as process:
        printed = process.stdout.read()
        assert process.wait() == 0, printed
    return printed


def run_until(command, words):
    """Run a program until it prints a line that begins with the words; return that line."""
    lines = []
    with running(command, {}) as process:
        for line in process.stdout:
            lines.append(line)
            if line.startswith(words):
                return line
    raise AssertionError(f"{words!r} not in {lines}")


@contextmanager
def running(command, environment):
    """Start a program in its own process group; kill what is left of it on exit, at the latest after TIMEOUT."""
    with subprocess.Popen(
        list(map(str, command)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=os.environ | environment,
        encoding="utf-8",
        start_new_session=True,
    ) as process:
        alarm = threading.Timer(TIMEOUT, kill_group, [process])
        alarm.start()
        try:
            yield process
        finally:
            alarm.cancel()
            kill_group(process)


def kill_group(process):
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def the_wav(drop):
    """Return the path of the only wav in the folder, checked to be readable and not silent."""
    (wav,) = drop.glob("*.wav")
    samples, sample_rate = soundfile.read(wav)
    assert sample_rate == 8000
    assert abs(samples).max() > 0.1
    return wav


def free_port():
    """Return an unused UDP port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])

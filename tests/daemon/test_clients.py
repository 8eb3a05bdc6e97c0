"""The examples in max_patch/examples play the daemon unchanged; skipped where a program is missing."""

import subprocess
import sys
from pathlib import Path

import pytest
import soundfile
from programs import PD, TIMEOUT, free_port, program, run_sclang, run_to_end, run_until

pytestmark = pytest.mark.clients

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
    sent = ["-send", f"latentpad-port {port}", "-send", f"latentpad-xy {' '.join(POINT)}"]
    done = run_until([pd, *PD, *sent, "-open", EXAMPLES / "puredata" / "xy_pad.pd"], "done: ")
    path = str(the_wav(drop)).replace(" ", "\\ ")
    assert f"done: 7 {path} 0.125 0.875 0 8000 " in done


def test_the_supercollider_example_plays(daemon, tmp_path):
    port, drop = daemon
    done = run_sclang(tmp_path / "home", EXAMPLES / "supercollider" / "xy_pad.scd", *POINT, port)
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


def node_with(package):
    """Return the path of Node with a package beside its example, or skip the test, naming what is missing."""
    node = program("node", "nodejs")
    if not (EXAMPLES / "node" / "node_modules" / package).is_dir():
        command = "npm install --no-package-lock --omit=optional in max_patch/examples/node"
        pytest.skip(f"npm {package} is not installed ({command})")
    return node


def the_wav(drop):
    """Return the path of the only wav in the folder, checked to be readable and not silent."""
    (wav,) = drop.glob("*.wav")
    samples, sample_rate = soundfile.read(wav)
    assert sample_rate == 8000
    assert abs(samples).max() > 0.1
    return wav

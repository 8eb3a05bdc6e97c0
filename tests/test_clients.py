"""OSC programs of other makers play the daemon; skipped by name where they are not installed."""

import shutil
import socket
import subprocess
import time

import pytest
import soundfile

from latentpad.daemon import Daemon, Settings
from latentpad.folder import Folder
from latentpad.player import Player

TIMEOUT = 20.0

PATCH = """#N canvas 0 0 620 420 10;
#X obj 20 10 loadbang;
#X msg 20 40 connect 127.0.0.1 {port};
#X obj 200 10 delay 300;
#X msg 200 40 7 0.125 0.875;
#X obj 200 80 oscformat -f iff /latentpad/generate;
#X obj 200 110 list prepend send;
#X obj 200 140 list trim;
#X obj 20 180 netsend -u -b;
#X obj 120 210 oscparse;
#X obj 120 240 list trim;
#X obj 120 270 print GOT;
#X connect 0 0 1 0;
#X connect 0 0 2 0;
#X connect 1 0 7 0;
#X connect 2 0 3 0;
#X connect 3 0 4 0;
#X connect 4 0 5 0;
#X connect 5 0 6 0;
#X connect 6 0 7 0;
#X connect 7 1 8 0;
#X connect 8 0 9 0;
#X connect 9 0 10 0;
"""
"""Sends one generate from its own port, and prints what comes back to that port."""


def program(name, package):
    """Find a program, or skip by name."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed (Debian: {package})")
    return found


@pytest.fixture
def daemon(bundle, tmp_path):
    drop = tmp_path / "new sounds é"
    drop.mkdir()
    player = Player(bundle, Folder(drop))
    player.warm_up()
    daemon = Daemon(player, Settings(port=0))
    daemon.start()
    yield daemon, drop
    daemon.stop()


def wait_for_line(process, words):
    """Read what a program prints until a line holds the words."""
    deadline = time.monotonic() + TIMEOUT
    lines = []
    while time.monotonic() < deadline:
        line = process.stdout.readline()
        lines.append(line)
        if words in line:
            return line
        if not line and process.poll() is not None:
            break
    raise AssertionError(f"{words!r} not in {lines}")


def test_oscsend_gets_its_wav_and_oscdump_its_answer(daemon, sounds):
    oscsend, oscdump = program("oscsend", "liblo-tools"), program("oscdump", "liblo-tools")
    playing, drop = daemon
    port = str(playing.port)
    dump = subprocess.Popen([oscdump, "-L", str(free_port())], stdout=subprocess.PIPE, text=True)
    try:
        reply_port = dump.args[-1]
        sound = sounds[0]
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline and not listening(int(reply_port)):
            pass
        subprocess.run([oscsend, "127.0.0.1", port, "/latentpad/hello", "i", reply_port], check=True)
        assert "toy" in wait_for_line(dump, "/latentpad/welcome")
        point = ["iff", "7", str(sound.x), str(sound.y)]
        subprocess.run([oscsend, "127.0.0.1", port, "/latentpad/generate", *point], check=True)
        done = wait_for_line(dump, "/latentpad/done")
    finally:
        dump.terminate()
        dump.communicate()
    (wav,) = drop.glob("*.wav")
    assert wav.name in done
    assert " isffiiiff 7 " in done
    assert soundfile.info(wav).samplerate == 8000


def test_pure_data_gets_its_wav_and_its_answer(daemon, tmp_path):
    pd = program("pd", "puredata-core")
    playing, drop = daemon
    patch = tmp_path / "client.pd"
    patch.write_text(PATCH.format(port=playing.port))
    # not -batch: that runs faster than time, and is over before the answer comes
    command = [pd, "-nogui", "-noprefs", "-noaudio", "-nomidi", "-stderr", "-open", str(patch)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        done = wait_for_line(process, "GOT: latentpad done 7")
    finally:
        process.terminate()
        process.communicate()
    (wav,) = drop.glob("*.wav")
    assert soundfile.info(wav).frames > 0
    assert " 0.125 0.875 0 8000 " in done


def free_port():
    """Find a UDP port that nobody has."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listening(port):
    """Tell whether a program has taken a UDP port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind(("0.0.0.0", port))
        except OSError:
            return True
    return False

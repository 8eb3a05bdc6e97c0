"""The window: keys, clicks, its place, and what it says."""

import ctypes.util
import json
import os
import signal
import subprocess
import sys

import pytest
from shelf_daemon import FakeDaemon
from shelf_desktop import TIMEOUT, program, wait_for

from latentpad.shelf.content import NOT_RUNNING

pytestmark = pytest.mark.clients

ALSA = 'pcm.!default {{ type file slave.pcm "null" file "{file}" format "raw" }}\n'
"""A sound card that writes what it plays into a file."""

SHELF = "latentpad shelf"


def read(settings):
    """Return what was saved."""
    return json.loads(settings.read_bytes())


def place_of(settings):
    """Return the place that was saved; None while there is none."""
    return read(settings).get("place") if settings.exists() else None


def test_keys_select_and_keep(shelf, pointer, daemon, samples):
    kick, hand_drum, snare = samples[2]["name"], samples[0]["name"], samples[1]["name"]
    pointer.click(*shelf.row(0))
    shelf.wait_selected(kick)
    pointer.do("key", "Down")
    shelf.wait_selected(snare)
    pointer.do("key", "shift+Down")
    shelf.wait_selected(snare, hand_drum)
    pointer.do("key", "k")
    wait_for(lambda: len([one for one in daemon.received if one[0] == "/latentpad/keep"]) == 2)
    assert [one[2] for one in daemon.received if one[0] == "/latentpad/keep"] == [snare, hand_drum]
    pointer.do("key", "ctrl+a")
    shelf.wait_selected(kick, snare, hand_drum)
    pointer.do("key", "Home")
    shelf.wait_selected(kick)
    pointer.do("key", "f")
    assert daemon.wait_for("/page/show") == ["/page/show", kick]


def test_a_click_on_the_star_keeps(shelf, pointer, daemon, samples):
    pointer.click(*shelf.row(1, x=288))
    assert daemon.wait_for("/latentpad/keep")[2] == samples[1]["name"]
    daemon.send("/latentpad/kept", 1, f"/drop/kept/{samples[1]['name']}")
    shelf.wait_told(f"Kept as {samples[1]['name']}.")


def test_the_menu_does_what_the_keys_do(shelf, pointer, samples):
    pointer.do("mousemove", *shelf.row(1), "click", 3, "sleep", 0.5)
    shelf.wait_selected(samples[1]["name"])
    pointer.do("key", *["Down"] * 5, "key", "Return")  # the fifth: Select all
    shelf.wait_selected(samples[2]["name"], samples[1]["name"], samples[0]["name"])


def test_paths_are_copied(shelf, pointer, environment, drop, samples):
    xclip = program("xclip", "xclip")
    pointer.click(*shelf.heading())
    pointer.do("key", "ctrl+c")
    shelf.wait_told("2 paths copied.")
    command = [xclip, "-o", "-selection", "clipboard"]
    copied = subprocess.run(command, env=environment, capture_output=True, timeout=TIMEOUT, check=True).stdout
    assert copied.decode() == f"{drop / samples[1]['name']}\n{drop / samples[0]['name']}"


def test_a_click_plays(open_shelf, pointer, daemon, tmp_path, make_wav, samples, drop):
    if ctypes.util.find_library("portaudio") is None:
        pytest.skip("PortAudio is not installed (Debian: libportaudio2)")
    raw, settings = tmp_path / "played.raw", tmp_path / "asoundrc"
    settings.write_text(ALSA.format(file=raw), encoding="utf-8")
    make_wav(drop / samples[1]["name"], 0.3, level=0.9)
    shelf = open_shelf(daemon.port, ALSA_CONFIG_PATH=f"/usr/share/alsa/alsa.conf:{settings}")
    wait_for(lambda: shelf.now("state") == "")
    pointer.click(*shelf.row(1))
    wait_for(lambda: raw.exists() and any(raw.read_bytes()), f"silence, and {shelf.reports[-1:]}")
    assert shelf.now("told") == ""


def test_a_click_on_a_sample_that_is_gone_is_told(shelf, pointer, drop, samples):
    (drop / samples[1]["name"]).unlink()
    pointer.click(*shelf.row(1))
    shelf.wait_told(f"{samples[1]['name']} does not exist any more.")


def test_place_and_size_are_remembered(open_shelf, pointer, daemon, settings):
    shelf = open_shelf(daemon.port)
    first = pointer.window(SHELF)
    pointer.do("windowmove", first, 300, 200, "windowsize", first, 400, 450)
    wait_for(lambda: (place_of(settings) or {}).get("width") == 400)
    place = place_of(settings)
    pointer.click(*shelf.row(0))
    pointer.do("key", "ctrl+w")
    assert shelf.process.wait(TIMEOUT) == 0
    again = open_shelf(daemon.port)
    wait_for(lambda: again.now("state") == "")
    assert again.corner() == (place["x"] + 1, place["y"] + 20)  # the frame of openbox
    pointer.do("windowclose", pointer.window(SHELF))
    assert place_of(settings) == place


def test_a_place_on_a_screen_that_is_gone_is_not_used(open_shelf, daemon, settings):
    settings.write_text(json.dumps({"place": {"x": 5000, "y": 100, "width": 320, "height": 520}}), encoding="utf-8")
    left, top = open_shelf(daemon.port).corner()
    assert 0 <= left < 1280 - 320
    assert 0 <= top < 900 - 520


def test_it_stays_on_top_until_it_is_told_not_to(shelf, pointer, environment):
    xprop = [program("xprop", "x11-utils"), "-id", pointer.window(SHELF), "_NET_WM_STATE"]

    def is_above():
        done = subprocess.run(xprop, env=environment, capture_output=True, text=True, timeout=TIMEOUT, check=True)
        return "_NET_WM_STATE_ABOVE" in done.stdout

    wait_for(is_above)
    pointer.click(*shelf.row(0))
    pointer.do("key", "p")
    wait_for(lambda: not is_above())


def test_it_is_as_large_as_the_desktop_asks_for(open_shelf, daemon, settings, environment, pointer, tmp_path):
    xrdb = program("xrdb", "x11-xserver-utils")
    settings.unlink()
    for dpi, width in ((144, 480), (96, 320)):
        (tmp_path / "resources").write_text(f"Xft.dpi: {dpi}\n", encoding="utf-8")
        subprocess.run([xrdb, "-nocpp", "-load", tmp_path / "resources"], env=environment, check=True, timeout=TIMEOUT)
        shelf = open_shelf(daemon.port)
        wait_for(lambda width=width: (place_of(settings) or {}).get("width") == width)
        assert shelf.now("line") == pytest.approx(16 * width / 320, abs=1.5)
        os.killpg(shelf.process.pid, signal.SIGKILL)
        shelf.process.wait(TIMEOUT)
        settings.unlink()


def test_keys_make_it_larger_and_change_its_theme(shelf, pointer, settings):
    first = shelf.now("line")
    pointer.click(*shelf.row(0))
    pointer.do("key", "ctrl+plus", "key", "ctrl+plus", "key", "ctrl+equal", "key", "t")
    wait_for(lambda: (read(settings)["zoom"], read(settings)["theme"]) == (130, "light"))
    wait_for(lambda: shelf.now("line") > 1.2 * first)
    pointer.do("key", "ctrl+0")
    wait_for(lambda: shelf.now("line") == first)


def test_it_waits_for_the_daemon_and_follows_it_again(open_shelf, daemon, samples, drop, describe, make_wav):
    daemon.stop()
    shelf = open_shelf(daemon.port)
    wait_for(lambda: shelf.now("state") == NOT_RUNNING)
    again = FakeDaemon(samples, drop, daemon.port)
    wait_for(lambda: shelf.now("state") == "")
    again.stop()
    wait_for(lambda: shelf.now("state") == NOT_RUNNING)


@pytest.mark.usefixtures("drop")
def test_the_command_ends_in_a_line_after_a_signal(environment, pointer, daemon):
    command = [sys.executable, "-P", "-m", "latentpad", "shelf", "--web-port", str(daemon.port)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        pointer.window(SHELF)
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=TIMEOUT)[1] == "latentpad: terminated\n"
        assert process.returncode == 128 + signal.SIGTERM


def test_a_display_that_does_not_answer_is_told_in_a_line(environment):
    command = [sys.executable, "-P", "-m", "latentpad", "shelf"]
    done = subprocess.run(
        command, env=environment | {"DISPLAY": ":4999"}, capture_output=True, text=True, timeout=TIMEOUT, check=False
    )
    assert done.stderr == ("""latentpad: the shelf's window cannot be opened (couldn't connect to display ":4999")\n""")
    assert done.returncode == 1

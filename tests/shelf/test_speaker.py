import queue

import numpy as np
import pytest

from latentpad.shelf.speaker import NO_PORTAUDIO, NO_SOUNDDEVICE, Speaker

TIMEOUT = 5


class Device:
    """In place of sounddevice: what it is asked for."""

    def __init__(self, error=None):
        self.calls, self.error = queue.Queue(), error

    def stop(self):
        self.calls.put("stop")

    def play(self, signal, sample_rate):
        if self.error:
            raise self.error
        self.calls.put((signal, sample_rate))

    def next(self):
        return self.calls.get(timeout=TIMEOUT)


def failing(error):
    def load():
        raise error

    return load


@pytest.fixture
def told():
    return queue.Queue()


def test_a_file_is_played_and_ends_the_one_before(make_wav, tmp_path, told):
    device = Device()
    speaker = Speaker(told.put, lambda: device)
    speaker.play(make_wav(tmp_path / "new é" / "a 日本.wav"))
    assert device.next() == "stop"
    signal, sample_rate = device.next()
    assert (signal.shape, signal.dtype, sample_rate) == ((4410, 1), np.float32, 44_100)
    assert np.abs(signal).max() == pytest.approx(0.5, abs=0.05)
    speaker.stop()
    assert device.next() == "stop"


def test_a_file_that_is_gone_is_told(tmp_path, told):
    Speaker(told.put, Device).play(tmp_path / "a.wav")
    assert told.get(timeout=TIMEOUT) == "a.wav does not exist any more."


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (ModuleNotFoundError("No module named 'sounddevice'"), NO_SOUNDDEVICE),
        (RuntimeError("device\nis gone"), "This cannot be played: device is gone"),
        (RuntimeError("Error querying device -1"), "There is no audio output."),
    ],
)
def test_what_keeps_a_file_from_being_played_is_told_in_a_line(make_wav, tmp_path, told, error, text):
    Speaker(told.put, failing(error)).play(make_wav(tmp_path / "a.wav"))
    assert told.get(timeout=TIMEOUT) == text


def test_without_portaudio_it_says_what_to_install(make_wav, tmp_path, told, monkeypatch):
    monkeypatch.setattr("latentpad.shelf.speaker.sys.platform", "linux")
    Speaker(told.put, failing(OSError("PortAudio library not found"))).play(make_wav(tmp_path / "a.wav"))
    assert told.get(timeout=TIMEOUT) == NO_PORTAUDIO


def test_after_an_error_it_plays_on(make_wav, tmp_path, told):
    device = Device(RuntimeError("busy"))
    speaker = Speaker(told.put, lambda: device)
    path = make_wav(tmp_path / "a.wav")
    speaker.play(path)
    assert told.get(timeout=TIMEOUT) == "This cannot be played: busy"
    device.error = None
    speaker.play(path)
    assert [device.next(), device.next()] == ["stop", "stop"]
    assert device.next()[1] == 44_100

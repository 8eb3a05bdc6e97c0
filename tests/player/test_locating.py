import os
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from latentpad.bundle.bundle import load_bundle
from latentpad.errors import BundleError, OwnSoundError
from latentpad.paths import default_bundle
from latentpad.player import own_sounds
from latentpad.player.own_sounds import OwnSounds
from latentpad.player.player import Player
from latentpad.samples import own_file
from latentpad.samples.folder import Folder
from latentpad.samples.vorbis import decode_vorbis

TONES = {"kick": (500.0, 0.08), "snare": (1000.0, 0.16)}


@pytest.fixture
def player(bundle, drop):
    return Player(bundle, Folder(drop))


@pytest.fixture
def tone(tmp_path):
    """Write a tone of one of the toy's kinds, after some silence."""

    def write(kind, name="own ö.wav", rate=8000, **options):
        hertz, seconds = TONES[kind]
        signal = np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)
        soundfile.write(tmp_path / name, np.concatenate([np.zeros(rate // 10), 0.3 * signal]), rate, **options)
        return tmp_path / name

    return write


@pytest.mark.parametrize("suffix", ["wav", "aiff", "flac", "ogg"])
def test_a_file_is_located_by_its_sound(player, tone, suffix):
    for kind, point in (("kick", (0.125, 0.125)), ("snare", (0.875, 0.125))):
        path = tone(kind, f"{kind}.{suffix}")
        found = player.locate(path)
        assert (found.x, found.y) == pytest.approx(point, abs=0.02)
        assert found.kind == kind
        assert 0 <= found.certainty <= 1
        assert {Path(name).parent.name for name in found.nearest} == {kind}
        assert player.locate_bytes(path.read_bytes()) == found


def test_a_file_is_located_at_any_rate_and_as_a_text(player, tone):
    found = player.locate(str(tone("snare", rate=44_100, subtype="PCM_24")))
    assert (found.x, found.y) == pytest.approx((0.875, 0.125), abs=0.02)


def test_a_changed_file_is_read_again(player, tone):
    assert player.locate(tone("kick")).kind == "kick"
    path = tone("snare")
    os.utime(path, ns=(1, 1))
    assert player.locate(path).kind == "snare"


def test_an_unchanged_file_is_read_once(bundle, tone):
    sounds, path = OwnSounds(bundle), tone("kick")
    assert sounds.read(path) is sounds.read(path)
    for i in range(own_sounds.N_KEPT):
        sounds.read(tone("kick", f"{i}.wav"))
    assert len(sounds._kept) == own_sounds.N_KEPT


def silence(path):
    soundfile.write(path, np.zeros(8000), 8000)


def click(path):
    soundfile.write(path, np.r_[np.zeros(800), 0.5], 8000)


def hour(path):
    with soundfile.SoundFile(path, "w", 8000, 1, "PCM_U8") as file:
        for _ in range(60):
            file.write(0.5 * np.ones(8000 * 60))


def larger(path):
    with path.open("wb") as file:
        file.truncate(own_file.MAX_BYTES + 1)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: None, "does not exist; name a wav"),
        (lambda path: path.mkdir(), "is a folder; name a wav"),
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda path: path.write_bytes(b"RIFF, but no more"), "is text, not audio"),
        (silence, "is silent"),
        (click, "contains 13 samples of sound"),
        (hour, "is 3600 s long"),
        (larger, "has 64 MB"),
    ],
)
def test_a_file_that_cannot_be_located_is_refused_in_one_line(player, tmp_path, make, message):
    path = tmp_path / "own\nsound.wav"
    make(path)
    with pytest.raises(OwnSoundError) as refused:
        player.locate(path)
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)
    assert "own?sound.wav" in str(refused.value)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on Windows")
def test_a_pipe_is_refused_without_waiting_for_it(player, tmp_path):
    os.mkfifo(tmp_path / "pipe.wav")
    with pytest.raises(OwnSoundError, match="is a device"):
        player.locate(tmp_path / "pipe.wav")


def test_a_name_with_a_null_byte_is_refused(player):
    with pytest.raises(OwnSoundError, match="cannot be read"):
        player.locate("own\0.wav")


def test_a_path_that_is_too_long_is_refused_in_a_short_line(player):
    with pytest.raises(OwnSoundError, match=r"x\.wav cannot be read \(File name too long\)") as refused:
        player.locate(f"{'x' * 5000}.wav")
    assert len(str(refused.value)) < 300


def test_too_many_bytes_are_refused(player, monkeypatch):
    monkeypatch.setattr(own_file, "MAX_BYTES", 1000)
    with pytest.raises(OwnSoundError, match=r"upload.wav has 0 MB \(maximum 0 MB"):
        player.locate_bytes(bytes(1001), "upload.wav")


def test_a_disk_that_does_not_answer_is_waited_for_only_briefly(bundle, tone, monkeypatch):
    sounds, path, answer = OwnSounds(bundle, patience=0.05), tone("kick"), threading.Event()
    stat = os.stat
    monkeypatch.setattr(own_file.os, "stat", lambda name: answer.wait(5) and stat(name))
    for _ in range(2):
        with pytest.raises(OwnSoundError, match=r"cannot be read within 0.05 s; copy it to another disk"):
            sounds.read(path)
    answer.set()


def test_a_bundle_without_a_working_encoder_is_refused_in_one_line(bundle, drop, tone):
    player = Player(replace(bundle, encoder=b"none"), Folder(drop))
    with pytest.raises(BundleError, match=r"toy: encoder\.onnx is not a network"):
        player.locate(tone("kick"))


def test_recordings_of_the_default_bundle_are_located_on_their_points(drop, tmp_path):
    bundle = load_bundle(default_bundle())
    player, layout = Player(bundle, Folder(drop)), bundle.map
    errors = []
    for index in range(0, len(layout.points), 50):
        content = bundle.palette.coded(index)
        signal = decode_vorbis(content, 44_100, 4 * 44_100)
        soundfile.write(tmp_path / "own.wav", signal, 44_100, "PCM_24")
        for found in (player.locate(tmp_path / "own.wav"), player.locate_bytes(content)):
            errors.append(np.hypot(*(layout.points[index] - (found.x, found.y))))
            assert str(layout.names[index]) in found.nearest, index
    assert np.median(errors) < 1e-3
    assert np.percentile(errors, 95) < 0.02

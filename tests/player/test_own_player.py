import io

import numpy as np
import pytest
import soundfile

from latentpad.errors import FolderError, OwnSoundError
from latentpad.player.player import Player
from latentpad.samples.folder import Folder


def wav(hertz=500):
    buffer = io.BytesIO()
    soundfile.write(buffer, 0.5 * np.sin(2 * np.pi * hertz * np.arange(640) / 8000), 8000, format="WAV")
    return buffer.getvalue()


@pytest.fixture
def inbox(tmp_path):
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


@pytest.fixture
def player(bundle, drop, inbox):
    return Player(bundle, Folder(drop), inbox=inbox)


def test_an_upload_is_written_into_the_inbox_and_can_be_located(player, inbox):
    path = player.take_in(wav(), "my kick.wav")
    assert path == inbox / "my kick.wav"
    assert path.read_bytes() == wav()
    assert player.locate(player.admit("my kick.wav")).kind == "kick"


def test_the_same_file_is_written_once_and_another_of_its_name_gets_a_number(player, inbox):
    assert player.take_in(wav(), "a.wav") == player.take_in(wav(), "a.wav") == inbox / "a.wav"
    assert player.take_in(wav(1000), "a.wav") == player.take_in(wav(1000), "a.wav") == inbox / "a_2.wav"
    assert sorted(path.name for path in inbox.iterdir()) == ["a.wav", "a_2.wav"]


@pytest.mark.parametrize("name", ["../../a.wav", "/etc/a.wav", r"C:\windows\a.wav", r"..\a.wav", "a.wav"])
def test_no_name_leads_out_of_the_inbox(player, inbox, name):
    assert player.take_in(wav(), name) == inbox / "a.wav"


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (b"", "a.wav", "a.wav is empty"),
        (b"no audio", "a.wav", "a.wav is text, not audio"),
        (wav(), "a.exe", "a.exe has no suffix of an audio file"),
        (wav(), "wav", "wav has no suffix of an audio file"),
    ],
)
def test_what_is_no_sound_is_not_written(player, inbox, content, name, error):
    with pytest.raises(OwnSoundError, match=error):
        player.take_in(content, name)
    assert list(inbox.iterdir()) == []


def test_a_name_that_cannot_be_one_is_refused(player):
    with pytest.raises(FolderError, match="cannot be a file name"):
        player.take_in(wav(), " .wav")


def test_an_inbox_that_is_gone_is_told_in_one_line(player, inbox):
    inbox.rmdir()
    with pytest.raises(FolderError, match=r"a\.wav cannot be written \(No such file or directory\)"):
        player.take_in(wav(), "a.wav")


def test_without_an_inbox_nothing_is_taken_in(bundle, drop):
    with pytest.raises(OwnSoundError, match=r"there is no inbox for a\.wav; start latentpad without --no-inbox"):
        Player(bundle, Folder(drop)).take_in(wav(), "a.wav")

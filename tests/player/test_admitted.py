import os
import threading

import pytest

from latentpad.errors import OwnSoundError
from latentpad.player import admitted
from latentpad.player.admitted import AdmittedFolders


@pytest.fixture
def folders(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.wav").write_bytes(b"")
    (tmp_path / "outside.wav").write_bytes(b"")
    return tmp_path


@pytest.fixture
def find(folders):
    return AdmittedFolders([folders / "one", folders / "two"]).find


def test_a_file_is_found_by_its_path_or_relative_to_a_folder(find, folders):
    assert find(str(folders / "one" / "one.wav")) == folders / "one" / "one.wav"
    assert find("two.wav") == folders / "two" / "two.wav"


def test_a_folder_may_be_named_through_a_link_or_be_one(folders):
    (folders / "link").symlink_to(folders / "two")
    find = AdmittedFolders([folders / "link"]).find
    for path in (folders / "link" / "two.wav", folders / "two" / "two.wav"):
        assert find(str(path)) == folders / "two" / "two.wav"


@pytest.mark.parametrize(
    "path", ["../outside.wav", "{}/outside.wav", "{}/one/../outside.wav", "{}", "", ".", "{}/onetwo"]
)
def test_a_path_outside_is_refused_in_one_line(find, folders, path):
    with pytest.raises(OwnSoundError, match=r"is not in the drop folder, the inbox or the library; copy it into .*two"):
        find(path.format(folders))


@pytest.mark.parametrize("path", ["link.wav", "missing.wav", "loop.wav"])
def test_a_link_that_leads_outside_is_refused(find, folders, path):
    (folders / "one" / "link.wav").symlink_to(folders / "outside.wav")
    (folders / "one" / "loop.wav").symlink_to(folders / "one" / "loop.wav")
    with pytest.raises(OwnSoundError, match="does not exist, or is a link that leads outside its folder"):
        find(path)


def test_a_folder_that_is_replaced_by_a_link_admits_nothing(find, folders):
    (folders / "private").mkdir()
    (folders / "private" / "mine.wav").write_bytes(b"")
    (folders / "one").rename(folders / "moved")
    (folders / "one").symlink_to(folders / "private")
    with pytest.raises(OwnSoundError, match="is a link that leads outside its folder"):
        find("mine.wav")


def test_a_path_outside_is_refused_before_the_disk_is_asked(find, folders, monkeypatch):
    monkeypatch.setattr(admitted.os.path, "realpath", lambda _path: pytest.fail("the disk was asked"))
    with pytest.raises(OwnSoundError):
        find("//server/share/a.wav")


def test_a_name_with_a_null_byte_is_refused(find):
    with pytest.raises(OwnSoundError, match="is not in the drop folder"):
        find("one\0.wav")


def test_a_disk_that_does_not_answer_is_waited_for_only_briefly(folders, monkeypatch):
    find, answer, realpath = AdmittedFolders([folders / "one"], patience=0.05).find, threading.Event(), os.path.realpath
    monkeypatch.setattr(admitted.os.path, "realpath", lambda path: answer.wait(5) and realpath(path))
    with pytest.raises(OwnSoundError, match=r"cannot be read within 0\.05 s"):
        find("one.wav")
    answer.set()

"""A drop folder that others can write to: links that they plant lead to no file of the user's."""

import os
import threading

import numpy as np
import pytest

from latentpad.errors import FolderError, OwnSoundError
from latentpad.request import Request
from latentpad.samples.drop_file import MAX_BYTES, read_in_drop
from latentpad.samples.folder import Folder
from latentpad.samples.own_file import read_own_file, store_own_file
from latentpad.samples.recipe import Recipe
from latentpad.samples.wav_file import encode_wav
from latentpad.temporaries import temporary_name

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has neither FIFOs nor links for every user")

RECIPE = Recipe(Request(0.25, 0.5, 7), bundle="toy", digest="0" * 64, version="0.1.0")
SIGNAL = np.linspace(-0.9, 0.9, 500, dtype=np.float32)
NAME = "kick_x0.250_y0.500_s7.wav"


@pytest.fixture
def private(tmp_path):
    """A folder of the user's own with a sample that nobody else can read."""
    folder = tmp_path / "private"
    folder.mkdir()
    (folder / NAME).write_bytes(encode_wav(SIGNAL, 44100, RECIPE))
    (folder / "secret").write_bytes(b"secret")
    return folder


@pytest.fixture
def drop(tmp_path):
    (tmp_path / "drop").mkdir()
    return tmp_path / "drop"


def content_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def in_time(work):
    """Do what must not wait for another program; return its result."""
    results = []
    thread = threading.Thread(target=lambda: results.append(work()), daemon=True)
    thread.start()
    thread.join(5)
    return results[0]


def refused(drop, name=NAME):
    """Return why a sample is not kept."""
    with pytest.raises(FolderError) as raised:
        Folder(drop).keep(name)
    return str(raised.value)


def test_a_link_in_the_place_of_a_sample_is_neither_listed_nor_kept(drop, private):
    (drop / NAME).symlink_to(private / NAME)
    assert Folder(drop).samples() == []
    assert refused(drop) == f"{drop / NAME} cannot be kept (it is a symbolic link)"
    assert not (drop / "kept" / NAME).exists()


@pytest.mark.parametrize("kind", ["fifo", "folder"])
def test_what_is_no_file_is_neither_listed_nor_kept(drop, kind):
    os.mkfifo(drop / NAME) if kind == "fifo" else (drop / NAME).mkdir()
    assert Folder(drop).samples() == []
    assert in_time(lambda: refused(drop)) == f"{drop / NAME} cannot be kept (it is not a regular file)"


def test_another_name_of_a_file_that_is_no_wav_is_not_kept(drop, private):
    os.link(private / "secret", drop / NAME)
    assert refused(drop) == f"{drop / NAME} cannot be kept (it has several names, and is no wav)"


def test_a_sample_that_a_backup_shares_is_kept(drop):
    folder = Folder(drop)
    sample = folder.write(SIGNAL, 44100, "kick", RECIPE)
    os.link(sample, drop / "backup")
    assert folder.keep(sample.name).read_bytes() == sample.read_bytes()


def test_nothing_is_copied_to_where_a_link_leads(drop, private):
    folder, before = Folder(drop), content_of(private)
    folder.write(SIGNAL, 44100, "kick", RECIPE)
    (drop / "kept").symlink_to(private)
    assert refused(drop).endswith("cannot be kept (kept is a symbolic link; replace it by a folder)")
    assert content_of(private) == before
    assert folder.kept() == []


def test_a_link_to_nowhere_is_no_place_for_copies(drop, tmp_path):
    Folder(drop).write(SIGNAL, 44100, "kick", RECIPE)
    (drop / "kept").symlink_to(tmp_path / "nowhere")
    assert "kept is a symbolic link" in refused(drop)
    assert not (tmp_path / "nowhere").exists()


def test_no_copy_is_written_over_what_a_link_leads_to(drop, private):
    folder, before = Folder(drop), content_of(private)
    folder.write(SIGNAL, 44100, "kick", RECIPE)
    (drop / "kept").mkdir()
    (drop / "kept" / NAME).symlink_to(private / "secret")
    assert folder.keep(NAME) == drop / "kept" / "kick_x0.250_y0.500_s7_2.wav"
    assert content_of(private) == before
    assert folder.kept() == [drop / "kept" / "kick_x0.250_y0.500_s7_2.wav"]


def test_opening_the_folder_truncates_nothing(drop, private, monkeypatch):
    name = temporary_name()
    monkeypatch.setattr("latentpad.samples.folder.temporary_name", lambda: name)
    for planted in (name, f".latentpad-{os.getpid()}.tmp"):
        (drop / planted).symlink_to(private / "secret")
    with pytest.raises(FolderError, match=r"cannot be written to \(File exists\)"):
        Folder(drop)
    assert (private / "secret").read_bytes() == b"secret"


def test_a_drop_folder_that_is_a_link_works(drop, tmp_path):
    (tmp_path / "link").symlink_to(drop)
    folder = Folder(tmp_path / "link")
    sample = folder.write(SIGNAL, 44100, "kick", RECIPE)
    assert folder.samples() == [sample]
    assert folder.keep(sample.name) == tmp_path / "link" / "kept" / sample.name
    for path in (sample, drop / sample.name):
        with folder.open(path) as file:
            assert file.read(4) == b"RIFF"


def test_a_file_elsewhere_that_the_user_names_may_be_a_link(drop, private):
    (private / "link.wav").symlink_to(private / NAME)
    with Folder(drop).open(private / "link.wav") as file:
        assert file.read(4) == b"RIFF"


def test_a_huge_file_is_not_read_whole(drop):
    with (drop / NAME).open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(OSError, match=f"more than {MAX_BYTES} bytes"):
        read_in_drop(drop, drop / NAME)
    assert refused(drop).endswith(f"cannot be kept (it has more than {MAX_BYTES} bytes)")


def test_a_sound_in_the_inbox_is_not_read_through_a_link(drop, private):
    (drop / "a.wav").symlink_to(private / NAME)
    with pytest.raises(OwnSoundError, match=r"a\.wav cannot be read \(it is a symbolic link\)"):
        read_own_file(drop / "a.wav", (drop,))
    assert read_own_file(drop / "a.wav") == (private / NAME).read_bytes()  # which the user has named


def test_a_sound_that_is_sent_is_not_compared_with_what_links_lead_to(drop, private):
    content = (private / NAME).read_bytes()
    (drop / "a.wav").symlink_to(private / NAME)
    os.mkfifo(drop / "a_2.wav")
    assert in_time(lambda: store_own_file(drop, "a.wav", content)) == drop / "a_3.wav"


def test_a_name_that_many_sounds_have_is_stored_in_few_steps(drop, monkeypatch):
    for number in range(2, 1001):
        (drop / f"a_{number}.wav").write_bytes(b"another")
    (drop / "a.wav").write_bytes(b"another")
    asked, lexists = [], os.path.lexists
    monkeypatch.setattr(os.path, "lexists", lambda path: asked.append(path) or lexists(path))
    assert store_own_file(drop, "a.wav", b"mine").name == "a_1001.wav"
    assert len(asked) < 30
    assert store_own_file(drop, "a.wav", b"mine").name == "a_1001.wav"

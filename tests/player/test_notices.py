"""Notices about parents that are not at hand: one per cause, in words, to the log and to listeners."""

import shutil
import threading
from dataclasses import replace

import pytest

from latentpad.bundle.bundle import load_bundle, save_bundle
from latentpad.bundle.palette import make_palette
from latentpad.player.library_audio import LibraryAudio
from latentpad.player.notices import Notices
from latentpad.player.parents import ParentSounds
from latentpad.samples.one_shot import read_one_shot

ALONE = "samples are made by the model alone (start with --library FOLDER, or map the folder again)"


@pytest.fixture
def listen():
    """Return the list of the notices that a listener gets."""

    def listen(sounds):
        texts = []
        sounds.notices.listen(texts.append)
        return texts

    return listen


def library(folder, bundle):
    return LibraryAudio((folder,), bundle.map.names)


def test_sounds_that_are_gone_or_changed_are_counted_once(detailed_bundle, own_library, listen, caplog):
    for index in range(0, 32, 2):
        (own_library / str(detailed_bundle.map.names[index])).unlink()
    (own_library / str(detailed_bundle.map.names[31])).write_bytes(b"something else")
    sounds = ParentSounds(detailed_bundle, library(own_library, detailed_bundle))
    texts = listen(sounds)
    assert [index for index in range(32) if sounds(index) is not None] == list(range(1, 31, 2))
    tried = f"of 20 sounds of the library in {own_library} that were tried"
    assert texts == [f"{tried}, 10 are gone or changed; near them, {ALONE}"]
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [("WARNING", texts[0])]


def test_a_library_whose_folder_is_gone_is_named(detailed_bundle, tmp_path, listen):
    sounds = ParentSounds(detailed_bundle, library(tmp_path / "gone", detailed_bundle))
    texts = listen(sounds)
    assert (sounds(3), sounds(4)) == (None, None)
    (text,) = texts
    tried = f"of 20 sounds of the library in {tmp_path / 'gone'} that were tried"
    assert text == f"{tried}, 20 are gone or changed; near them, {ALONE}"


def test_a_library_that_is_not_known_here_is_named_by_its_bundle(detailed_bundle, listen):
    sounds = ParentSounds(detailed_bundle, LibraryAudio((), detailed_bundle.map.names))
    texts = listen(sounds)
    with sounds.held([1, 2, 3]) as found:
        assert found() == ()
    assert texts == [f"the library of toy is not known on this computer; {ALONE}"]


def test_nothing_is_said_while_every_sound_is_at_hand(detailed_bundle, own_library, listen, caplog):
    sounds = ParentSounds(detailed_bundle, library(own_library, detailed_bundle))
    texts = listen(sounds)
    assert all(sounds(index) is not None for index in range(32))
    assert (texts, caplog.records) == ([], [])


def test_a_slow_disk_is_reported_once_and_its_sounds_are_played_later(detailed_bundle, own_library, listen):
    awake = threading.Event()

    def read_asleep(*asked):
        assert awake.wait(10)
        return read_one_shot(*asked)

    sounds = ParentSounds(detailed_bundle, library(own_library, detailed_bundle), read_asleep, patience=0.05)
    texts = listen(sounds)
    with sounds.held([1, 2, 3]) as found:
        assert found() == ()
        assert sounds(1) is None
    assert sounds(4) is None
    where = f"reading sounds from {own_library} takes over 0.05 s"
    assert texts == [f"{where}; until they are read, samples are made by the model alone"]
    awake.set()
    sounds._reader.get([1, 2, 3, 4], 10.0)
    with sounds.held([1, 2, 3, 4]) as found:
        assert found() == (1, 2, 3, 4)
    assert len(texts) == 1


def test_each_cause_has_its_notice(detailed_bundle, tmp_path, listen):
    palette = make_palette([b"OggS" * 100, *[b""] * 31])
    sounds = ParentSounds(replace(detailed_bundle, palette=palette), library(tmp_path / "gone", detailed_bundle))
    texts = listen(sounds)
    for index in (0, 1, 0, 1, 2):
        sounds(index)
    assert ["recordings in the bundle" in text for text in texts] == [True, False]


def test_a_bundle_that_is_removed_while_it_is_played_has_one_notice(detailed_bundle, tmp_path, listen):
    palette = make_palette([b"OggS" + bytes(100)] * 32)
    save_bundle(replace(detailed_bundle, palette=palette), tmp_path / "new")
    sounds = ParentSounds(load_bundle(tmp_path / "new"))
    shutil.rmtree(tmp_path / "new")
    texts = listen(sounds)
    assert [sounds(index) for index in (0, 1, 0)] == [None] * 3
    assert len(texts) == 1
    assert "of 20 recordings in the bundle that were tried, 20 cannot be read" in texts[0]


def test_a_listener_that_comes_late_gets_what_was_said_before():
    notices, first, late, latest = Notices(), [], [], []
    notices.listen(first.append)
    assert notices.claim("a")
    notices.listen(late.append)
    notices.give("a", "one")
    assert not notices.claim("a")
    assert notices.claim("b")
    notices.give("b", "two")
    notices.listen(latest.append)
    assert first == late == latest == ["one", "two"]

import os
import sys
from dataclasses import replace

import numpy as np
import pytest
import soundfile

from latentpad.player.library_audio import (
    LibraryAudio,
    find_library,
    library_names,
    remember_library,
    remembered_library,
)
from latentpad.samples.heard import MAX_SECONDS


@pytest.fixture
def library(tmp_path):
    folder = tmp_path / "my sounds é"
    (folder / "kick").mkdir(parents=True)
    soundfile.write(folder / "kick" / "a.wav", np.full(50, 0.25), 8000, "FLOAT")
    return folder


def names(*paths):
    return np.array(paths)


def test_a_sound_is_read_from_its_library(library):
    audio = LibraryAudio((library,), names("kick/a.wav", "kick/gone.wav"))
    signal, sample_rate = audio.read(0)
    assert (signal.tolist(), signal.dtype, sample_rate) == ([0.25] * 50, np.float32, 8000)
    assert audio.read(1) is None
    assert audio.is_available()


def test_libraries_whose_folders_have_the_same_name_are_numbered(tmp_path):
    folders = [tmp_path / name for name in ("a/drums", "b/drums", "drums 2", "c/drums", "keys")]
    assert library_names(folders) == ["drums", "drums 3", "drums 2", "drums 4", "keys"]
    for i, folder in enumerate(folders):
        folder.mkdir(parents=True)
        soundfile.write(folder / "1.wav", np.full(50 + i, 0.25), 8000, "FLOAT")
    audio = LibraryAudio(tuple(folders), names(*(f"{name}/1.wav" for name in library_names(folders))))
    assert [len(audio.read(i)[0]) for i in range(5)] == [50, 51, 52, 53, 54]


def test_with_several_libraries_each_name_begins_with_its_folder(library):
    audio = LibraryAudio((library.parent / "other", library), names(f"{library.name}/kick/a.wav", "other/kick/a.wav"))
    assert len(audio.read(0)[0]) == 50
    assert audio.read(1) is None


def test_a_library_trained_with_factory_sounds_is_found_by_its_folder(library):
    audio = LibraryAudio((library,), names(f"{library.name}/kick/a.wav", "factory/kick/a.wav"))
    assert len(audio.read(0)[0]) == 50
    assert audio.read(1) is None


@pytest.mark.parametrize(
    "name",
    [
        *("../outside.wav", "kick/../../outside.wav", "{outside}", "kick\0", "", ".", "kick", "//server/share/a.wav"),
        *("\\\\server\\share\\a.wav", "C:kick/a.wav", "C:\\a.wav", "kick\\..\\kick/a.wav"),
    ],
)
def test_a_name_never_leads_outside_the_library(library, name):
    outside = library.parent / "outside.wav"
    soundfile.write(outside, np.zeros(50), 8000)
    audio = LibraryAudio((library,), names(name.format(outside=outside)))
    assert audio.read(0) is None
    assert not audio.is_available()


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege there")
def test_a_link_never_leads_outside_the_library(library):
    outside = library.parent / "outside.wav"
    soundfile.write(outside, np.zeros(50), 8000)
    os.symlink(outside, library / "kick" / "link.wav")
    assert LibraryAudio((library,), names("kick/link.wav")).read(0) is None


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege there")
def test_links_are_followed_where_the_bundle_was_made_here(library, bundle, library_records, tmp_path):
    outside = library.parent / "elsewhere" / "outside.wav"
    outside.parent.mkdir()
    soundfile.write(outside, np.zeros(70), 8000)
    os.symlink(outside, library / "kick" / "link.wav")
    (library / "kick" / "dangling.wav").symlink_to(tmp_path / "gone.wav")
    (library / "kick" / "loop.wav").symlink_to(library / "kick" / "loop.wav")
    found = names("kick/link.wav", "../elsewhere/outside.wav", str(outside), "kick/dangling.wav", "kick/loop.wav")
    mapped = replace(bundle, map=replace(bundle.map, names=found), digest="own")
    assert find_library(mapped, (library,)).read(0) is None  # it could be anybody's
    remember_library("own", (library,), library_records)
    moved = library.rename(library.parent / "moved")
    for audio, is_there in ((find_library(mapped), False), (find_library(mapped, (moved,)), True)):
        assert (audio.read(0) is not None) == is_there
        assert [audio.find(index) for index in range(1, 5)] == [None] * 4
    assert find_library(replace(mapped, digest="another"), (moved,)).read(0) is None


def test_a_file_that_is_not_audio_is_not_read(library):
    (library / "kick" / "secret.txt").write_text("secret")
    assert LibraryAudio((library,), names("kick/secret.txt")).read(0) is None


def test_at_most_a_minute_is_read(library):
    soundfile.write(library / "kick" / "long.wav", np.zeros(int(100 * (MAX_SECONDS + 5))), 100)
    signal, sample_rate = LibraryAudio((library,), names("kick/long.wav")).read(0)
    assert len(signal) == MAX_SECONDS * sample_rate


def test_a_library_is_available_if_some_of_its_sounds_are(library):
    many = names(*(f"kick/{number}.wav" for number in range(100)), "kick/a.wav")
    assert LibraryAudio((library,), many).is_available()
    assert not LibraryAudio((library,), many[:-1]).is_available()
    assert not LibraryAudio((), many).is_available()


def test_libraries_are_remembered_by_the_digest_of_their_bundle(library, tmp_path):
    registry = tmp_path / "libraries"
    assert remembered_library("abc", registry) == ()
    remember_library("abc", (library, tmp_path), registry)
    remember_library("abc", (library,), registry)
    assert remembered_library("abc", registry) == (library,)
    assert [path.name for path in registry.iterdir()] == ["abc.json"]


@pytest.mark.parametrize("text", [b"", b"{}", b"[1]", b"\xff", b"[" * 5000])
def test_a_damaged_record_counts_as_none(tmp_path, text):
    (tmp_path / "abc.json").write_bytes(text)
    assert remembered_library("abc", tmp_path) == ()


def heard(library, frames, subtype="FLOAT"):
    """Write a sound of a library, and return it as it is heard."""
    soundfile.write(library / "kick" / "b.wav", frames, 8000, subtype)
    signal, rate = LibraryAudio((library,), names("kick/b.wav")).read(0)
    assert rate == 8000
    assert np.abs(signal).max() <= 1
    return signal


TONE = 0.5 * np.sin(2 * np.pi * 440 * np.arange(800) / 8000 + 1)


def test_a_sound_is_heard_from_where_it_starts(library):
    late = np.concatenate([np.zeros(2400), TONE])
    assert heard(library, late) == pytest.approx(late[2400 - 12 :])  # 1.5 ms before it
    assert len(heard(library, late + 0.01)) == 812  # on a constant level, too
    assert heard(library, TONE) == pytest.approx(TONE)


def test_a_sound_whose_channels_cancel_out_is_heard(library):
    assert heard(library, np.outer(TONE, [1.0, -1.0])) == pytest.approx(TONE, abs=1e-6)
    assert heard(library, np.outer(TONE, [0.5, -1.0, 0.5])) == pytest.approx(-TONE, abs=1e-6)


def test_a_sound_above_full_scale_is_turned_down_to_it(library):
    assert np.abs(heard(library, 26_214 * TONE)).max() == 1


def test_a_sound_that_has_become_an_hour_long_is_heard_for_a_minute(library):
    assert len(heard(library, np.tile(TONE, 3_600), "PCM_U8")) == 60 * 8000


def test_values_that_are_not_finite_are_silent(library):
    broken = TONE.copy()
    broken[400] = np.nan
    assert heard(library, broken)[401:] == pytest.approx(TONE[401:])


def test_silence_is_heard_as_it_is(library):
    assert heard(library, np.zeros(800)).tolist() == [0.0] * 800

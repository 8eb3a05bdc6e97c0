import errno
import os
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from latentpad import files
from latentpad.errors import FolderError
from latentpad.request import Request
from latentpad.samples.folder import Folder, write_sample
from latentpad.samples.recipe import Recipe, read_recipe
from latentpad.samples.wav_file import encode_wav
from latentpad.temporaries import temporary_name

RECIPE = Recipe(Request(0.25, 0.5, 7), bundle="toy", digest="0" * 64, version="0.1.0")
SIGNAL = np.linspace(-0.9, 0.9, 500, dtype=np.float32)
RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{name}{i}" for name in ("COM", "LPT") for i in range(1, 10))}


def write(path, label="kick"):
    return Folder(path).write(SIGNAL, 44100, label, RECIPE)


def test_the_name_has_label_point_and_seed(tmp_path):
    assert write(tmp_path) == tmp_path / "kick_x0.250_y0.500_s7.wav"
    assert [path.name for path in tmp_path.iterdir()] == ["kick_x0.250_y0.500_s7.wav"]


def test_a_point_at_minus_zero_is_kept_and_found_again_like_one_at_zero(tmp_path):
    folder = Folder(tmp_path)
    recipe = replace(RECIPE, request=Request(-0.0, -0.0, 7))
    written = folder.write(SIGNAL, 44100, "kick", recipe)
    assert written.name == "kick_x0.000_y0.000_s7.wav"
    assert folder.keep(written.name, "mine").name == "mine.wav"


def test_nothing_is_ever_overwritten(tmp_path):
    names = [write(tmp_path).name for _ in range(3)]
    stem = "kick_x0.250_y0.500_s7"
    assert names == [f"{stem}.wav", f"{stem}_2.wav", f"{stem}_3.wav"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)


def test_a_link_to_nowhere_is_not_overwritten(tmp_path):
    link = tmp_path / "kick_x0.250_y0.500_s7.wav"
    link.symlink_to(tmp_path / "nowhere")
    assert write(tmp_path).name == "kick_x0.250_y0.500_s7_2.wav"
    assert link.is_symlink()


def test_eight_threads_with_the_same_recipe_write_eight_complete_files(tmp_path):
    folder, written = Folder(tmp_path), []
    together = threading.Barrier(8)

    def work():
        together.wait()
        written.append(folder.write(SIGNAL, 44100, "kick", RECIPE))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(tmp_path.iterdir()) == sorted(written)
    assert len(set(written)) == 8
    assert {path.read_bytes() for path in written} == {encode_wav(SIGNAL, 44100, RECIPE, "kick")}


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("open hat", "open-hat"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\kick", "C-kick"),
        (".hidden", "hidden"),
        ("-rf", "rf"),
        ("a\nb\0c", "a-b-c"),
        ("Hörner & Becken", "Horner-Becken"),
        ("\uff4b\uff49\uff43\uff4b", "kick"),
        ("太鼓", "sound"),
        ("", "sound"),
        ("???", "sound"),
        ("snare_808", "snare_808"),
        ("x" * 300, "x" * 40),
    ],
)
def test_an_odd_label_becomes_a_plain_name(tmp_path, label, name):
    assert write(tmp_path, label) == tmp_path / f"{name}_x0.250_y0.500_s7.wav"


@pytest.mark.parametrize("label", sorted(RESERVED))
def test_no_name_is_a_device_of_windows(tmp_path, label):
    assert write(tmp_path, label).name.split(".")[0].upper() not in RESERVED


def test_a_missing_folder_is_refused(tmp_path):
    with pytest.raises(FolderError, match=r"gone does not exist; create it, or name another folder with --drop$"):
        Folder(tmp_path / "gone")
    with pytest.raises(FolderError, match=r"x does not exist; create it"):
        Folder(tmp_path / ("x" * 300))


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(FolderError, match=r"file is a file; name a folder with --drop$"):
        Folder(tmp_path / "file")


def test_a_tilde_is_expanded(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert Folder(Path("~")).path == tmp_path


def failing(number):
    def fail(*_args, **_kwargs):
        raise OSError(number, os.strerror(number))

    return fail


def test_a_read_only_folder_is_refused_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "open", failing(errno.EROFS))
    with pytest.raises(FolderError, match=r"cannot be written to \(Read-only file system\); name another folder"):
        Folder(tmp_path)


@pytest.mark.parametrize(
    ("module", "name", "number"),
    [
        (os, "open", errno.EROFS),
        (os, "open", errno.ENOSPC),
        (os, "fsync", errno.ENOSPC),
        (os, "fsync", errno.EIO),
        (files, "rename_new", errno.EACCES),
    ],
)
def test_nothing_is_left_behind_when_writing_fails(tmp_path, monkeypatch, module, name, number):
    folder = Folder(tmp_path)
    monkeypatch.setattr(module, name, failing(number))
    for attempt in (lambda: folder.write(SIGNAL, 44100, "kick", RECIPE), lambda: new_file(tmp_path / "a.wav")):
        with pytest.raises(FolderError, match=rf"cannot be written \({os.strerror(number)}\)$"):
            attempt()
        assert list(tmp_path.iterdir()) == []


def test_a_folder_that_disappears_is_reported(tmp_path):
    folder = Folder(tmp_path)
    tmp_path.rmdir()
    with pytest.raises(FolderError, match=r"does not exist any more; the sample is not written$"):
        folder.write(SIGNAL, 44100, "kick", RECIPE)


def test_the_final_name_appears_with_the_complete_file(tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(files.os, "fsync", lambda _: seen.extend(path.suffix for path in tmp_path.iterdir()))
    write(tmp_path)
    assert seen == [".tmp"]


def new_file(path):
    write_sample(path, SIGNAL, 44100, RECIPE)


def test_a_chosen_name_is_written_once(tmp_path):
    new_file(tmp_path / "mine.WAV")
    with pytest.raises(FolderError, match=r"mine\.WAV already exists; choose another name$"):
        new_file(tmp_path / "mine.WAV")
    assert (tmp_path / "mine.WAV").read_bytes() == encode_wav(SIGNAL, 44100, RECIPE)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_chosen_name_must_end_in_wav(tmp_path):
    with pytest.raises(FolderError, match=r"mine\.mp3 must end in \.wav, or be an existing folder$"):
        new_file(tmp_path / "mine.mp3")
    with pytest.raises(FolderError, match=r"gone does not exist; create it, or choose another folder$"):
        new_file(tmp_path / "gone" / "a.wav")


def test_keeping_a_sample_twice_makes_one_copy(tmp_path):
    sample = write(tmp_path)
    kept = tmp_path / "kept" / sample.name
    folder = Folder(tmp_path)
    assert folder.keep(sample.name) == folder.keep(str(sample)) == folder.keep(sample.as_posix()) == kept
    assert kept.read_bytes() == sample.read_bytes()
    assert [path.name for path in kept.parent.iterdir()] == [sample.name]


def test_keeping_overwrites_nothing(tmp_path):
    sample = write(tmp_path)
    mine = tmp_path / "kept" / sample.name
    mine.parent.mkdir()
    mine.write_bytes(b"mine")
    for _ in range(2):
        assert Folder(tmp_path).keep(sample.name).name == "kick_x0.250_y0.500_s7_2.wav"
    assert mine.read_bytes() == b"mine"


@pytest.mark.parametrize(
    "path", ["", "../secret_x0.250_y0.500_s7.wav", "/etc/passwd", "kept", "song.wav", ".kick_x0.250_y0.500_s7.wav.tmp"]
)
def test_only_samples_of_latentpad_are_kept(tmp_path, path):
    drop = tmp_path / "drop"
    drop.mkdir()
    for name in ("secret_x0.250_y0.500_s7.wav", "song.wav"):
        (tmp_path / name).write_bytes(b"mine")
        (drop / "song.wav").write_bytes(b"mine")
    for candidate in (path, f"{drop.as_posix()}/{path}", str(tmp_path / "secret_x0.250_y0.500_s7.wav")):
        with pytest.raises(FolderError, match=r"there is no latentpad sample called .* in "):
            Folder(drop).keep(candidate)
    assert not (drop / "kept").exists()


def test_a_deleted_sample_cannot_be_kept(tmp_path):
    write(tmp_path).unlink()
    with pytest.raises(FolderError, match=r"kick_x0\.250_y0\.500_s7\.wav does not exist any more; nothing is kept$"):
        Folder(tmp_path).keep("kick_x0.250_y0.500_s7.wav")


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        *(("boom", "boom"), ("boom.wav", "boom"), (" boom . ", "boom"), ("Bässe: 1/2", "Bässe- 1-2"), ("太鼓", "太鼓")),
        *(
            ("../../boom", "-..-boom"),
            ("..\\boom", "-boom"),
            ("con", "_con"),
            ("LPT1.x", "_LPT1.x"),
            ("a\nb\0c", "abc"),
        ),
        *((".hidden", "hidden"), ("x" * 300, "x" * 120), ("é" * 100, "é" * 60), ("[a]*", "[a]-"), ("e\u0301", "é")),
    ],
)
def test_a_kept_sample_has_a_name_that_every_system_accepts(tmp_path, name, stem):
    sample = write(tmp_path)
    for _ in range(2):
        assert Folder(tmp_path).keep(sample.name, name) == tmp_path / "kept" / f"{stem}.wav"
    assert [path.name for path in (tmp_path / "kept").iterdir()] == [f"{stem}.wav"]
    assert sample.exists()


@pytest.mark.parametrize("name", [" ", ".", "..", ".wav", "/", "\0", "???"])
def test_an_impossible_name_is_refused(tmp_path, name):
    sample = write(tmp_path)
    with pytest.raises(FolderError, match="cannot be a file name; use letters or digits"):
        Folder(tmp_path).keep(sample.name, name)
    assert not (tmp_path / "kept").exists()


def test_a_taken_name_gets_a_number(tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "boom.wav").write_bytes(b"mine")
    assert Folder(tmp_path).keep(write(tmp_path).name, "boom") == kept / "boom_2.wav"
    assert (kept / "boom.wav").read_bytes() == b"mine"


def test_the_newest_samples_are_found_in_order(tmp_path):
    folder = Folder(tmp_path)
    recipes = [replace(RECIPE, request=Request(0.25, 0.5, seed)) for seed in (3, 1, 2)]
    paths = [folder.write(SIGNAL, 44100, "kick", recipe) for recipe in recipes]
    for age, path in enumerate(reversed(paths)):
        os.utime(path, (1000 - age, 1000 - age))
    (tmp_path / "mine.wav").write_bytes(b"mine")
    assert folder.samples() == paths[::-1]
    assert folder.kept() == []
    kept = folder.keep(paths[0].name, "boom")
    assert folder.kept() == [kept]


def test_a_prefix_of_another_name_is_a_different_name(tmp_path):
    sample = write(tmp_path)
    folder = Folder(tmp_path)
    assert folder.keep(sample.name).name == sample.name
    assert folder.keep(sample.name, "kick").name == "kick.wav"
    assert folder.keep(sample.name, "kick").name == "kick.wav"
    assert len(folder.kept()) == 2


def test_a_signal_with_two_channels_is_a_stereo_wav(tmp_path):
    both = np.stack([SIGNAL, -SIGNAL], axis=1)
    path = Folder(tmp_path).write(both, 44100, "kick", RECIPE)
    found, sample_rate = soundfile.read(path, dtype="float32")
    assert (found.shape, sample_rate) == ((500, 2), 44100)
    assert found == pytest.approx(both, abs=2**-22)
    assert read_recipe(path) == RECIPE


def abandoned(path):
    """Write what a killed program leaves, which is older than this process."""
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(b"RIFF, and half a wav")
    os.utime(path, (1e9, 1e9))
    return path


@pytest.mark.parametrize("place", [".", "kept", "kits/Kit 1"])
def test_what_killed_programs_left_is_removed_at_the_start(tmp_path, place):
    left = abandoned(tmp_path / place / temporary_name())
    mine = abandoned(tmp_path / place / ".song.wav.tmp")
    Folder(tmp_path)
    assert (left.exists(), mine.exists()) == (False, True)


def test_an_abandoned_temporary_file_takes_no_name(tmp_path):
    abandoned(tmp_path / ".kick_x0.250_y0.500_s7.wav.tmp")
    assert write(tmp_path).name == "kick_x0.250_y0.500_s7.wav"
    assert len(list(tmp_path.iterdir())) == 1


def test_an_abandoned_temporary_file_keeps_no_chosen_name_from_being_written(tmp_path):
    for name, content, is_left in (("a", b"", False), ("b", b"RIFF....WAVE", False), ("c", b"mine", True)):
        temporary = tmp_path / f".{name}.wav.tmp"
        temporary.write_bytes(content)
        os.utime(temporary, (1e9, 1e9))
        new_file(tmp_path / f"{name}.wav")
        assert (tmp_path / f"{name}.wav").read_bytes() == encode_wav(SIGNAL, 44100, RECIPE)
        assert temporary.exists() == is_left


def test_a_point_that_was_played_a_thousand_times_is_written_as_fast_as_a_new_one(tmp_path, monkeypatch):
    stem = "kick_x0.250_y0.500_s7"
    for number in range(2, 1001):
        (tmp_path / f"{stem}_{number}.wav").touch()
    (tmp_path / f"{stem}.wav").touch()
    folder, asked, lexists = Folder(tmp_path), [], os.path.lexists
    monkeypatch.setattr(os.path, "lexists", lambda path: asked.append(path) or lexists(path))
    assert write(tmp_path).name == f"{stem}_1001.wav"
    assert len(asked) < 30
    names = []
    for _ in range(3):
        asked.clear()
        names.append(folder.write(SIGNAL, 44100, "kick", RECIPE).name)
    assert names == [f"{stem}_{number}.wav" for number in (1002, 1003, 1004)]
    assert len(asked) == 2


def test_numbers_that_others_take_meanwhile_are_not_written_over(tmp_path):
    folder = Folder(tmp_path)
    first = [folder.write(SIGNAL, 44100, "kick", RECIPE).name for _ in range(2)]
    other = [write(tmp_path).name for _ in range(2)]
    assert folder.write(SIGNAL, 44100, "kick", RECIPE).name == "kick_x0.250_y0.500_s7_5.wav"
    assert len({*first, *other}) == 4

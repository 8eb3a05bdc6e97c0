"""Writing a kit's files."""

import errno
from dataclasses import replace

import pytest

from latentpad.errors import FolderError
from latentpad.kits.kit import Kit, KitSample, Pad
from latentpad.kits.write import FORMATS, write_formats


@pytest.mark.parametrize("key", FORMATS)
def test_a_file_beside_the_wavs_has_the_name_of_the_kit(key, kit, folder):
    before = set(folder.iterdir())
    (path,) = write_formats(kit, folder, [key])
    assert path.name == f"Toy -&- 'é' 日本{FORMATS[key].suffix}"
    assert set(folder.iterdir()) - before == {path}


@pytest.mark.parametrize("key", FORMATS)
def test_equal_kits_give_equal_bytes(key, kit, folder):
    content = FORMATS[key].encode(kit, folder)
    assert FORMATS[key].encode(replace(kit), folder) == content


def test_nothing_is_overwritten(kit, folder):
    key = next(iter(FORMATS))
    (path,) = write_formats(kit, folder, [key])
    path.write_text("mine")
    with pytest.raises(FolderError, match="already exists"):
        write_formats(kit, folder)
    assert path.read_text() == "mine"
    assert [one.suffix for one in folder.iterdir() if one.suffix != ".wav"] == [path.suffix]


def test_a_kit_without_any_wav_is_refused(kit, tmp_path):
    for folder in (tmp_path, tmp_path / "gone"):
        with pytest.raises(FolderError, match="has none of the samples of the kit"):
            write_formats(kit, folder)
    assert list(tmp_path.glob("Toy*")) == []


@pytest.mark.parametrize("name", ["a$b.wav", "a b=c.wav", "../a.wav", "a\nb.wav", " a.wav", "a\\b.wav"])
def test_a_name_that_a_format_cannot_spell_is_refused(name, folder):
    with pytest.raises(FolderError, match="cannot be the name of a kit's sample"):
        write_formats(Kit("toy", (Pad("Kick", 36, (KitSample(name, 1, 44100),)),)), folder)


def test_an_unknown_format_is_refused(kit, folder):
    with pytest.raises(FolderError, match=r"unknown kit format 'sf2' \(choose from sfz"):
        write_formats(kit, folder, ["sf2"])


def test_on_a_full_disk_the_missing_files_are_named(kit, folder, monkeypatch):
    def full(path, content):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("latentpad.kits.write.write_new", full)
    with pytest.raises(FolderError, match=r"No space left on device\); missing are Toy .*\.sfz"):
        write_formats(kit, folder)

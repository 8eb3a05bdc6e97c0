"""Writing a kit's files."""

import errno
import gzip
import os
from dataclasses import replace

import pytest

from latentpad.errors import FolderError
from latentpad.files import write_new
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


def test_on_a_full_disk_whole_files_stay_and_the_missing_ones_are_named(kit, folder, monkeypatch):
    def write_until_full(path, content):
        if path.suffix != ".sfz":
            raise OSError(errno.ENOSPC, "No space left on device")
        write_new(path, content)

    monkeypatch.setattr("latentpad.kits.write.write_new", write_until_full)
    with pytest.raises(FolderError, match=r"No space left on device\); missing are Toy [^,]*\.xpm, Toy [^,]*\.adg$"):
        write_formats(kit, folder, ["sfz", "mpc", "ableton"])
    assert [one.suffix for one in folder.iterdir() if one.suffix != ".wav"] == [".sfz"]


def test_a_folder_that_cannot_be_completed_leaves_nothing_behind(kit, folder, monkeypatch):
    def full(path, content):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(FolderError, match=r"missing are Toy .* TidalCycles"):
        write_formats(kit, folder, ["tidal"])
    assert {one.suffix for one in folder.iterdir()} == {".wav"}


@pytest.mark.parametrize("key", FORMATS)
def test_no_file_names_a_wav_that_is_gone(key, kit, folder):
    gone = kit.pads[3].samples[0].file
    (folder / gone).unlink()
    content = FORMATS[key].encode(kit.present(folder), folder)
    parts = list(content.values()) if isinstance(content, dict) else [content]
    (path,) = write_formats(kit, folder, [key])
    assert path.exists()
    plain = b"".join(gzip.decompress(part) if part[:2] == b"\x1f\x8b" else part for part in parts)
    name = gone.removesuffix(".wav")
    assert not any(spelt.encode() in plain for spelt in (name, name.replace(" ", "%20")))


def test_names_with_line_breaks_and_controls_are_written_on_one_line(kit, folder):
    (path,) = write_formats(replace(kit, name="a\nb\x00\ud800 c"), folder, ["sfz"])
    assert path.name == "a b c.sfz"
    assert path.read_text(encoding="utf-8").splitlines()[0] == "// a b c"


def test_sfz_names_the_kind_of_each_pad_on_one_line(kit, folder):
    pads = (replace(kit.pads[0], kind="kick\n<region>"), *(replace(pad, kind="") for pad in kit.pads[1:]))
    (path,) = write_formats(replace(kit, pads=pads), folder, ["sfz"])
    kinds = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("// kind")]
    assert kinds == ["// kind: kick <region>"]


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need a privilege there")
@pytest.mark.parametrize("key", ["hydrogen", "multisample", "tidal"])
def test_no_format_takes_in_what_a_link_leads_to(key, kit, folder, tmp_path):
    name = kit.pads[3].samples[0].file
    (folder / name).unlink()
    (tmp_path / "secret").write_bytes(b"this is a secret")
    (folder / name).symlink_to(tmp_path / "secret")
    (path,) = write_formats(kit, folder, [key])
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    assert not any(b"this is a secret" in one.read_bytes() for one in files)


def test_a_name_that_is_taken_in_the_meantime_is_named(kit, folder, monkeypatch):
    monkeypatch.setattr("latentpad.kits.write.os.path.lexists", lambda _path: False)
    (folder / "Toy -&- 'é' 日本.sfz").touch()
    with pytest.raises(FolderError, match=r"cannot be written \(File exists\); missing are Toy"):
        write_formats(kit, folder, ["sfz"])

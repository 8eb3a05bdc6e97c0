"""Libraries: the sounds found in a folder, and its table."""

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from latentpad.errors import BundleError
from latentpad.player.library_audio import LibraryAudio
from latentpad.samples.audio_folder import SUFFIXES
from latentpad_export.data.dataset import refuse_too_many, scan_libraries
from latentpad_export.data.labelling import Labelling
from latentpad_export.data.library import Skipped, scan
from latentpad_export.errors import LibraryError


def put(folder: Path, *names: str) -> Path:
    """Create empty files; a scan does not open them."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return folder


def with_table(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a table into a folder."""
    (folder / "samples.csv").write_text(text, encoding=encoding)
    return folder


def test_the_label_of_a_file_is_its_folder(tmp_path: Path) -> None:
    library = scan(put(tmp_path, "kick/b.wav", "kick/a.wav", "top.wav", "808/snare/c.aif"))
    assert {sound.name: sound.label for sound in library.sounds} == {
        "808/snare/c.aif": "snare",
        "kick/a.wav": "kick",
        "kick/b.wav": "kick",
        "top.wav": "",
    }
    assert all(sound.path == tmp_path / sound.name for sound in library.sounds)
    assert {(sound.kit, sound.split) for sound in library.sounds} == {("", "")}
    assert library.skipped == ()


def test_the_sounds_are_in_the_order_of_their_names(tmp_path: Path) -> None:
    names = [sound.name for sound in scan(put(tmp_path, "z.wav", "b/2.wav", "b/1.wav", "a.wav")).sounds]
    assert names == sorted(names)
    assert len(names) == 4


def test_every_known_suffix_counts_in_any_case_and_no_other(tmp_path: Path) -> None:
    wanted = [f"{i}{suffix.upper() if i % 2 else suffix}" for i, suffix in enumerate(SUFFIXES)]
    library = scan(put(tmp_path, *wanted, "readme.txt", "kick.asd", "wav", "loop.wav.part"))
    assert sorted(sound.name for sound in library.sounds) == sorted(wanted)


def test_hidden_files_and_folders_are_left_out(tmp_path: Path) -> None:
    library = scan(put(tmp_path, "a.wav", "._a.wav", ".trash/b.wav", "kick/.cache/c.wav", "kick/._d.wav"))
    assert [sound.name for sound in library.sounds] == ["a.wav"]


def test_a_library_inside_a_hidden_folder_is_read(tmp_path: Path) -> None:
    library = scan(put(tmp_path / ".samples", "kick/a.wav"))
    assert [sound.name for sound in library.sounds] == ["kick/a.wav"]


def test_a_folder_named_like_a_sound_is_not_a_sound(tmp_path: Path) -> None:
    library = scan(put(tmp_path, "bundle.wav/a.wav"))
    assert [sound.name for sound in library.sounds] == ["bundle.wav/a.wav"]


def test_pipes_links_in_circles_and_links_to_nothing_are_left_out(tmp_path: Path) -> None:
    put(tmp_path, "a.wav", "kick/b.wav")
    os.mkfifo(tmp_path / "pipe.wav")
    (tmp_path / "self.wav").symlink_to("self.wav")
    (tmp_path / "nothing.wav").symlink_to("nowhere")
    (tmp_path / "kick" / "circle").symlink_to(tmp_path, target_is_directory=True)
    assert [sound.name for sound in scan(tmp_path).sounds] == ["a.wav", "kick/b.wav"]


def test_folders_that_cannot_be_read_are_skipped_with_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.wav", "kick/b.wav")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if Path(path).name == "kick":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    library = scan(tmp_path)
    assert [sound.name for sound in library.sounds] == ["a.wav"]
    assert library.skipped == (Skipped("kick/", "cannot be read (Permission denied)"),)
    with pytest.raises(
        LibraryError, match=r"kick: nothing in it can be used; \./ cannot be read \(Permission denied\)"
    ):
        scan(tmp_path / "kick")


def test_a_disk_or_a_server_that_is_lost_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(_: Path) -> bool:
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(Path, "is_dir", lost)
    with pytest.raises(LibraryError, match=r"drums: cannot be read \(Connection refused\)$"):
        scan(tmp_path / "drums")


def test_names_in_other_scripts_are_kept(tmp_path: Path) -> None:
    library = scan(put(tmp_path, "trommel größer/ドラム 1.wav"))
    assert library.sounds[0].label == "trommel größer"
    assert library.sounds[0].path.name == "ドラム 1.wav"


def test_the_table_defines_label_kit_and_split(tmp_path: Path) -> None:
    put(tmp_path, "x/a.wav", "x/b.wav", "x/c.wav", "x/unnamed.wav")
    table = "file,label,kit,split,note\nx/b.wav,snare,k2,VAL,loud\nx/a.wav, kick ,k1,train,\nx/c.wav,,,,\n"
    found = [(s.name, s.label, s.kit, s.split) for s in scan(with_table(tmp_path, table)).sounds]
    assert found == [("x/a.wav", "kick", "k1", "train"), ("x/b.wav", "snare", "k2", "val"), ("x/c.wav", "", "", "")]


def test_a_table_may_have_only_the_column_file_a_byte_order_mark_and_blank_rows(tmp_path: Path) -> None:
    with_table(put(tmp_path, "a.wav", "b.wav"), "file\na.wav\n\nb.wav\n\n", encoding="utf-8-sig")
    assert [(s.name, s.label) for s in scan(tmp_path).sounds] == [("a.wav", ""), ("b.wav", "")]


def test_rows_without_a_file_of_their_own_or_with_a_wrong_split_are_skipped_with_a_reason(tmp_path: Path) -> None:
    put(tmp_path, "a.wav", "b.wav")
    rows = "a.wav,train\nb.wav,holdout\ngone.wav,\na.wav,train\n,val\n../a.wav,\n/a.wav,\n"
    library = scan(with_table(tmp_path, f"file,split\n{rows}"))
    assert [sound.name for sound in library.sounds] == ["a.wav"]
    assert {(skipped.name, skipped.reason) for skipped in library.skipped} == {
        ("a.wav", "is listed twice in samples.csv"),
        ("b.wav", "has split='holdout' in samples.csv, must be one of train, val, test"),
        ("gone.wav", "is listed in samples.csv, but does not exist"),
        ("../a.wav", "is listed in samples.csv, but leads out of the folder; put a link into it"),
        ("/a.wav", "is listed in samples.csv, but leads out of the folder; put a link into it"),
    }


def test_the_credits_are_the_text_of_the_attribution_file(tmp_path: Path) -> None:
    put(tmp_path, "a.wav")
    assert scan(tmp_path).credits == ""
    (tmp_path / "ATTRIBUTION.txt").write_bytes(b"Kick by Zo\xeb, CC BY 4.0")
    assert scan(tmp_path).credits == "Kick by Zo\N{REPLACEMENT CHARACTER}, CC BY 4.0"


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"drums: does not exist; choose a folder of samples"):
        scan(tmp_path / "drums")


def test_a_file_in_place_of_a_folder_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "kick.wav")
    with pytest.raises(LibraryError, match=r"kick\.wav: is a file; choose a folder of samples"):
        scan(tmp_path / "kick.wav")


def test_a_folder_without_audio_is_refused_with_the_supported_suffixes(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"no audio in it \(looked for \.wav, .*\.mp3"):
        scan(put(tmp_path, "notes.txt", ".hidden.wav"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "has no column 'file'"),
        (b"name,label\na.wav,kick\n", "has no column 'file'"),
        (b"file;label\na.wav;kick\n", "columns are separated by commas"),
        (b"file,label\n", "lists no file"),
        (b"file,label\n,kick\n", "lists no file"),
        (b"file\n\xff\xfe\n", "cannot be read"),
        (b"file\ngone.wav\n", r"no row can be used; gone\.wav is listed in samples\.csv, but does not exist"),
        (b"file,split\na.wav,all\n", r"no row can be used; a\.wav has split='all'"),
    ],
)
def test_a_table_without_a_usable_row_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    put(tmp_path, "a.wav")
    (tmp_path / "samples.csv").write_bytes(content)
    with pytest.raises(LibraryError, match=rf"samples\.csv: .*{reason}") as caught:
        scan(tmp_path)
    assert "\n" not in str(caught.value)


def test_a_bundle_is_told_from_a_library(bundle_path, tmp_path):
    packed = Path(shutil.make_archive(tmp_path / "packed", "zip", bundle_path))
    for path in (bundle_path, packed):
        with pytest.raises(LibraryError, match=f"is a bundle, not a folder of samples; .* latentpad serve {path}$"):
            scan(path)


def test_a_library_inside_another_is_refused(tmp_path: Path) -> None:
    (tmp_path / "drums" / "kicks").mkdir(parents=True)
    (tmp_path / "drums" / "kicks" / "1.wav").touch()
    (tmp_path / "link").symlink_to(tmp_path / "drums", target_is_directory=True)
    drums, kicks, link = tmp_path / "drums", tmp_path / "drums" / "kicks", tmp_path / "link"
    with pytest.raises(LibraryError, match=r"kicks is inside .*drums; name one of the two"):
        scan_libraries((drums, kicks))
    with pytest.raises(LibraryError, match=r"drums and .*link are the same folder; name it once"):
        scan_libraries((drums, link))


def test_sounds_of_libraries_with_the_same_name_have_different_names(tmp_path: Path) -> None:
    for part in ("a", "b"):
        (tmp_path / part / "drums").mkdir(parents=True)
        (tmp_path / part / "drums" / "kick.wav").touch()
    dataset = scan_libraries((tmp_path / "a" / "drums", tmp_path / "b" / "drums"))
    assert [sound.name for sound in dataset.sounds] == ["drums/kick.wav", "drums 2/kick.wav"]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are Unicode there")
def test_names_that_are_not_utf_8_are_text_and_so_are_their_labels(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"tr\xfcm")
    put(folder, os.fsdecode(b"h\xf6her/gr\xfcn.wav"), "a/new\nline\t.wav", r"a/gr\xfcn.wav")
    library = scan(folder, Labelling("folders"))
    assert [(sound.name, sound.label) for sound in library.sounds] == [
        ("a/gr\\x5cxfcn.wav", "a"),
        ("a/new\nline\t.wav", "a"),
        ("h\\xf6her/gr\\xfcn.wav", "h\\xf6her"),
    ]
    assert all(sound.path.is_file() for sound in library.sounds)
    found = LibraryAudio((folder,), [sound.name for sound in library.sounds])
    assert [found.find(index) for index in range(3)] == [sound.path for sound in library.sounds]


def test_files_to_convert_are_counted_in_a_note(tmp_path: Path) -> None:
    library = scan(put(tmp_path, "a.wav", "b.m4a", "x/c.M4A", "d.rx2", ".e.wma"))
    assert library.notes[0] == "2 .m4a, 1 .rx2 files cannot be read; convert them to wav"
    assert library.skipped == ()
    put(tmp_path / "other", "a.wma")
    with pytest.raises(LibraryError, match=r"no audio in it .*; 1 \.wma file cannot be read; convert it to wav$"):
        scan(tmp_path / "other")


def test_a_table_has_names_with_line_breaks_spaces_and_escapes(tmp_path: Path) -> None:
    latin = os.fsdecode(b"gr\xfcn.wav") if sys.platform == "linux" else r"gr\xfcn.wav"
    put(tmp_path, "new\nline.wav", " space.wav", latin)
    with_table(tmp_path, 'file,label\n"new\nline.wav",a\n" space.wav",b\ngr\\xfcn.wav,c\n')
    library = scan(tmp_path)
    assert {sound.name: sound.label for sound in library.sounds} == {
        "new\nline.wav": "a",
        " space.wav": "b",
        r"gr\xfcn.wav": "c",
    }
    assert all(sound.path.is_file() for sound in library.sounds)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (f"{'n' * 5_000}.wav,kick", r"^is listed in samples\.csv, but cannot be read \(File name too long\)$"),
        ("kick,kick", r"^is listed in samples\.csv, but is no file$"),
        ("kick/1.wav/2.wav,kick", r"^is listed in samples\.csv, but does not exist$"),
        (f"kick/1.wav,{'k' * 201}", r"^has a label or kit of 201 characters in samples\.csv \(maximum 200\)$"),
    ],
)
def test_a_row_that_cannot_be_used_costs_only_itself(tmp_path: Path, row: str, reason: str) -> None:
    put(tmp_path, "kick/1.wav", "kick/2.wav")
    library = scan(with_table(tmp_path, f"file,label\nkick/2.wav,kick\n{row}\n"))
    assert [sound.name for sound in library.sounds] == ["kick/2.wav"]
    (skipped,) = library.skipped
    assert re.search(reason, skipped.reason)


def test_credits_and_tables_without_end_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.wav")
    (tmp_path / "ATTRIBUTION.txt").write_bytes(b"x" * 1_000_001)
    with pytest.raises(LibraryError, match=r"ATTRIBUTION\.txt: has more than 1 MB of credits; shorten it$"):
        scan(tmp_path)
    monkeypatch.setattr("latentpad_export.data.table.MAX_BYTES", 10)
    with pytest.raises(LibraryError, match=r"samples\.csv: has more than 1e-05 MB; split the library"):
        scan(with_table(tmp_path, "file\na.wav\nb.wav\n"))


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege there")
def test_a_link_to_another_library_that_is_named_adds_nothing(tmp_path: Path) -> None:
    put(tmp_path, "a/1.wav", "b/2.wav")
    (tmp_path / "a" / "b").symlink_to(tmp_path / "b")
    dataset = scan_libraries((tmp_path / "a", tmp_path / "b"))
    assert [sound.name for sound in dataset.sounds] == ["a/1.wav", "b/2.wav"]


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege there")
def test_a_link_in_a_circle_is_no_library(tmp_path: Path) -> None:
    (tmp_path / "round").symlink_to("round")
    with pytest.raises(LibraryError, match=r"round: (does not exist; choose a folder of samples|cannot be read)"):
        scan_libraries((tmp_path / "round",))


def test_names_longer_than_a_map_has_room_for_are_refused_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("latentpad.bundle.names.MAX_NAMES_BYTES", 9)
    with pytest.raises(BundleError, match=r"names of the sounds have 10 bytes"):
        refuse_too_many(scan_libraries((put(tmp_path, "1.wav", "2.wav"),)))


def test_a_table_that_is_elsewhere_takes_the_place_of_the_folders_own(tmp_path: Path) -> None:
    folder = put(tmp_path / "library", "a.wav", "b.wav")
    with_table(folder, "file,label\na.wav,kick\nb.wav,kick\n")
    table = tmp_path / "split.csv"
    table.write_text("file,label,split\nb.wav,snare,val\ngone.wav,snare,val\n", encoding="utf-8")
    library = scan(folder, Labelling(table=table))
    assert [(sound.name, sound.label, sound.split) for sound in library.sounds] == [("b.wav", "snare", "val")]
    assert library.skipped == (Skipped("gone.wav", "is listed in split.csv, but does not exist"),)


def test_a_table_elsewhere_is_that_of_the_first_library_only(tmp_path: Path) -> None:
    first, second = put(tmp_path / "first", "a.wav", "b.wav"), put(tmp_path / "second", "kick.wav")
    table = tmp_path / "split.csv"
    table.write_text("file,label\na.wav,snare\n", encoding="utf-8")
    dataset = scan_libraries((first, second), Labelling(table=table))
    assert {sound.name: sound.label for sound in dataset.sounds} == {"first/a.wav": "snare", "second/kick.wav": "kick"}

"""Labels by the names of files and folders: trees as vendors and producers have them."""

from pathlib import Path

import pytest

from latentpad_export.data.dataset import scan_libraries
from latentpad_export.data.labelling import Labelling, label_names
from latentpad_export.data.library import scan
from latentpad_export.errors import LibraryError

NESTED = (
    *(
        "Vendor - Deep House/Drums/One Shots/Kicks/VDH_01.wav",
        "Vendor - Deep House/Drums/One Shots/Claps/24bit/VDH_02.wav",
    ),
    *("808 From Mars/WAV/01. Individual Hits/BD 01.wav", "808 From Mars/WAV/01. Individual Hits/CB 2.wav"),
    *("Vendor - Deep House/Drums/Drum Loops/VDH_122_Top.wav", "Vendor - Deep House/FX/Impacts/Impact 4.wav"),
    *("My Folder/Snare Samples/dry.wav", "My Folder/Stuff/thing.wav"),
)

GERMAN = ("Schlagzeug/Bassdrum/1.wav", "Schlagzeug/Kleine Trommel/1.wav", "Schlagzeug/Becken/1.wav", "Schleifen/2.wav")


def labels_of(names: tuple[str, ...], labelling: Labelling, library: str = "Library") -> list[str]:
    """Return the labels in the order of the names."""
    return list(label_names(library, names, labelling).labels.values())


def put(folder: Path, *names: str) -> Path:
    """Create empty files; a scan does not open them."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


def test_a_tree_of_vendors_is_labelled_by_kinds_and_its_loops_are_left_out_with_a_line() -> None:
    found = label_names("Library", NESTED, Labelling())
    assert dict(found.labels) == {
        NESTED[0]: "kick",
        NESTED[1]: "clap",
        NESTED[2]: "kick",
        NESTED[3]: "metallic",
        NESTED[5]: "fx",
        NESTED[6]: "snare",
        NESTED[7]: "",
    }
    assert found.notes == (
        "1 loop is left out, judging by the names (--loops)",
        "6 sounds of 5 kinds, judging by the names; 1 has none (--labels, --kinds)",
    )


def test_german_folders_become_the_same_kinds() -> None:
    assert labels_of(GERMAN, Labelling()) == ["kick", "snare", "cymbal"]


def test_a_flat_folder_has_labels() -> None:
    assert labels_of(("BD1.wav", "CH2.wav", "Snr_x.wav", "tom lo.wav"), Labelling()) == [
        "kick",
        "hihat",
        "snare",
        "tom",
    ]


def test_the_name_of_the_library_itself_counts_as_a_folder() -> None:
    assert labels_of(("01.wav", "02.wav", "snare.wav"), Labelling(), "Kicks") == ["kick", "kick", "snare"]


def test_loops_are_kept_on_request() -> None:
    assert labels_of(GERMAN, Labelling(loops=True)) == ["kick", "snare", "cymbal", ""]


def test_folders_are_the_labels_on_request_and_no_loop_is_left_out() -> None:
    assert labels_of(GERMAN, Labelling("folders")) == ["Bassdrum", "Kleine Trommel", "Becken", "Schleifen"]
    assert label_names("Library", GERMAN, Labelling("folders")).notes == ()


def test_folders_are_the_labels_where_the_names_tell_the_kinds_of_less_than_a_quarter_of_the_sounds() -> None:
    names = ("Whales/1.wav", "Frogs/1.wav", "Frogs/2.wav", "Frogs/3.wav", "Kicks/1.wav")
    found = label_names("Library", names, Labelling())
    assert list(found.labels.values()) == ["Whales", "Frogs", "Frogs", "Frogs", "Kicks"]
    assert found.notes == ("Only 1 of 5 names tell a kind: the folders are the labels (--labels)",)
    assert labels_of(names, Labelling("kinds")) == ["", "", "", "", "kick"]


def test_a_table_of_the_users_own_adds_words(tmp_path: Path) -> None:
    (tmp_path / "kinds.toml").write_text('[whale]\nwords = ["whale", "wal"]\n')
    words = Labelling(words=tmp_path / "kinds.toml")
    assert labels_of(("Whales/1.wav", "Wal 3.wav", "Kick.wav"), words) == ["whale", "whale", "kick"]


def test_a_scan_leaves_the_folder_in_the_name(tmp_path: Path) -> None:
    (sound,) = scan(put(tmp_path / "Samples", "Kick Samples/24bit/01.wav")).sounds
    assert (sound.label, sound.name) == ("kick", "Kick Samples/24bit/01.wav")


def test_the_same_file_has_the_same_label_in_one_library_and_in_several(tmp_path: Path) -> None:
    folders = (put(tmp_path / "Kicks", "1.wav", "2.wav"), put(tmp_path / "Snares", "1.wav"))
    dataset = scan_libraries(folders)
    assert [(sound.name, sound.label) for sound in dataset.sounds] == [
        ("Kicks/1.wav", "kick"),
        ("Kicks/2.wav", "kick"),
        ("Snares/1.wav", "snare"),
    ]
    assert len(dataset.notes) == 2


def test_a_folder_of_loops_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"all of its files are loops, judging by the names \(--loops uses them\)"):
        scan(put(tmp_path / "Loops", "1.wav", "2.wav"))
    assert len(scan(tmp_path / "Loops", Labelling(loops=True)).sounds) == 2


@pytest.mark.parametrize("column", ["category", "class", "instrument"])
def test_a_table_with_another_column_for_labels_says_which_one_is_looked_for(tmp_path: Path, column: str) -> None:
    put(tmp_path, "a.wav").joinpath("samples.csv").write_text(f"file,{column}\na.wav,kick\n")
    library = scan(tmp_path)
    assert [sound.label for sound in library.sounds] == [""]
    (note,) = library.notes
    assert note.endswith(f"has no column 'label', so that no sound has a label; rename '{column}' to 'label' to use it")


def test_a_table_with_labels_keeps_them(tmp_path: Path) -> None:
    put(tmp_path, "kick.wav").joinpath("samples.csv").write_text("file,label,class\nkick.wav,Thump,1\n")
    library = scan(tmp_path)
    assert ([sound.label for sound in library.sounds], library.notes) == (["Thump"], ())


@pytest.mark.parametrize(("source", "are_kinds"), [("kinds", True), ("auto", True), ("folders", False)])
def test_each_sound_knows_whether_its_label_is_a_kind_by_name(tmp_path, source, are_kinds):
    first, second = put(tmp_path / "a", "Kicks/1.wav"), put(tmp_path / "b", "Snares/1.wav")
    found = scan_libraries((first, second), Labelling(source)).sounds
    assert [(sound.name, sound.is_kind) for sound in found] == [
        ("a/Kicks/1.wav", are_kinds),
        ("b/Snares/1.wav", are_kinds),
    ]


def test_labels_of_a_table_are_no_kinds_by_name(tmp_path):
    put(tmp_path, "1.wav")
    (tmp_path / "samples.csv").write_text("file,label\n1.wav,\n", encoding="utf-8")
    assert [sound.is_kind for sound in scan(tmp_path).sounds] == [False]

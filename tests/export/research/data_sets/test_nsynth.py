"""NSynth: its own sets, the thesis's notes, and what is said of folders that are not complete."""

import json
import re

import pytest

from latentpad.errors import LatentpadError
from latentpad_export.data.dataset import scan_libraries
from latentpad_export.data.labelling import Labelling
from latentpad_export.data.library import scan


def test_the_splits_are_the_sets_the_labels_families_the_kits_instruments(nsynth, split, rows):
    said = split("nsynth", nsynth)
    table = rows(nsynth / "samples.csv")
    assert len(table) == 14
    assert table["nsynth-valid/audio/bass_synthetic_005-060-100.wav"] == {
        "file": "nsynth-valid/audio/bass_synthetic_005-060-100.wav",
        "label": "bass",
        "kit": "bass_synthetic_005",
        "split": "val",
    }
    assert {row["split"] for file, row in table.items() if file.startswith("nsynth-test")} == {"test"}
    assert "14 sounds of 3 labels and 7 kits (train 10, val 2, test 2)" in said


def test_the_library_reads_the_table_without_further_ado(nsynth, split):
    split("nsynth", nsynth)
    library = scan(nsynth)
    assert (len(library.sounds), library.skipped, library.notes) == (14, (), ())
    assert {sound.split for sound in scan_libraries((nsynth,)).sounds} == {"train", "val"}


def test_the_thesis_used_c4_in_the_training_set_here_split_by_instrument(nsynth, split, rows):
    split("nsynth", nsynth, "--thesis")
    table = rows(nsynth / "samples.csv")
    assert sorted(table) == [f"nsynth-train/audio/{name}-060-100.wav" for name in sorted(instruments(table))]
    assert {row["split"] for row in table.values()} == {"train", "val", "test"}
    assert len(table) == 5


def instruments(table):
    return {row["kit"] for row in table.values()}


def test_one_set_by_itself_is_split_by_instrument_the_same_way_for_the_same_seed(nsynth, split, rows):
    one = nsynth / "nsynth-train"
    tables = [nsynth / f"{i}.csv" for i in range(3)]
    for table, seed in zip(tables, (0, 0, 3), strict=True):
        split("nsynth", one, "-o", table, "--seed", seed)
    first, again, other = map(rows, tables)
    assert first == again != other
    assert all(file.startswith("audio/") for file in first)
    for kit in instruments(first):
        assert len({row["split"] for row in first.values() if row["kit"] == kit}) == 1


def test_notes_are_chosen_by_pitch_family_and_source(nsynth, split, rows):
    split("nsynth", nsynth, "--pitch", 62, "--family", "bass", "mallet", "--source", "synthetic")
    assert instruments(rows(nsynth / "samples.csv")) == {f"bass_synthetic_00{i}" for i in (0, 1, 5)}


def test_a_table_elsewhere_is_read_in_the_place_of_that_in_the_folder(nsynth, tmp_path_factory, split, wav):
    table = tmp_path_factory.mktemp("tables") / "c4.csv"
    assert f"--table {table}" in split("nsynth", nsynth, "--pitch", 60, "-o", table)
    split("nsynth", nsynth)
    assert len(scan(nsynth, Labelling(table=table)).sounds) == 7
    other = tmp_path_factory.mktemp("more")
    wav(other / "kick.wav")
    assert len(scan_libraries((nsynth, other), Labelling(table=table)).sounds) == 7
    with pytest.raises(LatentpadError, match=r"none\.csv: there is no such table; --table names a samples\.csv"):
        scan(nsynth, Labelling(table=table.with_name("none.csv")))


def test_a_note_without_its_file_is_said_and_left_out(nsynth, split, rows):
    (nsynth / "nsynth-valid/audio/bass_synthetic_005-062-100.wav").unlink()
    said = split("nsynth", nsynth)
    assert "nsynth-valid/audio/bass_synthetic_005-062-100.wav, listed in examples.json, does not exist" in said
    assert len(rows(nsynth / "samples.csv")) == 13


def cut_off(folder):
    path = folder / "nsynth-test/examples.json"
    path.write_bytes(path.read_bytes()[:-10])


def of_others(folder):
    (folder / "nsynth-test/examples.json").write_text(json.dumps({"a": {"pitch": 60}}))


def without_audio(folder):
    for part in ("train", "valid", "test"):
        (folder / f"nsynth-{part}/audio").rename(folder / f"{part}-gone")


@pytest.mark.parametrize(
    ("damage", "options", "message"),
    [
        (lambda f: (f / "nsynth-valid").rename(f / "v"), [], r"no nsynth-valid/examples\.json in it; unpack it there"),
        (cut_off, [], r"examples\.json: cannot be read \(not JSON, or cut off\)"),
        (of_others, [], r"note 'a' has no 'velocity'; it is not that of NSynth"),
        (without_audio, [], r"none of its 14 sounds is there, such as nsynth-train/audio/.*; unpack the audio"),
        (lambda f: None, ["--pitch", "61"], "no note of this pitch"),
        (lambda f: (f / "samples.csv").touch(), [], r"samples\.csv: exists, and is not replaced"),
    ],
)
def test_what_is_wrong_is_one_line_and_nothing_is_written(nsynth, split, damage, options, message):
    damage(nsynth)
    with pytest.raises(LatentpadError, match=message) as caught:
        split("nsynth", nsynth, *options)
    assert "\n" not in str(caught.value)
    table = nsynth / "samples.csv"
    assert not table.exists() or table.read_bytes() == b""


def test_an_unknown_family_is_refused_with_those_there_are(nsynth, split, capsys):
    with pytest.raises(SystemExit):
        split("nsynth", nsynth, "--family", "drums")
    assert re.search("invalid choice: 'drums' .choose from '?bass'?, '?brass", capsys.readouterr().err)

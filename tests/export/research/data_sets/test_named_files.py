"""Freesound, Dirt-Samples and folders of kits: kits by folders, labels by names, splits by whole kit."""

from collections import Counter

import pytest

from latentpad.errors import LatentpadError
from latentpad_export.data.library import scan
from latentpad_export.research.data_sets.entries import Entry
from latentpad_export.research.data_sets.whole_kits import split_by_kit

PACKS = ("11__anna__my-kick-drums", "12__anna__snares", "13__ben__hats", "14__snareman__various")
TITLES = {"11__anna__my-kick-drums": "deep", "12__anna__snares": "crack", "13__ben__hats": "closed-hihat"}


@pytest.fixture
def freesound(tmp_path, wav):
    for p, pack in enumerate(PACKS):
        _, user, _ = pack.split("__")
        (tmp_path / pack).mkdir()
        (tmp_path / pack / "_readme_and_license.txt").write_text("Sound pack downloaded from Freesound\n")
        for i in range(3):
            number = 100 * p + i
            wav(tmp_path / pack / f"{1000 + number}__{user}__{TITLES.get(pack, 'thing')}.wav", number=number)
    wav(tmp_path / "mine.wav", number=999)
    return tmp_path


def test_a_pack_of_freesound_is_a_kit_and_users_are_not_words(freesound, split, rows):
    said = split("freesound", freesound)
    table = rows(freesound / "samples.csv")
    assert {row["kit"] for row in table.values()} == set(PACKS)
    labels = {row["kit"]: row["label"] for row in table.values()}
    assert labels == dict(zip(PACKS, ("kick", "snare", "hihat", ""), strict=True))
    assert "1 file left out: not named ID__USER__NAME" in said
    assert_whole_kits(table)
    assert len(scan(freesound).sounds) == 12


def test_packs_of_one_uploader_can_be_kept_together(freesound, split, rows):
    split("freesound", freesound, "--by", "user")
    table = rows(freesound / "samples.csv")
    assert {row["kit"] for row in table.values()} == {"anna", "ben", "snareman"}
    assert_whole_kits(table)


@pytest.fixture
def dirt(tmp_path, wav):
    (tmp_path / "Dirt-Samples.quark").write_text('( \\name: "Dirt-Samples" )')
    files = (
        "808/CP.WAV",
        "808bd/BD0000.WAV",
        "808bd/BD0010.WAV",
        "808sd/SD0000.WAV",
        "bd/BT0A0A7.wav",
        "sn/ST0T0S0.wav",
    )
    files += ("arpy/arpy01.wav", "ade/psr/02.wav", "breaks125/breaks125.wav", "amencutup/loop 1.wav")
    for number, file in enumerate(files):
        wav(tmp_path / file, number=number)
    (tmp_path / "808/TR808.TXT").write_text("...")
    return tmp_path


def test_a_folder_of_dirt_samples_is_a_kit_and_those_of_one_machine_are_one(dirt, split, rows):
    said = split("dirt-samples", dirt)
    table = rows(dirt / "samples.csv")
    kits = {file: row["kit"] for file, row in table.items()}
    assert kits["808/CP.WAV"] == kits["808bd/BD0000.WAV"] == kits["808sd/SD0000.WAV"] == "808"
    assert (kits["bd/BT0A0A7.wav"], kits["ade/psr/02.wav"]) == ("bd", "ade")
    labels = {file: row["label"] for file, row in table.items()}
    assert (labels["808bd/BD0010.WAV"], labels["sn/ST0T0S0.wav"], labels["arpy/arpy01.wav"]) == ("kick", "snare", "")
    assert "amencutup/loop 1.wav" not in table
    assert "left out, judging by the names (--loops)" in said
    assert_whole_kits(table)


def test_loops_of_dirt_samples_are_used_where_they_are_asked_for(dirt, split, rows):
    split("dirt-samples", dirt, "--loops")
    assert "amencutup/loop 1.wav" in rows(dirt / "samples.csv")


def test_folders_are_kits_and_the_names_of_files_may_be_of_any_bytes(tmp_path, split, rows, wav):
    names = (
        "a/kick.wav",
        "a/deep/snare.wav",
        "b/kick.wav",
        "c/clap, long.wav",
        "c/gr\udcfcn tom.wav",
        "loose kick.wav",
    )
    for number, name in enumerate(names):
        wav(tmp_path / name, number=number)
    assert "1 file left out: in no folder, and so of no kit" in split("kits", tmp_path, "--max-seconds", 1)
    table = rows(tmp_path / "samples.csv")
    assert {row["kit"]: row["label"] for row in table.values()} == {"a": "kick", "b": "kick", "c": "tom"}
    assert_whole_kits(table)
    library = scan(tmp_path)
    assert (len(library.sounds), library.skipped) == (5, ())


def assert_whole_kits(table):
    """Every kit is in one split, and every split has kits."""
    assert {row["split"] for row in table.values()} == {"train", "val", "test"}
    splits = {(row["kit"], row["split"]) for row in table.values()}
    assert len(splits) == len({row["kit"] for row in table.values()})


def test_labels_are_divided_about_as_eighty_ten_ten(tmp_path):
    entries = [Entry(f"{kit}/{i}", ("kick", "snare")[i % 2], str(kit)) for kit in range(60) for i in range(4 + kit % 9)]
    found = split_by_kit(entries, tmp_path, seed=1)
    assert [entry._replace(split="") for entry in found] == entries
    for label in ("kick", "snare"):
        counts = Counter(entry.split for entry in found if entry.label == label)
        for split, share in (("train", 0.8), ("val", 0.1), ("test", 0.1)):
            assert counts[split] / counts.total() == pytest.approx(share, abs=0.03)


def test_a_few_large_kits_fill_every_split_with_the_smallest(tmp_path):
    sizes = {"a": 50, "b": 40, "c": 3}
    entries = [Entry(f"{kit}/{i}", "kick", kit) for kit, n in sizes.items() for i in range(n)]
    for seed in range(6):
        splits = {entry.kit: entry.split for entry in split_by_kit(entries, tmp_path, seed)}
        assert sorted(splits.values()) == ["test", "train", "val"]


@pytest.mark.parametrize(
    ("name", "files", "message"),
    [
        ("kits", ("a/1.wav", "b/2.wav"), "has 2 kits, but a split by whole kit needs at least 3"),
        ("freesound", ("a/1.wav",), r"no file named ID__USER__NAME\.wav in it; for folders of other sounds there is"),
        (
            "dirt-samples",
            ("bd/1.wav",),
            r"no Dirt-Samples\.quark in it; for folders of other sounds there is split kits",
        ),
        ("dirt-samples", ("a/1__b__c.wav",), "this is freesound: latentpad research split freesound"),
        ("kits", (), "has 0 kits"),
    ],
)
def test_what_is_wrong_is_one_line_and_nothing_is_written(tmp_path, split, wav, name, files, message):
    for file in files:
        wav(tmp_path / file)
    with pytest.raises(LatentpadError, match=message) as caught:
        split(name, tmp_path)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "samples.csv").exists()


def test_a_folder_that_is_not_there_and_a_table_that_cannot_be_written_are_said(tmp_path, split, wav):
    with pytest.raises(LatentpadError, match="gone: does not exist; name the folder of the data set"):
        split("kits", tmp_path / "gone")
    for kit in "abc":
        wav(tmp_path / kit / "kick.wav")
    with pytest.raises(LatentpadError, match=r"cannot be written \(.*\); name a file elsewhere with -o"):
        split("kits", tmp_path, "-o", tmp_path / "nowhere" / "table.csv")

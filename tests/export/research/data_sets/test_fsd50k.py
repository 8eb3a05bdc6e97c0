"""FSD50K: clips of one class only, the authors' splits, and what is said of damaged or other folders."""

import json

import pytest

from latentpad.errors import LatentpadError
from latentpad_export.data.library import scan

ABOVE = "Drum,Percussion,Musical_instrument,Music"
DEV = (
    ("1", f"Bass_drum,{ABOVE}", "train"),
    ("2", f"Bass_drum,{ABOVE}", "val"),
    ("3", f"Snare_drum,{ABOVE}", "train"),
    ("4", f"Bass_drum,Snare_drum,{ABOVE}", "train"),  # a loop
    ("5", f"Snare_drum,Rain,{ABOVE}", "train"),
    ("6", "Rain,Water", "train"),
    ("7", "Hi-hat,Cymbal,Percussion,Musical_instrument,Music", "train"),
)
EVAL = (("8", f"Bass_drum,{ABOVE}"), ("9", "Rain,Water"))


@pytest.fixture
def fsd50k(tmp_path, wav):
    truth = tmp_path / "FSD50K.ground_truth"
    truth.mkdir()
    dev = [f'{name},"{labels}","/m/0",{split}\n' for name, labels, split in DEV]
    (truth / "dev.csv").write_text("fname,labels,mids,split\n" + "".join(dev))
    (truth / "eval.csv").write_text("fname,labels,mids\n" + "".join(f'{n},"{labels}","/m/0"\n' for n, labels in EVAL))
    vocabulary = ("Bass_drum", "Snare_drum", "Hi-hat", "Crash_cymbal", "Tambourine", "Tabla", "Cowbell", "Gong", "Rain")
    names = (*vocabulary, "Rattle_(instrument)", "Water", "Accelerating_and_revving_and_vroom")
    (truth / "vocabulary.csv").write_text("".join(f"{i},{name},/m/{i}\n" for i, name in enumerate(names)))
    for part, clips in (("dev", DEV), ("eval", EVAL)):
        for clip in clips:
            wav(tmp_path / f"FSD50K.{part}_audio/{clip[0]}.wav", seconds=0.1 * int(clip[0]), number=int(clip[0]))
        info = {clip[0]: {"title": "t", "uploader": f"user {int(clip[0]) % 2}"} for clip in clips}
        (tmp_path / "FSD50K.metadata").mkdir(exist_ok=True)
        (tmp_path / f"FSD50K.metadata/{part}_clips_info_FSD50K.json").write_text(json.dumps(info))
    return tmp_path


def test_clips_of_one_percussion_instrument_only_are_used_as_their_authors_split_them(fsd50k, split, rows):
    said = split("fsd50k", fsd50k)
    table = rows(fsd50k / "samples.csv")
    assert {(file, row["label"], row["kit"], row["split"]) for file, row in table.items()} == {
        ("FSD50K.dev_audio/1.wav", "Bass_drum", "user 1", "train"),
        ("FSD50K.dev_audio/2.wav", "Bass_drum", "user 0", "val"),
        ("FSD50K.dev_audio/3.wav", "Snare_drum", "user 1", "train"),
        ("FSD50K.dev_audio/7.wav", "Hi-hat", "user 1", "train"),
        ("FSD50K.eval_audio/8.wav", "Bass_drum", "user 0", "test"),
    }
    assert "2 clips are of other classes, too, and left out" in said
    assert (len(scan(fsd50k).sounds), scan(fsd50k).skipped) == (5, ())


def test_tables_that_a_spreadsheet_has_saved_with_a_byte_order_mark_are_read(fsd50k, split, rows):
    for path in (fsd50k / "FSD50K.ground_truth").iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    split("fsd50k", fsd50k, "--classes", "Bass drum")
    assert sorted(rows(fsd50k / "samples.csv"))[0] == "FSD50K.dev_audio/1.wav"


def test_classes_may_be_named_as_audioset_does_and_longer_clips_left_out(fsd50k, split, rows):
    said = split("fsd50k", fsd50k, "--classes", "Bass drum", "--max-seconds", 0.5)
    assert sorted(rows(fsd50k / "samples.csv")) == ["FSD50K.dev_audio/1.wav", "FSD50K.dev_audio/2.wav"]
    assert "1 file is longer than 0.5 s and left out" in said


def test_a_part_of_the_audio_is_enough_and_the_uploaders_may_be_missing(fsd50k, split, rows):
    (fsd50k / "FSD50K.dev_audio/1.wav").unlink()
    (fsd50k / "FSD50K.dev_audio/7.wav").unlink()
    for path in (fsd50k / "FSD50K.metadata").iterdir():
        path.unlink()
    said = split("fsd50k", fsd50k)
    assert "FSD50K.dev_audio/1.wav and 1 more, listed in FSD50K.ground_truth, do not exist and are left out" in said
    assert "FSD50K.metadata is not there: kits (the uploaders) are left empty" in said
    assert [row["kit"] for row in rows(fsd50k / "samples.csv").values()] == [""] * 3


def damaged(folder):
    (folder / "FSD50K.ground_truth/dev.csv").write_text('fname,labels,mids,split\n1,"Bass_drum","/m/0",train\n2\n')


@pytest.mark.parametrize(
    ("damage", "options", "message"),
    [
        (lambda f: (f / "FSD50K.ground_truth/eval.csv").unlink(), [], r"eval\.csv: cannot be read \(No such file"),
        (damaged, [], r"dev\.csv: row 3 is not one of FSD50K; unpack FSD50K\.ground_truth\.zip again"),
        (lambda f: None, ["--classes", "Snare"], r"vocabulary\.csv: no class 'Snare'; did you mean Snare_drum"),
        (lambda f: None, ["--classes", "Zzz"], r"no class 'Zzz'; its second column lists them"),
        (lambda f: None, ["--classes", "Gong"], "no clip is of one of Gong only; ask for other --classes"),
        (lambda f: None, ["--max-seconds", "0.05"], r"no file of at most 0\.05 s; allow longer ones"),
        (lambda f: (f / "FSD50K.ground_truth").rename(f / "gone"), [], r"no FSD50K\.ground_truth in it; unpack"),
    ],
)
def test_what_is_wrong_is_one_line_and_nothing_is_written(fsd50k, split, damage, options, message):
    damage(fsd50k)
    with pytest.raises(LatentpadError, match=message) as caught:
        split("fsd50k", fsd50k, *options)
    assert "\n" not in str(caught.value)
    assert not (fsd50k / "samples.csv").exists()


def test_another_data_set_is_named(nsynth, split):
    with pytest.raises(LatentpadError, match=r"this is nsynth: latentpad research split nsynth"):
        split("fsd50k", nsynth)

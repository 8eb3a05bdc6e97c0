from pathlib import Path

import pytest

from latentpad.shelf.entry import MAX_TITLE, read_entries, read_entry

DROP = Path("/drop")


def test_a_sample_is_called_by_its_kind(describe):
    entry = read_entry(describe(DROP / "closed_hat_x0.500_y0.250_s7_2.wav"))
    assert (entry.title, entry.kind, entry.seconds, entry.file) == ("closed hat", "closed hat", 0.1, entry.path)


def test_a_kept_sample_is_called_by_its_own_name_and_dragged_as_its_copy(describe, make_wav, tmp_path):
    path = tmp_path / "kick_x0.500_y0.250_s7.wav"
    kept = make_wav(tmp_path / "kept" / "big é 日本.wav")
    entry = read_entry(describe(path, kept=str(kept)))
    assert (entry.title, entry.kind, entry.file) == ("big é 日本", "kick", kept)
    kept.unlink()
    assert entry.file == path


def test_a_kept_sample_without_a_name_of_its_own_is_called_by_its_kind(describe):
    name = "kick_x0.500_y0.250_s7.wav"
    assert read_entry(describe(DROP / name, kept=str(DROP / "kept" / name))).title == "kick"


def test_a_sample_of_a_kit_is_called_by_its_pad(describe):
    entry = read_entry(describe(DROP / "kits" / "Kit 1" / "01 Kick.wav", name="Kit 1/01 Kick.wav", kit="Kit 1"))
    assert (entry.title, entry.kind) == ("Kick", "Kit 1")


@pytest.mark.parametrize(
    "facts",
    [{"name": 7}, {"path": None}, {"kept": 1}, {"undone": 1}, {"nSamples": -1}, {"sampleRate": 0}, {"sampleRate": "a"}],
)
def test_damaged_samples_are_left_out(describe, facts):
    good, bad = describe(DROP / "a.wav"), describe(DROP / "b.wav", **facts)
    assert [entry.name for entry in read_entries([bad, good, 7, None])] == ["a.wav"]
    assert read_entries({"a": good}) == []


def test_titles_are_one_short_line(describe):
    long = read_entry(describe(DROP / ("\u202e\n" + "k" * 200 + "_x0.500_y0.250_s7.wav")))
    assert len(long.title) == MAX_TITLE
    assert long.title.startswith("\\u202e\\nkkk")
    assert long.title.endswith("…")

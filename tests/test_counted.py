"""Numbers with their words."""

from latentpad.counted import counted


def test_only_one_is_singular():
    assert [counted(n, "sound") for n in (0, 1, 2)] == ["0 sounds", "1 sound", "2 sounds"]
    assert [counted(n, "file is", "files are") for n in (0, 1, 2)] == ["0 files are", "1 file is", "2 files are"]

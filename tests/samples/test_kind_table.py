"""The table of words for kinds, and tables of the user's own."""

from pathlib import Path

import pytest

from latentpad.errors import KindsError
from latentpad.samples.kind_table import PACKAGED, packaged_kind_table, read_kind_table, split_words
from latentpad.samples.kinds import kind_of


def table(folder: Path, text: str) -> Path:
    """Write a table of the user's own."""
    path = folder / "kinds.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_names_are_split_between_letters_and_digits_and_before_capitals() -> None:
    assert split_words("HiHat_open-02") == ["Hi", "Hat", "open", "02"]
    assert split_words("909CH05") == ["909", "CH", "05"]
    assert split_words("VEC1 BDrum") == ["VEC", "1", "B", "Drum"]
    assert split_words("808s") == ["808s"]
    assert split_words("Größe") == ["Grosse"]


def test_words_of_the_users_table_take_precedence_and_make_new_kinds(tmp_path: Path) -> None:
    words = read_kind_table(table(tmp_path, '[zap]\nwords = ["laser", "ray gun"]\n[snare]\nshort = ["zx"]\n'))
    assert kind_of("Laser 3.wav", words).kind == kind_of("RayGun.wav", words).kind == "zap"
    assert kind_of("ZX01.wav", words).kind == "snare"
    assert kind_of("Kick.wav", words).kind == "kick"
    assert kind_of("Laser 3.wav").kind == "fx"


def test_the_words_of_a_users_drum_count_more_than_other_words_in_the_same_name(tmp_path: Path) -> None:
    text = '[gran]\n{}words = ["grancoda"]\n[kick]\nwords = ["thump"]\n'
    drum, other = (read_kind_table(table(tmp_path, text.format(line))) for line in ("drum = true\n", ""))
    assert [kind_of("Grancoda Vox.wav", words).kind for words in (drum, other)] == ["gran", "vocal"]
    assert kind_of("Thump Vox.wav", other).kind == "kick"


def test_the_packaged_table_is_in_the_form_of_a_users_table() -> None:
    twice, once = read_kind_table(PACKAGED), packaged_kind_table()
    assert (twice.single, twice.joined, twice.parts) == (once.single, once.joined, once.parts)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[kick]\nwords = ["a"\n', "at line 3|at end of document"),
        ('[kick]\nwords = ["thump"]\nword = ["x"]\n', r"kinds.toml, line 3: unknown key 'word' of \[kick\] \(choose"),
        ('\n[snare]\nshort = "sd"\n', r"line 3: short of \[snare\] must be a list of words"),
        ('[snare]\ndrum = "yes"\n', r"line 2: unknown key 'drum' of \[snare\] \(choose from .*, drum = true\)"),
        ("[snare]\nwords = [1]\n", r"line 2: words of \[snare\] must be a list of words"),
        ('words = ["kick"]\n', r"line 1: words is not in a kind; write \[words\]"),
        ('[kick]\nwords = ["thump"]\n["a/b"]\nwords = ["x"]\n', r"line 3: \[a/b\] cannot be a kind"),
        ('[kick]\nwords = ["--"]\n', r"line 2: '--' in words of \[kick\] must be one to 4 words"),
        ('[kick]\nwords = ["one of very many words"]\n', "must be one to 4 words"),
    ],
)
def test_a_wrong_table_is_refused_with_its_line_and_key(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(KindsError, match=message):
        read_kind_table(table(tmp_path, text))


def test_a_table_that_is_missing_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KindsError, match=r"kinds.toml: cannot be read \(No such file"):
        read_kind_table(tmp_path / "kinds.toml")
    (tmp_path / "kinds.toml").write_bytes(b"[kick]\nwords = ['\xff']")
    with pytest.raises(KindsError, match="is not a text in UTF-8"):
        read_kind_table(tmp_path / "kinds.toml")


def test_a_table_that_is_huge_or_deep_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "huge.toml").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(KindsError, match=r"huge\.toml: has more than 1 MB; it is no table of words"):
        read_kind_table(tmp_path / "huge.toml")
    with pytest.raises(KindsError, match=r"kinds\.toml: has lists that are too deep"):
        read_kind_table(table(tmp_path, "[kick]\nwords = " + "[" * 50_000))


def test_a_users_word_written_apart_replaces_a_packaged_one_written_as_one(tmp_path: Path) -> None:
    words = read_kind_table(table(tmp_path, '[stick]\nwords = ["side stick"]\n'))
    assert kind_of("Sidestick.wav", words).kind == kind_of("Side Stick.wav", words).kind == "stick"

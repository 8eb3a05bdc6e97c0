"""Tables without dashes, and players side by side."""

import pytest

pytest.importorskip("jinja2", reason="needs the extra [evaluate]")
from latentpad_export.evaluate.report.players import side_by_side
from latentpad_export.evaluate.report.section import Example, Section, Table
from latentpad_export.evaluate.report.tables import as_markdown, without_blanks


def section(*tables, missing=()):
    return without_blanks(Section("part", "Part", {}, tables, missing=missing))


def test_markdown_has_three_digits_dashes_and_numbers_on_the_right():
    table = Table(
        "T", ("", "a", "b", "c"), (("x", 0.12345, None, "one"), ("y", 1234.5, 1234, "two"), ("z", 3e-8, 0, ""))
    )
    assert as_markdown(table).splitlines() == [
        "|  | a | b | c |",
        "| --- | ---: | ---: | --- |",
        "| x | 0.123 | - | one |",
        "| y | 1,234 | 1,234 | two |",
        "| z | 0 | 0 |  |",
    ]


def test_columns_and_rows_without_a_value_are_left_out_and_named():
    rows = (("a", 1, 0.5, None), ("b", 0, None, None), ("c", 2, 0.25, float("nan")))
    found = section(Table("T", ("", "sounds", "share", "ODG"), rows, "Note."), missing=("ODG: peaq is missing.",))
    assert found.tables == (
        Table(
            "T",
            ("", "sounds", "share"),
            (("a", 1, 0.5), ("c", 2, 0.25)),
            "Note. Left out, since there is no value: “ODG” and “b”.",
        ),
    )
    assert found.missing == ("ODG: peaq is missing.",)


def test_a_table_without_any_value_is_replaced_by_a_sentence():
    empty = Table("Empty", ("", "a"), (("x", None),))
    full = Table("Full", ("", "a"), (("x", 1.0), ("y", None)))
    found = section(empty, full)
    assert [table.title for table in found.tables] == ["Full"]
    assert found.missing == (
        "Empty: the table could not be measured with these sounds; use more of them, or a larger --scale.",
        "Full: “y” could not be measured with these sounds; use more of them, or a larger --scale.",
    )


def test_a_table_with_nothing_but_counts_left_is_left_out():
    counts = Table("Counts", ("", "sounds", "recall"), (("x", 6, None), ("y", 4, None)))
    found = section(counts, missing=("Recall: too few sounds.",))
    assert found.tables == ()
    assert found.missing[1].startswith("Counts: the table could not be measured")


def test_a_row_of_words_or_zeros_alone_stays():
    table = Table("T", ("", "a", "n"), (("x", "words", 0), ("y", "more", 1)))
    assert section(table).tables == (table,)


def test_versions_of_a_sound_are_in_one_row_under_the_same_columns():
    examples = [
        Example("original", b"1", "kick", "Points"),
        Example("ours", b"2", "kick", "Points"),
        Example("original", b"3", "snare", "Points"),
        Example("theirs", b"4", "snare", "Points"),
        Example("alone", b"5"),
    ]
    points, rest = side_by_side(examples)
    assert (points.title, points.columns) == ("Points", ("original", "ours", "theirs"))
    assert [(row.title, [own and own.wav for own in row.examples]) for row in points.rows] == [
        ("kick", [b"1", b"2", None]),
        ("snare", [b"3", None, b"4"]),
    ]
    assert (rest.columns, rest.rows[0].title, rest.rows[0].examples) == (("",), "alone", (examples[-1],))


def test_examples_survive_the_cache():
    own = Section("part", "Part", {}, examples=(Example("ours", b"RIFF", "kick", "Points"),))
    assert Section.from_dict(own.to_dict()) == own

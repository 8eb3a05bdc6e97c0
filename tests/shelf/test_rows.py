from pathlib import Path

from latentpad.shelf.entry import read_entries
from latentpad.shelf.rows import Heading, arrange


def rows_of(describe, *names, **facts):
    """Return the rows of samples that come oldest first, those of kits as KIT/FILE, as texts."""
    samples = []
    for name in names:
        kit = name.partition("/")[0] if "/" in name else ""
        samples.append(describe(Path("/drop") / name, name=name, kit=kit, **facts.get(name, {})))
    return [
        f"{row.text}: {len(row.names)}" if isinstance(row, Heading) else row.name
        for row in arrange(read_entries(samples))
    ]


def test_the_newest_sample_is_on_top(describe):
    assert rows_of(describe, "a", "b", "c") == ["Newest: 3", "c", "b", "a"]


def test_kept_samples_are_above_all_others(describe):
    facts = {"a": {"kept": "/k/a"}, "b": {"kept": "/k/b"}}
    assert rows_of(describe, "a", "b", "c", **facts) == ["Kept: 2", "b", "a", "Newest: 1", "c"]


def test_undone_samples_are_left_out(describe):
    assert rows_of(describe, "a", "b", b={"undone": True}) == ["Newest: 1", "a"]


def test_a_kit_is_in_the_order_of_its_pads_where_its_newest_sample_is(describe):
    rows = rows_of(describe, "a", "K/02 b", "b", "K/01 a", "c")
    assert rows == ["Newest: 1", "c", "Kit: K: 2", "K/01 a", "K/02 b", "Earlier: 2", "b", "a"]


def test_two_kits_have_a_heading_each(describe):
    rows = rows_of(describe, "K/01 a", "L/01 a")
    assert rows == ["Kit: L: 1", "L/01 a", "Kit: K: 1", "K/01 a"]


def test_without_samples_there_are_no_rows():
    assert arrange([]) == []

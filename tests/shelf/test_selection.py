import pytest

from latentpad.shelf.selection import Selection


@pytest.fixture
def selection():
    made = Selection()
    made.set_order("abcdef")
    return made


def test_a_click_selects_one(selection):
    selection.only("b")
    selection.only("d")
    assert (selection.names, selection.cursor) == (["d"], "d")
    assert "d" in selection
    assert "b" not in selection


def test_a_click_with_ctrl_selects_one_more_or_one_less(selection):
    for name in "dbd":
        selection.toggle(name)
    assert (selection.names, selection.cursor) == (["b"], "d")


def test_a_click_with_shift_selects_all_up_to_it_in_both_directions(selection):
    selection.only("c")
    selection.extend("e")
    assert selection.names == ["c", "d", "e"]
    selection.extend("a")
    assert (selection.names, selection.cursor) == (["a", "b", "c"], "a")


def test_shift_without_a_first_click_selects_one(selection):
    selection.extend("c")
    assert selection.names == ["c"]


def test_names_come_in_the_order_of_the_list(selection):
    selection.several("eba")
    assert (selection.names, selection.cursor) == (["a", "b", "e"], "a")
    selection.all()
    assert selection.names == list("abcdef")


def test_keys_move_and_stop_at_the_ends(selection):
    assert [selection.step(rows) for rows in (1, 1, 10, -1, -100)] == ["a", "b", "f", "e", "a"]
    assert selection.names == ["a"]
    assert Selection().step(1) is None


def test_going_up_begins_at_the_end(selection):
    assert selection.step(-1) == "f"


def test_keys_with_shift_extend(selection):
    selection.only("b")
    selection.step(1, is_extending=True)
    selection.step(1, is_extending=True)
    assert selection.names == ["b", "c", "d"]
    selection.step(-1, is_extending=True)
    assert selection.names == ["b", "c"]


def test_what_is_gone_from_the_list_is_not_selected_any_more(selection):
    selection.several("bc")
    selection.set_order("xcd")
    assert (selection.names, selection.cursor) == (["c"], None)
    selection.extend("d")
    assert selection.names == ["d"]

"""Drags from the shelf, received by a program that is not ours: Thunar, the file manager of Xfce."""

import pytest
from shelf_desktop import wait_for

pytestmark = pytest.mark.clients

KEPT = "my kick é 日本 100%.wav"


def has_landed(folder, path):
    """Wait until a file has been copied, byte for byte."""
    content, copy = path.read_bytes(), folder / path.name
    return wait_for(lambda: copy.is_file() and copy.read_bytes() == content, f"{path.name} not in {folder}")


def test_a_drag_is_received_as_a_file_with_its_name(shelf, pointer, thunar, landing, drop):
    pointer.drag(shelf.row(0), landing["thunar"])
    shelf.wait_told(f"Dropped {KEPT}.")
    assert has_landed(thunar, drop / "kept" / KEPT)
    assert (drop / "kept" / KEPT).is_file()  # copied, not moved


def test_what_is_selected_is_dragged_together(shelf, pointer, thunar, landing, drop, samples):
    pointer.click(*shelf.row(0))
    pointer.click(*shelf.row(2), "ctrl")
    shelf.wait_selected(samples[2]["name"], samples[0]["name"])
    pointer.drag(shelf.row(2), landing["thunar"])
    shelf.wait_told("Dropped 2 files.")
    assert has_landed(thunar, drop / "kept" / KEPT)
    assert has_landed(thunar, drop / samples[0]["name"])
    assert len([*thunar.iterdir()]) == 2


def test_a_heading_drags_all_samples_below_it(shelf, pointer, thunar, landing, drop, samples):
    pointer.drag(shelf.heading(), landing["thunar"])
    shelf.wait_told("Dropped 2 files.")
    assert has_landed(thunar, drop / samples[0]["name"])
    assert has_landed(thunar, drop / samples[1]["name"])


def test_a_drop_that_nothing_takes_is_told_and_the_next_one_works(shelf, pointer, thunar, landing, drop, samples):
    pointer.drag(shelf.row(1), landing["nothing"])
    shelf.wait_told(f"Nothing took the drop. The samples are in {drop}.")
    pointer.drag(shelf.row(1), landing["thunar"])
    assert has_landed(thunar, drop / samples[1]["name"])


def test_a_sample_that_is_gone_is_not_dragged(shelf, pointer, landing, drop, samples):
    (drop / samples[1]["name"]).unlink()
    pointer.drag(shelf.row(1), landing["nothing"])
    shelf.wait_told(f"{samples[1]['name']} does not exist any more.")


def test_a_sample_that_is_deleted_while_it_is_dragged_is_told(shelf, pointer, landing, drop, samples):
    pointer.pull(shelf.row(1), landing["nothing"])
    (drop / samples[1]["name"]).unlink()
    pointer.do("mouseup", 1)
    shelf.wait_told(f"{samples[1]['name']} was deleted while it was dragged.")


def test_escape_ends_a_drag(shelf, pointer, thunar, landing, drop):
    pointer.pull(shelf.row(1), landing["thunar"])
    pointer.do("key", "Escape", "sleep", 0.2, "mouseup", 1)
    shelf.wait_told(f"Nothing took the drop. The samples are in {drop}.")
    assert [*thunar.iterdir()] == []

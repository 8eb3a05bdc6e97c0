from pathlib import Path

import pytest

from latentpad.shelf.dragging import drag_of, missing_text


@pytest.fixture
def drag(make_wav, tmp_path):
    return drag_of([make_wav(tmp_path / "new sounds é" / "a 日本.wav"), tmp_path / "gone.wav"])


def test_files_that_are_gone_are_not_dragged(drag, tmp_path):
    assert drag.files == (tmp_path / "new sounds é" / "a 日本.wav",)
    assert drag.missing == (tmp_path / "gone.wav",)


def test_under_x_files_are_urls_and_elsewhere_paths(drag):
    (path,) = drag.files
    (url,) = drag.texts("x11")
    assert url.startswith("file:///")
    assert url.endswith("/new%20sounds%20%C3%A9/a%20%E6%97%A5%E6%9C%AC.wav")
    assert drag.texts("win32") == drag.texts("aqua") == (str(path),)


@pytest.mark.parametrize("action", ["refuse_drop", "none", ""])
def test_a_drop_that_was_refused_is_told_with_the_folder(drag, action):
    assert drag.told(action, "/drop") == "Nothing took the drop. The samples are in /drop."
    assert drag.told(action, "") == "Nothing took the drop."


def test_a_drop_is_told(drag, make_wav, tmp_path):
    assert drag.told("copy", "/drop") == "Dropped a 日本.wav."
    assert drag_of([make_wav(tmp_path / "b.wav"), *drag.files]).told("copy", "/drop") == "Dropped 2 files."


def test_a_file_that_was_deleted_on_the_way_is_told(drag):
    drag.files[0].unlink()
    assert drag.told("copy", "/drop") == "a 日本.wav was deleted while it was dragged."


def test_files_that_are_gone_are_named():
    assert missing_text([Path("a.wav")]) == "a.wav does not exist any more."
    assert missing_text([Path("a.wav"), Path("b.wav")]) == "2 files are gone."

"""Importing a folder of samples on the page; the process and the player are fakes."""

import re

import pytest
from playwright.sync_api import expect

from latentpad.web.imports import importer as importer_module

pytestmark = pytest.mark.clients


@pytest.fixture
def samples(tmp_path):
    """A folder as producers have them."""
    folder = tmp_path / "My Drums"
    for name in ("Kicks/kick 1.wav", "Kicks/Große Trommel.WAV", "Hats/Open/hat.aiff", "loop.mp3"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    for name in ("cover.jpg", "Kicks/._kick 1.wav", ".DS_Store", "ATTRIBUTION.txt"):
        (folder / name).write_bytes(b"other")
    return folder


COPIED = ["ATTRIBUTION.txt", "Hats/Open/hat.aiff", "Kicks/Große Trommel.WAV", "Kicks/kick 1.wav", "loop.mp3"]


@pytest.fixture
def open_import(make_importer, make_app, look):
    """Open the page of an app whose imports follow a scenario, at its panel of imports."""

    def open_page(scenario="", **options):
        watched = make_importer(scenario, **options)
        page = look(at=make_app(importer=watched.importer).start())
        page.locator("#open-import").click()
        expect(page.locator("#import")).to_be_visible()
        return page, watched

    return open_page


def tree(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def drop(page, *paths):
    """Drop files or folders on the map as the system's file manager does."""
    session = page.context.new_cdp_session(page.page)
    left, top = page.spot(0.5, 0.5)
    data = {"items": [], "files": list(map(str, paths)), "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": left, "y": top, "data": data})
    session.detach()


def test_a_folder_that_is_chosen_is_copied_and_imported(open_import, samples, folders):
    page, watched = open_import()
    page.locator("#folder-input").set_input_files(samples)
    copy = folders.copies / "My Drums"
    expect(page.locator("#import-result")).to_have_text("My Drums is ready: 3\u00a0sounds on the map.")
    assert tree(copy) == COPIED
    assert (copy / "Kicks/kick 1.wav").read_bytes() == b"Kicks/kick 1.wav"
    expect(page.locator("#import-summary")).to_have_text(
        "3\u00a0sounds: kick\u00a02, snare\u00a01. 4\u00a0loops left out."
    )
    expect(page.locator("#import-copy")).to_have_text(f"Your files were copied to {copy} (1\u00a0MB).")
    expect(page.locator("#import-notes")).to_have_text("All sounds are short")
    page.locator("#import-skipped-title").click()
    expect(page.locator("#import-skipped-files li")).to_have_text(["a/b.wav is silent"])
    watched.wait(lambda state: state.opened.endswith("bundles/My Drums.latentpad"))
    expect(page.locator("#play-import")).to_be_hidden()
    expect(page.locator("#open-import")).to_have_text("Import folder …")


def test_a_folder_that_is_dropped_is_imported(open_import, samples, folders):
    page, _ = open_import()
    drop(page, samples)
    expect(page.locator("#import-result")).to_contain_text("My Drums is ready")
    assert tree(folders.copies / "My Drums") == COPIED
    assert page.evaluate("document.querySelector('#map').classList.contains('dropping')") is False


def test_several_folders_that_are_dropped_are_one_library(open_import, samples, folders):
    page, _ = open_import()
    drop(page, samples / "Kicks", samples / "Hats")
    expect(page.locator("#import-result")).to_contain_text("Kicks and 1 more is ready")
    assert tree(folders.copies / "Kicks and 1 more") == COPIED[1:4]


def test_a_single_file_that_is_dropped_is_located_and_not_imported(open_import, samples, folders):
    page, watched = open_import()
    drop(page, samples / "loop.mp3")
    expect(page.locator("#errors")).to_contain_text("loop.mp3")  # it is no audio file
    assert watched.runner.state.phase == "idle"
    assert not folders.copies.exists()


def test_a_folder_whose_path_is_typed_is_read_where_it_is(open_import, samples, folders, commands):
    page, _ = open_import()
    page.locator("#import-path").fill(str(samples))
    page.keyboard.press("Enter")
    expect(page.locator("#import-result")).to_contain_text("My Drums is ready")
    expect(page.locator("#import-copy")).to_be_hidden()
    assert [plan.folder for plan in commands] == [samples]
    assert not folders.copies.exists()


def test_progress_is_shown_in_words_on_every_page_and_a_cancelled_import_can_go_on(
    open_import, look, samples, make_app
):
    page, watched = open_import("wait")
    page.locator("#folder-input").set_input_files(samples)
    expect(page.locator("#import-stage")).to_have_text("Listening to your sounds: 1 of 3, about 50\u00a0seconds left")
    expect(page.locator("#open-import")).to_have_text("Importing, 50\u00a0s left")
    expect(page.locator("#import-result")).to_contain_text("You can play 2\u00a0sounds already.")
    assert page.evaluate(
        "[document.querySelector('#import-progress').value, document.querySelector('#import-progress').max]"
    ) == [1, 3]
    expect(page.locator("#choose-folder, #learn-minutes")).to_have_count(2)
    for hidden in ("#choose-folder", "#learn-minutes"):
        expect(page.locator(hidden)).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.locator("#import")).to_be_hidden()
    page.reload()
    expect(page.locator("#import-stage")).to_contain_text("1 of 3")
    page.locator("#cancel-import").click()
    expect(page.locator("#import-result")).to_contain_text("Cancelled. What is done so far is kept")
    page.get_by_role("button", name="Continue importing My Drums", exact=True).click()
    expect(page.locator("#import-stage")).to_contain_text("1 of 3")
    page.locator("#cancel-import").click()
    page.get_by_role("button", name="Do not continue My Drums").click()
    expect(page.locator("#unfinished li")).to_have_count(0)
    page.locator("#close-import").click()
    expect(page.locator("#import")).to_be_hidden()
    watched.wait(lambda state: state.phase == "idle" and len(watched.states) > 1)


def test_an_import_that_fails_tells_why(open_import, samples):
    page, _ = open_import("crash")
    page.locator("#import-path").fill(str(samples))
    page.locator("#import-form button").click()
    expect(page.locator("#import-result")).to_have_text(
        "My Drums: it ended unexpectedly (status 3): MemoryError: it is too large."
    )


def test_a_copy_that_is_refused_is_told_once(open_import, samples):
    page, _ = open_import(free=lambda _: 1000)
    page.locator("#folder-input").set_input_files(samples)
    expect(page.locator("#import-result")).to_contain_text("type the folder's path instead, which copies nothing")
    expect(page.locator("#errors div")).to_have_count(0)


def test_a_folder_without_sounds_and_a_path_that_is_none_are_one_line_each(open_import, tmp_path):
    page, watched = open_import()
    (tmp_path / "Texts").mkdir()
    (tmp_path / "Texts/notes.txt").write_text("no sound")
    page.locator("#folder-input").set_input_files(tmp_path / "Texts")
    expect(page.locator("#errors div")).to_have_count(1)
    expect(page.locator("#errors")).to_contain_text("Texts contains no audio files.")
    page.locator("#import-path").fill("Samples")
    page.keyboard.press("Enter")
    expect(page.locator("#errors div")).to_have_count(2)
    expect(page.locator("#errors")).to_contain_text("is not the whole path of a folder, such as")
    assert watched.runner.state.phase == "idle"


def test_a_folder_that_cannot_be_mapped_leaves_the_choice_of_another(open_import, samples):
    page, _ = open_import("error")
    page.locator("#folder-input").set_input_files(samples)
    expect(page.locator("#import-result")).to_have_class("bad")
    expect(page.locator("#import-result")).to_have_text(re.compile(r"My Drums: .*: no audio in it\.$"))  # no options
    expect(page.locator("#choose-folder")).to_be_visible()
    expect(page.locator("#another-import")).to_be_hidden()


def test_what_has_to_be_installed_is_told_before_anything_is_sent(open_import, samples, folders, monkeypatch):
    monkeypatch.setattr(importer_module, "map_advice", lambda: 'run: pip install ".[map]"')
    page, _ = open_import()
    expect(page.locator("#import-needs")).to_have_text('run: pip install ".[map]"')
    expect(page.locator("#import-choices")).to_be_hidden()
    drop(page, samples)
    expect(page.locator("#message")).to_have_text('run: pip install ".[map]"')
    assert not folders.copies.exists()


def test_an_imported_folder_can_be_learnt(open_import, samples, commands):
    page, _ = open_import()
    page.locator("#import-path").fill(str(samples))
    page.keyboard.press("Enter")
    expect(page.locator("#learn-text")).to_contain_text("Learn My Drums: the model is trained on these sounds.")
    page.locator("#learn-minutes").fill("7")
    page.locator("#learn-choices button").click()
    expect(page.locator("#import-result")).to_contain_text("My Drums learned is ready")
    assert (commands[-1].kind, commands[-1].minutes) == ("train", 7)


def test_without_pytorch_the_page_says_what_to_install(open_import, samples, monkeypatch):
    monkeypatch.setattr(importer_module, "train_advice", lambda: 'run: pip install ".[train]"')
    page, _ = open_import()
    page.locator("#import-path").fill(str(samples))
    page.keyboard.press("Enter")
    expect(page.locator("#learn-text")).to_have_text('run: pip install ".[train]"')
    expect(page.locator("#learn-choices")).to_be_hidden()


def test_everything_can_be_reached_by_keys_and_has_a_name(open_import, samples):
    page, _ = open_import()
    expect(page.locator("#choose-folder")).to_be_focused()
    found = []
    for _ in range(3):
        page.keyboard.press("Tab")
        found.append(page.evaluate("document.activeElement.id || document.activeElement.textContent"))
    assert found == ["import-path", "Import", "close-import"]
    page.keyboard.press("Escape")
    expect(page.locator("#import")).to_be_hidden()
    page.locator("#map").focus()
    page.keyboard.press("y")
    expect(page.get_by_role("region", name="Import a folder")).to_be_visible()
    for name in ("Choose folder …", "Close"):
        expect(page.locator("#import").get_by_role("button", name=name)).to_be_visible()
    expect(page.get_by_role("textbox", name=re.compile("type where it is"))).to_be_visible()


def test_a_page_whose_daemon_imports_nothing_has_no_such_button(page):
    expect(page.locator("#open-import")).to_be_hidden()
    page.keyboard.press("y")
    expect(page.locator("#import")).to_be_hidden()

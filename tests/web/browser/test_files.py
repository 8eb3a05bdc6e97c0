"""Sample files outside the page: file manager, drag and drop, download, and folders that cannot be written."""

import re
import time

import pytest
from playwright.sync_api import expect

from latentpad.errors import FolderError

pytestmark = pytest.mark.clients


def test_show_in_folder_opens_the_file_manager(page, app, monkeypatch):
    shown = []
    monkeypatch.setattr("latentpad.web.show_requests.reveal", shown.append)
    name = page.make_sample(0.125, 0.125)
    page.locator("#reveal").click()
    end = time.monotonic() + 5
    while not shown and time.monotonic() < end:
        page.wait_for_timeout(10)
    assert shown == [app.drop / name]


def test_a_missing_file_manager_is_reported(page, monkeypatch):
    def none(path):
        raise FolderError(f"no file manager was found here; the sample is {path}")

    monkeypatch.setattr("latentpad.web.show_requests.reveal", none)
    name = page.make_sample(0.125, 0.125)
    page.keyboard.press("f")
    expect(page.locator("#errors")).to_contain_text(name)


def test_a_sample_is_dragged_out_as_a_file(page, app):
    name = page.make_sample(0.125, 0.125)
    data = page.locator("#drag").evaluate("""link => {
        const dataTransfer = new DataTransfer()
        link.dispatchEvent(new DragEvent('dragstart', { dataTransfer, bubbles: true }))
        return Object.fromEntries(dataTransfer.types.map((type) => [type, dataTransfer.getData(type)]))
    }""")
    kind, called, url = data["downloadurl"].split(":", 2)
    assert (kind, called, url) == ("audio/wav", name, f"{app.url}/samples/{name}")
    assert data["text/plain"] == str(app.drop / name)
    fetched = page.evaluate("url => fetch(url).then((r) => r.arrayBuffer()).then((b) => [...new Uint8Array(b)])", url)
    assert bytes(fetched) == (app.drop / name).read_bytes()
    assert page.locator("#drag").get_attribute("draggable") == "true"


def test_a_real_drag_carries_the_path(page):
    page.make_sample(0.125, 0.125)
    page.evaluate("""() => {
        const target = document.querySelector('#search')
        target.addEventListener('dragover', (event) => event.preventDefault())
        target.addEventListener('drop', (event) => {
            event.preventDefault()
            target.dataset.dropped = event.dataTransfer.getData('text/plain')
        })
    }""")
    page.locator("#drag").drag_to(page.locator("#search"))
    assert re.search(r"kick_x0\.12\d_y0\.12\d_s0\.wav$", page.locator("#search").get_attribute("data-dropped"))


def test_a_sample_is_downloaded_under_its_name(page, app, tmp_path):
    name = page.make_sample(0.125, 0.125)
    with page.expect_download() as waiting:
        page.keyboard.press("d")
    waiting.value.save_as(tmp_path / "saved.wav")
    assert waiting.value.suggested_filename == name
    assert (tmp_path / "saved.wav").read_bytes() == (app.drop / name).read_bytes()


def test_a_kept_sample_is_downloaded_under_the_name_that_it_was_given(page, app):
    page.make_sample(0.125, 0.125)
    page.keyboard.press("r")
    page.locator("#name").fill("Café 日本 1")
    page.keyboard.press("Enter")
    expect(page.locator("#keep")).to_have_text("Kept ★")
    with page.expect_download() as waiting:
        page.keyboard.press("d")
    assert waiting.value.suggested_filename == "Café 日本 1.wav"


def test_the_folder_is_opened_by_button_and_key(page, app, monkeypatch):
    opened = []
    monkeypatch.setattr("latentpad.web.show_requests.open_folder", opened.append)
    expect(page.locator("#no-samples")).to_be_visible()
    page.locator("#open-folder").click()
    page.locator("#map").focus()
    page.keyboard.press("Shift+F")
    end = time.monotonic() + 5
    while len(opened) < 2 and time.monotonic() < end:
        page.wait_for_timeout(10)
    assert opened == [app.drop] * 2


def test_chromium_says_that_a_drag_is_a_file_and_what_to_do_if_nothing_takes_it(page):
    expect(page.locator("#drag-hint")).to_be_hidden()
    page.make_sample(0.125, 0.125)
    expect(page.locator("#drag")).to_have_text("⠿ Drag out")
    expect(page.locator("#drag-hint")).to_contain_text("becomes a file where you drop it")
    page.locator("#drag").drag_to(page.locator("h1"))
    expect(page.locator("#message")).to_contain_text("Nothing has taken the file")


OTHER_BROWSER = """
    Object.defineProperty(Navigator.prototype, 'userAgentData', { get: () => undefined })
    delete window.chrome
"""


def test_other_browsers_point_to_folder_and_shelf_and_offer_a_download(look):
    page = look()
    page.make_sample(0.125, 0.125)
    page.evaluate(OTHER_BROWSER)
    page.evaluate("latentpad.dragOut.show()")
    expect(page.locator("#drag")).to_have_text("⤓ Download")
    expect(page.locator("#drag-hint")).to_contain_text(
        "drags no files into other programs: drag from Show in folder, or"
    )
    page.evaluate("latentpad.dragOut.offerShelf()")
    expect(page.locator("#drag-hint")).to_contain_text("drag from Show in folder or the Shelf, or download")


def test_a_missing_folder_is_reported(page, app):
    app.drop.rename(app.drop.parent / "moved away")
    page.click_map(0.125, 0.125)
    expect(page.locator("#errors")).to_contain_text("does not exist any more; the sample is not written")


def test_a_full_disk_is_reported_and_nothing_is_lost(page, app, monkeypatch):
    first = page.make_sample(0.125, 0.125)

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("latentpad.files.os.fsync", full)
        page.click_map(0.875, 0.125)
        expect(page.locator("#errors")).to_contain_text("No space left on device")
    assert app.wavs() == [first]
    page.make_sample(0.875, 0.125)

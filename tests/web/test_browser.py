"""The page in a real browser (Chromium or Chrome), skipped by name where there is none."""

import json
import re
import shutil
import threading
import time
from dataclasses import replace

import numpy as np
import pytest
import soundfile
from playwright.sync_api import expect, sync_playwright

from latentpad.errors import FolderError

pytestmark = pytest.mark.clients

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TIMEOUT = 10_000
SIZE = {"width": 900, "height": 620}


@pytest.fixture(scope="module")
def browser():
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip(f"no browser: none of {', '.join(BROWSERS)} is installed (Debian: chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        yield browser
        browser.close()


def new_page(browser, autoplay, **options):
    context = browser.new_context(**{"viewport": SIZE, **options})
    context.set_default_timeout(TIMEOUT)
    if not autoplay:  # or the pointer plays what it meets on its way
        context.add_init_script("localStorage['latentpad.autoplay'] ??= 'false'")
    return context.new_page()


@pytest.fixture(scope="module")
def tab(browser):
    """A tab for all tests that need no other: opening one takes long. Each has an address, and so a storage, anew."""
    return new_page(browser, autoplay=False)


@pytest.fixture
def look(browser, tab, stand):
    """Open the page; whatever it complains of in the browser's console fails the test."""
    pages, said = [], []
    told = {
        "console": lambda message: said.append(f"{message.type}: {message.text}"),
        "pageerror": lambda error: said.append(str(error)),
    }

    def make(at=None, autoplay=False, known=True, **options):
        free = not (options or autoplay or tab in pages)
        page = tab if free else new_page(browser, autoplay, **options)
        pages.append(page)
        for event, ear in told.items():
            page.on(event, ear)
        page.mouse.move(1, 1)
        page.goto((at or stand).url)
        until(page, f"latentpad.map.points?.count > 0 && {str(known).lower()} === (latentpad.map.cells !== null)")
        return page

    yield make
    for page in pages:
        if page is tab:
            for event, ear in told.items():
                page.remove_listener(event, ear)
            page.goto("about:blank")
        else:
            page.context.close()
    away = "WebSocket connection to", "ERR_CONNECTION_REFUSED"  # what the browser itself says while a daemon is away
    assert [line for line in said if not any(words in line for words in away)] == []


@pytest.fixture
def page(look):
    return look()


def until(page, condition):
    """Wait until JavaScript holds; the page's own rules forbid what Playwright has for that."""
    end = time.monotonic() + TIMEOUT / 1000
    while not page.evaluate(f"Boolean(window.latentpad && ({condition}))"):
        assert time.monotonic() < end, condition
        page.wait_for_timeout(10)


def spot(page, x, y):
    """Where a point of the map is in the window."""
    box = page.locator("#map").bounding_box()
    left, top = page.evaluate(f"latentpad.map.view.toScreen({x}, {y})")
    return box["x"] + left, box["y"] + top


def click(page, x, y):
    page.mouse.click(*spot(page, x, y))


def played(page):
    return page.evaluate("latentpad.audio.playCount")


def until_played(page, times):
    until(page, f"latentpad.audio.playCount >= {times}")
    assert played(page) == times


def puck(page):
    return page.evaluate("[latentpad.map.puck.x, latentpad.map.puck.y]")


def wavs(stand):
    return sorted(path.name for path in stand.drop.glob("*.wav"))


def made(page, x, y):
    """Click, and wait for the sample; gives its name."""
    before = page.evaluate("latentpad.history.samples.size")
    click(page, x, y)
    until(page, f"latentpad.history.samples.size === {before + 1}")
    return page.evaluate("latentpad.history.current.name")


def test_the_map_shows_every_sound_and_the_labels(page, bundle):
    assert page.evaluate("latentpad.map.points.count") == len(bundle.map.points)
    assert page.locator("#labels button").all_text_contents() == ["hat 8", "kick 8", "snare 8"]
    expect(page.locator("#count")).to_have_text("32 sounds")
    expect(page.locator("#bundle")).to_have_text("toy: 32 sounds")
    colours = page.evaluate("""() => {
        const { canvas } = latentpad.map.contexts.points, found = new Set()
        const { data } = latentpad.map.contexts.points.getImageData(0, 0, canvas.width, canvas.height)
        for (let at = 0; at < data.length; at += 4) if (data[at + 3]) found.add(data.slice(at, at + 3).join())
        return latentpad.map.palette.map((colour) => found.has(colour.join()))
    }""")
    assert colours == [True] * 4  # three labels, and the sounds without one


def test_until_a_click_the_page_says_why_it_is_silent(page):
    expect(page.locator("#state")).to_contain_text("browsers keep a page silent until then")
    expect(page.locator("#state")).to_contain_text("points play the model's version of each sound")
    page.keyboard.press("Shift")
    expect(page.locator("#state")).to_be_hidden()


def test_a_click_makes_a_sample_that_lies_in_the_folder_and_is_played(page, stand):
    name = made(page, 0.125, 0.125)
    until_played(page, 1)
    assert wavs(stand) == [name]
    assert re.fullmatch(r"kick_x0\.12\d_y0\.12\d_s0\.wav", name)
    signal, sample_rate = soundfile.read(stand.drop / name)
    assert page.evaluate("latentpad.audio.playing.source.buffer.length") == len(signal)
    assert page.evaluate("latentpad.audio.playing.source.buffer.sampleRate") == sample_rate
    assert page.evaluate("latentpad.audio.context.state") == "running"
    until(page, "latentpad.audio.context.currentTime > 0")
    expect(page.locator("#history li")).to_have_count(1)
    expect(page.locator("#current-title")).to_contain_text("kick 0.12")
    expect(page.locator("#facts")).to_contain_text("seed 0")
    expect(page.locator("#confidence-label")).to_contain_text("Near known sounds")


def test_what_is_played_is_what_lies_in_the_folder(page, stand):
    name = made(page, 0.125, 0.875)
    until_played(page, 1)
    heard = page.evaluate("Array.from(latentpad.audio.playing.source.buffer.getChannelData(0))")
    assert heard == pytest.approx(soundfile.read(stand.drop / name, dtype="float32")[0].tolist(), abs=1e-7)


def test_waveform_and_spectrogram_show_the_sound(page):
    made(page, 0.875, 0.125)  # a tone of 1000 Hz
    until_played(page, 1)
    wave = page.locator("#waveform")
    assert wave.evaluate("c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(Boolean)")
    rows = page.locator("#spectrogram").evaluate("""c => {
        const { data } = c.getContext('2d').getImageData(2, 0, 1, c.height)
        return Array.from({ length: c.height }, (_, row) => data[4 * row] + data[4 * row + 1] + data[4 * row + 2])
    }""")
    share = 1 - (int(np.argmax(rows)) + 0.5) / len(rows)
    assert 40 * (4000 / 40) ** share == pytest.approx(1000, rel=0.06)


def test_a_place_without_sound_says_so(page):
    click(page, 0.875, 0.875)
    expect(page.locator("#errors")).to_contain_text("silent")
    assert page.evaluate("latentpad.history.samples.size") == 0


def test_the_same_place_and_settings_are_not_made_twice(page, stand):
    made(page, 0.125, 0.125)
    until_played(page, 1)
    page.keyboard.press("Enter")
    until_played(page, 2)
    expect(page.locator("#message")).to_contain_text("Another seed makes a different one")
    page.keyboard.press("s")
    until(page, "latentpad.history.samples.size === 2")
    assert len(wavs(stand)) == 2


def test_far_places_are_told_as_such(page):
    page.mouse.move(*spot(page, 0.125, 0.125))
    expect(page.locator("#position")).to_contain_text("near known sounds")
    page.mouse.move(*spot(page, 0.5, 0.5))
    expect(page.locator("#position")).to_contain_text("far from any sound")


def test_the_pointer_plays_the_sounds_that_it_meets(look):
    page = look(autoplay=True)
    page.keyboard.press("Shift")
    page.mouse.move(*spot(page, 0.885, 0.125))
    until_played(page, 1)
    expect(page.locator("#tip")).to_have_text("0.wav snare, 0.25 s")
    page.mouse.move(*spot(page, 0.5, 0.5))
    expect(page.locator("#tip")).to_be_hidden()
    page.locator("#hover-plays").click()
    page.mouse.move(*spot(page, 0.135, 0.125))
    expect(page.locator("#tip")).to_have_text("0.wav kick, 0.25 s")
    page.wait_for_timeout(200)
    assert played(page) == 1


def test_the_librarys_own_files_are_played_where_they_are(make_stand, look, tmp_path):
    library = tmp_path / "library"
    (library / "snare").mkdir(parents=True)
    soundfile.write(library / "snare" / "0.wav", np.full(123, 0.5), 11025)
    page = look(make_stand(library=[library]).start(), autoplay=True)
    expect(page.locator("#state")).to_contain_text("Points play the library's own files.")
    page.keyboard.press("Shift")
    page.mouse.move(*spot(page, 0.885, 0.125))
    until_played(page, 1)
    assert page.evaluate("latentpad.audio.playing.source.buffer.length") == 123


def test_dragging_plays_along_the_way_and_makes_the_last_place(page, stand):
    page.mouse.move(*spot(page, 0.1, 0.5))
    page.mouse.down()
    for step in range(8):
        page.mouse.move(*spot(page, 0.1 + 0.003 * step, 0.125))
        page.wait_for_timeout(100)
    assert played(page) >= 3
    assert wavs(stand) == []
    page.mouse.up()
    until(page, "latentpad.history.samples.size === 1")
    (name,) = wavs(stand)
    assert name.startswith("kick_x0.12")


def test_what_is_still_on_its_way_does_not_hush_what_is_made(page, stand, monkeypatch):
    go, render = threading.Event(), stand.site._hears.render
    monkeypatch.setattr(stand.site._hears, "render", lambda request: (go.wait(TIMEOUT / 1000), render(request))[1])
    page.keyboard.press("Shift")
    until(page, "latentpad.audio.unlocked")
    page.keyboard.press("p")
    until(page, "latentpad.socket.pending.has('preview')")
    made(page, 0.875, 0.125)
    go.set()
    until_played(page, 1)
    page.wait_for_timeout(200)
    assert played(page) == 1


def test_undo_goes_back_and_deletes_nothing(page, stand):
    first = made(page, 0.125, 0.125)
    second = made(page, 0.875, 0.125)
    page.keyboard.press("u")
    until(page, f"latentpad.history.current.name === {json.dumps(first)}")
    assert puck(page) == pytest.approx([0.125, 0.125], abs=0.005)
    expect(page.locator("#history li.undone")).to_have_count(1)
    assert wavs(stand) == sorted([first, second])
    page.locator("#undo").click()
    expect(page.locator("#message")).to_have_text("There is no sample before this one.")


def test_undo_takes_the_controls_back_too(page):
    made(page, 0.125, 0.125)
    page.locator("#control-pitch").fill("12")
    made(page, 0.875, 0.125)
    expect(page.locator("#facts")).to_contain_text("pitch +12 st")
    page.keyboard.press("u")
    expect(page.locator("#control-pitch")).to_have_value("0")


def test_the_history_plays_keeps_and_names(page, stand):
    first = made(page, 0.125, 0.125)
    made(page, 0.875, 0.125)
    until_played(page, 2)
    row = page.locator(f"#history li[data-name='{first}']")
    row.locator("[data-role=name]").click()
    until_played(page, 3)
    expect(row).to_have_attribute("aria-current", "true")
    row.locator("[data-role=keep]").click()
    expect(row.locator("[data-role=keep]")).to_have_text("★")
    assert [path.name for path in (stand.drop / "kept").iterdir()] == [first]
    page.keyboard.press("r")
    page.locator("#name").fill("Große Trommel?")
    page.keyboard.press("Enter")
    expect(page.locator("#current-title")).to_have_text("Große Trommel-")
    kept = stand.drop / "kept" / "Große Trommel-.wav"
    assert kept.read_bytes() == (stand.drop / first).read_bytes()
    assert len(wavs(stand)) == 2


def test_show_in_folder_opens_the_file_manager(page, stand, monkeypatch):
    shown = []
    monkeypatch.setattr("latentpad.web.session.reveal", shown.append)
    name = made(page, 0.125, 0.125)
    page.locator("#reveal").click()
    end = time.monotonic() + 5
    while not shown and time.monotonic() < end:
        page.wait_for_timeout(10)
    assert shown == [stand.drop / name]


def test_why_no_file_manager_opens_is_said(page, monkeypatch):
    def none(path):
        raise FolderError(f"no file manager was found here; the sample is {path}")

    monkeypatch.setattr("latentpad.web.session.reveal", none)
    name = made(page, 0.125, 0.125)
    page.keyboard.press("f")
    expect(page.locator("#errors")).to_contain_text(name)


def test_a_sample_is_dragged_out_as_a_file(page, stand):
    name = made(page, 0.125, 0.125)
    data = page.locator("#drag").evaluate("""link => {
        const dataTransfer = new DataTransfer()
        link.dispatchEvent(new DragEvent('dragstart', { dataTransfer, bubbles: true }))
        return Object.fromEntries(dataTransfer.types.map((type) => [type, dataTransfer.getData(type)]))
    }""")
    kind, called, url = data["downloadurl"].split(":", 2)
    assert (kind, called, url) == ("audio/wav", name, f"{stand.url}/samples/{name}")
    assert data["text/plain"] == str(stand.drop / name)
    fetched = page.evaluate("url => fetch(url).then((r) => r.arrayBuffer()).then((b) => [...new Uint8Array(b)])", url)
    assert bytes(fetched) == (stand.drop / name).read_bytes()
    assert page.locator("#drag").get_attribute("draggable") == "true"


def test_a_real_drag_takes_the_data_along(page):
    made(page, 0.125, 0.125)
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


def test_a_sample_is_downloaded_under_its_name(page, stand, tmp_path):
    name = made(page, 0.125, 0.125)
    with page.expect_download() as waiting:
        page.keyboard.press("d")
    waiting.value.save_as(tmp_path / "saved.wav")
    assert waiting.value.suggested_filename == name
    assert (tmp_path / "saved.wav").read_bytes() == (stand.drop / name).read_bytes()


def test_sounds_are_filtered_by_words_and_by_label(page):
    shown = "latentpad.map.points.visible.reduce((a, b) => a + b)"
    page.keyboard.press("/")
    page.keyboard.type("snare 3")
    until(page, f"{shown} === 1")
    expect(page.locator("#count")).to_have_text("1 of 32")
    page.keyboard.press("Escape")
    until(page, f"{shown} === 32")
    page.locator("#labels button", has_text="kick").click()
    until(page, f"{shown} === 8")
    page.locator("#labels button", has_text="hat").click()
    until(page, f"{shown} === 16")
    page.locator("#search").fill("3")
    until(page, f"{shown} === 2")
    for count in (16, 32):  # one Escape takes one thing back
        page.keyboard.press("Escape")
        until(page, f"{shown} === {count}")
    page.locator("#labels button", has_text="kick").click()
    page.keyboard.press("Shift")
    page.mouse.move(*spot(page, 0.885, 0.125))  # a snare, which is filtered out
    page.wait_for_timeout(100)
    expect(page.locator("#tip")).to_be_hidden()


def test_everything_has_a_key(page, stand):
    page.locator("#map").focus()
    for _ in range(5):
        page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Alt+ArrowUp")
    assert puck(page) == pytest.approx([0.25, 0.492])
    for key in ["Shift+ArrowDown"] * 7 + ["Shift+ArrowLeft"] * 2:
        page.keyboard.press(key)
    page.keyboard.press("p")
    until_played(page, 1)
    assert wavs(stand) == []
    page.keyboard.press("Enter")
    until_played(page, 2)
    assert len(wavs(stand)) == 1
    page.keyboard.press("Space")
    until_played(page, 3)
    page.keyboard.press("n")
    until_played(page, 4)
    page.keyboard.press("k")
    expect(page.locator("#keep")).to_have_text("Kept ★")
    page.keyboard.press("s")
    until_played(page, 5)
    page.keyboard.press("[")
    until_played(page, 6)
    expect(page.locator("#history li").last).to_have_attribute("aria-current", "true")
    page.keyboard.press("g")
    expect(page.locator("#control-seed")).to_have_value("0")
    page.keyboard.press("+")
    until(page, "latentpad.map.view.scale > 1.4")
    page.keyboard.press("0")
    until(page, "latentpad.map.view.scale === 1")
    page.keyboard.press("a")
    expect(page.locator("#hover-plays")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("t")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()


def test_keys_are_letters_while_one_types(page, stand):
    page.locator("#search").fill("")
    page.locator("#search").press_sequentially("sunk ")
    expect(page.locator("#search")).to_have_value("sunk ")
    page.locator("#control-seed").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#control-seed")).to_have_value("1")
    page.locator("#control-tone").focus()
    page.keyboard.press("ArrowRight")
    assert puck(page) == [0.5, 0.5]
    assert wavs(stand) == []


def test_a_controller_moves_the_point_and_is_heard(page, controller, stand):
    page.keyboard.press("Shift")
    controller.send("xy", 0.25, 0.75)
    until(page, "latentpad.map.puck.x === 0.25 && latentpad.map.puck.y === 0.75")
    controller.send("set", "decay", 0.5)
    expect(page.locator("#control-decay")).to_have_value("0.5")
    controller.send("generate", 7, 0.875, 0.125)
    until_played(page, 1)
    assert puck(page) == [0.875, 0.125]
    expect(page.locator("#history li")).to_have_count(1)
    page.locator("#monitor summary").click()
    page.locator("#play-others").uncheck()
    controller.send("generate", 8, 0.125, 0.125)
    expect(page.locator("#history li")).to_have_count(2)
    page.wait_for_timeout(200)
    assert played(page) == 1


def test_the_page_moves_the_point_of_a_controller(page, controller):
    controller.send("hello")
    assert controller.hear()[0] == "welcome"
    page.locator("#map").focus()
    page.keyboard.press("ArrowRight")
    assert controller.hear() == ("point", pytest.approx(0.51), 0.5)
    page.locator("#control-variation").fill("0.5")
    assert controller.hear() == ("value", "variation", 0.5)


def test_two_pages_are_one_instrument(page, look):
    other = look()
    made(page, 0.125, 0.125)
    expect(other.locator("#history li")).to_have_count(1)
    assert puck(other) == pytest.approx(puck(page))
    page.keyboard.press("k")
    expect(other.locator("#history [data-role=keep]")).to_have_text("★")


def test_the_monitor_shows_what_comes_in_and_what_is_answered(page, controller, stand):
    page.locator("#monitor summary").click()
    expect(page.locator("#no-messages")).to_be_visible()
    expect(page.locator("#ports")).to_contain_text(f"port {stand.daemon.port}")
    controller.send("xy", 0.25, 2.0)
    expect(page.locator("#lines li.in")).to_have_text(f"/latentpad/xy 0.25 2  (from 127.0.0.1 port {controller.port})")
    expect(page.locator("#lines li.out.error")).to_contain_text("is out of range (0 to 1)")
    expect(page.locator("#no-messages")).to_be_hidden()


def test_the_daemons_restart_is_lived_through(page, make_stand, stand):
    name = made(page, 0.125, 0.125)
    ports = stand.ports
    stand.daemon.stop()
    expect(page.locator("#state")).to_contain_text("latentpad is not running. Start it with the command latentpad")
    page.keyboard.press("Enter")
    expect(page.locator("#message")).to_have_text("latentpad is not running.")
    make_stand(ports=ports).start()
    expect(page.locator("#state")).to_be_hidden()
    expect(page.locator("#history li")).to_have_count(1)
    assert page.evaluate("latentpad.history.current.name") == name
    made(page, 0.875, 0.125)


def test_another_bundle_after_a_restart_brings_its_own_map(page, make_stand, stand, bundle):
    ports = stand.ports
    stand.daemon.stop()
    layout = replace(bundle.map, **{key: array[:8] for key, array in vars(bundle.map).items() if array is not None})
    make_stand(bundle=replace(bundle, map=layout, digest="1" * 64), ports=ports).start()
    until(page, "latentpad.map.points.count === 8")
    expect(page.locator("#count")).to_have_text("8 sounds")


def test_a_folder_that_takes_nothing_is_said(page, stand):
    stand.drop.rename(stand.drop.parent / "moved away")
    click(page, 0.125, 0.125)
    expect(page.locator("#errors")).to_contain_text("cannot be written (No such file or directory)")


def test_a_full_disk_is_said_and_nothing_is_lost(page, stand, monkeypatch):
    first = made(page, 0.125, 0.125)

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("latentpad.files.os.fsync", full)
        click(page, 0.875, 0.125)
        expect(page.locator("#errors")).to_contain_text("No space left on device")
    assert wavs(stand) == [first]
    made(page, 0.875, 0.125)


def test_zoom_and_pan_keep_what_is_under_the_pointer(page):
    at = spot(page, 0.125, 0.875)
    page.mouse.move(*at)
    page.mouse.wheel(0, -600)
    until(page, "latentpad.map.view.scale > 2")
    assert spot(page, 0.125, 0.875) == pytest.approx(at, abs=3)  # a wheel is at whole pixels
    page.mouse.down(button="right")
    page.mouse.move(at[0] + 40, at[1] - 30)
    page.mouse.up(button="right")
    assert spot(page, 0.125, 0.875) == pytest.approx((at[0] + 40, at[1] - 30), abs=3)
    assert page.evaluate("latentpad.history.samples.size") == 0


def test_a_finger_makes_and_two_fingers_zoom(look, stand):
    page = look(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    page.touchscreen.tap(*spot(page, 0.125, 0.125))
    until(page, "latentpad.history.samples.size === 1")
    until_played(page, 1)
    x, y = spot(page, 0.5, 0.5)
    touch = page.context.new_cdp_session(page)
    for kind, apart in (("touchStart", 20), ("touchMove", 40), ("touchMove", 60), ("touchEnd", None)):
        points = [] if apart is None else [{"x": x + side * apart, "y": y, "id": side + 1} for side in (-1, 1)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    until(page, "latentpad.map.view.scale > 2")
    assert len(wavs(stand)) == 1


def test_points_stand_out_from_the_ground_in_both_themes(look):
    for scheme in ("dark", "light"):
        page = look(color_scheme=scheme)
        expect(page.locator("html")).to_have_attribute("data-theme", scheme)
        assert page.evaluate("latentpad.map.palette.length") == 4
        worst = page.evaluate("""() => {
            const light = (values) => values
                .map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
                .reduce((sum, v, k) => sum + v * [0.2126, 0.7152, 0.0722][k], 0.05)
            const ground = light(latentpad.map.theme.ground.match(/[0-9a-f]{2}/g).map((hex) => parseInt(hex, 16)))
            return Math.min(...latentpad.map.palette.map(light).map((l) => Math.max(l / ground, ground / l)))
        }""")
        assert worst >= 3


def test_every_control_has_a_name(page):
    made(page, 0.125, 0.125)
    nameless = page.evaluate("""() => [...document.querySelectorAll('button, input, a[href], [role], canvas[role]')]
        .filter((element) => element.checkVisibility())
        .filter((e) => !(e.ariaLabel || e.labels?.[0]?.innerText || e.innerText || e.getAttribute('aria-labelledby')))
        .filter((e) => !['status', 'alert'].includes(e.getAttribute('role'))).map((e) => e.outerHTML)""")
    assert nameless == []
    expect(page.get_by_role("application")).to_have_attribute("aria-label", re.compile("Arrows move the point"))
    expect(page.get_by_role("slider", name="Pitch")).to_have_attribute("aria-valuetext", "0 st")


def test_names_from_a_bundle_are_text_and_nothing_else(make_stand, look, bundle):
    nasty = '<img src=x onerror="document.title=1">'
    hostile = replace(bundle, name=nasty, labels=(nasty, "snare", "hat"), digest="2" * 64)
    hostile = replace(hostile, map=replace(hostile.map, names=np.array([nasty] * 32)))
    page = look(make_stand(bundle=hostile).start())
    page.keyboard.press("Shift")
    page.mouse.move(*spot(page, 0.135, 0.125))
    expect(page.locator("#tip")).to_contain_text("<img")
    assert page.locator("img").count() == 0
    assert page.title() == "latentpad"


def test_what_is_chosen_once_is_remembered(page):
    page.keyboard.press("t")
    page.keyboard.press("a")
    page.reload()
    until(page, "latentpad.map.points?.count > 0")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("#hover-plays")).to_have_attribute("aria-pressed", "true")


def test_warming_up_is_said_and_what_is_made_then_comes_afterwards(look, make_stand):
    stand = make_stand().start(prepared=False)
    page = look(stand, known=False)
    expect(page.locator("#state")).to_contain_text("warming up")
    click(page, 0.125, 0.125)
    expect(page.locator("#message")).to_have_text("The sample will be made as soon as latentpad has warmed up.")
    stand.daemon.ready()
    expect(page.locator("#state")).to_be_hidden()
    until_played(page, 1)
    until(page, "latentpad.map.cells !== null")


def test_the_controls_show_what_is_set(look, controller):
    controller.send("set", "pitch", 12)
    controller.send("set", "seed", 1_500_000_000)
    controller.heard_before_pong()
    page = look()
    expect(page.locator("#control-pitch")).to_have_value("12")
    expect(page.locator("#control-seed")).to_have_value("1500000000")
    made(page, 0.125, 0.125)
    page.locator("#control-seed").fill("1500000001")  # one more is another seed, however large
    page.keyboard.press("Tab")
    page.locator("#generate").click()
    until(page, "latentpad.history.samples.size === 2")


def test_a_seed_that_cannot_be_is_put_right(page):
    page.locator("#control-seed").fill("99999999999")
    page.keyboard.press("Tab")
    expect(page.locator("#control-seed")).to_have_value("0")


def test_a_map_that_cannot_be_read_at_first_is_read_again(make_stand, browser, monkeypatch):
    stand = make_stand()
    chart = stand.site._hears.map_json
    fails = iter([True])
    monkeypatch.setattr(stand.site._hears, "map_json", lambda: 1 / 0 if next(fails, False) else chart())
    stand.start()
    page = browser.new_page()
    page.goto(stand.url)
    expect(page.locator("#errors")).to_contain_text("The map could not be loaded")
    until(page, "latentpad.map.points?.count === 32")
    page.close()


def test_the_hand_that_goes_on_does_not_hush_what_it_made(look):
    page = look(autoplay=True)
    made(page, 0.085, 0.125)
    page.mouse.move(*spot(page, 0.135, 0.125))  # on a sound of the library, but still near the place that was pressed
    expect(page.locator("#tip")).to_be_visible()
    until_played(page, 1)
    page.mouse.move(*spot(page, 0.5, 0.5))
    expect(page.locator("#tip")).to_be_hidden()
    page.mouse.move(*spot(page, 0.135, 0.125))
    until_played(page, 2)


@pytest.mark.parametrize("away", ["Escape", "outside"])
def test_a_drag_is_called_off(page, stand, away):
    page.mouse.move(*spot(page, 0.1, 0.125))
    page.mouse.down()
    page.mouse.move(*spot(page, 0.2, 0.2))
    until(page, "latentpad.map.puck.x > 0.19")
    if away == "Escape":
        page.keyboard.press("Escape")
    else:
        page.mouse.move(880, 300)
    page.mouse.up()
    until(page, "latentpad.map.puck.x === 0.5 && !latentpad.pad.scrubbing")
    page.wait_for_timeout(100)
    assert wavs(stand) == []


def test_undo_marks_what_the_daemon_stepped_back_from(page):
    first, second, third = (made(page, x, 0.125) for x in (0.1, 0.125, 0.15))
    page.locator(f"#history li[data-name='{first}'] [data-role=name]").click()
    page.keyboard.press("u")
    expect(page.locator("#history li.undone")).to_have_attribute("data-name", third)
    assert page.evaluate("latentpad.history.current.name") == second


def test_undo_while_a_sample_is_made_takes_that_one_back(page):
    first = made(page, 0.125, 0.125)
    page.evaluate("latentpad.pad.put(0.13, 0.13)")
    page.keyboard.press("Enter")
    page.keyboard.press("u")
    expect(page.locator("#history li.undone")).to_have_count(1)
    until(page, f"latentpad.history.current.name === {json.dumps(first)}")


def test_the_sample_that_is_named_is_the_one_for_which_the_form_was_opened(page, stand, controller):
    first = made(page, 0.125, 0.125)
    page.keyboard.press("r")
    page.locator("#name").fill("mine")
    controller.send("generate", 7, 0.875, 0.125)
    expect(page.locator("#history li")).to_have_count(2)
    page.keyboard.press("Enter")
    expect(page.locator(f"#history li[data-name='{first}'] [data-role=keep]")).to_have_text("★")
    assert (stand.drop / "kept" / "mine.wav").read_bytes() == (stand.drop / first).read_bytes()
    page.keyboard.press("[")
    page.keyboard.press("k")  # kept is kept
    expect(page.locator("#message")).to_contain_text("is already kept")
    assert len(list((stand.drop / "kept").iterdir())) == 1


def test_a_sample_that_is_not_played_has_its_picture_all_the_same(page, controller):
    page.locator("#monitor summary").click()
    page.locator("#play-others").uncheck()
    controller.send("generate", 7, 0.125, 0.125)
    until(page, "latentpad.panel.drawn && latentpad.panel.drawn === latentpad.history.current?.name")
    assert played(page) == 0
    page.reload()
    until(page, "latentpad.panel.drawn && latentpad.panel.drawn === latentpad.history.current?.name")


def test_an_empty_folder_after_a_restart_leaves_nothing_of_the_old_one(page, make_stand, stand):
    name = made(page, 0.125, 0.125)
    ports = stand.ports
    stand.daemon.stop()
    (stand.drop / name).unlink()
    make_stand(ports=ports).start()
    expect(page.locator("#current-title")).to_have_text("No sample yet")
    until(page, "latentpad.map.samples.length === 0")


def test_the_view_stays_where_it_is_while_a_hand_or_a_controller_moves_the_point(page, controller):
    page.mouse.move(*spot(page, 0.125, 0.875))
    page.mouse.wheel(0, -1200)
    until(page, "latentpad.map.view.scale > 5")
    before = page.evaluate("[latentpad.map.view.x, latentpad.map.view.y]")
    controller.send("xy", 0.875, 0.125)
    until(page, "latentpad.map.puck.x === 0.875")
    box = page.locator("#map").bounding_box()
    page.mouse.move(box["x"] + 100, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 3, box["y"] + 100, steps=5)
    page.mouse.up()
    assert page.evaluate("[latentpad.map.view.x, latentpad.map.view.y]") == before
    page.evaluate("latentpad.pad.put(0.9, 0.1)")
    page.locator("#map").focus()
    page.keyboard.press("ArrowRight")  # but keys bring the point into sight
    until(page, "latentpad.map.view.x > 0.5")


@pytest.mark.parametrize("size", [(640, 300), (512, 360), (390, 700), (1280, 560)])
def test_everything_can_be_reached_in_small_windows(look, size):
    page = look(viewport={"width": size[0], "height": size[1]})
    for part in ("#generate", "#control-tone", "#monitor summary", "#search", "#volume", "#open-help"):
        page.locator(part).scroll_into_view_if_needed()
        expect(page.locator(part)).to_be_in_viewport(ratio=0.9)
    panel, field = page.locator("aside").bounding_box(), page.locator("#map").bounding_box()
    assert min(panel["width"], panel["height"], field["width"], field["height"]) > 150


def test_a_finger_that_rests_plays_the_sound_beneath(look, stand):
    page = look(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    page.touchscreen.tap(*spot(page, 0.125, 0.125))
    until_played(page, 1)
    x, y = spot(page, 0.885, 0.125)
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    until_played(page, 2)
    expect(page.locator("#tip")).to_contain_text("snare")
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(100)
    assert len(wavs(stand)) == 1


def test_a_drag_that_becomes_a_pinch_leaves_the_point_to_others(look, controller):
    page = look(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    x, y = spot(page, 0.3, 0.5)
    touch = page.context.new_cdp_session(page)
    first, second = {"x": x + 30, "y": y, "id": 1}, {"x": x + 90, "y": y, "id": 2}
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{**first, "x": x}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [first]})
    until(page, "latentpad.pad.scrubbing")
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [first, second]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    controller.send("xy", 0.25, 0.75)
    until(page, "latentpad.map.puck.x === 0.25")


def test_a_browser_without_an_output_is_said(look, stand):
    page = look(autoplay=True)
    page.context.add_init_script("Object.defineProperty(AudioContext.prototype, 'state', { get: () => 'suspended' })")
    page.reload()
    until(page, "latentpad.map.points?.count > 0 && latentpad.map.cells !== null")
    click(page, 0.125, 0.125)
    expect(page.locator("#state")).to_contain_text("This browser plays no sound")
    assert len(wavs(stand)) == 1

"""The daemon's start, restart and absence, and browsers that play no sound."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from latentpad.web.connection_limits import Places

pytestmark = pytest.mark.clients


def test_the_page_says_why_it_is_silent_until_a_click(page):
    expect(page.locator("#state")).to_contain_text("press a key to turn on sound")
    expect(page.locator("#state")).to_contain_text("so you hear the model's version of each")
    page.keyboard.press("Shift")
    expect(page.locator("#state")).to_be_hidden()


def test_samples_requested_while_warming_up_are_made_afterwards(look, make_app):
    app = make_app().start(prepared=False)
    page = look(app, confidence=False)
    expect(page.locator("#state")).to_contain_text("warming up")
    page.click_map(0.125, 0.125)
    expect(page.locator("#message")).to_have_text("The sample will be generated as soon as latentpad has warmed up.")
    app.daemon.ready()
    expect(page.locator("#state")).to_be_hidden()
    page.wait_played(1)
    page.wait_until("latentpad.map.confidence.cells !== null")


def test_the_page_survives_a_restart_of_the_daemon(page, make_app, app):
    name = page.make_sample(0.125, 0.125)
    ports = app.ports
    app.daemon.stop()
    expect(page.locator("#state")).to_contain_text("latentpad is not running. Start it with the command latentpad")
    page.keyboard.press("Enter")
    expect(page.locator("#message")).to_have_text("latentpad is not running.")
    make_app(ports=ports).start()
    expect(page.locator("#state")).to_be_hidden()
    expect(page.locator("#history li")).to_have_count(1)
    assert page.evaluate("latentpad.history.current.name") == name
    page.make_sample(0.875, 0.125)


def test_another_bundle_after_a_restart_brings_its_own_map(page, make_app, app, bundle):
    ports = app.ports
    app.daemon.stop()
    layout = replace(bundle.map, **{key: array[:8] for key, array in vars(bundle.map).items() if array is not None})
    make_app(bundle=replace(bundle, map=layout, digest="1" * 64), ports=ports).start()
    page.wait_until("latentpad.map.points.count === 8")
    expect(page.locator("#count")).to_have_text("8 sounds")


def test_a_browser_without_an_audio_output_is_reported(look, app):
    page = look(autoplay=True)
    page.context.add_init_script("Object.defineProperty(AudioContext.prototype, 'state', { get: () => 'suspended' })")
    page.reload()
    page.wait_until("latentpad.map.points?.count > 0 && latentpad.map.confidence.cells !== null")
    page.click_map(0.125, 0.125)
    expect(page.locator("#state")).to_contain_text("No audio output")
    assert len(app.wavs()) == 1


def test_a_page_that_is_one_too_many_says_so_and_connects_once_another_is_closed(make_app, bare_page, monkeypatch):
    places = {"/socket": Places(0, "so many pages are open; close one"), "/library": Places(1, "")}
    monkeypatch.setattr("latentpad.web.event_loop.PLACES", places)
    app = make_app().start()
    bare_page.goto(app.url)
    expect(bare_page.locator("#state")).to_have_text("So many pages are open; close one.")
    places["/socket"] = Places(1, "")
    bare_page.wait_until("latentpad.map.points?.count > 0")


def test_what_is_beyond_full_scale_or_no_number_is_played_and_drawn(page):
    page.keyboard.press("Shift")
    drawn = page.evaluate("""() => {
        const values = [Infinity, -Infinity, NaN, 3, -26214, 1, -1, 0.5, -0.25]
        const messages = [[8000, 1, values], [8000, 2, [...values, 0]], [8000, 1, []], [44100, 0, []]]
        return messages.map(([rate, channels, samples]) => {
            const bytes = new ArrayBuffer(12 + 4 * samples.length)
            new Uint32Array(bytes, 0, 3).set([77, rate, channels])
            new Float32Array(bytes, 12).set(samples)
            let heard = null
            latentpad.socket.pending.set('preview', { id: 77, resolve: (sound) => (heard = sound), reject: () => {} })
            latentpad.socket.resolveSound(bytes)
            latentpad.audio.play(heard)
            latentpad.panel.sample = { name: 'x' }
            latentpad.panel.draw('x', heard)
            return heard.channels.map((channel) => [...channel])
        })
    }""")
    assert drawn == [[[1, -1, 0, 1, -1, 1, -1, 0.5, -0.25]], [[1, -1, 0, 1, -1], [1, -1, 0.5, -0.25, 0]], [[]], []]


def test_what_is_said_of_the_original_files_is_true_of_folders_that_are_there(make_app, look, tmp_path, library):
    for folders, text in (
        ([], "latentpad doesn't know where the original files are, so you hear the model's version of each sound."),
        ([library], f"The original files weren't found in {library}, so you hear the model's version"),
        ([tmp_path / "gone", library], f"The original files weren't found in {tmp_path / 'gone'} and 1 more, so"),
    ):
        app = make_app(library=folders).start()
        expect(look(app).locator("#state")).to_contain_text(text)
        app.daemon.stop()

"""Samples made with the mouse, played and plotted."""

import re
import threading

import numpy as np
import pytest
import soundfile
from playwright.sync_api import expect

from latentpad.player.preview import Preview

pytestmark = pytest.mark.clients


def test_a_click_makes_a_sample_in_the_folder_and_plays_it(page, app):
    name = page.make_sample(0.125, 0.125)
    page.wait_played(1)
    assert app.wavs() == [name]
    assert re.fullmatch(r"kick_x0\.12\d_y0\.12\d_s0\.wav", name)
    signal, sample_rate = soundfile.read(app.drop / name)
    assert page.evaluate("latentpad.audio.playing.source.buffer.length") == len(signal)
    assert page.evaluate("latentpad.audio.playing.source.buffer.sampleRate") == sample_rate
    assert page.evaluate("latentpad.audio.context.state") == "running"
    page.wait_until("latentpad.audio.context.currentTime > 0")
    expect(page.locator("#history li")).to_have_count(1)
    expect(page.locator("#current-title")).to_contain_text("kick 0.12")
    expect(page.locator("#facts")).to_contain_text("seed 0")
    expect(page.locator("#confidence-label")).to_contain_text("Close to library sounds")


def test_a_sample_and_the_position_show_parents_and_pitch(make_app, look, detailed_bundle, own_library):
    page = look(make_app(bundle=detailed_bundle, library=[own_library]).start())
    expect(page.locator("#origin")).to_be_hidden()
    x, y = detailed_bundle.map.points[3].tolist()  # pitch: 320 Hz
    page.make_sample(x, y)
    expect(page.locator("#origin")).to_have_text(re.compile(r"^D♯4, 3\d\d\.\d\sHz, from 3$"))
    expect(page.locator("#origin")).to_have_attribute("title", re.compile(r"^kick/3\.wav$"))
    page.mouse.move(*page.spot(0.3, 0.4))
    origin = re.compile(r"^x 0\.\d+, y 0\.\d+ · .* · [A-G]♯?\d, \d+\.\d\sHz, from \d, \d and \d$")
    expect(page.locator("#position")).to_have_text(origin)


def test_a_notice_is_shown_until_it_is_dismissed(make_app, look, detailed_bundle, tmp_path):
    page = look(make_app(bundle=detailed_bundle, library=[tmp_path / "gone"]).start())
    page.make_sample(0.3, 0.7)  # above the notice, which covers the lower part of the map
    page.make_sample(0.31, 0.7)
    expect(page.locator("#errors div")).to_have_count(1)
    expect(page.locator("#errors")).to_contain_text("gone or changed; near them, samples are made by the model alone")
    expect(page.locator("#origin")).to_be_hidden()
    expect(page.locator("#confidence-label")).to_have_text(re.compile("^Made by the model alone, [1-4]?[0-9]\\s%$"))
    page.mouse.move(*page.spot(0.31, 0.7))
    expect(page.locator("#position")).to_contain_text("made by the model alone")


def test_a_sample_and_its_position_are_equally_sure_in_words(make_app, look, detailed_bundle, own_library):
    page = look(make_app(bundle=detailed_bundle, library=[own_library]).start())
    words = re.compile("(close to|between) (library|unlike) sounds")
    for x, y in ((0.125, 0.125), (0.13, 0.2), (0.5, 0.5), (0.2, 0.3)):
        page.make_sample(x, y)
        page.wait_until("latentpad.position.answer && latentpad.position.asked === latentpad.position.at")
        expect(page.locator("#position")).to_have_text(words)
        label, position = (page.locator(name).text_content() for name in ("#confidence-label", "#position"))
        assert words.search(label.lower())[0] == words.search(position)[0]


def test_the_page_plays_the_samples_of_the_file(page, app):
    name = page.make_sample(0.125, 0.875)
    page.wait_played(1)
    played = page.evaluate("Array.from(latentpad.audio.playing.source.buffer.getChannelData(0))")
    assert played == pytest.approx(soundfile.read(app.drop / name, dtype="float32")[0].tolist(), abs=1e-7)


def test_waveform_and_spectrogram_show_the_sound(page):
    page.make_sample(0.875, 0.125)  # a tone of 1000 Hz
    page.wait_played(1)
    wave = page.locator("#waveform")
    assert wave.evaluate("c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(Boolean)")
    rows = page.locator("#spectrogram").evaluate("""c => {
        const { data } = c.getContext('2d').getImageData(2, 0, 1, c.height)
        return Array.from({ length: c.height }, (_, row) => data[4 * row] + data[4 * row + 1] + data[4 * row + 2])
    }""")
    share = 1 - (int(np.argmax(rows)) + 0.5) / len(rows)
    assert 40 * (4000 / 40) ** share == pytest.approx(1000, rel=0.06)


def test_a_sample_that_is_not_played_is_plotted_all_the_same(page, controller):
    page.locator("#monitor summary").click()
    page.locator("#play-others").uncheck()
    controller.send("generate", 7, 0.125, 0.125)
    page.wait_until("latentpad.panel.drawn && latentpad.panel.drawn === latentpad.history.current?.name")
    assert page.play_count() == 0
    page.reload()
    page.wait_until("latentpad.panel.drawn && latentpad.panel.drawn === latentpad.history.current?.name")


def test_a_silent_point_is_reported(page):
    page.click_map(0.875, 0.875)
    expect(page.locator("#errors")).to_contain_text("silent")
    assert page.evaluate("latentpad.history.samples.size") == 0


def test_the_same_point_and_settings_do_not_make_a_second_file(page, app):
    page.make_sample(0.125, 0.125)
    page.wait_played(1)
    page.keyboard.press("Enter")
    page.wait_played(2)
    expect(page.locator("#message")).to_contain_text("A new seed gives a different one")
    page.keyboard.press("s")
    page.wait_until("latentpad.history.samples.size === 2")
    assert len(app.wavs()) == 2


def test_dragging_plays_along_the_way_and_makes_a_sample_where_it_ends(page, app):
    page.mouse.move(*page.spot(0.1, 0.5))
    page.mouse.down()
    for step in range(8):
        page.mouse.move(*page.spot(0.1 + 0.003 * step, 0.125))
        page.wait_for_timeout(100)
    assert page.play_count() >= 3
    assert app.wavs() == []
    page.mouse.up()
    page.wait_until("latentpad.history.samples.size === 1")
    (name,) = app.wavs()
    assert name.startswith("kick_x0.12")


@pytest.mark.parametrize("away", ["Escape", "outside"])
def test_a_drag_can_be_cancelled(page, app, away):
    page.mouse.move(*page.spot(0.1, 0.125))
    page.mouse.down()
    page.mouse.move(*page.spot(0.2, 0.2))
    page.wait_until("latentpad.map.puck.x > 0.19")
    if away == "Escape":
        page.keyboard.press("Escape")
    else:
        page.mouse.move(880, 300)
    page.mouse.up()
    page.wait_until("latentpad.map.puck.x === 0.5 && !latentpad.pad.scrubbing")
    page.wait_for_timeout(100)
    assert app.wavs() == []


def test_a_late_preview_does_not_cut_off_a_new_sample(page, monkeypatch):
    go, render = threading.Event(), Preview.render
    monkeypatch.setattr(Preview, "render", lambda preview, request: (go.wait(10), render(preview, request))[1])
    page.keyboard.press("Shift")
    page.wait_until("latentpad.audio.unlocked")
    page.keyboard.press("p")
    page.wait_until("latentpad.socket.pending.has('preview')")
    page.make_sample(0.875, 0.125)
    go.set()
    page.wait_played(1)
    page.wait_for_timeout(200)
    assert page.play_count() == 1


def test_hovering_near_a_new_sample_does_not_cut_it_off(look):
    page = look(autoplay=True)
    page.make_sample(0.085, 0.125)
    page.mouse.move(*page.spot(0.135, 0.125))  # on a library sound, but still near the press
    expect(page.locator("#tip")).to_be_visible()
    page.wait_played(1)
    page.mouse.move(*page.spot(0.5, 0.5))
    expect(page.locator("#tip")).to_be_hidden()
    page.mouse.move(*page.spot(0.135, 0.125))
    page.wait_played(2)


FIRST_OF = """(n) => {
  const { map } = latentpad
  const place = (i) => (i ? { x: 0.9, y: 0.9 } : { x: 0.5, y: 0.5 })
  map.samples = Array.from({ length: n }, (_, i) => ({ name: `${i}.wav`, undone: false, ...place(i) }))
  map.current = null
  map.puck = { x: 0, y: 0 }
  map.labels.forEach((label) => (label.hidden = true))
  map.draw('overlay')
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => {
    const [left, top] = map.view.toScreen(0.5, 0.5)
    const copy = new OffscreenCanvas(19, 19).getContext('2d', { willReadFrequently: true })
    copy.drawImage(map.contexts.overlay.canvas, 9 - Math.round(left), 9 - Math.round(top))
    const { data } = copy.getImageData(0, 0, 19, 19)
    const alphas = data.filter((_, i) => i % 4 === 3)
    const covered = alphas.reduce((sum, alpha) => sum + alpha / 255, 0)
    const found = [3, 7].map((away) => map.sampleNear(left + away, top, 8)?.name)
    resolve([covered, alphas[9 * 19 + 9], ...found])
  })))
}"""
"""Pixels that the first of n samples covers, how opaque its middle is, and what is found near it."""


def test_earlier_samples_let_the_library_be_seen(page):
    covered, middle, *found = page.evaluate(FIRST_OF, 20)
    assert (covered > 80, middle, found) == (True, 255, ["0.wav", "0.wav"])
    covered, middle, *found = page.evaluate(FIRST_OF, 21)
    assert (2 < covered < 25, middle, found) == (True, 0, ["0.wav", None])

"""Sounds of the user's own, dropped on the map."""

import base64
import io
import json

import numpy as np
import pytest
import soundfile
from playwright.sync_api import expect

from latentpad.samples.recipe import read_recipe

pytestmark = pytest.mark.clients

DROP = """([name, content]) => {
    const dataTransfer = new DataTransfer()
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))
    dataTransfer.items.add(new File([bytes], name))
    const event = (kind) => new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true })
    const map = document.querySelector('#map')
    map.dispatchEvent(event('dragenter'))
    const marked = map.classList.contains('dropping')
    const taken = !map.dispatchEvent(event('drop'))
    return [marked, taken, map.classList.contains('dropping')]
}"""
"""Drop a file on the map: whether it was marked meanwhile, the page took it, and it is still marked."""


def tone(hertz):
    file = io.BytesIO()
    soundfile.write(file, 0.3 * np.sin(2 * np.pi * hertz * np.arange(1280) / 8000), 8000, format="WAV")
    return file.getvalue()


def test_a_file_that_is_dropped_lands_where_it_lives_and_is_morphed(page, app):
    page.keyboard.press("Shift")
    page.wait_until("latentpad.audio.unlocked")
    assert page.evaluate(DROP, ["my snare.wav", base64.b64encode(tone(1000)).decode()]) == [True, True, False]
    expect(page.locator("#own-title")).to_have_text("my snare.wav")
    expect(page.locator("#own-facts")).to_contain_text("it lives among snare sounds")
    x, y = page.evaluate("[latentpad.own.sounds[0].x, latentpad.own.sounds[0].y]")
    assert (x, y) == pytest.approx((0.875, 0.125), abs=0.02)
    page.wait_played(1)
    page.evaluate("latentpad.pad.put(0.125, 0.125)")
    page.locator("#morph").fill("0.5")
    page.wait_played(2)
    assert app.wavs() == []
    page.locator("#generate-morph").click()
    page.wait_until("latentpad.history.samples.size === 1")
    source = read_recipe(app.drop / app.wavs()[0]).request.source
    assert (source.path, source.amount) == (str(app.player.inbox / "my snare.wav"), 0.5)
    expect(page.locator("#facts")).to_contain_text("my snare.wav, morphed by 50")
    page.keyboard.press("Escape")
    expect(page.locator("#own")).to_be_hidden()
    page.keyboard.press("Shift+O")
    expect(page.locator("#own")).to_be_visible()
    page.keyboard.press("Escape")
    left, top = page.spot(x, y)
    page.mouse.click(left, top - 18)  # its flag opens it again
    expect(page.locator("#own-title")).to_have_text("my snare.wav")
    assert len(app.wavs()) == 1


def test_a_file_that_is_chosen_and_cannot_be_used_is_one_line(page, app):
    with page.expect_file_chooser() as chooser:
        page.locator("#locate").click()
    chooser.value.set_files({"name": "mine.txt", "mimeType": "text/plain", "buffer": b"hello"})
    expect(page.locator("#errors div")).to_have_count(1)
    expect(page.locator("#errors")).to_contain_text("mine.txt")
    page.evaluate("latentpad.own.send([{ name: 'long.wav', size: 65e6 }])")
    expect(page.locator("#errors")).to_contain_text("long.wav has 65 MB; at most 64 MB can be located.")
    assert not app.player.inbox.exists()


def test_a_sound_that_arrives_in_the_inbox_is_marked(page, app):
    app.daemon._replies.announce("located", -1, "/in/their.wav", 0.25, 0.5, "kick", 0.75, 1.0)
    expect(page.locator("#message")).to_contain_text("their.wav is on the map: it lives among kick sounds, 75")
    expect(page.locator("#own")).to_be_hidden()
    assert page.evaluate("latentpad.own.sounds.map(({ name }) => name)") == ["their.wav"]


def test_a_sound_of_an_earlier_visit_is_no_news_and_hides_no_other(page, app):
    for number in range(2):
        app.daemon._replies.announce("located", -1, f"/in/{number}.wav", 0.25, 0.5, "kick", 0.75, 1.0)
    page.wait_until("latentpad.own.sounds.length === 2")
    page.evaluate("latentpad.own.sounds = []")  # as if the page were new, and not yet told that the daemon is ready
    page.evaluate("latentpad.status.setMessage('')")
    app.daemon._replies.announce("located", -1, "/in/0.wav", 0.25, 0.5, "kick", 0.75, 1.0)
    page.wait_until("latentpad.own.sounds.length === 1")
    expect(page.locator("#message")).to_have_text("")
    recalled = page.evaluate("(latentpad.own.recall(), [...latentpad.own.recalled.values()])")  # before any answer
    assert recalled == ["/in/1.wav"]
    page.wait_until("!latentpad.own.recalled.size")  # it does not exist
    assert json.loads(page.evaluate("localStorage['latentpad.own']")) == ["/in/0.wav"]
    expect(page.locator("#errors div")).to_have_count(0)


def test_sounds_that_were_asked_for_when_the_daemon_ended_are_asked_for_again(page, app, make_app):
    page.evaluate(DROP, ["one.wav", base64.b64encode(tone(1000)).decode()])
    expect(page.locator("#own-title")).to_have_text("one.wav")
    page.evaluate("latentpad.own.recalled.set(7, latentpad.own.sounds.pop().path)")  # as if it were on its way
    ports = app.ports
    app.daemon.stop()
    make_app(ports=ports).start()
    page.wait_until("latentpad.own.sounds.length === 1 && !latentpad.own.recalled.size")


def test_sounds_of_ones_own_are_back_on_the_map_after_a_reload(page, app):
    for name, hertz in (("one.wav", 1000), ("gone.wav", 500)):
        page.evaluate(DROP, [name, base64.b64encode(tone(hertz)).decode()])
        expect(page.locator("#own-title")).to_have_text(name)
    (app.player.inbox / "gone.wav").unlink()
    page.reload()
    page.wait_until("latentpad.own.sounds.length === 1 && !latentpad.own.recalled.size")
    assert page.evaluate("latentpad.own.sounds[0].name") == "one.wav"
    expect(page.locator("#own")).to_be_hidden()
    expect(page.locator("#message")).to_have_text("")
    expect(page.locator("#errors div")).to_have_count(0)
    page.keyboard.press("Shift+O")
    expect(page.locator("#own-title")).to_have_text("one.wav")

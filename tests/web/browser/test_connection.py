"""The daemon's start, restart and absence, and browsers that play no sound."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

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

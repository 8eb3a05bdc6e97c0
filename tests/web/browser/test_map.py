"""The map: points, labels, filter, hovering, zoom and themes."""

from dataclasses import replace

import numpy as np
import pytest
import soundfile
from playwright.sync_api import expect

from latentpad.bundle.names import Names
from latentpad.player.preview import Preview

pytestmark = pytest.mark.clients

SHOWN = "latentpad.map.points.visible.reduce((a, b) => a + b)"
"""Number of sounds that the filter shows."""


def test_the_map_shows_every_sound_and_label(page, bundle):
    assert page.evaluate("latentpad.map.points.count") == len(bundle.map.points)
    assert page.locator("#labels button").all_text_contents() == ["hat 8", "kick 8", "snare 8", "no kind 8"]
    expect(page.locator("#count")).to_have_text("32 sounds")
    expect(page.locator("#bundle")).to_have_text("toy: 32 sounds")
    colours = page.evaluate("""() => {
        const { canvas } = latentpad.map.contexts.points, found = new Set()
        const { data } = latentpad.map.contexts.points.getImageData(0, 0, canvas.width, canvas.height)
        for (let at = 0; at < data.length; at += 4) if (data[at + 3]) found.add(data.slice(at, at + 3).join())
        return latentpad.map.palette.map((colour) => found.has(colour.join()))
    }""")
    assert colours == [True] * 4  # three labels, and sounds without one


def test_the_position_comes_with_its_confidence(page):
    page.mouse.move(*page.spot(0.125, 0.125))
    expect(page.locator("#position")).to_contain_text("close to library sounds")
    page.mouse.move(*page.spot(0.5, 0.5))
    expect(page.locator("#position")).to_contain_text("between unlike sounds")


def test_hovering_plays_the_sound_under_the_pointer(look):
    page = look(autoplay=True)
    page.keyboard.press("Shift")
    page.mouse.move(*page.spot(0.885, 0.125))
    page.wait_played(1)
    expect(page.locator("#tip")).to_have_text("0.wav snare, 0.25 ssnare")
    page.mouse.move(*page.spot(0.5, 0.5))
    expect(page.locator("#tip")).to_be_hidden()
    page.locator("#hover-plays").click()
    page.mouse.move(*page.spot(0.135, 0.125))
    expect(page.locator("#tip")).to_have_text("0.wav kick, 0.25 skick")
    page.wait_for_timeout(200)
    assert page.play_count() == 1


def test_the_librarys_own_files_are_played(make_app, look, tmp_path):
    library = tmp_path / "library"
    (library / "snare").mkdir(parents=True)
    soundfile.write(library / "snare" / "0.wav", np.full(123, 0.5), 11025)
    page = look(make_app(library=[library]).start(), autoplay=True)
    expect(page.locator("#state")).to_contain_text("Points play the library's own files.")
    page.keyboard.press("Shift")
    page.mouse.move(*page.spot(0.885, 0.125))
    page.wait_played(1)
    assert page.evaluate("latentpad.audio.playing.source.buffer.length") == 123


def test_sounds_are_filtered_by_name_and_label(page):
    page.keyboard.press("/")
    page.keyboard.type("snare 3")
    page.wait_until(f"{SHOWN} === 1")
    expect(page.locator("#count")).to_have_text("1 of 32")
    page.keyboard.press("Escape")
    page.wait_until(f"{SHOWN} === 32")
    page.locator("#labels button", has_text="kick").click()
    page.wait_until(f"{SHOWN} === 8")
    page.locator("#labels button", has_text="hat").click()
    page.wait_until(f"{SHOWN} === 16")
    page.locator("#search").fill("3")
    page.wait_until(f"{SHOWN} === 2")
    for count in (16, 32):  # each Escape clears one thing
        page.keyboard.press("Escape")
        page.wait_until(f"{SHOWN} === {count}")
    page.locator("#labels button", has_text="kick").click()
    page.keyboard.press("Shift")
    page.mouse.move(*page.spot(0.885, 0.125))  # a snare, which is filtered out
    page.wait_for_timeout(100)
    expect(page.locator("#tip")).to_be_hidden()


def foldered(bundle):
    """Return a bundle whose sounds are in folders, some with spaces and capitals."""
    folders = ["My Drums/Kicks", "My Drums/Snares", "Drums", "Fält İst/äÖ"]
    names = [f"{folder}/Sound {i}.WAV" for folder in folders for i in range(8)]
    return replace(bundle, map=replace(bundle.map, names=Names.of(names)), digest="f" * 64)


def test_the_tooltip_and_the_filter_know_folders(make_app, look, bundle):
    page = look(make_app(bundle=foldered(bundle)).start())
    page.mouse.move(*page.spot(0.885, 0.125))
    expect(page.locator("#tip small")).to_have_text("My Drums/Snares")
    expect(page.locator("#tip")).to_contain_text("Sound 0.WAV snare, 0.25 s")
    for words, count in {
        "kicks": 8,
        "my drums/": 16,  # a folder, with its subfolders
        "drums/": 8,
        "rums/": 0,
        "my drums/kicks/": 8,
        "snare 3.wav": 1,  # kind and name
        "st/äö": 8,
        "äÖ/ 7": 1,
        "hat nothing": 0,
    }.items():
        page.locator("#search").fill(words)
        assert page.evaluate(f"{SHOWN}") == count, words


def test_the_largest_folders_are_suggested(make_app, look, bundle):
    page = look(make_app(bundle=foldered(bundle)).start())
    options = page.locator("#folders option").evaluate_all("all => all.map(({ value, text }) => [value, text])")
    assert options == [
        ["My Drums/", "16 sounds"],
        ["Drums/", "8 sounds"],
        ["Fält İst/äÖ/", "8 sounds"],
        ["My Drums/Kicks/", "8 sounds"],
        ["My Drums/Snares/", "8 sounds"],
    ]


def test_zooming_and_panning_keep_the_point_under_the_pointer(page):
    at = page.spot(0.125, 0.875)
    page.mouse.move(*at)
    page.mouse.wheel(0, -600)
    page.wait_until("latentpad.map.view.scale > 2")
    assert page.spot(0.125, 0.875) == pytest.approx(at, abs=3)  # a wheel is at whole pixels
    page.mouse.down(button="right")
    page.mouse.move(at[0] + 40, at[1] - 30)
    page.mouse.up(button="right")
    assert page.spot(0.125, 0.875) == pytest.approx((at[0] + 40, at[1] - 30), abs=3)
    assert page.evaluate("latentpad.history.samples.size") == 0


def test_the_view_follows_the_point_only_when_keys_move_it(page, controller):
    page.mouse.move(*page.spot(0.125, 0.875))
    page.mouse.wheel(0, -1200)
    page.wait_until("latentpad.map.view.scale > 5")
    before = page.evaluate("[latentpad.map.view.x, latentpad.map.view.y]")
    controller.send("xy", 0.875, 0.125)
    page.wait_until("latentpad.map.puck.x === 0.875")
    box = page.locator("#map").bounding_box()
    page.mouse.move(box["x"] + 100, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 3, box["y"] + 100, steps=5)
    page.mouse.up()
    page.wait_until("latentpad.history.samples.size === 1")  # until its sample is there, it may move the point back
    assert page.evaluate("[latentpad.map.view.x, latentpad.map.view.y]") == before
    page.evaluate("latentpad.pad.put(0.9, 0.1)")
    page.locator("#map").focus()
    page.keyboard.press("ArrowRight")  # but the view follows keys
    page.wait_until("latentpad.map.view.x > 0.5")


def test_points_have_enough_contrast_in_both_themes(look):
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


def test_names_from_a_bundle_are_never_markup(make_app, look, bundle):
    nasty = '<img src=x onerror="document.title=1">'
    hostile = replace(bundle, name=nasty, labels=(nasty, "snare", "hat"), digest="2" * 64)
    hostile = replace(hostile, map=replace(hostile.map, names=np.array([nasty] * 32)))
    page = look(make_app(bundle=hostile).start())
    page.keyboard.press("Shift")
    page.mouse.move(*page.spot(0.135, 0.125))
    expect(page.locator("#tip")).to_contain_text("<img")
    assert page.locator("img").count() == 0
    assert page.title() == "latentpad"


def test_loading_the_map_is_retried(make_app, bare_page, monkeypatch):
    app = make_app()
    map_json = Preview.map_json
    fails = iter([True])
    monkeypatch.setattr(Preview, "map_json", lambda preview: 1 / 0 if next(fails, False) else map_json(preview))
    app.start()
    bare_page.goto(app.url)
    expect(bare_page.locator("#errors")).to_contain_text("The map could not be loaded")
    bare_page.wait_until("latentpad.map.points?.count === 32")

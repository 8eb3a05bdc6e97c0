"""Paths, relatives, grids and random places."""

import threading

import pytest
from playwright.sync_api import expect

from latentpad.samples.recipe import read_recipe

pytestmark = pytest.mark.clients

KICK, SNARE = (0.125, 0.125), (0.875, 0.125)
MEMBERS = "latentpad.tools.batches.family.members"


@pytest.fixture
def held(app, monkeypatch):
    """Hold back every sample of a batch after the first until the event is set."""
    go, play, n_played = threading.Event(), app.player.play, []

    def wait_and_play(request):
        if n_played:
            go.wait(10)
        n_played.append(request)
        return play(request)

    monkeypatch.setattr(app.player, "play", wait_and_play)
    yield go
    go.set()


def test_a_path_is_drawn_and_its_samples_are_played_one_by_one(page, app):
    page.keyboard.press("l")
    page.mouse.move(*page.spot(*KICK))
    page.mouse.down()
    page.mouse.move(*page.spot(0.5, 0.135), steps=5)
    page.mouse.move(*page.spot(*SNARE), steps=5)
    page.mouse.up()
    expect(page.locator("#family-text")).to_have_text("8 samples")
    begin = page.evaluate(f"[{MEMBERS}.get(0).x, {MEMBERS}.get(0).y]")
    assert begin == pytest.approx(KICK, abs=0.002)  # where the button went down
    assert len(app.wavs()) == 8
    page.wait_played(1)  # the first one
    first = page.locator("#members button").first
    expect(first).to_have_attribute("aria-current", "true")
    first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_played(2)
    expect(page.locator("#members button").nth(1)).to_be_focused()
    name = page.evaluate(f"{MEMBERS}.get(1).name")
    assert page.evaluate("latentpad.history.current.name") == name
    page.keyboard.press("k")
    expect(page.locator("#keep")).to_have_text("Kept ★")
    assert [path.name for path in (app.drop / "kept").iterdir()] == [name]
    page.click_map(*page.evaluate(f"[{MEMBERS}.get(5).x, {MEMBERS}.get(5).y]"))  # on the map, the same sample
    page.wait_played(3)
    assert len(app.wavs()) == 8


def test_a_path_is_clicked_or_made_with_keys_and_undone_at_once(page, app):
    before = page.make_sample(*KICK)
    page.locator("#how-many").select_option("4")
    page.locator("#draw-path").click()
    page.click_map(*KICK)
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Shift+Enter")
    expect(page.locator("#path-hint")).to_contain_text("2 points")
    page.keyboard.press("Enter")
    expect(page.locator("#family-text")).to_have_text("4 samples")
    expect(page.locator("#history li")).to_have_count(5)
    page.keyboard.press("u")
    expect(page.locator("#history li.undone")).to_have_count(4)
    expect(page.locator("#family")).to_be_hidden()
    assert page.evaluate("latentpad.history.current.name") == before
    page.keyboard.press("l")
    page.keyboard.press("Escape")
    expect(page.locator("#path")).to_be_hidden()


def test_relatives_are_of_the_sample_that_is_chosen(page, app):
    first = page.make_sample(*KICK)
    page.make_sample(*SNARE)
    page.locator(f"#history li[data-name='{first}'] [data-role=name]").click()
    page.locator("#relatives").click()
    expect(page.locator("#family-text")).to_have_text("8 samples")
    expect(page.locator("#family-title")).to_contain_text("Relatives of kick 0.12")
    found = [read_recipe(app.drop / name).request for name in app.wavs()]
    assert sum(request.controls.variation == 0.5 for request in found) == 8
    assert {request.x for request in found if request.controls.variation} == {found[0].x}
    places = page.evaluate(f"""[...{MEMBERS}].map(([index, sample]) =>
        latentpad.map.family.place(latentpad.map.view, index, sample).map(Math.round).join())""")
    assert len(set(places)) == 8  # around the sample
    page.locator("#how-many").select_option("4")
    page.locator("#unlike").fill("1")
    page.locator("#vary-again").click()
    expect(page.locator("#family-text")).to_have_text("4 samples")
    page.keyboard.press("Escape")
    expect(page.locator("#family")).to_be_hidden()


def test_a_grid_covers_what_is_seen_and_counts_silent_places(page, app):
    page.keyboard.press("e")
    expect(page.locator("#family-text")).to_have_text("6 samples; 2 of 8 are silent")
    assert page.locator("#errors div").count() == 0
    assert page.locator("#members").evaluate("(e) => e.style.getPropertyValue('--columns')") == "4"
    page.mouse.move(*page.spot(*KICK))
    page.mouse.wheel(0, -1200)
    page.wait_until("latentpad.map.view.scale > 5")
    page.keyboard.press("e")
    expect(page.locator("#family-text")).to_have_text("8 samples")
    xs = page.evaluate(f"[...{MEMBERS}.values()].map((sample) => sample.x)")
    assert max(xs) < 0.3


def test_a_batch_shows_its_progress_and_can_be_cancelled(page, app, held):
    page.locator("#how-many").select_option("16")
    page.locator("#grid").click()
    expect(page.locator("#family-text")).to_have_text("1 of 16")
    expect(page.locator("#batch-progress")).to_have_attribute("value", "1")
    page.keyboard.press("Escape")
    expect(page.locator("#family-text")).to_contain_text("Cancelled; 1 sample of 16")
    held.set()
    expect(page.locator("#cancel-batch")).to_be_hidden()
    expect(page.locator("#family-text")).to_have_text("Cancelled; 2 samples of 16")  # with the one that was on its way
    page.locator("#map").focus()
    page.keyboard.press("Enter")
    page.wait_until("latentpad.history.samples.size === 3 || document.querySelector('#errors div')")
    assert len(app.wavs()) < 16


def test_a_batch_that_fails_says_why_once(page, app, monkeypatch):
    def fail(_request):
        raise OSError("no space")

    monkeypatch.setattr(app.player, "play", fail)
    page.keyboard.press("e")
    expect(page.locator("#family-text")).to_contain_text("Stopped after 0 samples of 8: OSError: no space")
    assert page.locator("#errors div").count() == 0


def test_batches_of_other_programs_are_shown_too(page, controller):
    controller.send("path", 7, 3, *KICK, *SNARE)
    expect(page.locator("#family-title")).to_have_text("Batch of another program")
    expect(page.locator("#family-text")).to_have_text("3 samples")
    expect(page.locator("#members button")).to_have_count(3)


def test_random_places_are_of_the_labels_that_are_filtered_by(page, app):
    page.keyboard.press("j")
    page.wait_until("latentpad.history.samples.size === 1 || document.querySelector('#errors div')")
    page.locator("#labels button", has_text="snare").click()
    for count in range(2):
        page.locator("#random").click()
        page.wait_until(f"latentpad.history.samples.size >= {count + 1}")
    page.wait_until("latentpad.history.current.name.startsWith('snare')")
    page.wait_until("latentpad.commands.unanswered.size === 0")  # a late sample would move the point
    page.locator("#labels button", has_text="snare").click()
    page.evaluate("latentpad.pad.put(0.125, 0.125)")
    page.keyboard.press("Shift+J")
    page.wait_until("latentpad.history.current.name.startsWith('kick')")

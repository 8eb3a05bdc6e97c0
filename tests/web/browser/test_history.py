"""The history: undo, keep, rename."""

import json

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.clients


def test_undo_steps_back_and_deletes_nothing(page, app):
    first = page.make_sample(0.125, 0.125)
    second = page.make_sample(0.875, 0.125)
    page.keyboard.press("u")
    page.wait_until(f"latentpad.history.current.name === {json.dumps(first)}")
    assert page.puck() == pytest.approx([0.125, 0.125], abs=0.005)
    expect(page.locator("#history li.undone")).to_have_count(1)
    assert app.wavs() == sorted([first, second])
    page.locator("#undo").click()
    expect(page.locator("#message")).to_have_text("There is no earlier sample.")


def test_undo_restores_the_controls(page):
    page.make_sample(0.125, 0.125)
    page.locator("#control-pitch").fill("12")
    page.make_sample(0.875, 0.125)
    expect(page.locator("#facts")).to_contain_text("pitch +12 st")
    page.keyboard.press("u")
    expect(page.locator("#control-pitch")).to_have_value("0")


def test_undo_marks_the_newest_sample_whichever_is_chosen(page):
    first, second, third = (page.make_sample(x, 0.125) for x in (0.1, 0.125, 0.15))
    page.locator(f"#history li[data-name='{first}'] [data-role=name]").click()
    page.keyboard.press("u")
    expect(page.locator("#history li.undone")).to_have_attribute("data-name", third)
    assert page.evaluate("latentpad.history.current.name") == second


def test_undo_while_a_sample_is_being_made_undoes_that_one(page):
    first = page.make_sample(0.125, 0.125)
    page.evaluate("latentpad.pad.put(0.13, 0.13)")
    page.keyboard.press("Enter")
    page.keyboard.press("u")
    expect(page.locator("#history li.undone")).to_have_count(1)
    page.wait_until(f"latentpad.history.current.name === {json.dumps(first)}")


def test_the_history_plays_keeps_and_renames(page, app):
    first = page.make_sample(0.125, 0.125)
    page.make_sample(0.875, 0.125)
    page.wait_played(2)
    row = page.locator(f"#history li[data-name='{first}']")
    row.locator("[data-role=name]").click()
    page.wait_played(3)
    expect(row).to_have_attribute("aria-current", "true")
    row.locator("[data-role=keep]").click()
    expect(row.locator("[data-role=keep]")).to_have_text("★")
    assert [path.name for path in (app.drop / "kept").iterdir()] == [first]
    page.keyboard.press("r")
    page.locator("#name").fill("Große Trommel?")
    page.keyboard.press("Enter")
    expect(page.locator("#current-title")).to_have_text("Große Trommel-")
    kept = app.drop / "kept" / "Große Trommel-.wav"
    assert kept.read_bytes() == (app.drop / first).read_bytes()
    assert len(app.wavs()) == 2


def test_the_name_form_belongs_to_the_sample_it_was_opened_for(page, app, controller):
    first = page.make_sample(0.125, 0.125)
    page.keyboard.press("r")
    page.locator("#name").fill("mine")
    controller.send("generate", 7, 0.875, 0.125)
    expect(page.locator("#history li")).to_have_count(2)
    page.keyboard.press("Enter")
    expect(page.locator(f"#history li[data-name='{first}'] [data-role=keep]")).to_have_text("★")
    assert (app.drop / "kept" / "mine.wav").read_bytes() == (app.drop / first).read_bytes()
    page.keyboard.press("[")
    page.keyboard.press("k")  # keeping it again makes no second copy
    expect(page.locator("#message")).to_contain_text("is already kept")
    assert len(list((app.drop / "kept").iterdir())) == 1


def test_a_restart_with_an_empty_folder_empties_the_history(page, make_app, app):
    name = page.make_sample(0.125, 0.125)
    ports = app.ports
    app.daemon.stop()
    (app.drop / name).unlink()
    make_app(ports=ports).start()
    expect(page.locator("#current-title")).to_have_text("No sample yet")
    page.wait_until("latentpad.map.samples.length === 0")


def test_titles_of_relatives_are_whole_in_the_list(page):
    page.make_sample(0.875, 0.125)
    page.keyboard.press("v")
    expect(page.locator("#family-text")).to_have_text("8 samples")
    clipped = "[...document.querySelectorAll('#history .name')].filter((name) => name.scrollWidth > name.clientWidth)"
    assert page.evaluate(f"{clipped}.map((name) => name.textContent)") == []
    titles = page.locator("#history .name").evaluate_all("(names) => names.map((name) => name.firstChild.textContent)")
    assert len(set(titles)) == 9

"""The chooser of bundles."""

import shutil

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.clients


@pytest.fixture
def page(look, switching_app):
    page = look(switching_app)
    page.keyboard.press("Shift")
    expect(page.locator("#state")).to_be_hidden()
    return page


def options(page):
    return page.locator("#bundle option")


def test_the_bundles_of_the_shelf_can_be_chosen(page, drums_path):
    expect(options(page)).to_have_count(3)
    expect(options(page).nth(0)).to_contain_text("default: ")
    expect(page.locator("#bundle option:checked")).to_have_text("toy: 32 sounds")
    page.locator("#bundle").select_option(label="drums: 16 sounds")
    page.wait_until("latentpad.map.points.count === 16 && latentpad.map.confidence.cells !== null")
    expect(page.locator("#bundle option:checked")).to_have_text("drums: 16 sounds")
    expect(page.locator("#count")).to_have_text("16 sounds")
    expect(page.locator("#message")).to_have_text("Playing drums: 16 sounds.")
    assert page.make_sample(0.125, 0.125).startswith("kick")


def test_all_open_pages_follow(page, look, switching_app, drums_path):
    other = look(switching_app)
    page.locator("#bundle").select_option(value=drums_path.as_posix())
    for one in (page, other):
        one.wait_until("latentpad.map.points.count === 16")
        expect(one.locator("#bundle option:checked")).to_have_text("drums: 16 sounds")


def test_samples_of_another_bundle_stay_in_the_list_but_leave_the_map(page, bundle_path, drums_path):
    name = page.make_sample(0.125, 0.125)
    page.locator("#bundle").select_option(value=drums_path.as_posix())
    page.wait_until("latentpad.map.points.count === 16 && latentpad.history.current === null")
    assert page.evaluate("latentpad.map.samples.length") == 0
    row = page.locator("#history li")
    expect(row).to_contain_text("other bundle")
    played = page.play_count()
    row.locator(".name").click()
    page.wait_played(played + 1)
    page.keyboard.press("g")
    expect(page.locator("#message")).to_contain_text("of another bundle")
    page.locator("#bundle").select_option(value=bundle_path.as_posix())
    page.wait_until(f"latentpad.map.points.count === 32 && latentpad.map.current?.name === '{name}'")
    expect(row).not_to_contain_text("other bundle")


def test_places_of_a_blend_do_not_move_to_another_map(page, drums_path):
    for x in (0.125, 0.875):
        left, top = page.spot(x, 0.125)
        page.keyboard.down("Shift")
        page.mouse.click(left, top)
        page.keyboard.up("Shift")
    page.wait_until("latentpad.drawing.blend.places.length === 2")
    page.locator("#bundle").select_option(value=drums_path.as_posix())
    page.wait_until("latentpad.map.points.count === 16 && latentpad.drawing.blend.places.length === 0")


def test_a_bundle_that_is_gone_is_greyed_out(page, drums_path):
    shutil.rmtree(drums_path)
    page.locator("#bundle").focus()
    expect(options(page).nth(2)).to_have_text("drums: 16 sounds (missing)")
    expect(options(page).nth(2)).to_be_disabled()


def test_a_bundle_that_turns_out_to_be_damaged_leaves_the_present_one(page, drums_path):
    (drums_path / "decoder.onnx").write_bytes(b"damaged")
    page.locator("#bundle").select_option(label="drums: 16 sounds")
    expect(page.locator("#errors")).to_contain_text("decoder.onnx does not match its sha256")
    expect(page.locator("#bundle option:checked")).to_have_text("toy: 32 sounds")
    page.make_sample(0.125, 0.125)

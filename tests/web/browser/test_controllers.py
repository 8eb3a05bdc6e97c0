"""Controls and the point, shared with OSC controllers and other pages."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.clients


def test_a_controller_moves_the_point_and_its_samples_are_played(page, controller, app):
    page.keyboard.press("Shift")
    controller.send("xy", 0.25, 0.75)
    page.wait_until("latentpad.map.puck.x === 0.25 && latentpad.map.puck.y === 0.75")
    controller.send("set", "decay", 0.5)
    expect(page.locator("#control-decay")).to_have_value("0.5")
    controller.send("generate", 7, 0.875, 0.125)
    page.wait_played(1)
    assert page.puck() == [0.875, 0.125]
    expect(page.locator("#history li")).to_have_count(1)
    page.locator("#monitor summary").click()
    page.locator("#play-others").uncheck()
    controller.send("generate", 8, 0.125, 0.125)
    expect(page.locator("#history li")).to_have_count(2)
    page.wait_for_timeout(200)
    assert page.play_count() == 1


def test_the_page_moves_a_controllers_point(page, controller):
    controller.send("hello")
    assert controller.receive_until("bundle")[0][0] == "welcome"
    page.locator("#map").focus()
    page.keyboard.press("ArrowRight")
    assert controller.receive() == ("point", pytest.approx(0.51), 0.5)
    page.locator("#control-variation").fill("0.5")
    assert controller.receive() == ("value", "variation", 0.5)


def test_two_pages_show_the_same_state(page, look):
    other = look()
    page.make_sample(0.125, 0.125)
    expect(other.locator("#history li")).to_have_count(1)
    assert other.puck() == pytest.approx(page.puck())
    page.keyboard.press("k")
    expect(other.locator("#history [data-role=keep]")).to_have_text("★")


def test_the_monitor_shows_messages_and_replies(page, controller, app):
    page.locator("#monitor summary").click()
    expect(page.locator("#no-messages")).to_be_visible()
    expect(page.locator("#ports")).to_contain_text(f"port {app.daemon.port}")
    controller.send("xy", 0.25, 2.0)
    expect(page.locator("#lines li.in")).to_have_text(f"/latentpad/xy 0.25 2  (from 127.0.0.1 port {controller.port})")
    expect(page.locator("#lines li.out.error")).to_contain_text("is out of range (0 to 1)")
    expect(page.locator("#no-messages")).to_be_hidden()


def test_the_controls_show_values_set_by_a_controller(look, controller):
    controller.send("set", "pitch", 12)
    controller.send("set", "seed", 1_500_000_000)
    controller.replies_before_pong()
    page = look()
    expect(page.locator("#control-pitch")).to_have_value("12")
    expect(page.locator("#control-seed")).to_have_value("1500000000")
    page.make_sample(0.125, 0.125)
    page.locator("#control-seed").fill("1500000001")  # one more is another seed, however large
    page.keyboard.press("Tab")
    page.locator("#generate").click()
    page.wait_until("latentpad.history.samples.size === 2")


def test_an_invalid_seed_is_replaced(page):
    page.locator("#control-seed").fill("99999999999")
    page.keyboard.press("Tab")
    expect(page.locator("#control-seed")).to_have_value("0")


def test_a_setting_of_0_or_1_is_a_switch(page, controller):
    controller.send("hello")
    assert controller.receive_until("bundle")[0][0] == "welcome"
    page.locator("#control-reverse").check()
    assert controller.receive() == ("value", "reverse", 1)
    controller.send("set", "reverse", 0)
    expect(page.locator("#control-reverse")).not_to_be_checked()
    page.locator("label[for=control-reverse]").dblclick()
    page.locator("#reset").click()
    expect(page.locator("#control-reverse")).not_to_be_checked()


def test_a_scale_is_chosen_by_note_and_mode(page, controller):
    controller.send("hello")
    assert controller.receive_until("bundle")[0][0] == "welcome"
    page.locator("#control-tune").select_option("F#")
    assert controller.receive() == ("value", "tune", "F# major")
    page.get_by_label("Mode").select_option("minor")
    assert controller.receive() == ("value", "tune", "F# minor")
    controller.send("set", "tune", "bb")
    expect(page.locator("#control-tune")).to_have_value("Bb")
    page.make_sample(0.125, 0.125)
    expect(page.locator("#facts")).to_contain_text("tune Bb")
    page.locator("#reset").click()
    expect(page.locator("#control-tune")).to_have_value("off")
    expect(page.get_by_label("Mode")).to_be_disabled()
    page.locator("#apply-settings").click()
    expect(page.locator("#control-tune")).to_have_value("Bb")


def test_a_wide_sample_is_drawn_and_played(page):
    page.keyboard.press("Shift")
    page.locator("#control-stereo").fill("1")
    page.wait_until("latentpad.controls.unsent.size === 0")
    count = page.play_count()
    page.make_sample(0.125, 0.125)
    page.wait_until(f"latentpad.audio.playCount > {count}")
    assert page.evaluate("latentpad.audio.playing.source.buffer.numberOfChannels") == 2
    page.wait_until("latentpad.panel.drawn === latentpad.history.current.name")


def test_the_monitor_shows_notes_about_what_was_lost(page, app):
    page.locator("#monitor summary").click()
    app.daemon._monitor.note("3 datagrams were lost: they came faster than they could be read")
    expect(page.locator("#lines li")).to_have_text("3 datagrams were lost: they came faster than they could be read")

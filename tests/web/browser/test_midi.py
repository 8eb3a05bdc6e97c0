"""MIDI controllers: knobs that move the point, pads that play the kit, and how the page learns both."""

import json

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.clients

PLAYED = "latentpad.kit.audio.playCount"
MIDI = """
window.inputs = [NAMES].map((name) => ({ name }))
window.access = { inputs: new Map(inputs.map((input) => [input.name, input])) }
Navigator.prototype.requestMIDIAccess = async () => access
window.sendMidi = (device, ...data) => inputs[device].onmidimessage({ data: new Uint8Array(data) })
null // a function would be called at once
"""
NOTE, CONTROL = 0x90, 0xB0


def with_midi(page, *names):
    """Put devices in the place of the system's, and let them in."""
    page.evaluate(MIDI.replace("NAMES", json.dumps(names)[1:-1]))
    page.keyboard.press("Shift")
    page.locator("#midi summary").click()
    page.locator("#midi-on").click()
    expect(page.locator("#midi-on")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#midi-devices li")).to_have_count(len(names))
    page.wait_until("latentpad.listening.playsNotes")
    return page


def send(page, device, *data):
    page.evaluate(f"sendMidi({device}, {', '.join(map(str, data))})")


def test_a_touch_pad_moves_the_point_which_controllers_follow(page, controller):
    controller.send("hello")
    controller.replies_before_pong()
    with_midi(page, "toy knobs")
    expect(page.locator("#midi-devices")).to_contain_text("X: CC 12, Y: CC 13")
    send(page, 0, CONTROL, 12, 127)
    page.wait_until("latentpad.map.puck.x === 1 && latentpad.map.puck.y === 0.5")
    assert controller.receive() == ("point", 1.0, 0.5)
    send(page, 0, CONTROL + 3, 13, 0)
    send(page, 0, CONTROL, 7, 64)  # the volume is not for the page
    send(page, 0, CONTROL, 123, 0)  # nor is the end of all notes
    page.wait_until("latentpad.map.puck.x === 1 && latentpad.map.puck.y === 0")
    assert controller.receive() == ("point", 1.0, 0.0)


def test_knobs_are_learned_and_remembered_by_device(page):
    with_midi(page, "toy knobs", "other knobs")
    page.locator("#learn-x").click()
    expect(page.locator("#midi-text")).to_have_text("Turn the knob or move the fader for X.")
    send(page, 0, NOTE, 60, 100)  # is no knob
    for value in (30, 31):
        send(page, 0, CONTROL + 4, 20, value)
    expect(page.locator("#learn-x")).to_have_attribute("aria-pressed", "false")
    page.locator("#learn-y").click()
    for value in (127, 127):  # an endless knob, to the left
        send(page, 0, CONTROL + 4, 21, value)
    rows = page.locator("#midi-devices li")
    expect(rows.first).to_contain_text("X: CC 20 on channel 5, Y: CC 21 on channel 5, endless")
    expect(rows.last).to_contain_text("X: CC 12, Y: CC 13")
    send(page, 0, CONTROL + 4, 20, 0)
    for value in (127, 126, 1):
        send(page, 0, CONTROL + 4, 21, value)
    page.wait_until("latentpad.map.puck.x === 0 && Math.abs(latentpad.map.puck.y - 0.49) < 1e-9")
    send(page, 0, CONTROL, 20, 127)  # another channel
    page.wait_until("latentpad.map.puck.x === 0")
    page.reload()
    page.wait_until("latentpad.loader.ready")
    with_midi(page, "other knobs", "toy knobs")
    expect(rows.last).to_contain_text("X: CC 20 on channel 5, Y: CC 21 on channel 5, endless")
    rows.last.locator("button").click()
    expect(rows.last).to_contain_text("X: CC 12, Y: CC 13")
    expect(rows.last.locator("button")).to_have_count(0)


def test_a_knob_has_one_meaning_and_escape_ends_learning(page):
    with_midi(page, "toy knobs")
    page.locator("#learn-y").click()
    for value in (30, 31):
        send(page, 0, CONTROL, 12, value)  # was X
    expect(page.locator("#midi-devices")).to_contain_text("X: none, Y: CC 12 on channel 1")
    page.locator("#learn-x").click()
    page.keyboard.press("Escape")
    expect(page.locator("#learn-x")).to_have_attribute("aria-pressed", "false")
    for value in (64, 127):
        send(page, 0, CONTROL, 12, value)
    page.wait_until("latentpad.map.puck.y === 1 && latentpad.map.puck.x === 0.5")


@pytest.mark.parametrize(
    ("device", "notes", "knobs"),
    [
        ("Launchpad Mini MK3 MIDI", [11, 12, 13, 14, 21], "X: CC 12, Y: CC 13"),
        ("Ableton Push 2 User Port", [36, 37, 38, 39, 44], "X: CC 71, endless, Y: CC 72, endless"),
    ],
)
def test_launchpad_and_push_play_their_lower_left_pads(page, device, notes, knobs):
    page.keyboard.press("Shift")
    page.keyboard.press("i")
    expect(page.locator("#kit-title")).to_have_text("Kit 1")
    expect(page.locator("#cancel-kit")).to_be_hidden()
    with_midi(page, device)
    expect(page.locator("#midi-devices")).to_contain_text(knobs)
    filled = page.evaluate("latentpad.kit.samples.map(Boolean)")
    played = 0
    for pad, note in enumerate(notes):
        send(page, 0, NOTE, note, 90)
        played += filled[pad]
        page.wait_until(f"{PLAYED} === {played}")
        if filled[pad]:
            assert page.evaluate("latentpad.kit.pads.selected") == pad
    assert played > 1
    send(page, 0, NOTE, 99, 90)
    assert page.evaluate(PLAYED) == played


def test_pads_are_learned_by_hitting_them_in_turn(page):
    page.keyboard.press("Shift")
    page.keyboard.press("i")
    expect(page.locator("#cancel-kit")).to_be_hidden()
    expect(page.locator("#pads [data-pad='1']")).to_be_focused()
    with_midi(page, "toy pads")
    page.locator("#learn-pads").click()
    expect(page.locator("#midi-text")).to_contain_text("Hit pad 1 of 16")
    for note in (81, 81, 70):  # one of them twice
        send(page, 0, NOTE, note, 90)
    expect(page.locator("#midi-text")).to_contain_text("Hit pad 3 of 16")
    page.locator("#learn-pads").click()
    expect(page.locator("#midi-devices")).to_contain_text("pads: 2 notes from 81")
    assert page.evaluate(PLAYED) == 0
    send(page, 0, NOTE, 36, 90)  # General MIDI's kick is no pad any more
    send(page, 0, NOTE, 81, 90)
    page.wait_until(f"{PLAYED} === 1 && latentpad.kit.pads.selected === 0")
    page.locator("#learn-pads").click()
    for note in range(50, 66):
        send(page, 0, NOTE, note, 90)
    expect(page.locator("#learn-pads")).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#midi-devices")).to_contain_text("pads: 16 notes from 50")


def test_devices_that_are_connected_later_are_heard(page):
    with_midi(page, "toy knobs")
    page.evaluate("inputs.push({ name: 'late <b>knobs</b>' }), access.inputs.set('late', inputs[1])")
    page.evaluate("access.onstatechange()")
    expect(page.locator("#midi-devices b").last).to_have_text("late <b>knobs</b>")
    send(page, 1, CONTROL, 12, 0)
    page.wait_until("latentpad.map.puck.x === 0")


@pytest.mark.parametrize("stored", ["junk", "{}", "[[1, 2], null]", '[["toy knobs", {"x": 3, "pads": "no"}]]'])
def test_what_was_remembered_and_makes_no_sense_is_ignored(page, stored):
    page.evaluate("(stored) => { localStorage['latentpad.midi'] = stored }", stored)
    page.reload()
    page.wait_until("latentpad.loader.ready")
    with_midi(page, "toy knobs")
    expect(page.locator("#midi-devices")).to_contain_text("X: CC 12, Y: CC 13")


def test_a_browser_that_refuses_midi_is_reported(page):
    page.evaluate("Navigator.prototype.requestMIDIAccess = async () => { throw new DOMException('no') }; null")
    page.locator("#midi summary").click()
    page.locator("#learn-x").click()
    expect(page.locator("#errors")).to_contain_text("has not allowed MIDI")
    expect(page.locator("#learn-x")).to_have_attribute("aria-pressed", "false")


def test_messages_that_are_short_or_garbled_are_ignored(page):
    with_midi(page, "toy knobs")
    page.locator("#learn-pads").click()
    for data in ([], [NOTE], [NOTE, 60], [NOTE, 200, 100], [60, 100], [0xF8], [0xF0, 1, 2, 0xF7]):
        page.evaluate("(data) => sendMidi(0, ...data)", data)
    expect(page.locator("#midi-text")).to_contain_text("Hit pad 1 of 16")
    page.keyboard.press("Escape")
    for data in ([CONTROL, 12], [CONTROL, 12, 255], [CONTROL], [12, 127]):
        page.evaluate("(data) => sendMidi(0, ...data)", data)
    send(page, 0, CONTROL, 13, 127)
    page.wait_until("latentpad.map.puck.x === 0.5 && latentpad.map.puck.y === 1")


def test_devices_that_leave_and_two_of_one_name_are_one_row(page):
    with_midi(page, "toy knobs", "other knobs")
    page.evaluate("inputs.push({ name: 'toy knobs' }), access.inputs.set('twin', inputs[2]), access.onstatechange()")
    expect(page.locator("#midi-devices li")).to_have_count(2)
    for device, x in ((0, 0), (2, 127)):
        send(page, device, CONTROL, 12, x)
        page.wait_until(f"latentpad.map.puck.x === {x / 127}")
    page.evaluate("access.inputs.clear(), access.onstatechange()")
    expect(page.locator("#midi-devices li")).to_have_count(0)
    expect(page.locator("#midi-text")).to_contain_text("No MIDI input yet")
    page.evaluate("access.inputs.set('again', inputs[0]), access.onstatechange()")
    expect(page.locator("#midi-devices li")).to_have_count(1)

"""The kit panel: pads by mouse, keys and MIDI; locks, re-rolls, and the way back."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.clients

PLAYED = "latentpad.kit.audio.playCount"
MIDI = """
const input = { name: 'toy pads' }
navigator.requestMIDIAccess = async () => ({ inputs: new Map([['one', input]]) })
window.playNote = (...data) => input.onmidimessage({ data })
null // a function would be called at once
"""


@pytest.fixture
def kit(page):
    """A page with a kit."""
    page.keyboard.press("Shift")
    page.keyboard.press("i")
    expect(page.locator("#kit-title")).to_have_text("Kit 1")
    expect(page.locator("#cancel-kit")).to_be_hidden()
    return page


def pad_bytes(app, name):
    """Return the content of each wav of a kit, by its number."""
    return {int(path.name[:2]): path.read_bytes() for path in (app.drop / "kits" / name).glob("*.wav")}


def test_a_kit_is_on_pads_that_play_by_mouse_and_keys(kit, app):
    filled = kit.locator("#pads button:enabled")
    assert filled.count() == len(pad_bytes(app, "Kit 1")) > 1
    kick = kit.locator("#pads [data-pad='1']")
    expect(kick).to_have_attribute("aria-label", "Pad 1, Kick")
    expect(kick).to_be_focused()
    kit.keyboard.press("z")
    kit.wait_until(f"{PLAYED} === 1")
    kick.click()
    kit.wait_until(f"{PLAYED} === 2")
    kit.keyboard.press("Enter")
    kit.wait_until(f"{PLAYED} === 3")
    expect(kit.locator("#current-title")).to_have_text("01 Kick, Kit 1")  # once the hands rest
    kit.wait_until("latentpad.panel.drawn === 'Kit 1/01 Kick.wav'")
    expect(kit.locator("#drag")).to_have_attribute("download", "01 Kick.wav")
    fetch = "fetch(document.querySelector('#drag').href).then((response) => response.arrayBuffer())"
    assert kit.evaluate(f"{fetch}.then((content) => content.byteLength)") == len(pad_bytes(app, "Kit 1")[1])
    kit.keyboard.press("k")
    expect(kit.locator("#message")).to_contain_text("is in the folder of its kit")
    assert app.wavs() == []


def test_locked_pads_stay_in_the_next_kit_and_a_pad_is_re_rolled_alone(kit, app):
    kit.keyboard.press("Shift+Z")
    expect(kit.locator("#pads [data-pad='1']")).to_have_attribute("aria-label", "Pad 1, Kick, locked")
    kit.locator("#generate-kit").click()
    expect(kit.locator("#kit-title")).to_have_text("Kit 2")
    first, second = pad_bytes(app, "Kit 1"), pad_bytes(app, "Kit 2")
    assert first[1] == second[1]
    kit.locator("#lock-pad").focus()
    kit.keyboard.press("Delete")  # of the pad that is selected
    expect(kit.locator("#kit-title")).to_have_text("Kit 3")
    third = pad_bytes(app, "Kit 3")
    assert [third[n] for n in second if n != 1] == [second[n] for n in second if n != 1]
    kit.locator("#kit-back").click()
    expect(kit.locator("#kit-title")).to_have_text("Kit 2")
    assert pad_bytes(app, "Kit 3") == third


def test_the_panel_follows_to_the_next_kit_and_back(kit):
    kit.keyboard.press("z")
    expect(kit.locator("#current-title")).to_have_text("01 Kick, Kit 1")
    kit.locator("#generate-kit").click()
    expect(kit.locator("#current-title")).to_have_text("01 Kick, Kit 2")
    kit.wait_until("latentpad.panel.drawn === 'Kit 2/01 Kick.wav'")
    assert kit.evaluate(PLAYED) == 1  # it is shown, not played
    kit.locator("#kit-back").click()
    expect(kit.locator("#current-title")).to_have_text("01 Kick, Kit 1")


def test_undo_goes_back_to_the_kit_before_while_a_pad_is_shown(kit):
    kit.locator("#generate-kit").click()
    expect(kit.locator("#kit-title")).to_have_text("Kit 2")
    kit.locator("#pads [data-pad='1']").click()
    expect(kit.locator("#current-title")).to_have_text("01 Kick, Kit 2")
    kit.keyboard.press("u")
    expect(kit.locator("#kit-title")).to_have_text("Kit 1")
    expect(kit.locator("#current-title")).to_have_text("01 Kick, Kit 1")
    kit.keyboard.press("u")  # no kit before this one: the samples' turn, of which there are none
    expect(kit.locator("#message")).to_have_text("There is no earlier sample.")


def test_a_kit_like_sounds_that_are_not_there_is_not_begun(kit, app):
    kit.locator("#kit-recipe").select_option("own")
    kit.locator("#generate-kit").click()
    expect(kit.locator("#message")).to_contain_text("There is no such sound yet")
    kit.keyboard.press("z")
    expect(kit.locator("#current-title")).to_have_text("01 Kick, Kit 1")
    kit.locator("#kit-recipe").select_option("current")
    kit.locator("#generate-kit").click()
    expect(kit.locator("#kit-title")).to_have_text("Kit: Like 1")
    assert [path.name for path in sorted((app.drop / "kits").iterdir())] == ["Kit 1", "Like 1"]


def test_midi_plays_the_pads_with_its_velocity(look):
    page = look(autoplay=True)
    page.evaluate(MIDI)
    page.keyboard.press("i")
    expect(page.locator("#message")).to_contain_text("The kit is in")  # else it replaces what is said of MIDI
    page.locator("#start-midi").click()
    expect(page.locator("#message")).to_have_text("MIDI: toy pads.")
    page.wait_until("latentpad.listening.playsNotes")  # the daemon has chosen this page
    page.evaluate("playNote(0x99, 36, 127)")  # General MIDI's kick
    page.wait_until(f"{PLAYED} === 1 && latentpad.kit.pads.selected === 0")
    last = "latentpad.kit.samples.findLastIndex((sample) => sample?.note)"
    page.evaluate(f"playNote(0x90, latentpad.kit.samples[{last}].note, 0)")  # the end of a note
    page.evaluate(f"playNote(0x90, latentpad.kit.samples[{last}].note, 20)")
    page.wait_until(f"{PLAYED} === 2 && latentpad.kit.pads.selected === {last}")


def test_a_kit_of_another_program_is_shown_and_escape_closes_it(page, controller):
    controller.send("kit", 7, "percussion", 3)
    expect(page.locator("#kit-title")).to_have_text("Kit: Percussion 1")
    page.keyboard.press("Escape")
    expect(page.locator("#kit")).to_be_hidden()
    page.locator("#open-kit").click()
    expect(page.locator("#kit-title")).to_have_text("Kit: Percussion 1")

"""Keys of other keyboards, of input methods and of the browser."""

import pytest

pytestmark = pytest.mark.clients

WINDOWS = {"ctrlKey": True, "altKey": True, "modifierAltGraph": True}
"""AltGr as Chromium on Windows reports it; on Linux, it is neither Ctrl nor Alt."""

LINUX = {"modifierAltGraph": True}

KEYS = (
    ("[", {"code": "Digit8", **WINDOWS}, "["),
    ("]", {"code": "Digit9", **LINUX}, "]"),
    ("[", {"code": "Digit5", "altKey": True}, "["),  # of macOS
    ("@", {"code": "KeyQ", **WINDOWS}, ""),
    ("\u0105", {"code": "KeyA", **LINUX}, ""),  # Polish
    ("\u00df", {"code": "KeyS", **LINUX}, ""),
    ("k", {"code": "KeyK", "altKey": True}, ""),
    (" ", {"code": "Space", "altKey": True}, ""),
    ("k", {"code": "KeyK", "ctrlKey": True}, ""),
    ("k", {"code": "KeyK", "ctrlKey": True, "altKey": True}, ""),
    ("k", {"code": "KeyK", "metaKey": True}, ""),
    ("k", {"code": "KeyK", "isComposing": True}, ""),
    ("k", {"code": "KeyK", "keyCode": 229}, ""),
    ("Dead", {"code": "BracketLeft"}, ""),
    ("Process", {"code": "KeyK"}, ""),
    ("Unidentified", {"code": ""}, ""),
    ("k", {"code": "KeyR"}, "k"),  # Dvorak and others: what is typed counts
    ("\u043b", {"code": "KeyK"}, "k"),  # Russian: where the key is
    ("\uff4b", {"code": "KeyK"}, "k"),  # Japanese, in full width
    ("K", {"code": "KeyK"}, "k"),  # Caps Lock
    ("\u0130", {"code": "Quote"}, ""),  # Turkish
)

PRESS = """([key, more]) => {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more })
    document.body.dispatchEvent(event)
    return event.defaultPrevented
}"""


@pytest.fixture
def keyed(page):
    """A page that notes which of its shortcuts are used, and does nothing."""
    page.evaluate("""async () => {
        const { handleKeys } = await import('/keys.js')
        window.used = []
        const names = ['[', ']', 'k', 'q', 'a', 's', ' ', 'i', '8', 'shift+o', 'o']
        handleKeys(Object.fromEntries(names.map((name) => [name, () => used.push(name)])), () => used.push('move'))
    }""")
    return page


def test_shortcuts_are_what_is_typed_on_any_keyboard(keyed):
    for key, more, name in KEYS:
        keyed.evaluate("used.length = 0")
        keyed.evaluate(PRESS, [key, more])
        assert "".join(keyed.evaluate("used")) == name, (key, more)


def test_what_autofill_sends_is_no_key(keyed):
    keyed.evaluate("""() => {
        const fields = ['search', 'kit'].map((id) => document.getElementById(id))
        for (const target of [document, document.body, ...fields]) {
            target.dispatchEvent(new Event('keydown', { bubbles: true }))
        }
        document.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', code: 'KeyK' }))
    }""")  # an error in the console fails the test
    assert keyed.evaluate("used") == ["k"]


def test_alt_gr_and_input_methods_play_no_pad(page):
    page.keyboard.press("Shift")
    page.keyboard.press("i")
    page.wait_until("document.activeElement.dataset.pad === '1'")
    press = PRESS.replace("document.body", "document.activeElement")
    for more in (WINDOWS, LINUX, {"altKey": True}, {"isComposing": True}, {"keyCode": 229}):
        page.evaluate(press, ["\u017c", {"code": "KeyZ", **more}])
    page.wait_for_timeout(100)
    assert page.evaluate("latentpad.kit.audio.playCount") == 0
    page.evaluate(press, ["y", {"code": "KeyZ"}])  # German: pads are where their keys are
    page.wait_until("latentpad.kit.audio.playCount === 1")

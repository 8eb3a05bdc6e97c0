"""Names and messages of others: too long, from right to left, or with characters that are not for eyes."""

from dataclasses import replace
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from latentpad.bundle.names import Names
from latentpad.request import Rendered, Request

pytestmark = pytest.mark.clients

LONG = "W" * 10_000
WORDS = "very long name " * 700
TURNED = "\u202egpj.exe\u202c"
UNSEEN = "a\x07\x1b[31mb\x9b\u2028c"
STACKED = "Z" + "\u0301\u0323" * 500
ARABIC = "\u0645\u0631\u062d\u0628\u0627 " * 300


@pytest.fixture
def hostile_page(make_app, look, bundle):
    """The page of a bundle with such names, and messages with such texts."""
    words = (LONG, WORDS, TURNED, UNSEEN, STACKED, ARABIC, "<b>x</b>", "\U0001f941" * 3000)
    names = [f"{words[number // 4]}/{words[number % 8]}{number}.wav" for number in range(32)]
    layout = replace(bundle.map, names=Names.of(names))
    hostile = replace(bundle, name=TURNED + LONG, labels=(LONG, STACKED + ARABIC, UNSEEN), digest="8" * 64, map=layout)
    app = make_app(bundle=hostile).start()
    page = look(app)
    for text in (TURNED + LONG, WORDS, UNSEEN):
        app.daemon._replies.notify(text)
    expect(page.locator("#errors div")).to_have_count(3)
    return page


SHOWN = """(text) => import('/shown_text.js').then(({ shown }) => shown(text))"""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Caf\u00e9 kick_01.wav", "Caf\u00e9 kick_01.wav"),
        ("\u0645\u0631\u062d\u0628\u0627 \U0001f941", "\u0645\u0631\u062d\u0628\u0627 \U0001f941"),
        (TURNED, "\ufffdgpj.exe\ufffd"),
        (UNSEEN, "a\ufffd\ufffd[31mb\ufffd\ufffdc"),
        ("a\nb\t \r\nc", "a b c"),
        ("\udce9.wav", "\ufffd.wav"),
        (STACKED[:100], "Z\u0301\u0323\u0301\u0323"),
        ("x" * 120, "x" * 120),
        ("x" * 60 + "y" * 61, "x" * 59 + "\u2026" + "y" * 59),
        ("\U0001f941" * 121, "\U0001f941" * 59 + "\u2026" + "\U0001f941" * 59),
        ("a" * 10_000 + "b" * 90_000, "a" * 59 + "\u2026" + "b" * 59),
    ],
)
def test_foreign_texts_are_one_line_that_can_be_read(page, text, shown):
    halves = "".join(f"\\u{ord(one):04x}" if "\ud800" <= one <= "\udfff" else one for one in text)
    script = SHOWN if halves == text else SHOWN.replace("shown(text)", f"shown('{halves}')")
    assert page.evaluate(script, None if halves != text else text) == shown


def test_the_layout_holds(hostile_page, bundle):
    page = hostile_page
    page.evaluate(
        """([long, words, turned]) => {
        const { own } = latentpad, imports = latentpad.import
        own.located(5, { path: '/x', name: turned + long, x: 0.4, y: 0.4, kind: long, certainty: 0.5 })
        own.open(own.sounds[0])
        imports.setOffers({ needs: '', learnNeeds: '', unfinished: [{ kind: 'map', folder: long, output: 'x' }],
            learn: words, example: `/${long}` })
        imports.setState({ phase: 'failed', kind: 'map', name: turned + long, folder: long, copiedBytes: 1e6, stage: '',
            done: 1, total: 4, remaining: 3, files: 5, kinds: [[long, 3], [turned, 2]], noKind: 1, loops: 0,
            skipped: [[long, words]], nSkipped: 1, notes: [long, words], sounds: 3, bundle: long, opened: '',
            message: turned + words })
        imports.open()
    }""",
        [LONG, WORDS, TURNED],
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    errors = page.locator("#errors").bounding_box()
    assert errors["y"] > 0
    assert errors["height"] < page.viewport_size["height"]
    assert page.locator("header").bounding_box()["height"] < 120
    for part in ("#own-title", "#import-title", "#import-result", "#unfinished li", "#learn-text", "#message"):
        assert page.locator(part).bounding_box()["height"] < 420, part
    for number in range(0, 32, 3):
        if number in range(16, 24):
            continue  # silent places are marked all the same, but lie below the messages
        page.mouse.move(*page.spot(*bundle.map.points[number].tolist()))
        if page.locator("#tip").is_visible():
            assert page.locator("#tip").bounding_box()["height"] < 260, number
    assert not any("\u202e" in text for text in page.locator("body *").all_text_contents())


def test_a_sample_whose_name_is_not_utf_8_is_shown_and_can_be_fetched(page, app):
    path = app.drop / "caf\udce9 \u00e9.wav"
    path.write_bytes(b"RIFF")
    app.daemon._history.add(Rendered(Request(0.5, 0.5), path, 8000, 100, 1.0, 1.0))
    page.evaluate("latentpad.socket.send('/page/samples')")
    expect(page.locator("#history li")).to_have_count(1)
    address = page.locator("#history .drag").get_attribute("href")
    assert address == "/samples/caf%e9%20%C3%A9.wav"
    with urlopen(app.url + address) as response:
        assert response.read() == b"RIFF"

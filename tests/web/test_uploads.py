"""Sounds of the user's own that a page sends."""

import io
from pathlib import Path

import numpy as np
import pytest
import soundfile

from latentpad.samples.recipe import read_recipe


def tone(hertz, kind="WAV"):
    """Return the bytes of an audio file of a sixth of a second."""
    file = io.BytesIO()
    soundfile.write(file, 0.3 * np.sin(2 * np.pi * hertz * np.arange(1280) / 8000), 8000, format=kind)
    return file.getvalue()


@pytest.fixture
def inbox(app):
    return app.player.inbox


@pytest.mark.parametrize("kind", ["WAV", "FLAC"])
def test_a_file_is_located_and_written_into_the_inbox(page, inbox, kind):
    content = tone(1000, kind)
    page.send_file(7, f"Größe 1.{kind.lower()}", content)
    address, id, path, x, y, label, certainty, _ = page.receive()
    assert (address, id, label) == ("/latentpad/located", 7, "snare")
    assert Path(path) == inbox / f"Größe 1.{kind.lower()}"
    assert Path(path).read_bytes() == content
    assert (x, y) == pytest.approx((0.875, 0.125), abs=0.02)
    assert 0 < certainty <= 1


def test_a_name_that_is_taken_is_numbered_but_the_same_file_is_not_written_twice(page, inbox):
    first, second = tone(1000), tone(500)
    for id, content in enumerate((first, second, first)):
        page.send_file(id, "mine.wav", content)
        page.receive_until("/latentpad/located")
    assert {path.name: path.read_bytes() for path in inbox.iterdir()} == {"mine.wav": first, "mine_2.wav": second}


@pytest.mark.parametrize("name", ["../../mine.wav", "C:\\mine.wav", "/etc/mine.wav"])
def test_only_the_last_part_of_a_name_counts(page, inbox, name):
    page.send_file(1, name, tone(1000))
    assert Path(page.receive()[2]) == inbox / "mine.wav"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("mine.txt", tone(1000), "mine.txt has no suffix of an audio file"),
        ("mine.wav", b"hello", "mine.wav"),
        ("mine.wav", tone(0), "silent"),
        ("?.wav", tone(1000), "cannot be a file name"),
    ],
)
def test_a_file_that_cannot_be_used_is_answered_by_one_error_and_not_written(page, inbox, name, content, reason):
    page.send_file(7, name, content)
    address, id, code, text = page.receive()
    assert (address, id, code) == ("/latentpad/error", 7, "sound")
    assert reason in text
    assert not inbox.exists() or not list(inbox.iterdir())


@pytest.mark.parametrize("message", [b"", b"123", b'["/page/samples"]'])
def test_bytes_that_are_no_file_are_answered_by_an_error(page, message):
    page.send_raw(message)
    assert page.receive()[0] == "/latentpad/error"
    page.send("/page/samples")
    assert page.receive() == ["/page/samples", []]


def test_a_long_text_is_refused_and_the_page_stays_connected(page):
    page.send("/page/show", "x" * 70_000)
    assert page.receive()[:3] == ["/latentpad/error", -1, "wire"]
    page.send("/page/samples")
    assert page.receive() == ["/page/samples", []]


def test_without_an_inbox_the_page_says_so(page, app):
    app.player.inbox = None
    page.send_file(7, "mine.wav", tone(1000))
    assert "start latentpad without --no-inbox" in page.receive()[3]


def test_a_morph_is_played_without_a_file_and_then_written(page, app):
    page.send_file(1, "mine.wav", tone(1000))
    path = page.receive()[2]
    page.send("/page/hear", 2, "morph", path, 0.125, 0.125, 0.25)
    _, _, heard = page.receive_sound()
    page.send("/latentpad/morph", 3, path, 0.125, 0.125, 0.25)
    sample = page.receive_until("/latentpad/done")[-1][-1]
    written, _ = soundfile.read(sample["path"], dtype="float32")
    assert np.abs(heard - written).max() < 1e-6
    source = read_recipe(Path(sample["path"])).request.source
    assert (source.path, source.amount) == (path, 0.25)
    assert list(sample["source"]) == ["morph"]

"""Foreign text on a terminal."""

import pytest

from latentpad.printable import printable


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("kick 01 - café 🥁", "kick 01 - café 🥁"),
        ("\x1b[2Jgone", r"\x1b[2Jgone"),
        ("a\r\nb\tc", r"a\r\nb\tc"),
        ("\x9b31m", r"\x9b31m"),
        ("gr\udcfcn.wav", r"gr\xfcn.wav"),
        ("\ud800", r"\ud800"),
        ("wav.\u202eexe", r"wav.\u202eexe"),
        ("one\u2028two", r"one\u2028two"),
        ("\ufeffkick\x00", r"\ufeffkick\x00"),
        ("10\u202fpm", "10\u202fpm"),  # a narrow space, as in the names of macOS's recordings
        ("👩\u200d🎤", "👩\u200d🎤"),
    ],
)
def test_only_what_a_terminal_would_act_on_is_escaped(text, printed):
    assert printable(text) == printed

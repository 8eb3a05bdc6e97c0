import math
import struct

import numpy as np
import pytest

from latentpad.errors import OscError
from latentpad.osc.wire import Message
from latentpad.web import messages as messages


def test_a_page_says_arrays():
    assert messages.read('["/latentpad/generate", 7, 0.5, "x"]') == Message("/latentpad/generate", (7, 0.5, "x"))
    assert messages.read(b'["/a"]') == Message("/a", ())


def test_numbers_are_as_exact_as_osc_carries_them():
    (single,) = messages.read('["/a", 0.3]').args
    assert single == struct.unpack("f", struct.pack("f", 0.3))[0] != 0.3
    assert messages.read('["/a", 1e300]').args == (math.inf,)


@pytest.mark.parametrize(
    "text",
    ["", "hm", "{}", "[]", "[1]", '"/a"', "null", '["/a", null]', '["/a", [1]]', '["/a", {}]', "[" * 10000, "\x00"],
)
def test_anything_else_is_refused(text):
    with pytest.raises(OscError):
        messages.read(text)


def test_a_sound_has_its_number_and_its_rate():
    assert messages.sound(7, np.array([0.5, -1.0]), 8000) == struct.pack("<IIff", 7, 8000, 0.5, -1.0)

import math
import struct

import numpy as np
import pytest

from latentpad.errors import OscError
from latentpad.osc.wire import Message
from latentpad.web.messages import decode, encode_sound


def test_messages_are_arrays():
    assert decode('["/latentpad/generate", 7, 0.5, "x"]') == Message("/latentpad/generate", (7, 0.5, "x"))
    assert decode(b'["/a"]') == Message("/a", ())


def test_numbers_are_rounded_to_single_precision():
    (single,) = decode('["/a", 0.3]').args
    assert single == struct.unpack("f", struct.pack("f", 0.3))[0] != 0.3
    assert decode('["/a", 1e300]').args == (math.inf,)


@pytest.mark.parametrize(
    "text",
    ["", "hm", "{}", "[]", "[1]", '"/a"', "null", '["/a", null]', '["/a", [1]]', '["/a", {}]', "[" * 10000, "\x00"],
)
def test_anything_else_is_rejected(text):
    with pytest.raises(OscError):
        decode(text)


def test_a_sound_has_an_id_and_a_sample_rate():
    assert encode_sound(7, np.array([0.5, -1.0]), 8000) == struct.pack("<IIIff", 7, 8000, 1, 0.5, -1.0)
    both = np.array([[0.5, 0.25], [-1.0, 1.0]], dtype=np.float32)  # left and right of two samples
    assert encode_sound(7, both, 8000) == struct.pack("<IIIffff", 7, 8000, 2, 0.5, -1.0, 0.25, 1.0)

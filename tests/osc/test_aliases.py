import math

import pytest

from latentpad.osc.aliases import Axes, translate
from latentpad.osc.wire import Message


@pytest.mark.parametrize(
    "address", ["/xy", "/xy1", "/xy12", "/1/xy", "/12/xy3", "/multixy/1", "/1/multixy/1", "/1/multixy1/5"]
)
def test_pads_of_other_makers_are_recognised(address):
    assert translate(Message(address, (0.25, 0.5)), Axes()) == Message("/latentpad/xy", (0.25, 0.5))


@pytest.mark.parametrize(
    "address", ["/latentpad/xy", "/latentpad/x", "/xyz", "/1/xyz", "/a/xy", "/1/2/xy", "/XY", "/1/fader1"]
)
def test_other_addresses_are_unchanged(address):
    message = Message(address, (0.25, 0.5))
    assert translate(message, Axes(swap=True, invert_x=True, invert_y=True)) is message


@pytest.mark.parametrize("address", ["/1/xy/z", "/xy1/z", "/1/multixy/1/z"])
def test_a_touch_is_ignored(address):
    assert translate(Message(address, (1.0,)), Axes()) is None


@pytest.mark.parametrize("args", [(), (0.5,), (0.5, "low"), (True, None), (b"", 0.5), (0.1, 0.2, 0.3)])
def test_arguments_that_are_not_a_point_are_left_to_be_refused(args):
    translated = translate(Message("/xy", args), Axes(invert_x=True, invert_y=True))
    assert translated.address == "/latentpad/xy"
    assert [value for value in translated.args if not isinstance(value, float)] == [
        v for v in args if not isinstance(v, float)
    ]


def test_inverting_leaves_nan():
    assert math.isnan(translate(Message("/xy", (math.nan, 0.5)), Axes(invert_x=True)).args[0])

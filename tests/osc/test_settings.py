import math

import pytest

from latentpad.errors import OscError
from latentpad.osc.settings import PadState, check
from latentpad.request import CONTROLS, Control, Request

KEYS = (
    "seed, variation, length, pitch, decay, tone, detail, dynamics, attack, tail, drive, reverse, stereo, tune, trigger"
)


def test_the_point_begins_in_the_middle_and_moves_by_axis():
    pad = PadState()
    assert pad.request() == Request(0.5, 0.5, 0)
    pad.move(0.1, None)
    pad.move(None, 0.9)
    assert pad.request() == Request(0.1, 0.9, 0)


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.key)
def test_controls_shape_the_request_within_their_bounds(control):
    pad = PadState()
    assert pad.get(control.key) == pad.request().settings[control.key] == control.default
    assert pad.set(control.key, control.low) == pad.request().settings[control.key] == control.low
    assert pad.set(control.key, control.high) == control.high
    beyond = 1 if control.is_integer else 0.01
    for outside in (control.low - beyond, control.high + beyond):
        with pytest.raises(OscError, match=f"{control.key} must be {control.low} to {control.high}, not"):
            pad.set(control.key, outside)
    assert pad.request().settings[control.key] == control.high


def test_settings_are_remembered():
    pad = PadState()
    assert (pad.get("seed"), pad.get("trigger"), pad.auto) == (0, "manual", False)
    assert pad.set("seed", 42.0) == 42
    assert pad.set("trigger", "auto") == "auto"
    assert pad.set("tune", "f#  MINOR") == pad.request().controls.tune == "F# minor"
    assert (pad.request().seed, pad.auto) == (42, True)


@pytest.mark.parametrize(
    ("key", "value", "code", "complaint"),
    [
        ("sed", 1, "key", rf"unknown setting 'sed' \(choose from {KEYS}\)$"),
        ("seed", -1, "number", "seed must be 0 to 2147483647, not -1"),
        ("seed", 2**31, "number", "seed must be 0 to 2147483647"),
        ("seed", 0.5, "number", "an integer"),
        ("seed", math.nan, "number", "finite"),
        ("seed", True, "number", "seed must be a number, not True"),
        ("seed", "7", "number", "seed must be a number, not '7'"),
        ("trigger", "always", "arguments", "trigger must be manual or auto, not 'always'"),
        (
            "tune",
            "H minor",
            "arguments",
            "tune must be off, chromatic, a note such as F# or Bb, or a note and major, .*'H mi",
        ),
        ("tune", 440, "arguments", "tune must be off, .* not 440"),
        ("trigger", 1, "arguments", "trigger must be manual or auto, not 1"),
    ],
)
def test_a_bad_setting_is_refused_and_changes_nothing(key, value, code, complaint):
    pad = PadState()
    with pytest.raises(OscError, match=complaint) as caught:
        pad.set(key, value)
    assert caught.value.code == code
    assert (pad.get("seed"), pad.get("trigger")) == (0, "manual")


def test_a_setting_with_a_float_as_default_takes_fractions_within_its_bounds():
    tone = Control("tone", 0.0, -12.0, 12.0, "brighter or darker")
    assert check(tone, -3) == -3.0
    with pytest.raises(OscError, match=r"tone must be -12\.0 to 12\.0, not 12\.5"):
        check(tone, 12.5)


def test_a_toggle_may_send_true_and_false():
    pad = PadState()
    assert [pad.set("reverse", value) for value in (True, False, 1, 0.0)] == [1, 0, 1, 0]
    with pytest.raises(OscError, match="seed must be a number, not True"):
        pad.set("seed", True)

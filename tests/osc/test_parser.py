import math
import random

import pytest

from latentpad.errors import OscError
from latentpad.osc.address import signatures
from latentpad.osc.parser import Command, parse
from latentpad.osc.protocol import CODES, IN, OUT, PREFIX
from latentpad.osc.wire import Message


def parsed(verb, *args):
    return parse(Message(PREFIX + verb, args))


def test_optional_arguments_may_be_left_out():
    assert parsed("generate") == Command("generate")
    assert parsed("generate", 7) == Command("generate", id=7)
    assert parsed("generate", 7, 0.25, 0.5) == Command("generate", id=7, x=0.25, y=0.5)
    assert parsed("keep", 7, "a b.wav") == Command("keep", id=7, path="a b.wav")
    assert parsed("map", 7) == Command("map", id=7)
    assert parsed("ping", 7, 9400) == Command("ping", id=7, reply_port=9400)
    sound = {"seed": 42, "variation": 0.5, "length": 2.0, "pitch": -1.0, "decay": 1.0, "tone": 0.0}
    whole = parsed("generate", 7, 0.25, 0.5, *sound.values())
    assert whole == Command("generate", id=7, x=0.25, y=0.5, sound=tuple(sound.items()))
    later = {
        "detail": 0.25,
        "dynamics": 1.0,
        "attack": -0.5,
        "tail": 0.5,
        "drive": 1.0,
        "reverse": 1,
        "stereo": 0.5,
        "tune": "A minor",
    }
    longest = parsed("generate", 7, 0.25, 0.5, *sound.values(), *later.values())
    assert longest == Command("generate", id=7, x=0.25, y=0.5, sound=tuple((sound | later).items()))
    assert parsed("random") == Command("random")
    assert parsed("random", 7, "kick") == Command("random", id=7, kind="kick")
    assert parsed("kind", 7, "kick", 3.0) == Command("kind", id=7, kind="kick", index=3)
    assert parsed("nearest", 7, 0.25, 1) == Command("nearest", id=7, x=0.25, y=1.0, k=1)
    assert parsed("nearest", 7, 0.25, 1, 32) == Command("nearest", id=7, x=0.25, y=1.0, k=32)
    assert parsed("hello", 9400, "Max") == Command("hello", reply_port=9400, name="Max")
    assert parsed("hello", "Max") == Command("hello", name="Max")


SOUND = {"seed": 42, "variation": 0.5, "length": 2, "pitch": -1, "decay": 1, "tone": 0, "detail": 0.25, "dynamics": 1}
SOUND |= {"attack": -0.5, "tail": 0.5, "drive": 1, "reverse": 1, "stereo": 0.5, "tune": "A minor"}


@pytest.mark.parametrize("n", range(len(SOUND) + 1))
def test_generate_takes_any_number_of_settings_after_the_point(n):
    sound = tuple(SOUND.items())[:n]
    assert parsed("generate", 7, 0.25, 0.5, *dict(sound).values()) == Command(
        "generate", id=7, x=0.25, y=0.5, sound=sound
    )


@pytest.mark.parametrize("n", range(1, len(SOUND) + 1))
def test_a_setting_of_the_wrong_type_is_refused_wherever_the_message_ends(n):
    key = tuple(SOUND)[n - 1]
    with pytest.raises(OscError, match=f"{key} must be .*, not 'loud'") as caught:
        parsed("generate", 7, 0.25, 0.5, *tuple(SOUND.values())[: n - 1], "loud")
    assert (caught.value.code, caught.value.id) == ("arguments" if key == "tune" else "number", 7)


def test_integers_may_be_floats_and_coordinates_may_be_ints():
    assert parsed("generate", 7.0, 0, 1) == Command("generate", id=7, x=0.0, y=1.0)


def test_coordinates_outside_are_clamped_and_reported():
    command = parsed("xy", 1.5, -2)
    assert (command.x, command.y) == (1.0, 0.0)
    assert command.clamped == ("x=1.5 is out of range (0 to 1); using 1", "y=-2 is out of range (0 to 1); using 0")


@pytest.mark.parametrize(
    ("verb", "args", "code", "id", "complaint"),
    [
        ("xy", (0.5,), "arguments", -1, "takes f x, f y; got 1 argument"),
        ("generate", (7, 0.5), "arguments", 7, "got 2"),
        ("generate", (7, 0.5, 0.5, *SOUND.values(), 1), "arguments", 7, f"got {4 + len(SOUND)} arguments"),
        ("generate", (7, 0.5, 0.5, 1.5), "number", 7, "seed must be an integer, not 1.5"),
        ("generate", (7, 0.5, 0.5, 1, 2), "number", 7, "variation must be 0 to 1, not 2"),
        ("random", ("kick",), "number", -1, "id must be a number, not 'kick'"),
        ("random", (7, 3), "arguments", 7, "kind must be a string, not 3"),
        ("kind", (7,), "arguments", 7, "takes i id, s kind [i index]; got 1 argument"),
        ("kind", (7, "kick", 0.5), "number", 7, "index must be an integer, not 0.5"),
        ("nearest", (7, 0.5), "arguments", 7, "takes i id, f x, f y [i k]; got 2 arguments"),
        ("nearest", (7, 0.5, 0.5, 0), "number", 7, "k must be 1 to 32, not 0"),
        ("nearest", (7, 0.5, 0.5, 33), "number", 7, "k must be 1 to 32, not 33"),
        ("nearest", (7, 0.5, math.nan), "number", 7, "y must be a finite number, not nan"),
        ("cancel", (1, 2), "arguments", 1, "takes [i id]; got 2"),
        ("blend", (1, 0, 0, 1), "arguments", 1, "takes i id, (f x, f y, f weight) 2 to 16 times; got 4"),
        ("blend", (1, 0, 0, 1, 1, 1), "arguments", 1, "got 6 arguments"),
        ("blend", (1, *(0, 0, 1) * 17), "arguments", 1, "got 52 arguments"),
        ("blend", (1, 0, 0, 1, 1, 1, math.nan), "number", 1, "weight must be a finite number"),
        ("blend", (1, 0, 0, 1, 1, 1, -17), "number", 1, "weight must be -16 to 16, not -17"),
        ("path", (1, 8), "arguments", 1, "got 2 arguments"),
        ("path", (1, 0, 0, 0, 1, 1), "number", 1, "n must be 1 to 256, not 0"),
        ("path", (1, 4, *(0, 0) * 5000), "arguments", 1, "2 to 64 times; got 10002"),
        ("vary", (1, 4, 1.5), "number", 1, "amount must be 0 to 1, not 1.5"),
        ("grid", (1, 2.5, 3), "number", 1, "columns must be an integer"),
        ("get", (3,), "arguments", -1, "key must be a string, not 3"),
        ("xy", (True, 0.5), "number", -1, "x must be a number, not True"),
        ("xy", (0.5, "low"), "number", -1, "y must be a number, not 'low'"),
        ("xy", (0.5, b"abcd"), "number", -1, "not 4 raw bytes"),
        ("xy", (None, 0.5), "number", -1, "not None"),
        ("generate", (7, math.nan, 0.5), "number", 7, "x must be a finite number, not nan"),
        ("generate", (7, 0.5, math.inf), "number", 7, "y must be a finite number, not inf"),
        ("ping", (0.5,), "number", -1, "id must be an integer, not 0.5"),
        ("ping", (2**31,), "number", -1, "id must be -2147483648 to 2147483647, not 2147483648"),
    ],
)
def test_bad_arguments_are_refused_with_a_code_and_the_id(verb, args, code, id, complaint):
    with pytest.raises(OscError) as caught:
        parsed(verb, *args)
    assert (caught.value.code, caught.value.id) == (code, id)
    assert complaint in str(caught.value)
    assert code in CODES


@pytest.mark.parametrize(
    ("address", "nearest"),
    [
        ("/latentpad/generat", "generate"),
        ("/latentpad/rand", "random"),
        ("/latentpad/near", "nearest"),
        ("/play/xy", "xy"),
        ("/Latentpad/Hello", "hello"),
    ],
)
def test_the_nearest_known_address_is_suggested_for_an_unknown_one(address, nearest):
    with pytest.raises(OscError, match=f"unknown address {address}; did you mean {PREFIX}{nearest}?") as caught:
        parse(Message(address, ()))
    assert caught.value.code == "address"


@pytest.mark.parametrize("verb", ["undoo", "und", "redo", "cancl", "cancel_all", "by", "byee", "q" * 8000])
def test_nothing_is_suggested_that_undoes_or_ends_something_nor_what_is_unlike(verb):
    with pytest.raises(OscError, match=f"^unknown address {(PREFIX + verb)[:64]}") as caught:
        parse(Message(PREFIX + verb, ()))
    assert str(caught.value).endswith(" (docs/osc.md lists all)")
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("row", OUT, ids=lambda row: row.verb)
def test_our_own_replies_are_ignored_when_they_come_back(row):
    (signature,) = signatures(row.arguments)
    assert parse(Message(PREFIX + row.verb, tuple(range(len(signature))))) is None


@pytest.mark.parametrize(("verb", "args"), [("mapp", ()), ("map", (1, 2, 3)), ("keptt", (1, "a")), ("done", (1,))])
def test_what_only_resembles_a_reply_is_refused(verb, args):
    with pytest.raises(OscError, match=r"unknown address|takes"):
        parse(Message(PREFIX + verb, args))


def test_no_arguments_raise_anything_but_osc_error():
    rng = random.Random(0)
    values = [0, 1, -1, 2**62, 0.5, 1e300, math.nan, math.inf, True, None, "", "seed", "x" * 8000, b"", b"abcd"]
    errors = []
    n_parsed = 0
    for _ in range(3000):
        args = tuple(rng.choices(values, k=rng.randrange(5)))
        try:
            n_parsed += parsed(rng.choice(IN).verb, *args) is not None
        except OscError as error:
            errors.append(error)
    assert n_parsed > 0
    assert {error.code for error in errors} <= set(CODES)
    assert max(len(str(error)) for error in errors) < 250


@pytest.mark.parametrize(("key", "value"), [("pitch", 7.0), ("tune", "A minor"), ("reverse", 1)])
def test_a_setting_has_an_address_of_its_own(key, value):
    assert parsed(f"set/{key}", value) == parsed("set", key, value)


@pytest.mark.parametrize("args", [(), (1, 2)])
def test_the_address_of_a_setting_takes_one_value(args):
    with pytest.raises(OscError, match=f"/latentpad/set/KEY takes any value; got {len(args)} argument"):
        parsed("set/pitch", *args)


def test_a_lone_nothing_is_not_taken_for_no_arguments_where_some_are_needed():
    for nothing in (None, math.inf):
        with pytest.raises(OscError, match="key must be a string"):
            parsed("get", nothing)

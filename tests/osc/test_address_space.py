import json
import math

import pytest

from latentpad.checks import read_scale
from latentpad.osc.address import signatures
from latentpad.osc.address_space import SCALES, address_space, find_node, values_in
from latentpad.osc.parser import parse
from latentpad.osc.protocol import IN, PREFIX, SET_ONE, reply
from latentpad.osc.settings import SETTINGS, PadState
from latentpad.osc.wire import Message

PLAIN = {"i": 1, "f": 0.5, "s": "kick"}
"""A value for each type, where there is no range."""


def leaves(node):
    """Yield every node that takes messages."""
    if "TYPE" in node:
        yield node
    for child in node.get("CONTENTS", {}).values():
        yield from leaves(child)


def messages(node):
    """Yield messages that a client would send after reading a node: with the least, the most and every listed value."""
    types = "" if node["TYPE"] == "I" else node["TYPE"]
    ranges = node.get("RANGE", [None] * len(types))
    assert len(ranges) == len(types)
    found = [
        [PLAIN[tag]] if values is None else values.get("VALS", [values.get("MIN"), values.get("MAX")])
        for tag, values in zip(types, ranges, strict=True)
    ]
    for index in range(max(map(len, found), default=1)):
        yield tuple(values[min(index, len(values) - 1)] for values in found)


NODES = list(leaves(address_space()))


def test_every_message_and_every_setting_is_a_node():
    wanted = {PREFIX + row.verb for row in IN if row.verb != SET_ONE} | {
        f"/latentpad/set/{row.key}" for row in SETTINGS
    }
    assert {node["FULL_PATH"] for node in NODES} == wanted
    assert json.loads(json.dumps(address_space())) == address_space()


def test_the_contents_of_a_node_are_at_its_path():
    def check(node):
        for name, child in node.get("CONTENTS", {}).items():
            assert child["FULL_PATH"] == f"{node['FULL_PATH'].rstrip('/')}/{name}"
            check(child)

    check(address_space())


def test_the_point_is_a_pad():
    node = find_node("/latentpad/xy", {"/latentpad/xy": (0.25, 0.75)})
    assert (node["TYPE"], node["ACCESS"], node["VALUE"]) == ("ff", 3, [0.25, 0.75])
    assert node["RANGE"] == [{"MIN": 0.0, "MAX": 1.0}] * 2
    assert node["CLIPMODE"] == ["both", "both"]


@pytest.mark.parametrize("node", NODES, ids=lambda node: node["FULL_PATH"])
def test_what_a_node_describes_is_understood(node):
    for way in (node, *node.get("OVERLOADS", [])):
        for args in messages(way):
            command = parse(Message(node["FULL_PATH"], args))
            assert not command.clamped
            if node["FULL_PATH"].startswith("/latentpad/set/"):
                assert command.verb == "set"
                assert PadState().set(command.key, command.value) == args[0]


def test_numbers_that_are_no_integers_have_a_decimal_point():
    for node in NODES:
        for way in (node, *node.get("OVERLOADS", [])):
            for tag, values in zip(way["TYPE"], way.get("RANGE", []), strict=False):
                if values and "MIN" in values:
                    assert {type(values["MIN"]), type(values["MAX"])} == {float if tag == "f" else int}


def test_a_message_that_needs_no_arguments_is_a_button_however_it_is_pressed():
    buttons = [node["FULL_PATH"] for node in NODES if node["TYPE"] == "I"]
    assert set(buttons) == {PREFIX + row.verb for row in IN if () in signatures(row.arguments)}
    for path in buttons:
        assert parse(Message(path, (None,))) == parse(Message(path, (math.inf,))) == parse(Message(path, ()))


def test_scales_are_listed_as_they_are_read():
    assert [read_scale(name).name for name in SCALES] == list(SCALES)
    assert len(set(SCALES)) == len(SCALES) == 2 + 17 * 12


def test_replies_carry_the_values_of_nodes():
    assert values_in(reply("point", 0.25, 0.5)) == {
        "/latentpad/xy": (0.25, 0.5),
        "/latentpad/x": (0.25,),
        "/latentpad/y": (0.5,),
    }
    assert values_in(reply("value", "tune", "A minor")) == {"/latentpad/set/tune": ("A minor",)}
    assert values_in(reply("bundle", "drums", 16, "/a/drums.latentpad")) == {"/latentpad/bundle": ("drums",)}
    assert values_in(reply("pong", 1)) == {}


def test_values_are_in_the_tree_but_do_not_stay_there():
    tree = find_node("/", {"/latentpad/set/pitch": (7.0,)})
    assert tree["CONTENTS"]["latentpad"]["CONTENTS"]["set"]["CONTENTS"]["pitch"]["VALUE"] == [7.0]
    assert "VALUE" not in json.dumps(address_space())

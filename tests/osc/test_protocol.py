from pathlib import Path

import numpy as np
from pythonosc.osc_message import OscMessage

from latentpad.osc.address import signatures
from latentpad.osc.protocol import CODES, IN, OUT, PREFIX, reply
from latentpad.osc.reference import table

GUIDE = Path(__file__).parents[2] / "docs" / "osc.md"
MARK = "<!-- osc table -->"


def test_no_message_can_be_mistaken_for_a_reply():
    arities = {row.verb: {len(signature) for signature in signatures(row.arguments)} for row in OUT}
    both = [row for row in IN if row.verb in arities]
    assert [row.verb for row in both] == ["map", "bundle"]
    assert not [row for row in both if arities[row.verb] & {len(signature) for signature in signatures(row.arguments)}]


def test_every_reply_has_one_arity():
    assert [len(signatures(row.arguments)) for row in OUT] == [1] * len(OUT)


def test_signatures_are_every_way_to_fill_in_the_arguments():
    assert [len(signature) for signature in signatures("[i id [f x, f y]]")] == [0, 1, 3]
    assert signatures("[i port] [s name]") == ((), (("s", "name"),), (("i", "port"),), (("i", "port"), ("s", "name")))
    assert signatures("") == ((),)


def test_a_reply_has_the_tags_of_the_table_even_for_numbers_of_numpy():
    datagram = reply("done", 7, "/a.wav", np.float32(0.5), 1, np.int64(3), 44100, 100, np.float32(1), 12, 2).encode()
    message = OscMessage(datagram)
    assert message.address == "/latentpad/done"
    assert b",isffiiiffi\0" in datagram
    assert message.params == [7, "/a.wav", 0.5, 1.0, 3, 44100, 100, 1.0, 12.0, 2]


def test_a_long_error_is_truncated_to_one_line():
    message = OscMessage(reply("error", -1, "render", "a\nb" + "ü" * 9000).encode())
    assert message.params == [-1, "render", "a b" + "ü" * 997]


def test_a_long_notice_is_truncated_to_one_line():
    assert OscMessage(reply("notice", "a\nb" + "ü" * 9000).encode()).params == ["a b" + "ü" * 997]


def test_the_table_names_every_address_setting_and_code():
    cells = table().split("`")
    for name in [*(PREFIX + row.verb for row in (*IN, *OUT)), "seed", "trigger", *CODES]:
        assert name in cells


def test_the_guide_holds_the_generated_table():
    parts = GUIDE.read_text(encoding="utf-8").split(MARK)
    assert len(parts) == 3, f"docs/osc.md needs latentpad.osc.reference.table() between two lines {MARK}"
    assert parts[1].strip() == table(), "docs/osc.md is out of date: paste what latentpad.osc.reference.table() returns"

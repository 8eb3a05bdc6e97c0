import math
import random
import struct

import pytest
from pythonosc.osc_bundle_builder import OscBundleBuilder
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

from latentpad.errors import WireError
from latentpad.osc.wire import MAX_BYTES, MAX_DEPTH, Message, decode, encode


def python_osc_message(address, *args, tag=None):
    builder = OscMessageBuilder(address=address)
    for value in args:
        builder.add_arg(value, tag)
    return builder.build()


def bundle(*elements, time_tag=1):
    return b"#bundle\0" + struct.pack(">Q", time_tag) + b"".join(struct.pack(">i", len(e)) + e for e in elements)


def test_decode_reads_what_python_osc_writes():
    datagram = python_osc_message("/latentpad/generate", 7, 0.25, "snare ü").dgram
    assert decode(datagram) == [Message("/latentpad/generate", (7, 0.25, "snare ü"))]


@pytest.mark.parametrize(
    ("tag", "value", "expected"),
    [
        ("i", -3, -3),
        ("h", 2**40, 2**40),
        ("d", 0.1, 0.1),
        ("T", True, True),
        ("F", False, False),
        ("N", None, None),
        ("b", b"12345", b"12345"),
        ("r", 0x01020304, b"\1\2\3\4"),
        ("m", (1, 2, 3, 4), b"\1\2\3\4"),
    ],
)
def test_every_tag_yields_one_value(tag, value, expected):
    builder = OscMessageBuilder(address="/a")
    builder.add_arg(value, tag)
    builder.add_arg(5)
    assert decode(builder.build().dgram) == [Message("/a", (expected, 5))]


def test_tags_that_python_osc_does_not_write_yield_one_value_too():
    datagram = b"/a\0\0,ScIt\0\0\0sym\0\0\0\0x" + bytes(8)
    assert decode(datagram) == [Message("/a", ("sym", b"\0\0\0x", math.inf, bytes(8)))]


def test_arrays_are_read_flat():
    assert decode(b"/a\0\0,[ff]\0\0\0" + struct.pack(">ff", 0.5, 1.0)) == [Message("/a", (0.5, 1.0))]


def test_an_address_without_a_slash_gets_one():
    assert decode(b"latentpad/ping\0\0,\0\0\0") == [Message("/latentpad/ping", ())]


def test_an_address_alone_is_a_message_without_arguments():
    assert decode(b"/latentpad/bye\0\0") == [Message("/latentpad/bye", ())]


def test_bundles_are_read_whatever_their_time_tag_says():
    far_future = OscBundleBuilder(2_000_000_000)
    far_future.add_content(python_osc_message("/a", 1))
    far_future.add_content(python_osc_message("/b", 2))
    assert decode(far_future.build().dgram) == [Message("/a", (1,)), Message("/b", (2,))]


def test_bundles_nest_up_to_a_limit():
    datagram = encode("/a", 1)
    for _ in range(MAX_DEPTH):
        datagram = bundle(datagram)
    assert decode(datagram) == [Message("/a", (1,))]
    with pytest.raises(WireError, match=f"nested more than {MAX_DEPTH} deep"):
        decode(bundle(datagram))


@pytest.mark.parametrize(
    ("datagram", "complaint"),
    [
        (b"", "empty"),
        (b"/a\0", "not a multiple of 4"),
        (b"abcd", "^malformed OSC: unterminated string$"),
        (b"\0\0\0\0", "without a readable address"),
        (b"/\x07\0\0", "without a readable address"),
        (b"/\xff\0\0", "not UTF-8"),
        (b"/a\0\0\0\0\0\x07", "without a type tag string"),
        (b"/a\0\0,f\0\0", "truncated: 12 bytes announced, 8 received"),
        (b"/a\0\0,h\0\0\0\0\0\1", "truncated"),
        (b"/a\0\0,s\0\0abcd", "unterminated string"),
        (b"/a\0\0,b\0\0\xff\xff\xff\xff", "blob of -1 bytes"),
        (b"/a\0\0,b\0\0\0\0\0\x09abcd", "truncated"),
        (b"/a\0\0,q\0\0abcd", "unknown type tag 'q'"),
        (b"/a\0\0,f\0\0abcdabcd", "4 bytes more than its type tags account for"),
        (b"#bundle\0\0\0\0\0", "without a time tag"),
        (b"#bundle\0" + bytes(8) + b"\0\0\0\x40abcd", "element of 64 bytes where 4 are left"),
        (b"#bundle\0" + bytes(8) + b"\0\0\0\0", "element of 0 bytes"),
        (b"#bundle\0" + bytes(8) + b"\x80\0\0\0", "element of -2147483648 bytes"),
        (bytes(MAX_BYTES + 4), "the limit is 8192"),
    ],
)
def test_a_malformed_datagram_is_refused_in_one_line(datagram, complaint):
    with pytest.raises(WireError, match=complaint) as caught:
        decode(datagram)
    assert "\n" not in str(caught.value)


def test_a_bundle_on_which_python_osc_loops_for_ever_is_refused():
    datagram = bundle() + struct.pack(">i", -4)
    assert len(datagram) == 20
    with pytest.raises(WireError, match="element of -4 bytes"):
        decode(datagram)


@pytest.mark.parametrize(("n_bundles", "complaint"), [(1200, "datagram of 24008 bytes"), (400, "nested more than 8")])
def test_bundles_nested_deeper_than_python_recurses_are_refused(n_bundles, complaint):
    datagram = b"/a\0\0,\0\0\0"
    for _ in range(n_bundles):
        datagram = bundle(datagram)
    with pytest.raises(WireError, match=complaint):
        decode(datagram)


@pytest.mark.parametrize("floats", [b"", struct.pack(">f", 0.5)])
def test_a_truncated_float_is_refused_where_python_osc_reads_zero(floats):
    with pytest.raises(WireError, match="truncated"):
        decode(b"/a\0\0,ff\0" + floats)


def test_a_tag_unknown_to_python_osc_does_not_shift_the_next_argument():
    assert decode(b"/a\0\0,ci\0\0\0\0x\0\0\0\x07") == [Message("/a", (b"\0\0\0x", 7))]


def test_an_element_without_a_slash_is_read_where_python_osc_drops_it():
    datagram = bundle(b"a\0\0\0,\0\0\0", b"/b\0\0,\0\0\0")
    assert decode(datagram) == [Message("/a", ()), Message("/b", ())]


def test_what_follows_the_end_of_a_string_is_not_part_of_it():
    assert decode(b"/a\0\0,s\0\0ab\0c") == [Message("/a", ("ab",))]


def test_no_bytes_raise_anything_but_wire_error():
    rng = random.Random(0)
    seeds = [
        encode("/latentpad/generate", 7, 0.25, "snare"),
        bundle(encode("/a", 1), bundle(encode("/b", "two"))),
        b"/a\0\0,ifhdsSTFNIbmrct[]\0\0" + bytes(80),
        b"",
    ]
    n_decoded = 0
    for _ in range(4000):
        datagram = bytearray(rng.choice(seeds))
        for _ in range(rng.randrange(1, 6)):
            at = rng.randrange(len(datagram) + 1)
            datagram[at : at + rng.randrange(3)] = rng.randbytes(rng.randrange(5))
        try:
            n_decoded += len(decode(bytes(datagram)))
        except WireError:
            continue
    assert n_decoded > 0


def test_python_osc_reads_what_encode_writes():
    message = OscMessage(encode("/latentpad/done", 7, "/tmp/a b ü.wav", 0.25))
    assert message.address == "/latentpad/done"
    assert message.params == [7, "/tmp/a b ü.wav", 0.25]


def test_encode_and_decode_are_inverse():
    args = (-(2**31), 2**31 - 1, 0.5, "", "abc", "abcd", "ü")
    assert decode(encode("/a", *args)) == [Message("/a", args)]


def test_a_name_that_is_not_unicode_is_sent_with_question_marks():
    assert decode(encode("/a", "kick\udcff.wav")) == [Message("/a", ("kick?.wav",))]


@pytest.mark.parametrize("value", [2**31, 1e300, True, None, "x" * MAX_BYTES])
def test_encode_refuses_what_does_not_fit_a_tag_or_a_datagram(value):
    with pytest.raises(WireError):
        encode("/a", value)

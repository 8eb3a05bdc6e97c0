"""Datagrams: OSC of any shape, OSC that was damaged on the way, and other bytes.

`DATAGRAMS` is a strategy of hypothesis, which finds small examples, but takes milliseconds for each. `mutated` changes
what it is given, thousands of times per second.
"""

import struct

from hypothesis import strategies as st

from latentpad.osc.protocol import IN, OUT, PREFIX

BYTES = {"i": 4, "h": 8, "f": 4, "d": 8, "c": 4, "r": 4, "m": 4, "t": 8}
"""Size of the arguments of a type tag."""

NUMBERS = st.one_of(
    st.sampled_from([struct.pack(">f", value) for value in (0.0, 0.5, 1.0, -1.0, float("nan"), float("inf"))]),
    st.sampled_from([struct.pack(">i", value) for value in (0, 1, -1, 2**31 - 1, -(2**31))]),
    st.binary(min_size=4, max_size=4),
)

VERBS = [PREFIX + row.verb.replace("KEY", "pitch") for row in (*IN, *OUT)]


def padded(text):
    """Return a string as OSC writes it."""
    return text + b"\0" * (4 - len(text) % 4)


ADDRESSES = st.one_of(
    st.sampled_from(
        [*VERBS, "/xy", "/1/multixy/1", "/xy1/z", "latentpad/ping", "/fail", "/*", "/latentpad/{x,y}", "#bundle"]
    ),
    st.text(st.characters(codec="utf-8"), max_size=12),
).map(lambda text: padded(text.encode()))


@st.composite
def arguments(draw):
    """Return a type tag and the bytes of its argument."""
    tag = draw(st.sampled_from("ifsihdSbcrmtTFNI[]q"))
    if tag in "sS":
        return tag, padded(draw(st.text(st.characters(codec="utf-8"), max_size=9)).encode())
    if tag == "b":
        blob = draw(st.binary(max_size=9))
        return tag, struct.pack(">i", len(blob)) + blob + bytes(-len(blob) % 4)
    return tag, b"".join(draw(NUMBERS) for _ in range(BYTES.get(tag, 0) // 4))


@st.composite
def messages(draw):
    """Return a message that is OSC but for a type tag or a character now and then."""
    args = draw(st.lists(arguments(), max_size=6))
    tags = padded(("," + "".join(tag for tag, _ in args)).encode())
    return draw(ADDRESSES) + tags + b"".join(data for _, data in args)


def bundle_of(elements):
    """Return a bundle."""
    sized = (struct.pack(">i", len(element)) + element for element in elements)
    return b"#bundle\0" + struct.pack(">Q", 1) + b"".join(sized)


PACKETS = st.recursive(messages(), lambda inner: st.lists(inner, max_size=4).map(bundle_of), max_leaves=12)


@st.composite
def damaged(draw):
    """Return a packet in which bytes or words are changed, added or missing."""
    data = bytearray(draw(PACKETS))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        start = draw(st.sampled_from([at, at // 4 * 4]))
        length = draw(st.sampled_from([0, 1, 4, 8]))
        data[start : start + length] = draw(st.one_of(st.binary(max_size=5), st.binary(min_size=4, max_size=4)))
    return bytes(data)


DATAGRAMS = st.one_of(PACKETS, damaged(), damaged(), st.binary(max_size=64))

ALL_TAGS = padded(b"/a") + padded(b",ifhdsSTFNIbmrct[]") + bytes(80)

CORPUS = (
    b"",
    padded(b"a") + padded(b","),
    padded(b"/latentpad/generate") + padded(b",iffs") + struct.pack(">iff", 7, 0.25, 0.5) + padded("snare ü".encode()),
    padded(b"/blobs") + padded(b",bib") + struct.pack(">i5s3xii4s", 5, b"12345", -1, 4, b"1234"),
    ALL_TAGS,
    bundle_of([]),
    bundle_of([ALL_TAGS, bundle_of([padded(b"/b") + padded(b",T"), bundle_of([padded(b"/c")])])]),
)
"""Datagrams to mutate."""


def mutated(datagram, rng):
    """Return a datagram with bytes and words changed, added or removed at random, up to five times."""
    data = bytearray(datagram)
    for _ in range(rng.randrange(6)):
        at = rng.randrange(len(data) + 1)
        word = at // 4 * 4
        match rng.randrange(5):
            case 0:
                data[at : at + rng.randrange(3)] = rng.randbytes(rng.randrange(5))
            case 1:
                data[word:word] = rng.randbytes(4)
            case 2:
                del data[word : word + 4]
            case 3:
                data[word : word + 4] = rng.choice([b"\0\0\0\4", b"\0\0\0\0", b"\xff\xff\xff\xfc", b",sb\0", b"#bun"])
            case 4 if data:
                data[at % len(data)] = rng.choice(b"\0,/sbifhd\xff[]#")
    return bytes(data)

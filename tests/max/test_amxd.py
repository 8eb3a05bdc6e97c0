import struct

import pytest

from amxd import EDITABLE, FROZEN, INSTRUMENT, AmxdError, Device, pack, unpack

DEVICE = b'{"patcher": {}}\n\0'
SCRIPT = b"// e\xc3\xa9\n"


def test_an_editable_device_is_its_json_after_a_header():
    data = pack(Device(b"aaaa", EDITABLE, (("", DEVICE),)))
    header = b"ampf\4\0\0\0aaaameta\4\0\0\0\1\0\0\0ptch"
    assert data == header + struct.pack("<I", len(DEVICE)) + DEVICE


def test_a_frozen_device_lists_its_files_at_the_end():
    data = pack(Device(INSTRUMENT, FROZEN, (("a.amxd", DEVICE), ("bcd.js", SCRIPT))))
    frozen = data[data.index(b"mx@c") :]
    assert struct.unpack_from("<I", data, data.index(b"ptch") + 4) == (len(frozen),)
    sixteen, footer = struct.unpack_from(">IQ", frozen, 4)
    assert (sixteen, footer) == (16, 16 + len(DEVICE) + len(SCRIPT))
    assert frozen[16:footer] == DEVICE + SCRIPT
    first = (
        b"dire\0\0\0\x60type\0\0\0\x0cJSONfnam\0\0\0\x10a.amxd\0\0sz32\0\0\0\x0c\0\0\0\x11of32\0\0\0\x0c\0\0\0\x10"
        b"vers\0\0\0\x0c\0\0\0\0flag\0\0\0\x0c\0\0\0\x11mdat\0\0\0\x0c"
    )
    assert frozen[footer : footer + 4] == b"dlst"
    assert struct.unpack_from(">I", frozen, footer + 4) == (len(frozen) - footer,)
    assert frozen[footer + 8 : footer + 8 + len(first)] == first
    second = frozen[footer + 8 + 0x60 :]
    assert b"typeTEXT" not in second
    assert b"type\0\0\0\x0cTEXTfnam\0\0\0\x10bcd.js\0\0" in second
    assert b"of32\0\0\0\x0c" + struct.pack(">I", 16 + len(DEVICE)) in second
    assert b"flag\0\0\0\x0c\0\0\0\0" in second


@pytest.mark.parametrize("flags", [None, 0, 1, 4, 7])
@pytest.mark.parametrize("files", [(("", DEVICE),), (("a.amxd", DEVICE),), (("a.amxd", DEVICE), ("é b.js", SCRIPT))])
def test_a_packed_device_is_unpacked_unchanged(flags, files):
    device = Device(b"mmmm", flags, files)
    assert unpack(pack(device)) == device
    assert pack(unpack(pack(device))) == pack(device)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: b"RIFF" + data[4:], "it does not begin with ampf"),
        (lambda data: data.replace(b"meta", b"ciph"), "unknown chunk b'ciph'"),
        (lambda data: data[:-1], "ptch gives"),
        (lambda data: data + b"\0", "ptch gives"),
        (lambda data: data[:20], "truncated after 20 bytes"),
        (lambda data: data.replace(b"dlst", b"list"), "without a list of files"),
        (lambda data: data.replace(b"dire", b"file"), "chunk b'file' where a file entry was expected"),
        (lambda data: data.replace(b"sz32\0\0\0\x0c\0", b"sz32\0\0\0\x0c\1"), "overlaps the list"),
        (lambda data: data.replace(b"type\0\0\0\x0c", b"type\0\0\0\xff"), "chunk b'type' of 255 bytes where"),
    ],
)
def test_bytes_that_are_not_a_device_are_refused(change, message):
    data = pack(Device(INSTRUMENT, FROZEN, (("a.amxd", DEVICE),)))
    with pytest.raises(AmxdError, match=message):
        unpack(change(data))

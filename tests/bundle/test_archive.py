"""Zips of strangers: what they state is kept to, and nothing that they do takes much memory or time."""

import bz2
import io
import struct
import time
import tracemalloc
import zipfile
import zlib
from contextlib import contextmanager

import numpy as np
import pytest

from latentpad.bundle.archive import MAX_MEMBERS, PIECE, Archive
from latentpad.bundle.npz import Arrays
from latentpad.bundle.packing import pack
from latentpad.errors import BundleError

LOCAL, CENTRAL, END = "<4sHHHHHIIIHH", "<4sHHHHHHIIIHHHHHII", "<4sHHHHIIH"


def zip_of(*members, comment=b""):
    """Return a zip of members: name, stored bytes, method, size, checksum, and where they are if not in its place."""
    content, directory = b"", b""
    for name, stored, method, size, checksum, *offset in members:
        at = offset[0] if offset else len(content)
        values = method, 0, 0, checksum, len(stored), size, len(name)
        content += b"" if offset else struct.pack(LOCAL, b"PK\3\4", 20, 0, *values, 0) + name.encode() + stored
        directory += struct.pack(CENTRAL, b"PK\1\2", 20, 20, 0, *values, 0, 0, 0, 0, 0, at) + name.encode()
    end = len(members) & 0xFFFF
    return (
        content
        + directory
        + struct.pack(END, b"PK\5\6", 0, 0, end, end, len(directory), len(content), len(comment))
        + comment
    )


def deflated(content):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


ZEROS = bytes(100_000_000)
BOMB = deflated(ZEROS)


def member(name, content):
    return name, deflated(content), zipfile.ZIP_DEFLATED, len(content), zlib.crc32(content)


@contextmanager
def frugal():
    """Check that a block takes less than 8 MB and a second."""
    tracemalloc.start()
    begun = time.monotonic()
    yield
    elapsed, (_, most) = time.monotonic() - begun, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8_000_000
    assert elapsed < 1


def opened(content):
    return Archive(io.BytesIO(content), len(content))


def refused(content, complaint, name="a"):
    with frugal(), pytest.raises((zipfile.BadZipFile, RuntimeError), match=complaint) as caught:
        opened(content).read(name)
    assert "\n" not in str(caught.value)
    return True


def test_members_are_read():
    archive = opened(zip_of(member("a", b"first"), ("b/c", b"second", zipfile.ZIP_STORED, 6, zlib.crc32(b"second"))))
    assert archive.names == ["a", "b/c"]
    assert (archive.read("a"), archive.read("b/c"), archive.size) == (b"first", b"second", 11)
    with pytest.raises(KeyError):
        archive.read("c")


@pytest.mark.parametrize("stated", [0, 5, 1_000])
def test_no_more_is_unpacked_than_a_member_states(stated):
    assert refused(zip_of(("a", BOMB, zipfile.ZIP_DEFLATED, stated, 7)), "Bad CRC-32")
    right = zip_of(("a", BOMB, zipfile.ZIP_DEFLATED, stated, zlib.crc32(bytes(stated))))
    with frugal():
        assert opened(right).read("a") == bytes(stated)


def test_a_member_that_states_too_much_for_its_archive_is_refused():
    bomb = zip_of(("a", BOMB, zipfile.ZIP_DEFLATED, len(ZEROS), zlib.crc32(ZEROS)))
    assert refused(bomb, r"100000000 bytes in an archive that should have \d+ at most")


def test_two_members_with_the_same_content_are_refused():
    shared = deflated(b"x" * 1000)
    entries = [(name, shared, zipfile.ZIP_DEFLATED, 1000, 0, *at) for name, *at in (("a",), ("b", 0))]
    assert refused(zip_of(*entries), "its files overlap")


def test_members_within_each_other_are_refused():
    """The bomb of Fifield (2019): each member is the header and content of the next."""
    stored = struct.pack(LOCAL, b"PK\3\4", 20, 0, 0, 0, 0, 0, 1, 1, 1, 0) + b"bx"
    entries = ("a", stored, zipfile.ZIP_STORED, len(stored), zlib.crc32(stored)), ("b", b"x", 0, 1, 0, 31)
    assert refused(zip_of(*entries), "its files overlap")


def test_a_name_that_is_there_twice_is_refused():
    assert refused(zip_of(member("a", b"1"), member("a", b"2")), "a name is there twice")
    assert refused(zip_of(member("a", b"1"), member("a\0b", b"2")), "a name is there twice")


def test_200_000_members_are_refused():
    one = struct.pack(CENTRAL, b"PK\1\2", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    directory = one * 200_000
    for n in (200_000 & 0xFFFF, 1):
        end = struct.pack(END, b"PK\5\6", 0, 0, n, n, len(directory), 0, 0)
        assert refused(directory + end, f"its directory has more than {PIECE} bytes")


def test_too_many_members_in_a_small_directory_are_refused():
    assert refused(zip_of(*(member(str(i), b"") for i in range(MAX_MEMBERS + 1))), "it has 1001 files, at most 1000")


def test_other_methods_and_encryption_are_refused():
    assert refused(zip_of(("a", bz2.compress(b"1"), zipfile.ZIP_BZIP2, 1, 0)), "compression method 12")
    assert refused(zip_of(("a", b"1", 99, 1, 0)), "compression method 99")
    locked = bytearray(zip_of(member("a", b"1")))
    locked[6] |= 1
    locked[locked.index(b"PK\1\2") + 8] |= 1
    assert refused(bytes(locked), "is encrypted")


def test_a_member_whose_own_header_has_another_name_is_refused():
    content = zip_of(member("a", b"1"))
    assert refused(content.replace(b"a", b"b", 1), "differ")


def test_a_zip64_directory_is_read():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, archive.open("a", "w", force_zip64=True) as file:
        file.write(b"large")
    assert opened(buffer.getvalue()).read("a") == b"large"


def test_a_long_comment_is_read():
    assert opened(zip_of(member("a", b"1"), comment=b"c" * 65_000)).read("a") == b"1"


def array(header, n_zeros=0):
    text = header.encode() + b"\n"
    return b"\x93NUMPY\2\0" + struct.pack("<I", len(text)) + text + bytes(n_zeros)


def test_the_arrays_of_an_npz_within_an_archive_are_bounded_by_its_own_size():
    content = zip_of(("points.npy", BOMB, zipfile.ZIP_DEFLATED, len(ZEROS), zlib.crc32(ZEROS)))
    with frugal(), pytest.raises(BundleError, match=r"100000000 bytes in an archive that should have 33554532 at most"):
        Arrays(content, "map.npz", n_stored=2).take("points", "f", (None, 2))


def test_a_header_of_many_bytes_is_refused_before_it_is_read():
    content = zip_of(member("points.npy", array(" " * 20_000_000)))
    with frugal(), pytest.raises(BundleError, match="the header of an array has 20000001 bytes"):
        Arrays(content, "map.npz").take("points", "f", (None, 2))


def test_an_array_of_another_shape_is_refused_before_it_is_read():
    n = 20_000_000
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({n // 4},), }}"
    content = zip_of(member("latents.npy", array(header, n)))
    with frugal(), pytest.raises(BundleError, match=r"latents is float32 \(5000000,\), must be 32 x 4 of kind f"):
        Arrays(content, "map.npz").floats("latents", (32, 4))


def test_arrays_that_are_not_taken_are_not_read():
    odd = zip_of(member("odd.npy", b"no array"), *(member(name, bytes(20_000_000)) for name in ("more.npy", "text")))
    with frugal():
        arrays = Arrays(odd, "map.npz")
    assert "odd" in arrays
    assert "text" not in arrays
    found = Arrays(zip_of(member("odd.npy", b"no array"), member("a.npy", array(HEADER, 8))), "map.npz")
    assert found.take("a", "f", (2,)).tolist() == [0, 0]


HEADER = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }"


@pytest.mark.parametrize(
    "changed",
    [
        HEADER.replace("<f4", "|O"),
        HEADER.replace("<f4", "<U0"),
        HEADER.replace("(2,)", "(2, -2)"),
        HEADER.replace("(2,)", "(2,) * 9**9"),
        HEADER.replace("(2,)", "(" + "1, " * 9 + ")"),
        HEADER.replace("(2,)", "(" + "1 " * 3000 + "x)"),
        HEADER.replace("(2,)", "(0, " + "9" * 4999 + ")"),
        HEADER.replace("False", "__import__('os')"),
        HEADER + HEADER,
        "\u0661",
    ],
    ids=range(10),
)
def test_only_headers_as_numpy_writes_them_are_read(changed):
    content = zip_of(member("a.npy", array(changed, 64)))
    with frugal(), pytest.raises(BundleError, match=r"^map\.npz cannot be unpacked \(.*\); the bundle is damaged$"):
        Arrays(content, "map.npz").take("a", "f", (2,))


@pytest.mark.parametrize("dtype", ["<f4", ">f8", "<i8", "|u1", "|b1", "<U3", "<f2"])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3), (2, 1, 0)])
def test_every_array_that_a_map_can_have_is_read(dtype, shape):
    wanted = np.ones(shape, dtype=dtype)
    found = Arrays(pack({"a": wanted, "b": np.array(wanted, order="F")}), "map.npz")
    for name in ("a", "b"):
        assert found.take(name, wanted.dtype.kind, shape).tobytes() == wanted.tobytes()

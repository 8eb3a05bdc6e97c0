"""Ogg files whose tables would end the process are refused before libvorbis sees them."""

import io

import numpy as np
import pytest
import soundfile

from latentpad.errors import RecipeError, UnusableSoundError
from latentpad.samples.audio_file import read_file
from latentpad.samples.ogg_pages import pages
from latentpad.samples.recipe import read_recipe
from latentpad.samples.vorbis import _checksum, decode_vorbis
from latentpad.samples.vorbis_header import (
    MAX_ENTRIES,
    SETUP,
    Bits,
    _setups,
    _skip_lengths,
    _skip_lookup,
    check_codebooks,
    count_entries,
)

RATE = 44_100


def ogg(rate=RATE, quality=0.6, n_channels=1, subtype="VORBIS"):
    noise = np.random.default_rng(0).uniform(-0.5, 0.5, (rate // 8, n_channels))
    buffer = io.BytesIO()
    soundfile.write(buffer, noise, rate, format="OGG", subtype=subtype, compression_level=1 - quality)
    return buffer.getvalue()


def setup_of(content):
    (packet,) = _setups(content, pages(content))
    return packet


def book(log_entries):
    """Return a codebook of 2^n codes of n bits, and its own size in bits: 77 bits, however many there are."""
    n = 1 << log_entries
    fields = (0x564342, 24), (1, 16), (n, 24), (1, 1), (log_entries - 1, 5), (n, n.bit_length()), (0, 4)
    value = size = 0
    for number, n_bits in fields:
        value, size = value | number << size, size + n_bits
    return value, size


def with_books(setup, n_more, log_entries):
    """Return a setup packet with more codebooks."""
    bits = Bits(setup, len(SETUP))
    n_books = bits.read(8) + 1
    for _ in range(n_books):
        bits.read(24)
        dimensions, entries = bits.read(16), bits.read(24)
        _skip_lengths(bits, entries)
        _skip_lookup(bits, dimensions, entries)
    whole, place, end = int.from_bytes(setup, "little"), bits._place, bits._place
    changed = whole & (1 << end) - 1 & ~(0xFF << 56) | (n_books + n_more - 1) << 56
    for _ in range(n_more):
        value, size = book(log_entries)
        changed, place = changed | value << place, place + size
    changed |= whole >> end << place
    return changed.to_bytes(len(setup) + (place - end + 7) // 8, "little")


def with_setup(content, setup):
    """Return a file with another setup packet; all its other packets before the sound are kept."""
    first, second, *rest = pages(content)
    end = first.end
    comment = content[second.data : second.data + second.sizes[0]]
    sizes = b"".join(b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255]) for packet in (comment, setup))
    head = content[second.start : second.data - len(second.sizes) - 1]
    page = bytearray(head + bytes([len(sizes)]) + sizes + comment + setup)
    page[22:26] = bytes(4)
    page[22:26] = _checksum(page).to_bytes(4, "little")
    assert rest
    return content[:end] + bytes(page) + content[rest[-1].start :]


@pytest.fixture(scope="module")
def bomb():
    """6 kB with four codebooks of four million entries: libvorbis takes 32 MB of the stack, and ends the process."""
    content = ogg()
    return with_setup(content, with_books(setup_of(content), 4, 22))


def test_the_tables_of_usual_encoders_pass():
    for rate in (8_000, 22_050, 44_100, 192_000):
        for quality in (0.0, 0.4, 1.0):
            for n_channels in (1, 2):
                content = ogg(rate, quality, n_channels)
                check_codebooks(content)
                assert 1_000 < count_entries(setup_of(content)) < MAX_ENTRIES / 2


def test_the_same_file_with_small_tables_more_is_decoded():
    content = ogg()
    more = with_setup(content, with_books(setup_of(content), 4, 4))
    assert more != content
    assert count_entries(setup_of(more)) == count_entries(setup_of(content)) + 64
    check_codebooks(more)


@pytest.mark.parametrize("before", [b"", "another stream"])
def test_tables_that_would_end_the_process_are_refused(bomb, before, tmp_path):
    content = (ogg() if before else b"") + bomb
    assert len(bomb) < 7_000
    complaint = f"has Vorbis codebooks of 4\\d+ entries or more, at most {MAX_ENTRIES} are read$"
    (tmp_path / "kick.wav").write_bytes(content)
    for source in (io.BytesIO(content), tmp_path / "kick.wav"):
        with pytest.raises(UnusableSoundError, match=complaint):
            read_file(source)
    with pytest.raises(UnusableSoundError, match="is not one Ogg stream" if before else complaint):
        decode_vorbis(content, RATE, RATE)


def test_a_sample_that_is_such_a_file_has_no_recipe(bomb, tmp_path):
    (tmp_path / "sample.wav").write_bytes(bomb)
    with pytest.raises(RecipeError, match="has Vorbis codebooks of 4"):
        read_recipe(tmp_path / "sample.wav")
    (tmp_path / "sample.wav").write_bytes(bomb + bytes(1_000_000))
    with pytest.raises(RecipeError, match="it is a large Ogg file, not a wav"):
        read_recipe(tmp_path / "sample.wav")


def test_tables_after_damage_are_refused(bomb):
    for content in (ogg() + b"lost" + bomb, ogg()[:-1] + bomb, bomb[:30] + b"\0" + bomb):
        with pytest.raises(ValueError, match=r"no Ogg page at byte|not complete|codebooks of"):
            check_codebooks(content)


def test_what_is_left_of_a_cut_file_passes():
    check_codebooks(ogg()[:-1])
    check_codebooks(ogg() + b"TAG of another program")


@pytest.mark.parametrize("content", [b"", b"RIFF", b"OggS", ogg(48_000, subtype="OPUS")])
def test_other_files_pass(content):
    check_codebooks(content)


def test_every_damage_to_the_tables_is_counted_or_refused():
    setup, refused = setup_of(ogg()), []
    for place in range(len(SETUP), len(setup), 17):
        damaged = setup[:place] + bytes([setup[place] ^ 0xFF]) + setup[place + 1 :]
        try:
            assert count_entries(damaged) > 0
        except ValueError as error:
            refused.append(str(error))
    assert len(refused) > 50
    assert all("codebooks" in text for text in refused)

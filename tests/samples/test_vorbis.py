"""Ogg Vorbis in memory: the same sound back, the same bytes again, damage refused."""

import io

import numpy as np
import pytest
import soundfile

from latentpad.errors import UnusableSoundError
from latentpad.samples.vorbis import decode_vorbis, encode_vorbis

RATE = 44_100


@pytest.fixture
def tone():
    """A decaying tone of 440 Hz, half a second, peak 1."""
    time = np.arange(RATE // 2) / RATE
    signal = np.cos(2 * np.pi * 440 * time) * np.exp(-6 * time)
    return (signal / np.abs(signal).max()).astype(np.float32)


def test_a_decoded_sound_has_its_length_place_and_peak(tone):
    found = decode_vorbis(encode_vorbis(tone, RATE), RATE, len(tone))
    assert (found.shape, found.dtype) == (tone.shape, np.float32)
    assert np.abs(found).max() == pytest.approx(1)
    lags = np.correlate(found[1000:3000], tone[1000:3000], "same")
    assert lags.argmax() == 1000
    assert np.abs(found - tone)[500:].max() < 0.03


@pytest.mark.parametrize("length", [89, 1000, 4 * RATE])
def test_noise_of_every_length_is_coded_below_full_scale_and_decoded(rng, length):
    noise = rng.choice([-1.0, 1.0], length).astype(np.float32)
    assert len(decode_vorbis(encode_vorbis(noise, RATE), RATE, length)) == length


def test_the_same_sound_gives_the_same_bytes(tone):
    assert encode_vorbis(tone, RATE) == encode_vorbis(tone, RATE)


def test_a_coded_sound_is_a_file_that_other_programs_read(tone):
    content = encode_vorbis(tone, RATE)
    info = soundfile.info(io.BytesIO(content))
    assert (info.format, info.subtype, info.samplerate, info.channels) == ("OGG", "VORBIS", RATE, 1)
    assert len(content) < 10_000


def ogg(signal, rate=RATE, subtype="VORBIS", format="OGG"):
    buffer = io.BytesIO()
    soundfile.write(buffer, signal, rate, format=format, subtype=subtype)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is not an Ogg file"),
        (ogg(np.ones(500), format="WAV", subtype="PCM_16"), "is not an Ogg file"),
        (b"OggS" + bytes(500), "there is no Ogg page at byte 27"),
        (ogg(np.full(500, 0.5))[:-1], "its last page is not complete"),
        (ogg(np.full(500, 0.5)) * 2, "is not one Ogg stream"),
        (ogg(np.full((500, 2), 0.5)), r"has 2 channels at 44100 Hz, must have 1 at 44100 Hz"),
        (ogg(np.full(500, 0.5), rate=48_000), r"has 1 channels at 48000 Hz, must have 1 at 44100 Hz"),
        (ogg(np.full(500, 0.5), rate=48_000, subtype="OPUS"), "is not Vorbis"),
        (ogg(np.full(1_001, 0.5)), r"has 1001 samples of VORBIS, must be Vorbis, up to 1000$"),
        (ogg(np.zeros(500)), r"has a peak of 0, should be about 0\.89$"),
    ],
)
def test_anything_else_is_refused_in_one_line(content, complaint):
    with pytest.raises(UnusableSoundError, match=complaint) as caught:
        decode_vorbis(content, RATE, 1_000)
    assert "\n" not in str(caught.value)


def test_damaged_bytes_never_give_more_than_the_allowed_length(tone, rng):
    whole = encode_vorbis(tone, RATE)
    for place in rng.integers(0, len(whole), 60):
        damaged = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        try:
            found = decode_vorbis(damaged, RATE, len(tone))
        except UnusableSoundError:
            continue
        assert len(found) <= len(tone)
        assert np.abs(found).max() == pytest.approx(1)

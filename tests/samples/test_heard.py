"""What is heard of any audio file."""

import io
import struct

import numpy as np
import pytest
import soundfile

from latentpad.samples.heard import MAX_NUMBERS, MAX_SECONDS, read_heard

TONE = 0.5 * np.sin(2 * np.pi * 440 * np.arange(800) / 8000)


def heard(frames, subtype="FLOAT", rate=8000, stereo=False, change=lambda content: content):
    buffer = io.BytesIO()
    soundfile.write(buffer, frames, rate, subtype, format="WAV")
    with soundfile.SoundFile(io.BytesIO(change(buffer.getvalue()))) as file:
        signal = read_heard(file, stereo)
    assert signal.dtype == np.float32
    assert np.isfinite(signal).all()
    assert np.abs(signal).max(initial=0) <= 1
    return signal


@pytest.mark.parametrize(
    ("subtype", "precision"), [("PCM_U8", 2e-2), ("PCM_16", 1e-4), ("PCM_24", 1e-6), ("FLOAT", 1e-7), ("DOUBLE", 1e-7)]
)
def test_a_sound_of_any_depth_is_heard_as_it_is(subtype, precision):
    assert heard(TONE, subtype) == pytest.approx(TONE, abs=precision)


@pytest.mark.parametrize("n_channels", [2, 3, 6, 32])
def test_channels_are_mixed_and_the_length_stays(n_channels):
    levels = np.linspace(0, 1, n_channels)
    assert heard(np.outer(TONE, levels)) == pytest.approx(TONE * levels.mean(), abs=1e-6)


def test_two_channels_stay_where_they_are_wanted():
    both = np.stack([TONE, 0.3 * TONE], axis=1)
    assert heard(both, stereo=True) == pytest.approx(both, abs=1e-7)
    assert heard(np.outer(TONE, np.ones(6)), stereo=True).shape == (800,)
    assert heard(TONE, stereo=True).shape == (800,)


@pytest.mark.parametrize("factors", [(1, -1), (0.5, -0.52), (0.2, -1, 0.8), (0, 0)])
def test_channels_that_cancel_out_leave_the_loudest(factors):
    loudest = max(factors, key=abs)
    assert np.abs(heard(np.outer(TONE, factors))).max() == pytest.approx(abs(0.5 * loudest), abs=1e-3)


@pytest.mark.parametrize("peak", [1.5, 26_214.0, 1e9])
def test_a_peak_above_full_scale_is_turned_down_to_it(peak):
    assert heard(2 * peak * TONE) == pytest.approx(2 * TONE, abs=1e-5)


def test_damaged_values_stay_within_full_scale():
    assert np.abs(heard(1e38 * TONE)).max() == 1


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_is_silent(value):
    broken = TONE.copy()
    broken[100:200] = value
    found = heard(broken)
    assert np.abs(found[100:200]).max() == 0
    assert found[200:] == pytest.approx(TONE[200:], abs=1e-7)


def test_nothing_is_heard_of_no_samples():
    assert heard(np.zeros(0)).shape == (0,)
    assert heard(np.zeros((0, 2)), stereo=True).shape == (0, 2)


def test_a_minute_is_read_of_an_hour():
    found = heard(np.zeros(100 * 3600), "PCM_U8", rate=100)
    assert len(found) == MAX_SECONDS * 100


def test_memory_is_bounded_for_many_channels_and_high_rates(monkeypatch):
    monkeypatch.setattr("latentpad.samples.heard.MAX_NUMBERS", 1000)
    assert heard(np.zeros((800, 10)), "PCM_16", rate=2_000_000_000).shape == (100,)
    assert MAX_NUMBERS >= MAX_SECONDS * 96_000 * 2


@pytest.mark.parametrize("stated", [0x7FFFFFFE, 0xFFFFFFFF, 10_000])
def test_a_header_that_states_more_than_there_is_does_no_harm(stated):
    def lie(content):
        place = content.index(b"data")
        return content[: place + 4] + struct.pack("<I", stated) + content[place + 8 :]

    assert heard(TONE, "PCM_16", change=lie) == pytest.approx(TONE, abs=1e-4)

"""Where a sound starts, on any constant level: as it does without one."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from latentpad.errors import UnusableSoundError
from latentpad.samples.audio_file import read_file
from latentpad.samples.one_shot import LEAD, OneShot, read_one_shot
from latentpad.samples.onset import find_offset

RATE = 44_100
LONGEST = 4 * RATE


def tom(seconds: float = 0.2, hertz: float = 110.0) -> NDArray[np.float64]:
    time = np.arange(round(seconds * RATE)) / RATE
    return np.sin(2 * np.pi * hertz * time) * np.exp(-time / 0.04)


def hat(seconds: float = 0.4) -> NDArray[np.float64]:
    n = round(seconds * RATE)
    return np.random.default_rng(0).uniform(-1, 1, n) * np.exp(-np.arange(n) / 1_500)


def padded(sound: NDArray[np.float64], before: float, after: float = 0.0) -> NDArray[np.float64]:
    """Put silence around a sound, in seconds."""
    return np.concatenate([np.zeros(round(before * RATE)), sound, np.zeros(round(after * RATE))])


def prepared(path: Path, signal: NDArray[np.float64], subtype: str = "PCM_16") -> OneShot:
    soundfile.write(path, signal, RATE, subtype)
    return read_one_shot(path, RATE, LONGEST)


@pytest.mark.parametrize("before", [0.004, 0.02, 0.3, 2.5])
@pytest.mark.parametrize("level", [0.005, 0.016, -0.02, 0.1, -0.3])
def test_a_constant_level_does_not_count_as_the_onset(tmp_path: Path, before: float, level: float) -> None:
    signal = 0.6 * padded(tom(), before)
    clean, offset = prepared(tmp_path / "clean.wav", signal), prepared(tmp_path / "offset.wav", signal + level)
    assert abs(len(offset.signal) - len(clean.signal)) / RATE < 0.003


@pytest.mark.parametrize("before", [0.0, 0.3])
@pytest.mark.parametrize("level", [0.004, 0.016, 0.1])
@pytest.mark.parametrize("sound", [hat(), tom(0.6)], ids=["hat", "tom"])
def test_a_sound_on_a_constant_level_is_prepared_as_without_it(
    tmp_path: Path, before: float, level: float, sound: NDArray[np.float64]
) -> None:
    signal = 0.6 * padded(sound, before)
    clean, offset = prepared(tmp_path / "clean.wav", signal), prepared(tmp_path / "offset.wav", signal + level)
    n = min(len(clean.signal), len(offset.signal))
    shift = len(clean.signal) - len(offset.signal)
    assert abs(shift) / RATE < 0.003
    np.testing.assert_allclose(clean.signal[-n:], offset.signal[-n:], atol=2e-3)
    assert abs(float(offset.signal[0])) < abs(float(clean.signal[0])) + 2e-3  # no click


def test_the_unsigned_silence_of_8_bits_does_not_count_as_the_onset(tmp_path: Path) -> None:
    steps = np.round(padded(0.25 * tom(), 0.3) * 128 - 1).clip(-128, 127)
    assert len(prepared(tmp_path / "a.wav", steps / 128, "PCM_U8").signal) / RATE == pytest.approx(0.2, abs=0.01)


def test_a_level_before_the_sound_alone_does_not_count_as_the_onset_and_makes_no_click(tmp_path: Path) -> None:
    time = np.arange(RATE) / RATE
    after = 0.5 * np.sin(2 * np.pi * 300 * time) * np.exp(-time / 3)
    shot = prepared(tmp_path / "a.wav", np.concatenate([np.full(RATE // 10, 0.02), after]))
    assert len(shot.signal) == pytest.approx(RATE + LEAD * RATE, abs=RATE * 0.001)
    assert np.abs(np.diff(shot.signal[: round(LEAD * RATE)])).max() < 2e-3


@pytest.mark.parametrize("after", [0.0, 0.5])
@pytest.mark.parametrize(
    "sound",
    [
        tom(),
        tom(0.4, 45.0),
        np.cos(2 * np.pi * 41 * np.arange(RATE) / RATE),
        np.cos(2 * np.pi * 30 * np.arange(RATE) / RATE) * np.exp(-np.arange(RATE) / 20_000),
        hat(),
        hat(0.03),
        np.where(np.arange(RATE // 2) < 40, 1.0, 0.0),
    ],
)
def test_a_sound_without_a_constant_level_is_left_as_it_is(sound: NDArray[np.float64], after: float) -> None:
    signal = padded(sound / np.abs(sound).max(), 0.0, after).astype(np.float32)
    assert find_offset(signal, RATE, 1.0) == 0


def test_the_beginning_of_a_long_file_tells_the_same_level_as_all_of_it(tmp_path: Path) -> None:
    signal = 0.4 * padded(np.tile(tom(0.5), 20), 0.3) + 0.02
    soundfile.write(tmp_path / "a.flac", signal, RATE)
    whole = read_one_shot(tmp_path / "a.flac", RATE, RATE)
    again = read_one_shot(tmp_path / "a.flac", RATE, RATE, whole.peak)
    np.testing.assert_array_equal(again.signal, whole.signal)
    assert read_file(tmp_path / "a.flac").offset == pytest.approx(0.02, abs=2e-3)


def test_of_channels_that_cancel_out_on_a_constant_level_the_loudest_is_read(tmp_path: Path) -> None:
    sound = 0.5 * padded(tom(), 0.3)
    shot = prepared(tmp_path / "a.wav", np.stack([sound + 0.15, -0.9 * sound + 0.15], axis=1))
    assert len(shot.signal) / RATE == pytest.approx(0.2, abs=0.003)


@pytest.mark.parametrize("level", [0.3, -1.0])
def test_a_constant_level_alone_is_no_sound(tmp_path: Path, level: float) -> None:
    noise = np.random.default_rng(0).uniform(-4e-5, 4e-5, RATE)
    with pytest.raises(UnusableSoundError, match=r"^contains a constant level \(DC\) and no sound$"):
        prepared(tmp_path / "a.wav", level + noise, "FLOAT")

"""Audio files as one-shots: the same sound from any format, and a reason why a file cannot be used."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from latentpad.errors import UnusableSoundError
from latentpad.samples.one_shot import LEAD, read_one_shot, shorten

RATE = 44_100
LONGEST = 88_200
FREQUENCY = 997.0


def sine(rate: int, seconds: float = 0.5, frequency: float = FREQUENCY, level: float = 0.5) -> NDArray[np.float64]:
    """Return a sine that begins at its full level."""
    return level * np.cos(2 * np.pi * frequency * np.arange(round(seconds * rate)) / rate)


def cents(signal: NDArray[np.float32], frequency: float, rate: int = RATE) -> float:
    """Measure how far the pitch is off, by the peak of the spectrum and a parabola through its decibels."""
    spectrum = np.abs(np.fft.rfft(signal * np.hanning(len(signal)), 8 * len(signal)))
    k = int(spectrum.argmax())
    left, middle, right = np.log(spectrum[k - 1 : k + 2])
    peak = k + 0.5 * (left - right) / (left - 2 * middle + right)
    return float(1200 * np.log2(peak * rate / (8 * len(signal)) / frequency))


FORMATS = [
    ("a.wav", "PCM_U8"),
    ("a.wav", "PCM_16"),
    ("a.wav", "PCM_24"),
    ("a.wav", "PCM_32"),
    ("a.wav", "FLOAT"),
    ("a.wav", "DOUBLE"),
    ("a.aif", "PCM_16"),
    ("a.aiff", "PCM_24"),
    ("a.flac", "PCM_24"),
    ("a.ogg", "VORBIS"),
    ("a.mp3", "MPEG_LAYER_III"),
]


@pytest.mark.parametrize(("name", "subtype"), FORMATS)
def test_every_format_keeps_pitch_length_and_level(tmp_path: Path, name: str, subtype: str) -> None:
    container = {"aif": "AIFF"}.get(name[2:], name[2:].upper())
    soundfile.write(tmp_path / name, sine(RATE), RATE, subtype, format=container)
    shot = read_one_shot(tmp_path / name, RATE, LONGEST)
    padding, overshoot = (0.06, 0.2) if name.endswith("mp3") else (0.002, 0.02)
    assert abs(cents(shot.signal, FREQUENCY)) < 1
    assert 0.499 < len(shot.signal) / RATE < 0.5 + padding
    assert shot.signal.dtype == np.float32
    assert np.abs(shot.signal).max() == 1
    assert shot.peak == pytest.approx(0.5, abs=overshoot)


@pytest.mark.parametrize("rate", [8_000, 11_025, 16_000, 22_050, 32_000, 48_000, 88_200, 96_000, 192_000])
@pytest.mark.parametrize("wanted", [16_000, 44_100])
def test_every_rate_is_resampled_to_the_requested_one(tmp_path: Path, rate: int, wanted: int) -> None:
    soundfile.write(tmp_path / "a.wav", sine(rate), rate)
    shot = read_one_shot(tmp_path / "a.wav", wanted, LONGEST)
    assert abs(cents(shot.signal, FREQUENCY, wanted)) < 1
    assert abs(len(shot.signal) - 0.5 * wanted) <= max(1, wanted / rate)
    assert np.abs(shot.signal).max() == 1


@pytest.mark.parametrize("n_channels", [1, 2, 6])
def test_channels_are_mixed(tmp_path: Path, n_channels: int) -> None:
    soundfile.write(tmp_path / "a.wav", np.tile(sine(RATE)[:, None], n_channels), RATE, subtype="FLOAT")
    shot = read_one_shot(tmp_path / "a.wav", RATE, LONGEST)
    np.testing.assert_allclose(shot.signal, 2 * sine(RATE), atol=1e-6)


def test_of_channels_that_cancel_out_the_loudest_is_read(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.stack([sine(RATE), -0.99 * sine(RATE)], axis=1), RATE, subtype="FLOAT")
    shot = read_one_shot(tmp_path / "a.wav", RATE, LONGEST)
    np.testing.assert_allclose(shot.signal, 2 * sine(RATE), atol=1e-6)
    assert shot.peak == pytest.approx(0.5)


def test_the_silence_before_the_onset_is_cut_except_for_a_lead(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.concatenate([np.zeros(30_000), sine(RATE)]), RATE)
    signal = read_one_shot(tmp_path / "a.wav", RATE, LONGEST).signal
    lead = round(LEAD * RATE)
    assert len(signal) == RATE // 2 + lead
    assert np.abs(signal[:lead]).max() < 1e-3
    assert signal[lead] == 1


def test_a_long_sound_is_cut_and_faded_out(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", sine(RATE, seconds=3.0), RATE)
    signal = read_one_shot(tmp_path / "a.wav", RATE, LONGEST).signal
    fade = np.abs(signal[-441:])
    assert len(signal) == LONGEST
    assert signal[-1] == 0
    assert np.all(fade <= np.linspace(1, 0, 441) + 1e-6)
    assert np.abs(signal[-882:-441]).max() > 0.99


def test_a_sound_that_fits_is_not_faded(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", sine(RATE), RATE, subtype="FLOAT")
    signal = read_one_shot(tmp_path / "a.wav", RATE, RATE // 2).signal
    np.testing.assert_allclose(signal, 2 * sine(RATE), atol=1e-6)


@pytest.mark.parametrize("level", [2e-4, 1.0, 40.0, 100.0])
def test_any_level_is_normalised_to_a_peak_of_1(tmp_path: Path, level: float) -> None:
    soundfile.write(tmp_path / "a.wav", sine(RATE, level=level), RATE, subtype="FLOAT")
    shot = read_one_shot(tmp_path / "a.wav", RATE, LONGEST)
    np.testing.assert_allclose(shot.signal, sine(RATE, level=1), atol=1e-6)
    assert shot.peak == pytest.approx(level)


@pytest.mark.parametrize(
    ("level", "peak"),
    [(26_214.0, 0.8), (32_768.0, 1.0), (328.0, 0.01), (6_710_886.4, 0.8), (1e9, 0.466), (2.0**31, 1.0)],
)
def test_integers_kept_as_floats_have_the_peak_that_they_had_as_integers(
    tmp_path: Path, level: float, peak: float
) -> None:
    soundfile.write(tmp_path / "a.wav", sine(RATE, level=level), RATE, subtype="FLOAT")
    shot = read_one_shot(tmp_path / "a.wav", RATE, LONGEST)
    np.testing.assert_allclose(shot.signal, sine(RATE, level=1), atol=1e-6)
    assert shot.peak == pytest.approx(peak, rel=2e-3)
    again = read_one_shot(tmp_path / "a.wav", RATE, LONGEST, shot.peak)
    np.testing.assert_array_equal(again.signal, shot.signal)


def test_a_single_click_is_a_sound(tmp_path: Path) -> None:
    click = np.zeros(4_410)
    click[100] = 0.8
    soundfile.write(tmp_path / "a.wav", click, RATE)
    assert np.argmax(read_one_shot(tmp_path / "a.wav", RATE, LONGEST).signal) == round(LEAD * RATE)


INVERTED_INFINITY = np.stack([np.full(9_000, np.inf), np.full(9_000, -np.inf)], axis=1)
ULTRASOUND = sine(192_000, seconds=0.02, frequency=60_000) * np.exp(-0.5 * np.linspace(-25, 25, 3_840) ** 2)

NOT_FINITE = r"^contains NaN or infinite values$"

UNUSABLE = [
    (np.zeros(0), RATE, r"^is empty$"),
    (np.zeros(9_000), RATE, r"^is silent \(peak -240 dBFS; minimum -80\)$"),
    (sine(RATE, level=5e-5), RATE, r"^is silent \(peak -86 dBFS"),
    (np.ones(1), RATE, r"^contains 1 samples of sound \(minimum 89\)$"),
    (np.concatenate([np.zeros(9_000), np.ones(10)]), RATE, r"^contains 76 samples of sound \(minimum 89\)$"),
    (np.full(9_000, 0.5), RATE, r"^contains a constant level \(DC\) and no sound$"),
    (np.where(np.arange(9_000) == 4_500, np.nan, sine(RATE)[:9_000]), RATE, NOT_FINITE),
    (np.where(np.arange(9_000) == 4_500, np.inf, sine(RATE)[:9_000]), RATE, NOT_FINITE),
    (INVERTED_INFINITY, RATE, NOT_FINITE),
    (sine(RATE, level=1e30), RATE, r"^has sample values up to 1e\+30 \(full scale is 1\)$"),
    (sine(RATE, level=3e9), RATE, r"^has sample values up to 3e\+09 \(full scale is 1\)$"),
    (sine(RATE, level=1e-30), RATE, r"^is silent \(peak -240 dBFS; minimum -80\)$"),
    (sine(RATE, level=1e-40), RATE, r"^is silent \(peak -240 dBFS; minimum -80\)$"),
    (sine(RATE, seconds=61), RATE, r"^is 61 s long \(maximum 60 s for a one-shot\)$"),
    (ULTRASOUND, 192_000, r"^contains nothing below 22050 Hz"),
    (np.ones(50), 1, r"^has an unsupported sample rate of 1 Hz \(1000 to 768000\)$"),
    (np.ones(50), 2**31 - 1, r"^has an unsupported sample rate of 2147483647 Hz"),
]


@pytest.mark.parametrize(("signal", "rate", "reason"), UNUSABLE)
def test_a_file_without_a_sound_is_refused_with_the_reason(
    tmp_path: Path, signal: NDArray[np.float64], rate: int, reason: str
) -> None:
    soundfile.write(tmp_path / "a.wav", signal, rate, subtype="FLOAT")
    with pytest.raises(UnusableSoundError, match=reason):
        read_one_shot(tmp_path / "a.wav", RATE, LONGEST)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.wav", b"", r"^is empty$"),
        ("a.wav", b"no sound, but a shopping list", r"^is text, not audio$"),
        ("a.mp3", bytes(range(256)), r"^cannot be read \("),
        ("a.wav", b"RIFF\x24\x00\x00\x00WAVEfmt ", r"^has no fmt chunk"),
        ("a.raw", b"\x00\x01" * 9_000, r"^cannot be read \(samplerate must be specified\)$"),
    ],
)
def test_a_file_that_is_not_audio_is_refused_with_the_reason(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnusableSoundError, match=reason) as caught:
        read_one_shot(tmp_path / name, RATE, LONGEST)
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_are_refused_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(UnusableSoundError, match=r"^cannot be read \(No such file or directory\)$"):
        read_one_shot(tmp_path / "gone.wav", RATE, LONGEST)
    with pytest.raises(UnusableSoundError, match=r"^cannot be read \("):
        read_one_shot(tmp_path, RATE, LONGEST)


@pytest.mark.parametrize(
    ("n_frames", "reason"),
    [
        (8 * 3_600 * RATE, r"^is 8\.0 h long \(maximum 60 s for a one-shot\)$"),
        (0, r"^does not state its length in its header; save it again with an audio editor$"),
    ],
)
def test_a_long_recording_is_refused_by_its_header(tmp_path: Path, n_frames: int, reason: str) -> None:
    path = tmp_path / "a.flac"
    soundfile.write(path, sine(RATE), RATE)
    content = bytearray(path.read_bytes())
    content[21] &= 0xF0  # the number of samples: 36 bits, from the middle of byte 21 on
    content[22:26] = n_frames.to_bytes(4, "big")
    path.write_bytes(content)
    with pytest.raises(UnusableSoundError, match=reason):
        read_one_shot(path, RATE, LONGEST)


@pytest.mark.parametrize("rate", [RATE, 48_000])
def test_a_cut_sound_has_the_length_of_the_rest_and_the_level_at_the_cut(tmp_path: Path, rate: int) -> None:
    decay = np.exp(-np.arange(3 * rate) / rate)  # -8.7 dB per second
    soundfile.write(tmp_path / "a.wav", np.concatenate([np.zeros(rate), decay * sine(rate, seconds=3.0)]), rate)
    shot = read_one_shot(tmp_path / "a.wav", RATE, LONGEST)
    assert shot.cut_seconds == pytest.approx(1 + LEAD, abs=1e-3)
    assert shot.cut_db == pytest.approx(20 * np.log10(np.exp(-1.95)), abs=0.7)  # a resampled step overshoots


def test_a_complete_sound_is_not_cut_and_silence_beyond_a_cut_has_no_level(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", sine(RATE), RATE)
    shot = read_one_shot(tmp_path / "a.wav", RATE, LONGEST)
    assert (shot.cut_seconds, shot.cut_db) == (0, -np.inf)
    soundfile.write(tmp_path / "a.wav", np.concatenate([sine(RATE), np.zeros(3 * RATE)]), RATE)
    shot = read_one_shot(tmp_path / "a.wav", RATE, LONGEST)
    assert shot.cut_seconds == pytest.approx(1.5, abs=1e-3)
    assert shot.cut_db == -120


def test_shortening_a_sound_equals_reading_it_shorter(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", sine(RATE, seconds=3.0) * np.linspace(0.5, 1, 3 * RATE), RATE)
    whole = read_one_shot(tmp_path / "a.wav", RATE, 4 * RATE).signal
    short = read_one_shot(tmp_path / "a.wav", RATE, LONGEST).signal
    np.testing.assert_allclose(shorten(whole, RATE, LONGEST), short, atol=1e-6)
    np.testing.assert_array_equal(shorten(whole, RATE, 4 * RATE), whole)


@pytest.fixture
def n_read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count the frames that are read, block by block."""
    counted: list[int] = []

    class Counting(soundfile.SoundFile):
        def read(self, *args: object, **options: object) -> NDArray[np.float32]:
            block: NDArray[np.float32] = super().read(*args, **options)
            counted.append(len(block))
            return block

    monkeypatch.setattr(soundfile, "SoundFile", Counting)
    return counted


@pytest.mark.parametrize("name", ["a.wav", "a.flac", "a.mp3"])
@pytest.mark.parametrize("rate", [RATE, 48_000])
def test_of_a_long_file_whose_peak_is_known_only_the_beginning_is_read(
    tmp_path: Path, n_read: list[int], name: str, rate: int
) -> None:
    noise = np.random.default_rng(0).uniform(-0.5, 0.5, (30 * rate, 2)) * np.linspace(0.5, 1, 30 * rate)[:, None]
    soundfile.write(tmp_path / name, np.concatenate([np.zeros((rate, 2)), noise]), rate)
    whole = read_one_shot(tmp_path / name, RATE, LONGEST)
    assert sum(n_read) > 30 * rate
    n_read.clear()
    again = read_one_shot(tmp_path / name, RATE, LONGEST, whole.peak)
    assert sum(n_read) < 4.1 * rate
    np.testing.assert_array_equal(again.signal, whole.signal)
    assert (again.peak, again.cut_db) == (whole.peak, whole.cut_db)
    assert again.cut_seconds == pytest.approx(whole.cut_seconds, abs=0.1)


@pytest.mark.parametrize("before", [0.1, 10.0])
@pytest.mark.parametrize("share", [1.0, -0.99])
def test_a_file_that_has_changed_or_whose_channels_cancel_is_read_as_if_its_peak_were_unknown(
    tmp_path: Path, before: float, share: float
) -> None:
    sound = sine(RATE, seconds=3.0)
    soundfile.write(tmp_path / "a.wav", np.stack([sound, share * sound], axis=1), RATE)
    whole = read_one_shot(tmp_path / "a.wav", RATE, LONGEST)
    for peak in (before * whole.peak, whole.peak):
        again = read_one_shot(tmp_path / "a.wav", RATE, LONGEST, peak)
        np.testing.assert_array_equal(again.signal, whole.signal)

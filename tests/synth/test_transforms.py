"""The effect of each control on the sound: its duration, pitch, decay time and tilt."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from latentpad.bundle.representation import Representation
from latentpad.errors import LengthError
from latentpad.request import CONTROLS, Controls, Request
from latentpad.synth.decoder import Decoded
from latentpad.synth.finish import finish
from latentpad.synth.griffin_lim import PhaseReconstruction, hann
from latentpad.synth.synth import Synth
from latentpad.synth.texture import TextureSampler
from latentpad.synth.transforms import PIVOT, apply_controls, frequency_ratio, resample, tilt

REPRESENTATION = Representation(sample_rate=16_000, n_fft=512, hop_length=128, n_bands=257, n_frames=256, top_db=80.0)
SECONDS = 1.0
DECAY = 0.5
"""Seconds in which the sounds decay by 60 dB."""


def decoded_of(signal):
    """Return the output of a perfect decoder for a signal; each band is a bin."""
    padded = np.zeros(REPRESENTATION.n_samples + REPRESENTATION.n_fft)
    padded[REPRESENTATION.n_fft // 2 :][: len(signal)] = signal
    frames = np.lib.stride_tricks.sliding_window_view(padded, REPRESENTATION.n_fft)[:: REPRESENTATION.hop_length]
    magnitude = np.abs(np.fft.rfft(frames * hann(REPRESENTATION.n_fft))).T
    decibels = 20 * np.log10(np.maximum(magnitude / magnitude.max(), 1e-9))
    mean = np.clip(1 + decibels / REPRESENTATION.top_db, 0, 1).astype(np.float32)
    return Decoded(np.ascontiguousarray(mean), np.zeros_like(mean))


def decaying(carrier):
    time = np.arange(round(SECONDS * REPRESENTATION.sample_rate)) / REPRESENTATION.sample_rate
    return carrier(time) * 10 ** (-3 * time / DECAY)


TONE = decoded_of(decaying(lambda time: np.sin(2 * np.pi * 440 * time)))
NOISE = decoded_of(decaying(lambda time: np.random.default_rng(5).standard_normal(len(time))))


def sound_of(decoded, controls):
    """Render a decoded spectrogram in the steps of `Synth`."""
    rng = np.random.default_rng(0)
    magnitude = TextureSampler(REPRESENTATION, np.eye(257, dtype=np.float32))(
        apply_controls(decoded, controls, REPRESENTATION), rng
    )
    magnitude *= tilt(REPRESENTATION, controls.tone)
    signal = PhaseReconstruction(REPRESENTATION.n_fft, REPRESENTATION.hop_length)(magnitude, rng)
    return finish(resample(signal, frequency_ratio(controls)), REPRESENTATION.sample_rate)


def hertz(signal):
    spectrum = np.abs(np.fft.rfft(signal * np.hanning(len(signal)), 1 << 18))
    return spectrum.argmax() * REPRESENTATION.sample_rate / (1 << 18)


def decay_seconds(signal):
    """Return the time in which a signal decays by 60 dB, from its slope between 5 and 35 dB below its peak."""
    width = 400
    level = 10 * np.log10(np.convolve(np.square(signal, dtype=np.float64), np.ones(width) / width, "valid") + 1e-15)
    level -= level.max()
    first = int(level.argmax())
    start, end = (first + int(np.argmax(level[first:] < bound)) for bound in (-5, -35))
    return 60 * (end - start) / (30 * REPRESENTATION.sample_rate)


def decibels_above(signal, low, high):
    power = np.square(np.abs(np.fft.rfft(signal)))
    hz = np.fft.rfftfreq(len(signal), 1 / REPRESENTATION.sample_rate)
    return 10 * np.log10(power[(hz >= low) & (hz < high)].mean())


@pytest.mark.parametrize("length", [0.25, 0.5, 2.0, 4.0])
@pytest.mark.parametrize("decoded", [TONE, NOISE], ids=["tone", "noise"])
def test_length_scales_duration_and_decay_and_keeps_the_pitch(decoded, length):
    plain, long = sound_of(decoded, Controls()), sound_of(decoded, Controls(length=length))
    assert len(long) == pytest.approx(length * len(plain), rel=0.1, abs=0.03 * REPRESENTATION.sample_rate)
    assert decay_seconds(long) == pytest.approx(length * decay_seconds(plain), rel=0.15)
    if decoded is TONE:
        assert 1200 * np.log2(hertz(long) / 440) == pytest.approx(0, abs=3)


@pytest.mark.parametrize("length", [0.25, 4.0])
def test_length_keeps_the_attack(length):
    soft = decaying(lambda time: np.sin(2 * np.pi * 440 * time) * np.minimum(time / 0.02, 1))
    plain, long = (sound_of(decoded_of(soft), Controls(length=one)) for one in (1.0, length))
    rises = [
        np.argmax(np.abs(signal) > 0.7 * np.abs(signal).max()) / REPRESENTATION.sample_rate for signal in (plain, long)
    ]
    assert rises[1] == pytest.approx(rises[0], abs=0.008)


@pytest.mark.parametrize("pitch", [-24.0, -7.0, 0.5, 12.0, 24.0])
def test_pitch_keeps_duration_and_decay(pitch):
    plain, moved = sound_of(TONE, Controls()), sound_of(TONE, Controls(pitch=pitch))
    assert 1200 * np.log2(hertz(moved) / 440) == pytest.approx(100 * pitch, abs=5)
    assert len(moved) == pytest.approx(len(plain), rel=0.06)
    assert decay_seconds(moved) == pytest.approx(decay_seconds(plain), rel=0.1)


def test_pitch_and_length_combine():
    moved = sound_of(TONE, Controls(length=2.0, pitch=7.0))
    assert 1200 * np.log2(hertz(moved) / 440) == pytest.approx(700, abs=3)
    assert len(moved) == pytest.approx(2 * len(sound_of(TONE, Controls())), rel=0.06)


def test_a_click_can_be_short_and_low():
    time = np.arange(400) / REPRESENTATION.sample_rate
    click = decoded_of(np.sin(2 * np.pi * 2_000 * time) * 10 ** (-time / 0.005))
    low = sound_of(click, Controls(length=0.25, pitch=-24.0))
    assert hertz(low) == pytest.approx(500, rel=0.1)


@pytest.mark.parametrize("decay", [0.25, 0.5, 0.75])
@pytest.mark.parametrize("decoded", [TONE, NOISE], ids=["tone", "noise"])
def test_decay_keeps_its_share_of_the_decay_time(decoded, decay):
    plain, dry = sound_of(decoded, Controls()), sound_of(decoded, Controls(decay=decay))
    assert decay_seconds(dry) == pytest.approx(decay * decay_seconds(plain), rel=0.2)
    if decoded is TONE:
        assert hertz(dry) == pytest.approx(440, rel=0.002)


def test_a_decay_of_0_leaves_the_attack():
    click = sound_of(NOISE, Controls(decay=0.0))
    assert 0.015 < len(click) / REPRESENTATION.sample_rate < 0.08
    assert np.abs(click).max() > 0.8


@pytest.mark.parametrize("tone", [-12.0, 6.0, 12.0])
def test_tone_tilts_the_spectrum_around_1_khz(tone):
    plain, tilted = sound_of(NOISE, Controls()), sound_of(NOISE, Controls(tone=tone))
    bands = [(240, 260), (3_900, 4_100)]
    change = [decibels_above(tilted, *band) - decibels_above(plain, *band) for band in bands]
    assert change[1] - change[0] == pytest.approx(tone, abs=1.0)  # two octaves below, two above: half of each end
    assert len(tilted) == pytest.approx(len(plain), rel=0.15)


def test_the_gain_of_the_tone_control_is_linear_over_octaves():
    gain = 20 * np.log10(tilt(REPRESENTATION, 12.0))
    hz = np.linspace(0, 8_000, 257)
    assert gain[hz == PIVOT] == pytest.approx(0, abs=1e-5)
    assert gain[hz == 2 * PIVOT] == pytest.approx(3, abs=1e-5)
    assert gain[0] == pytest.approx(-12, abs=1e-4)
    assert (np.diff(gain) >= 0).all()


def test_default_controls_change_nothing():
    assert apply_controls(TONE, Controls(), REPRESENTATION) is TONE
    assert apply_controls(TONE, Controls(tone=12.0), REPRESENTATION) is TONE
    silent = Decoded(np.zeros_like(TONE.mean), TONE.scale)
    assert apply_controls(silent, Controls(length=2.0), REPRESENTATION) is silent


def test_a_resampled_sine_is_a_sine_of_another_pitch():
    time = np.arange(8_000) / REPRESENTATION.sample_rate
    window = np.hanning(8_000)
    faster = resample((np.sin(2 * np.pi * 500 * time) * window).astype(np.float32), 1.5)
    later = np.arange(len(faster)) / REPRESENTATION.sample_rate
    wanted = np.sin(2 * np.pi * 750 * later) * np.interp(later * 1.5, time, window)
    assert faster == pytest.approx(wanted, abs=0.01)


@pytest.mark.parametrize("ratio", [1 / 16, 1 / 4, 2 ** (-7 / 12), 0.9999, 2 ** (1 / 24), np.pi, 4.0, 16.0])
def test_a_resampled_signal_keeps_its_level_its_ends_and_its_length(ratio):
    steady = resample(np.ones(4_000, np.float32), ratio)
    inner = slice(int(100 / min(ratio, 1)), -int(100 / min(ratio, 1)))
    assert (steady.dtype, len(steady)) == (np.float32, round(4_000 / ratio))
    assert steady[inner] == pytest.approx(1, abs=1e-4)
    width = max(1, 1 / ratio)  # of what a sample becomes
    for place in (0, 2_000, 3_999):
        click = np.zeros(4_000, np.float32)
        click[place] = 1
        wanted = min(place / ratio, len(steady) - 1)
        assert np.abs(resample(click, ratio)).argmax() == pytest.approx(wanted, abs=width)


@pytest.mark.parametrize("n_samples", [0, 1, 2, 3, 7, 8, 24, 40, 999])
def test_a_short_signal_is_resampled_to_at_least_a_sample(n_samples):
    for ratio in (1 / 16, 0.5, 2 ** (7 / 12), 2.0, 16.0):
        resampled = resample(np.zeros(n_samples, np.float32), ratio)
        assert (resampled.dtype, len(resampled)) == (np.float32, max(1, round(n_samples / ratio)))


def test_many_threads_resample_to_the_bytes_of_one(rng):
    signals = [rng.standard_normal(length, dtype=np.float32) for length in rng.integers(1, 30_000, 60)]
    ratios = [*2.0 ** rng.uniform(-2, 2, 50), *(1 / 16, 1 / 4, 1 / 3, 1 / 2, 0.75, 1.5, 2, 3, 4, 16)]
    alone = [resample(*given).tobytes() for given in zip(signals, ratios, strict=True)]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(3):
            assert [one.tobytes() for one in pool.map(resample, signals, ratios)] == alone


def test_resampling_does_not_alias():
    time = np.arange(8_000) / REPRESENTATION.sample_rate
    high = (np.sin(2 * np.pi * 6_000 * time) * np.hanning(8_000)).astype(np.float32)
    assert np.abs(resample(high, 2.0)).max() < 1e-3


def test_a_sound_that_would_be_too_long_is_refused():
    endless = Decoded(np.ones((4, 3_000), np.float32), np.zeros((4, 3_000), np.float32))
    with pytest.raises(LengthError, match=r"^sound too long \(48000 of 16384 frames\); reduce length or pitch$"):
        apply_controls(endless, Controls(length=4.0, pitch=24.0), REPRESENTATION)


def test_without_recordings_every_detail_is_the_model_alone(noisy_bundle, sounds):
    synth, request = Synth(noisy_bundle), Request(0.4, sounds[0].y, 3)
    signals = {synth.render(replace(request, controls=Controls(detail=detail))).tobytes() for detail in (0.0, 0.5, 1.0)}
    assert len(signals) == 1


EFFECTIVE = [row for row in CONTROLS if row.key not in ("detail", "tail")]
"""Without recordings there is no detail, and the toy's sounds have no tails."""


@pytest.mark.parametrize("control", EFFECTIVE, ids=lambda control: control.key)
def test_every_control_changes_the_sound_reproducibly(noisy_bundle, sounds, control):
    synth, request = Synth(noisy_bundle), Request(0.4, sounds[0].y, 3)
    plain = synth.render(request).tobytes()
    assert synth.render(replace(request, controls=Controls(**{control.key: control.default}))).tobytes() == plain
    for value in (control.low, control.high):
        if value != control.default:
            changed = replace(request, controls=Controls(**{control.key: value}))
            assert synth.render(changed).tobytes() == synth.render(changed).tobytes() != plain
    assert synth.render(request).tobytes() == plain

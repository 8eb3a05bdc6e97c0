"""The effect of each control on the library's own sounds, on their points and between them."""

from dataclasses import replace

import numpy as np
import pytest

from latentpad.bundle.representation import Representation
from latentpad.request import Controls, Request
from latentpad.synth.finish import finish
from latentpad.synth.stretch import low_tones, shorten, stretch
from latentpad.synth.synth import Synth

RATE = 16_000
REPRESENTATION = Representation(sample_rate=RATE, n_fft=512, hop_length=128, n_bands=64, n_frames=64, top_db=80.0)
DECAY = 0.5
"""Seconds in which the sounds decay by 60 dB."""

TIME = np.arange(RATE) / RATE
FALL = 10 ** (-3 * TIME / DECAY)
NOISE = np.random.default_rng(5).standard_normal(RATE)


def prepared(signal):
    return (signal / np.abs(signal).max()).astype(np.float32)


@pytest.fixture
def tonal(make_bundle):
    """Two tones of 400 and 484 Hz, half-way 440 Hz."""
    tones = [prepared(np.sin(2 * np.pi * hz * TIME) * FALL) for hz in (400, 484)]
    return Synth(make_bundle(pitches=[400, 484], representation=REPRESENTATION), tones.__getitem__)


def render(synth, x=0.0, seed=0, **controls):
    return synth.render(Request(x, 0.5, seed, Controls(**controls)))


def hertz(signal):
    spectrum = np.abs(np.fft.rfft(signal * np.hanning(len(signal)), 1 << 18))
    return spectrum.argmax() * RATE / (1 << 18)


def cents(found, wanted):
    return 1200 * np.log2(found / wanted)


def decay_seconds(signal):
    """Return the time in which a signal decays by 60 dB, from its slope between 5 and 35 dB below its peak."""
    width = 400
    level = 10 * np.log10(np.convolve(np.square(signal, dtype=np.float64), np.ones(width) / width, "valid") + 1e-15)
    level -= level.max()
    first = int(level.argmax())
    start, end = (first + int(np.argmax(level[first:] < bound)) for bound in (-5, -35))
    return 60 * (end - start) / (30 * RATE)


def decibels(signal, low, high):
    power = np.square(np.abs(np.fft.rfft(signal)))
    hz = np.fft.rfftfreq(len(signal), 1 / RATE)
    return 10 * np.log10(power[(hz >= low) & (hz < high)].mean())


@pytest.mark.parametrize("length", [0.25, 0.5, 2.0, 4.0])
@pytest.mark.parametrize(("x", "hz"), [(0.0, 400), (0.5, 440)])
def test_length_scales_duration_and_decay_and_keeps_the_pitch(tonal, x, hz, length):
    plain, long = finish(render(tonal, x), RATE), render(tonal, x, length=length)
    assert len(long) == pytest.approx(length * len(plain), rel=0.1, abs=0.03 * RATE)
    assert decay_seconds(long) == pytest.approx(length * decay_seconds(plain), rel=0.15)
    assert cents(hertz(long), hz) == pytest.approx(0, abs=3)
    place = tonal.inverse_map.place(x, 0.5)
    assert tonal.pitch(place, Controls(length=length)) == pytest.approx(hz, rel=1e-3)


@pytest.mark.parametrize("pitch", [-24.0, -7.0, 0.5, 12.0, 24.0])
@pytest.mark.parametrize(("x", "hz"), [(0.0, 400), (0.5, 440)])
def test_pitch_transposes_and_keeps_duration_and_decay(tonal, x, hz, pitch):
    plain, moved = finish(render(tonal, x), RATE), render(tonal, x, pitch=pitch)
    assert cents(hertz(moved), hz) == pytest.approx(100 * pitch, abs=5)
    assert len(moved) == pytest.approx(len(plain), rel=0.06)
    assert decay_seconds(moved) == pytest.approx(decay_seconds(plain), rel=0.1)
    place = tonal.inverse_map.place(x, 0.5)
    assert tonal.pitch(place, Controls(pitch=pitch)) == pytest.approx(hz * 2 ** (pitch / 12), rel=1e-3)


def test_there_is_no_pitch_without_detail(tonal):
    assert tonal.pitch(tonal.inverse_map.place(0.5, 0.5), Controls(detail=0.0)) == 0.0


@pytest.mark.parametrize("decay", [0.25, 0.5, 0.75])
@pytest.mark.parametrize("x", [0.0, 0.5])
def test_decay_shortens_the_decay(tonal, x, decay):
    plain, dry = render(tonal, x), render(tonal, x, decay=decay)
    assert decay_seconds(dry) < (0.2 + 0.8 * decay) * decay_seconds(plain)
    assert len(dry) < len(plain)
    assert hertz(dry) == pytest.approx(hertz(plain), rel=0.002)


@pytest.mark.parametrize("share", [0.02, 0.25, 0.5, 0.75])
def test_a_shortened_sound_decays_by_70_db_more_for_each_length_that_it_is_shorter(share):
    steady = np.ones(8_000, dtype=np.float32)
    steady[0] = 1.0001
    found = 20 * np.log10(np.maximum(shorten(steady, share), 1e-30))
    wanted = -70 / 8_000 * (1 / share - 1) * np.arange(8_000)
    assert found[found > -400] == pytest.approx(wanted[found > -400], abs=0.01)
    assert shorten(steady, 1.0) is steady


def test_a_decay_of_0_leaves_the_attack(tonal):
    click = render(tonal, decay=0.0)
    assert 0.015 < len(click) / RATE < 0.08


@pytest.mark.parametrize("tone", [-12.0, 6.0, 12.0])
@pytest.mark.parametrize("x", [0.0, 0.5])
def test_tone_tilts_the_spectrum_around_1_khz(make_bundle, x, tone):
    sounds = [prepared(one * FALL) for one in (NOISE, NOISE[::-1])]
    synth = Synth(make_bundle(representation=REPRESENTATION), sounds.__getitem__)
    plain, tilted = render(synth, x), render(synth, x, tone=tone)
    bands = [(240, 260), (3_900, 4_100)]
    change = [decibels(tilted, *band) - decibels(plain, *band) for band in bands]
    assert change[1] - change[0] == pytest.approx(tone, abs=1.0)  # two octaves below, two above: half of each end


def test_every_variation_is_another_sound_of_other_parents(make_bundle, rng):
    points = 0.1 + 0.8 * rng.random((30, 2))
    tones = [prepared(np.sin(2 * np.pi * hz * TIME) * FALL) for hz in np.linspace(200, 3_000, 30)]
    played = set()

    def sounds(index):
        played.add(index)
        return tones[index]

    synth = Synth(make_bundle(points, representation=REPRESENTATION), sounds)
    found = {render(synth, 0.5, seed, variation=0.5).tobytes() for seed in range(20)}
    assert len(found) == 20
    assert len(played) > 6
    again = render(synth, 0.5, 3, variation=0.5)
    assert again.tobytes() == render(synth, 0.5, 3, variation=0.5).tobytes()


@pytest.mark.parametrize("n_samples", [1, 32, 500])
def test_short_sounds_are_stretched(tonal, n_samples):
    signal = prepared(NOISE[:n_samples])
    for controls in (Controls(length=4.0), Controls(length=0.25, pitch=24.0), Controls(length=0.25, pitch=-24.0)):
        with tonal.buffers() as buffers:
            found = stretch(
                signal, controls, tonal.reconstruct, np.random.default_rng(0), buffers.phase, buffers.blocks
            )
        assert found.dtype == np.float32
        assert np.abs(finish(found, RATE)).max() > 0.1


@pytest.mark.parametrize("length", [0.5, 2.0])
def test_length_keeps_the_attack(make_bundle, length):
    soft = prepared(np.sin(2 * np.pi * 440 * TIME) * FALL * np.minimum(TIME / 0.02, 1))
    synth = Synth(make_bundle(representation=REPRESENTATION), lambda _: soft)
    rises = [np.argmax(np.abs(one) > 0.7 * np.abs(one).max()) for one in (render(synth), render(synth, length=length))]
    assert rises[1] / RATE == pytest.approx(rises[0] / RATE, abs=0.008)


def test_neutral_controls_leave_the_signal_alone(tonal):
    signal = prepared(NOISE)
    with tonal.buffers() as buffers:
        arrays = buffers.phase, buffers.blocks
        assert stretch(signal, Controls(), tonal.reconstruct, np.random.default_rng(0), *arrays) is signal
    assert shorten(signal, 1.0) is signal
    assert np.array_equal(render(tonal), finish(prepared(np.sin(2 * np.pi * 400 * TIME) * FALL), RATE, is_whole=True))


def roughness(signal, hertz):
    """Return how far a signal is from repeating itself at a pitch: 0 = a steady tone, 1 = noise."""
    middle, period = signal[2_000:8_000], round(RATE / hertz)
    likeness = [
        middle @ later / np.sqrt((middle @ middle) * (later @ later))
        for later in (signal[2_000 + n : 8_000 + n] for n in range(period - 8, period + 9))
    ]
    return 1 - max(likeness)


@pytest.mark.parametrize("controls", [{"pitch": 3.0}, {"pitch": -5.0}, {"length": 1.5}])
def test_a_low_tone_stays_smooth(make_bundle, controls):
    partials = sum(np.sin(2 * np.pi * 40 * n * TIME + n) / n for n in range(1, 12))
    tone = prepared(partials * 10 ** (-TIME / 2))
    wanted = 40 * 2 ** (controls.get("pitch", 0) / 12)
    bundle = make_bundle(pitches=[40, 40], representation=REPRESENTATION)
    unsure = replace(bundle, map=replace(bundle.map, pitch_certainties=np.full(2, 0.8, dtype=np.float32)))
    steady, gliding = (render(Synth(one, lambda _: tone), **controls) for one in (bundle, unsure))
    assert roughness(steady, wanted) < 0.02
    assert roughness(gliding, wanted) > 0.1


def test_a_low_tone_is_low_and_steady(make_bundle):
    places = make_bundle(np.zeros((4, 2)), pitches=[0, 40, 79, 81]).map
    assert low_tones(places).tolist() == [0, 1, 1, 0]
    assert low_tones(replace(places, pitch_certainties=np.full(4, 0.89, dtype=np.float32))).tolist() == [0, 0, 0, 0]
    assert low_tones(replace(places, pitches=None)).tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize(("x", "pitch", "wanted"), [(0.0, 0.0, 392.0), (0.5, 1.0, 440.0), (0.0, 12.0, 783.99)])
def test_a_tuned_sound_has_a_pitch_of_the_scale_after_its_transposition(tonal, x, pitch, wanted):
    controls = Controls(pitch=pitch, tune="A minor")
    assert tonal.pitch(tonal.inverse_map.place(x, 0.5), controls) == pytest.approx(wanted, rel=1e-4)
    assert cents(hertz(render(tonal, x, pitch=pitch, tune="A minor")), wanted) == pytest.approx(0, abs=5)


def test_tuning_does_not_move_a_sound_without_a_pitch(make_bundle):
    noises = [prepared(NOISE * FALL)] * 2
    synth = Synth(make_bundle(representation=REPRESENTATION), noises.__getitem__)
    assert render(synth, 0.5, tune="A minor").tobytes() == render(synth, 0.5).tobytes()


def test_a_sound_that_is_played_backwards_begins_60_db_below_its_loudest_moment(make_bundle):
    hit = prepared(NOISE * FALL)
    hit[round(0.5 * RATE) :] = 1e-5 * NOISE[: RATE - round(0.5 * RATE)]
    synth = Synth(make_bundle(representation=REPRESENTATION), [hit, hit].__getitem__)
    plain, turned = render(synth), render(synth, reverse=1)
    assert len(plain) == RATE
    assert len(turned) / RATE == pytest.approx(0.46 + 0.05, abs=0.03)
    assert turned[-100:-20] == pytest.approx(plain[20:100][::-1], rel=0.05)

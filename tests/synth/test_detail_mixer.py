"""Parents tuned, aligned, filtered and added, by closed forms."""

import numpy as np
import pytest

from latentpad.bundle.outline import outline_shape
from latentpad.bundle.representation import Representation
from latentpad.synth.decay import REMAINING_DB, damping, mean_decay
from latentpad.synth.detail import ATTACK_SECONDS, DetailMixer
from latentpad.synth.layer_gains import FOLLOWED, MAX_BOOST_DB, MAX_CUT_DB, Layer, patch_centres
from latentpad.synth.layering import blend, common_onset, shift
from latentpad.synth.parents import Parent, find_times
from latentpad.synth.tonal import MOST_DB
from latentpad.synth.transforms import resample

RATE = 8_000
FINE = Representation(sample_rate=RATE, n_fft=256, hop_length=64, n_bands=129, n_frames=160, top_db=80.0)
"""Ten times and five places of an outline."""


@pytest.fixture
def mixer(make_bundle):
    return DetailMixer(make_bundle(representation=FINE), np.full(2, np.nan))


def flat(representation, level=1.0):
    return np.full(outline_shape(representation.n_bands, representation.n_frames), level, dtype=np.float32)


def spread_out(outline):
    """Return a mean with this outline."""
    mean = np.repeat(np.repeat(outline.T, 24, axis=0), 16, axis=1)
    return np.pad(mean, ((0, FINE.n_bands - len(mean)), (0, 0)), mode="edge").astype(np.float32)


def layer(signal, weight=1.0, ratio=1.0, outline=None, onset=0, decay=1.0):
    own = flat(FINE) if outline is None else outline
    return Layer(Parent(signal.astype(np.float32), onset, decay * ratio, own), weight, weight, ratio)


def mix(mixer, layers, wanted=None):
    """Mix layers towards an outline, by default the one that they have."""
    return mixer.mix(layers, spread_out(flat(FINE) if wanted is None else wanted), None, mixer.make_blocks())


@pytest.fixture
def noise(rng):
    """Two seconds of noise."""
    return rng.standard_normal(2 * RATE, dtype=np.float32)


@pytest.mark.parametrize("n_samples", [1, 16, 127, 128, 4_000])
@pytest.mark.parametrize(
    ("n_fft", "hop_length"), [(256, 64), (256, 128), (256, 100), (256, 16), (64, 32), (1024, 256), (2048, 1000)]
)
def test_a_filter_without_gain_is_the_identity(make_bundle, rng, n_fft, hop_length, n_samples):
    representation = Representation(RATE, n_fft, hop_length, n_bands=n_fft // 2, n_frames=64, top_db=80.0)
    mixer = DetailMixer(make_bundle(representation=representation), np.full(2, np.nan))
    signal = rng.standard_normal(n_samples, dtype=np.float32)
    same = Layer(Parent(signal, 0, 1.0, flat(representation)), 1.0, 1.0, 1.0)
    mean = np.ones((representation.n_bands, representation.n_frames), dtype=np.float32)
    mixed = mixer.mix([same], mean, None, mixer.make_blocks())
    assert (mixed.dtype, mixed.shape) == (np.float32, signal.shape)
    assert np.abs(mixed - signal).max() < 1e-5


def test_a_single_parent_keeps_its_level_and_more_are_added_by_the_roots_of_their_weights(mixer, noise):
    assert np.abs(mix(mixer, [layer(noise, 0.3)]) - noise).max() < 1e-5
    n_attack = round(ATTACK_SECONDS * RATE)
    other = noise[::-1] * np.sign(noise[:n_attack] @ noise[::-1][:n_attack])
    for total in (1.0, 0.7):  # a third parent may not be at hand
        mixed = mix(mixer, [layer(noise, 0.8 * total), layer(other, 0.2 * total)])
        assert np.abs(mixed - (0.8**0.5 * noise + 0.2**0.5 * other)).max() < 1e-4


def test_parents_of_opposite_polarity_do_not_cancel_each_other(mixer, noise):
    mixed = mix(mixer, [layer(noise, 0.5), layer(-noise, 0.5)])
    assert np.abs(mixed - 2**0.5 * noise).max() < 1e-4


def test_the_polarity_is_that_of_the_attack(mixer, noise):
    n_attack = round(ATTACK_SECONDS * RATE)
    turned = np.concatenate([-noise[: n_attack + 80], noise[n_attack + 80 :]])
    mixed = mix(mixer, [layer(noise, 0.5, onset=80), layer(turned, 0.5, onset=80)])
    assert np.abs(mixed[:n_attack] - 2**0.5 * noise[:n_attack]).max() < 1e-4
    assert np.abs(mixed[n_attack + 80 :]).max() < 1e-4


@pytest.mark.parametrize("share", [0.1, 0.5, 0.8])
def test_independent_noises_are_added_at_constant_power(mixer, noise, rng, share):
    other = rng.standard_normal(len(noise))
    mixed = mix(mixer, [layer(noise, share), layer(other, 1 - share)])
    assert np.mean(mixed**2) == pytest.approx(1.0, rel=0.05)


def test_two_parents_that_are_the_same_sound_are_that_sound(mixer, noise):
    mixed = mix(mixer, [layer(noise, 0.5), layer(noise, 0.5)])
    assert np.abs(mixed - 2**0.5 * noise).max() < 1e-4


def test_a_sound_that_ends_before_another_is_faded_out(mixer):
    short, long = np.ones(1000), np.ones(1100)
    mixed = mix(mixer, [layer(short, 0.5), layer(long, 0.5)])
    assert mixed[500] > 1
    assert np.abs(np.diff(mixed[100:1090])).max() < 1.1 * 0.5**0.5 / 63
    blended = blend(short.astype(np.float32), long.astype(np.float32), 0.5, RATE)
    assert np.abs(np.diff(blended)).max() < 1.1 * 1.1**0.5 * 0.5**0.5 / 63
    assert blended[1000:] == pytest.approx(0.5**0.5)


def click(n_samples, place):
    signal = np.zeros(n_samples)
    signal[place] = 1
    return signal


@pytest.mark.parametrize(("weight", "wanted"), [(0.5, 284), (0.25, 337), (0.9, 215)])
def test_onsets_are_aligned_at_their_geometric_mean(mixer, weight, wanted):
    clicks = [layer(click(1000, at), w, onset=at) for at, w in ((200, weight), (400, 1 - weight))]
    mixed = mix(mixer, clicks)
    assert len(mixed) == 1000 + wanted - 200
    assert mixed[wanted] == pytest.approx(weight**0.5 + (1 - weight) ** 0.5, abs=1e-4)
    assert np.abs(np.delete(mixed, wanted)).max() < 1e-4


def test_onsets_are_aligned_after_tuning(mixer):
    clicks = [layer(click(2000, 400), 0.5, ratio=0.5, onset=400), layer(click(2000, 400), 0.5, ratio=2.0, onset=400)]
    mixed = np.abs(mix(mixer, clicks))
    assert mixed.argmax() == pytest.approx(404, abs=1)
    assert np.delete(mixed, range(304, 504)).max() < 0.01


def test_one_late_sound_of_three_hardly_delays_the_others():
    milliseconds = RATE / 1000
    begin = common_onset([1 * milliseconds, 1 * milliseconds, 68 * milliseconds], [1 / 3] * 3, RATE)
    assert begin / milliseconds == pytest.approx((3 * 3 * 70) ** (1 / 3) - 2)
    assert common_onset([0.0, 0.0], [0.5, 0.5], RATE) == 0


@pytest.mark.parametrize("place", [0, 1, 7, 500])
def test_the_onset_of_a_sound_is_its_first_loud_sample(place, rng):
    signal = 0.001 * rng.standard_normal(2_000)
    signal[place:] += rng.choice([-1.0, 1.0], 2_000 - place)
    for rate in (8_000, 44_100):
        assert find_times(signal.astype(np.float32), rate)[0] == pytest.approx(place, abs=rate * 2e-5)


def test_the_onset_of_silence_is_its_beginning():
    assert find_times(np.zeros(100, dtype=np.float32), RATE) == (0, 0.0)
    assert find_times(np.ones(1, dtype=np.float32), RATE) == (0, 0.0)


def test_the_decay_time_is_that_of_the_energy_after_the_onset():
    samples = np.arange(2 * RATE) / RATE
    for seconds in (0.05, 0.4):
        falling = 10 ** (REMAINING_DB / 20 * samples / seconds) * np.sin(2 * np.pi * 500 * samples)
        silence = np.zeros(round(0.1 * RATE))
        onset, decay = find_times(np.concatenate([silence, falling, silence]).astype(np.float32), RATE)
        assert onset == pytest.approx(0.1 * RATE, abs=4)
        assert decay == pytest.approx(seconds, abs=0.003)


def test_a_longer_parent_is_damped_to_the_decay_of_the_place(mixer, noise):
    short, long = layer(np.zeros(2 * RATE), 0.5, decay=0.04), layer(noise, 0.5, decay=1.0)
    mixed = mix(mixer, [short, long])
    per_second = damping(1.0, mean_decay(np.array([0.04, 1.0]), np.array([0.5, 0.5])))
    for seconds in (0.2, 0.5, 0.9):
        part = slice(round((seconds - 0.02) * RATE), round((seconds + 0.02) * RATE))
        level = 10 * np.log10(np.mean(mixed[part] ** 2) / np.mean(0.5 * noise[part] ** 2))
        assert level == pytest.approx(-per_second * seconds, abs=1.0)


def test_a_signal_is_shifted_by_samples():
    signal = np.arange(1.0, 5.0, dtype=np.float32)
    assert shift(signal, 2).tolist() == [0, 0, 1, 2, 3, 4]
    assert shift(signal, -1).tolist() == [2, 3, 4]
    assert shift(signal, 0).tolist() == [1, 2, 3, 4]


def band_db(signal, low, high):
    power = np.square(np.abs(np.fft.rfft(signal * np.hanning(len(signal)))))
    hz = np.fft.rfftfreq(len(signal), 1 / RATE)
    return 10 * np.log10(power[(hz >= low) & (hz < high)].mean())


def test_a_register_in_which_the_place_has_less_is_attenuated_by_a_share_of_that(mixer, noise):
    wanted = flat(FINE)
    wanted[:, 2] -= 0.25  # of 80 dB; the centre is at 1860 Hz, those of the neighbours at 1115 and 2605
    mixed, bands = mix(mixer, [layer(noise)], wanted), [(100, 900), (1830, 1890), (2900, 3900)]
    change = [band_db(mixed, *band) - band_db(noise, *band) for band in bands]
    assert change == pytest.approx([0, -20 * FOLLOWED, 0], abs=1.0)


def test_what_a_parent_lacks_is_not_amplified(mixer, noise):
    lacking = flat(FINE, 0.2)
    assert np.abs(mix(mixer, [layer(noise, outline=lacking)]) - noise).max() < 1e-5


@pytest.mark.parametrize(
    ("beyond", "own_db", "decibels"),
    [(1, 6, 6), (1, 20, MAX_BOOST_DB), (1, -6, -6), (0.5, 20, 0.75 * MAX_BOOST_DB / 2), (0.5, -6, -4.5)],
)
def test_beyond_its_sounds_a_place_is_filtered_more_and_amplified_up_to_a_limit(mixer, noise, beyond, own_db, decibels):
    own = layer(noise, outline=flat(FINE, 0.5))._replace(beyond=beyond)
    mixed = mix(mixer, [own], flat(FINE, 0.5 + own_db / FINE.top_db))
    assert np.abs(mixed - noise * 10 ** (decibels / 20)).max() < 1e-3


def test_nothing_is_attenuated_by_more_than_the_largest_cut(mixer, noise):
    mixed = mix(mixer, [layer(noise)], flat(FINE, 0.0))
    assert np.abs(mixed - noise * 10 ** (-FOLLOWED * MAX_CUT_DB / 20)).max() < 1e-5


def test_the_attenuation_changes_with_time_and_its_last_value_lasts(mixer):
    wanted = flat(FINE)
    wanted[:] -= np.linspace(0, 0.225, 10)[:, None]  # 2 dB per 128 ms
    signal = np.ones(3 * RATE) * np.sin(2 * np.pi * 1000 * np.arange(3 * RATE) / RATE)
    mixed = mix(mixer, [layer(signal)], wanted)
    for seconds in (0.3, 0.7, 1.1):
        middle = slice(round((seconds - 0.01) * RATE), round((seconds + 0.01) * RATE))
        wanted_db = -2 * FOLLOWED * (seconds / 0.128 - 0.5)
        assert 20 * np.log10(np.abs(mixed[middle]).max()) == pytest.approx(wanted_db, abs=0.2)
    assert 20 * np.log10(np.abs(mixed[2 * RATE : -100]).max()) == pytest.approx(-18 * FOLLOWED, abs=0.1)


def test_the_outline_of_a_tuned_sound_moves_with_it(make_bundle, mixer, noise):
    hertz, times = patch_centres(make_bundle(representation=FINE), 24), np.arange(10.0)
    own = (0.9 - 0.3 * hertz / 4000 - 0.04 * times[:, None]).astype(np.float32)
    for ratio in (0.5, 2.0):
        moved = 0.9 - 0.3 * np.clip(hertz / ratio, *hertz[[0, -1]]) / 4000
        moved = moved - 0.04 * np.clip((times[:, None] + 0.5) * ratio - 0.5, 0, 9)
        mixed = mix(mixer, [layer(noise, ratio=ratio, outline=own)], moved)
        assert np.abs(mixed - resample(noise, ratio)).max() < 1e-3
        still = mix(mixer, [layer(noise, ratio=ratio, outline=own)], own)
        assert np.abs(still - resample(noise, ratio)).max() > 0.1


def test_a_tilt_is_applied_to_every_frame(mixer, noise):
    gain = np.full(FINE.n_bins, 2.0, dtype=np.float32)
    mixed = mixer.mix([layer(noise)], spread_out(flat(FINE)), gain, mixer.make_blocks())
    assert np.abs(mixed - 2 * noise).max() < 1e-4


def test_a_mean_beyond_its_range_is_its_limit(mixer, noise):
    for own, wanted in ((1.0, 1.2), (0.0, -0.2)):
        mixed = mix(mixer, [layer(noise, outline=flat(FINE, own))], flat(FINE, wanted))
        assert np.abs(mixed - noise).max() < 1e-5


def test_model_and_detail_are_mixed_at_the_power_of_the_detail(noise, rng):
    model, detail = 0.01 * noise[:3000], rng.standard_normal(4000).astype(np.float32)
    for share in (0.1, 0.5, 0.9):
        mixed = blend(model, detail, share, RATE)
        assert np.sum(mixed**2) == pytest.approx(np.sum(detail**2), rel=0.1)
        assert mixed[3000:] == pytest.approx(share**0.5 * detail[3000:], rel=1e-5)
    assert blend(model, None, 0.0, RATE) is model
    assert blend(model, detail, 0.0, RATE) is model
    silent = blend(np.zeros_like(model), detail, 0.5, RATE)
    assert silent == pytest.approx(0.5**0.5 * detail, rel=1e-5)


def test_of_two_tones_the_noisier_one_loses_noise_between_its_partials(mixer, noise):
    clean = np.sin(2 * np.pi * 400 * np.arange(2 * RATE) / RATE)
    noisy = clean + 0.1 * noise

    def power(is_tone, low, high):
        layers = [layer(signal, 0.5)._replace(is_tone=is_tone) for signal in (clean, noisy)]
        spectrum = np.abs(np.fft.rfft(mix(mixer, layers)[RATE // 2 :] * np.hanning(3 * RATE // 2)))
        return float(np.square(spectrum[round(low * 1.5) : round(high * 1.5)]).sum())

    assert power(True, 390, 410) == pytest.approx(power(False, 390, 410), rel=0.01)
    lost = 10 * np.log10(power(False, 1_000, 3_000) / power(True, 1_000, 3_000))
    assert 6 < lost < MOST_DB

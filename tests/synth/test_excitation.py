"""Excitations: what repeats in sounds, measured, mixed, and given the map's pitch by what the model makes alone."""

from dataclasses import replace

import numpy as np
import pytest

from latentpad.bundle.map import N_PARTIAL_GROUPS
from latentpad.bundle.representation import Representation
from latentpad.request import Controls, Request
from latentpad.synth.excitation import Excitation, mix_excitations
from latentpad.synth.griffin_lim import PhaseReconstruction, hann
from latentpad.synth.partials import PartialSynthesis, find_phases
from latentpad.synth.periodicity import measure_partials
from latentpad.synth.pitch import find_pitch
from latentpad.synth.synth import Synth

RATE = 44_100
STUDIO = Representation(sample_rate=RATE, n_fft=1024, hop_length=256, n_bands=384, n_frames=352, top_db=100.0)
ALONE = Controls(detail=0.0)
ALL = np.ones(N_PARTIAL_GROUPS, dtype=np.float32)
ANY_LEVEL = 60 * ALL
"""So loud that levels are raised by as much as they may be."""


def tone(hertz, rate=RATE, seconds=1.0, n_partials=8, seed=0):
    """Return a decaying tone."""
    time, phases = np.arange(round(seconds * rate)) / rate, np.random.default_rng(seed).uniform(0, 6, n_partials)
    partials = [
        np.sin(2 * np.pi * number * hertz * time + phases[number - 1]) / number
        for number in range(1, n_partials + 1)
        if number * hertz < 0.45 * rate
    ]
    return (sum(partials) * np.exp(-2 * time)).astype(np.float32)


def noise(n, seed=1):
    return np.random.default_rng(seed).standard_normal(n).astype(np.float32)


def magnitudes(signal):
    """Return the magnitudes of a centred STFT."""
    padded = np.pad(signal, 512)
    frames = np.lib.stride_tricks.sliding_window_view(padded, 1024)[::256] * hann(1024)
    return np.abs(np.fft.rfft(frames)).astype(np.float32)


def synthesis():
    return PartialSynthesis(STUDIO, PhaseReconstruction(1024, 256))


def own_levels(signal, hertz, rate=RATE):
    """Return the excitation of a tone as it is on its own point."""
    return mix_excitations(np.log2([hertz]), measure_partials(signal, rate, hertz)[None], *np.ones((2, 1), np.float32))


GROUPS = ((1,), (2,), (3,), (4,), (5, 6), (7, 8, 9), range(10, 15), range(15, 40))


@pytest.mark.parametrize("rate", [16_000, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("hertz", [25.0, 110.0, 443.0, 1_760.0])
def test_a_tone_repeats_and_has_the_levels_of_its_partials_at_any_rate(hertz, rate):
    present = [number for number in range(1, 9) if number * hertz < 0.45 * rate]
    shares, levels = measure_partials(tone(hertz, rate), rate, hertz).astype(float)
    whole = sum(number**-2.0 for number in present)
    for group, share, level in zip(GROUPS, shares, levels, strict=True):
        power = sum(number**-2.0 for number in group if number in present)
        if power:
            assert share >= 240
            assert (level - 255) / 4 == pytest.approx(10 * np.log10(power / whole), abs=0.6)
        else:
            assert level == 0


@pytest.mark.parametrize("hertz", [40.0, 443.0])
def test_noise_hardly_repeats(hertz):
    assert measure_partials(noise(RATE), RATE, hertz)[0].max() < 100


@pytest.mark.parametrize(("decibels", "share", "within"), [(-10, 0.9, 0.06), (0, 0.5, 0.15), (10, 0.1, 0.1)])
def test_the_share_is_that_of_the_tone_in_noise(decibels, share, within):
    parts = tone(50.0, n_partials=30), noise(RATE) * np.exp(-2 * np.arange(RATE) / RATE).astype(np.float32)
    powers = [np.square(np.abs(np.fft.rfft(part)))[475:725].sum() for part in parts]  # of the partials 10 to 14
    hiss = np.float32(10 ** (decibels / 20) * np.sqrt(powers[0] / powers[1])) * parts[1]
    found = measure_partials(parts[0] + hiss, RATE, 50.0)[0]
    assert found[6] / 255 == pytest.approx(share, abs=within)
    assert found[0] >= found[6]  # where the tone is louder


def test_partials_that_are_not_multiples_do_not_repeat():
    bell = sum(tone(220.0 * ratio, n_partials=1) for ratio in (1, 2.5, 4.5, 5.4))
    shares, levels = measure_partials(bell, RATE, 220.0)
    assert shares[0] >= 240
    assert levels[1:].max() < 150  # 26 dB below the sound


def test_the_flank_of_a_partial_is_none():
    shares, levels = measure_partials(tone(60.0, n_partials=1), RATE, 60.0)
    assert (shares[0], levels[0], levels[1:].max()) == (255, 255, 0)


def test_a_sound_of_another_pitch_does_not_repeat():
    shares, levels = measure_partials(tone(300.0, n_partials=2), RATE, 220.0)
    assert shares[:2].max() < 30
    assert levels.max() < 30


@pytest.mark.parametrize("signal", [np.zeros(0), np.zeros(10), np.zeros(RATE), np.ones(3)], ids=len)
def test_what_holds_nothing_repeats_nowhere(signal):
    found = measure_partials(signal.astype(np.float32), RATE, 100.0)
    assert (found.shape, found.dtype, found.max()) == ((2, N_PARTIAL_GROUPS), np.uint8, 0)


@pytest.mark.parametrize("hertz", [0.0, -1.0, np.nan])
def test_without_a_pitch_nothing_repeats(hertz):
    assert not measure_partials(tone(200.0), RATE, hertz).any()


@pytest.mark.parametrize("hertz", [18.0, 16_900.0])
def test_the_lowest_and_the_highest_pitch_are_measured(hertz):
    assert measure_partials(tone(hertz, seconds=1.5, n_partials=3), RATE, hertz).min(axis=0)[0] > 200


def mixed(octaves, share_bytes, parts, level_bytes=None):
    """Return the excitation between sounds whose weights are their shares."""
    parts = np.array(parts, dtype=np.float32)
    level_bytes = share_bytes if level_bytes is None else level_bytes
    partials = np.array([share_bytes, level_bytes], dtype=np.uint8).T[:, :, None]
    of_groups = partials * np.ones(N_PARTIAL_GROUPS, dtype=np.uint8)
    return mix_excitations(np.array(octaves, dtype=np.float64), of_groups, parts, parts)


def test_a_sound_alone_has_its_own_excitation():
    found = mixed([8.0], [204], [1.0], [215])
    assert found.hertz == pytest.approx(256.0)
    assert found.shares == pytest.approx(0.8)
    assert found.levels == pytest.approx(-10.0)
    assert found.pitch == found.hertz
    assert mixed([8.0], [204], [1.0], [0]).levels.max() == -np.inf


def test_between_two_tones_pitch_shares_and_levels_are_between_theirs():
    found = mixed([8.0, 8.5], [255, 51], [0.75, 0.25], [255, 175])
    assert np.log2(found.hertz) == pytest.approx(8.125)
    assert found.shares == pytest.approx(0.8)
    assert found.levels == pytest.approx(-5.0)


def test_towards_sounds_without_a_pitch_what_repeats_fades():
    found = [mixed([8.0, np.nan], [255, 0], [share, 1 - share]) for share in (1.0, 0.8, 0.6, 0.51)]
    strengths = [float(one.shares[0]) for one in found]
    assert strengths[0] == 1
    assert (np.diff(strengths) < 0).all()
    assert strengths[-1] < 0.02
    assert [one.levels[0] for one in found] == pytest.approx(10 * np.log10([1, 0.6, 0.2, 0.02]), abs=1e-3)
    assert mixed([8.0, np.nan], [255, 0], [0.5, 0.5]) is None
    assert mixed([np.nan], [0], [1.0]) is None


def test_where_the_pitch_of_another_sound_takes_over_what_repeats_fades():
    parts = np.linspace(0.5, 0.999, 60)
    strengths = [mixed([8.0, 9.0], [255, 255], [part, 1 - part]) for part in parts]
    assert strengths[0] is None
    levels = np.array([float(found.shares[0]) for found in strengths[1:]])
    assert (np.diff(levels) >= -1e-6).all()
    assert (levels[0], levels[-1]) == (pytest.approx(0.0, abs=0.1), pytest.approx(1.0))
    assert {round(found.hertz) for found in strengths[1:]} == {256}


@pytest.mark.parametrize("octave", [-30.0, 4.0])
def test_a_pitch_that_no_sound_has_is_not_played(octave):
    assert mixed([octave], [255], [1.0]) is None


def test_a_tone_that_repeats_nowhere_has_no_excitation():
    assert mixed([8.0], [0], [1.0]) is None


def test_a_pitch_is_heard_where_the_fundamental_repeats():
    assert [mixed([8.0], [share], [1.0]).pitch for share in (100, 150)] == [0.0, pytest.approx(256.0)]


def cents(signal, hertz):
    return 1200 * np.log2(find_pitch(signal, RATE).hertz / hertz)


@pytest.mark.parametrize("hertz", [45.0, 110.0, 440.0, 1_500.0])
@pytest.mark.parametrize("off", [-80, 0, 80])
def test_partials_are_moved_to_the_pitch_and_have_the_levels_of_the_sound(hertz, off):
    decoded = magnitudes(tone(hertz * 2 ** (off / 1200)))
    before = float(np.square(decoded).sum())
    found = synthesis()(decoded, own_levels(tone(hertz), hertz), np.random.default_rng(0))
    assert abs(cents(found, hertz)) < 3
    assert float(np.square(magnitudes(found)).sum()) == pytest.approx(before, rel=0.2)
    assert np.square(decoded[8:]).sum() < 0.02 * before  # what is left begins before the window is full
    again = measure_partials(found, RATE, hertz)[1].astype(float)
    wanted = measure_partials(tone(hertz), RATE, hertz)[1].astype(float)
    assert np.abs(again - wanted)[:5].max() < 4 * 2.5  # decibels; the last partials of the group of 7 are uneven


@pytest.mark.parametrize("hertz", [30.0, 45.0, 90.0, 200.0])
def test_the_flank_of_a_low_sine_becomes_no_partial(hertz):
    sine = tone(hertz, n_partials=1)
    found = synthesis()(magnitudes(sine), own_levels(sine, hertz), np.random.default_rng(0))
    frequencies = np.fft.rfftfreq(16_384, 1 / RATE)
    power = np.square(np.abs(np.fft.rfft(found[2_000:18_384] * np.hanning(16_384))))
    above = power[frequencies > 1.5 * hertz].sum() / power.sum()
    assert above < 1e-4
    left = magnitudes(sine)
    synthesis()(left, own_levels(sine, hertz), np.random.default_rng(0))
    assert np.square(left[8:]).sum() < 1e-3 * np.square(magnitudes(sine)[8:]).sum()


def test_a_fundamental_that_the_sound_lacks_is_not_made():
    without = tone(110.0) - tone(110.0, n_partials=1)
    found = synthesis()(magnitudes(without), own_levels(without, 110.0), np.random.default_rng(0))
    levels = measure_partials(found, RATE, 110.0)[1]
    assert (levels[0] < 255 - 4 * 30, levels[1] > 255 - 4 * 5) == (True, True)


def test_partials_are_raised_by_6_db_at_most():
    decoded = [magnitudes(tone(440.0)) for _ in range(2)]
    half = Excitation(440.0, ALL, measure_levels(tone(440.0)))
    quiet, loud = (
        synthesis()(one, excitation, np.random.default_rng(0))
        for one, excitation in zip(decoded, (half, Excitation(440.0, ALL, ANY_LEVEL)), strict=True)
    )
    assert np.square(loud).sum() / np.square(quiet).sum() == pytest.approx(4, rel=0.1)


def measure_levels(signal):
    return own_levels(signal, 440.0).levels


@pytest.mark.parametrize("hertz", [45.0, 440.0])
def test_each_frame_is_as_loud_as_before(hertz):
    wanted = tone(hertz)
    found = synthesis()(magnitudes(wanted), own_levels(wanted, hertz), np.random.default_rng(0))
    levels = [10 * np.log10(np.square(signal[4096:40960].reshape(-1, 4096)).mean(axis=1)) for signal in (wanted, found)]
    assert np.abs(levels[1] - levels[0]).max() < 1.0


def test_where_what_repeats_fades_the_sound_keeps_its_power():
    signal = tone(440.0)
    own = own_levels(signal, 440.0)
    for strength in (1.0, 0.6, 0.3, 0.1):
        decoded = magnitudes(signal)
        before = np.square(decoded[8:]).sum()
        faded = Excitation(440.0, np.float32(strength) * own.shares, own.levels + np.float32(10 * np.log10(strength)))
        found = magnitudes(synthesis()(decoded, faded, np.random.default_rng(0)))
        moved = np.square(found[8:]).sum()
        assert moved == pytest.approx(strength * before, rel=0.2)
        assert moved + np.square(decoded[8:]).sum() == pytest.approx(before, rel=0.1)


def test_before_a_late_onset_there_is_nothing():
    late = np.concatenate([np.zeros(11_025, dtype=np.float32), tone(440.0)])
    found = synthesis()(magnitudes(late), own_levels(tone(440.0), 440.0), np.random.default_rng(0))
    before, after = np.square(found[:10_800]).max(), np.square(found[12_000:20_000]).max()
    assert before < 1e-3 * after


def test_the_rest_of_a_sound_stays_where_it_is():
    decoded, shares = magnitudes(tone(440.0) + 0.01 * noise(RATE)), 0 * ALL
    shares[0] = 1.0
    before = decoded.copy()
    synthesis()(decoded, Excitation(440.0, shares, ANY_LEVEL), np.random.default_rng(0))
    edge = round(1.5 * 440 * 1024 / RATE)
    assert (decoded[:, edge + 1 :] == before[:, edge + 1 :]).all()
    assert np.square(decoded[8:, 1:edge]).sum() < 0.02 * np.square(before[8:, 1:edge]).sum()


def test_nothing_is_moved_that_does_not_repeat():
    decoded = magnitudes(tone(440.0))
    before = decoded.copy()
    still = Excitation(440.0, 0 * ALL, ANY_LEVEL)
    assert not synthesis()(decoded, still, np.random.default_rng(0)).any()
    assert (decoded == before).all()


def test_a_share_of_the_power_is_moved():
    decoded = magnitudes(tone(440.0))
    before = decoded.copy()
    synthesis()(decoded, Excitation(440.0, 0.75 * ALL, ANY_LEVEL), np.random.default_rng(0))
    assert decoded[8:, 6:400] == pytest.approx(0.5 * before[8:, 6:400], rel=1e-3)


@pytest.mark.parametrize("hertz", [18.0, 60.0, 21_100.0, 23_900.0])
@pytest.mark.parametrize("n_frames", [1, 2, 5, 40])
def test_sounds_of_any_length_and_pitch_are_finite(hertz, n_frames):
    decoded = np.ones((n_frames, 513), dtype=np.float32)
    found = synthesis()(decoded, Excitation(hertz, ALL, ANY_LEVEL), np.random.default_rng(0))
    assert found.shape == (256 * (n_frames - 1),)
    assert np.isfinite(found).all()
    assert np.isfinite(decoded).all()


def test_phases_are_drawn():
    first, other, again = (
        synthesis()(magnitudes(tone(220.0)), Excitation(220.0, ALL, ANY_LEVEL), np.random.default_rng(seed))
        for seed in (1, 2, 1)
    )
    assert (first == again).all()
    assert (first != other).any()


@pytest.mark.parametrize("hertz", [45.0, 300.0, 1_234.0])
@pytest.mark.parametrize("n", [1_000, 44_100])
def test_phases_are_those_of_the_partials_at_the_first_sample(hertz, n):
    wanted = np.random.default_rng(2).uniform(-3, 3, 6)
    time = np.arange(n) / RATE
    signal = sum(np.cos(2 * np.pi * (i + 1) * hertz * time + phase) for i, phase in enumerate(wanted))
    found = find_phases(signal.astype(np.float32), RATE, hertz)[:6]
    if n * hertz / RATE > 4:  # fewer periods hold less than a partial
        assert np.abs(np.angle(np.exp(1j * (found - wanted)))).max() < 0.1
    assert np.isfinite(found).all()


def test_given_phases_are_those_of_the_sound():
    phases = np.linspace(-3, 3, 60)
    decoded = magnitudes(tone(440.0))
    found = synthesis()(decoded, Excitation(440.0, ALL, ANY_LEVEL), np.random.default_rng(0), phases)
    difference = find_phases(found, RATE, 440.0)[:8] - phases[:8]
    assert np.abs(np.angle(np.exp(1j * difference))).max() < 0.1


@pytest.fixture
def bundle(make_bundle, toy):
    """A bundle of two tones whose partials the model smears over three bands, each; the second is of 600 Hz."""
    means = np.zeros((2, toy.representation.n_bands, toy.representation.n_frames), dtype=np.float32)
    for row, hertz in zip(means, (500.0, 600.0), strict=True):
        for number in (1, 2, 3):
            band = round(number * hertz / 8_000 * 256 / 2)
            row[band - 1 : band + 2] = 1 - 0.1 * number
    bundle = make_bundle(means=means, pitches=(530.0, 636.0))
    return replace(bundle, map=replace(bundle.map, partials=np.full((2, 2, 8), 255, dtype=np.uint8)))


def older(bundle):
    """Return a bundle as it was before maps knew partials."""
    return replace(bundle, map=replace(bundle.map, partials=None))


def pitch_of(synth, x, **changed):
    signal = synth.render(Request(x, 0.5, controls=replace(ALONE, **changed)))
    return find_pitch(signal, 8_000).hertz


@pytest.mark.parametrize("x", [0.0, 0.25, 0.5, 0.75, 1.0])
def test_the_model_alone_plays_the_pitch_of_the_place(bundle, x):
    synth = Synth(bundle)
    wanted = synth.pitch(synth.inverse_map.place(x, 0.5), ALONE)
    assert wanted == pytest.approx(530 * 1.2**x, rel=0.02)
    assert pitch_of(synth, x) == pytest.approx(wanted, rel=2e-3)


def test_in_older_bundles_it_does_not_and_claims_no_pitch(bundle):
    synth = Synth(older(bundle))
    assert synth.pitch(synth.inverse_map.place(0.0, 0.5), ALONE) == 0.0
    assert abs(1200 * np.log2(pitch_of(synth, 0.0) / 530)) > 10


def test_a_sound_by_the_model_alone_is_that_of_its_place(bundle):
    synth = Synth(bundle)
    by_place = synth.render_place(synth.inverse_map.place(1.0, 0.5), ALONE, np.random.default_rng(3))
    assert (synth.render_sound(1, np.random.default_rng(3)) == by_place).all()


@pytest.mark.parametrize(
    ("changed", "ratio"), [({"pitch": 3.0}, 2**0.25), ({"length": 2.0}, 1.0), ({"tone": 6.0}, 1.0)]
)
def test_controls_change_the_pitch_as_they_say(bundle, changed, ratio):
    assert pitch_of(Synth(bundle), 1.0, **changed) == pytest.approx(636 * ratio, rel=3e-3)


def test_the_model_alone_is_tuned_to_notes(bundle):
    assert pitch_of(Synth(bundle), 1.0, tune="chromatic") == pytest.approx(622.25, rel=2e-3)


@pytest.mark.parametrize("changed", [{}, {"pitch": 2.0}, {"length": 2.0}, {"stereo": 0.5}], ids=str)
def test_beside_the_detail_partials_do_not_cancel(bundle, changed):
    sounds = [tone(hertz, 8_000, n_partials=3, seed=seed) for seed, hertz in enumerate((530.0, 636.0))]
    synth = Synth(bundle, lambda index: sounds[index] / np.abs(sounds[index]).max())
    controls = replace(ALONE, detail=0.5, **changed)
    hertz = 530 * 2 ** (controls.pitch / 12)
    for seed in range(6):
        signal = synth.render(Request(0.0, 0.5, seed, controls)).reshape(-1, 1 + bool(controls.stereo)).mean(axis=1)
        whole = synth.render(Request(0.0, 0.5, seed, replace(controls, detail=1.0)))
        whole = whole.reshape(-1, 1 + bool(controls.stereo)).mean(axis=1)
        powers = [partial_powers(one, hertz) for one in (signal, whole)]
        assert (powers[0] > 0.5 * powers[1]).all()


def partial_powers(signal, hertz):
    """Return the power of the first two partials relative to the peak of a sound of 8 kHz."""
    time = np.arange(400, 1_600) / 8_000
    waves = np.exp(-2j * np.pi * hertz * np.array([[1], [2]]) * time) * np.hanning(len(time))
    return np.abs(waves @ (signal[400:1_600] / np.abs(signal).max())) ** 2


def test_what_does_not_repeat_is_neither_tuned_nor_called_a_pitch(bundle):
    noisy = replace(bundle, map=replace(bundle.map, partials=np.full((2, 2, 8), 40, dtype=np.uint8)))
    synth = Synth(noisy)
    assert synth.pitch(synth.inverse_map.place(1.0, 0.5), ALONE) == 0.0
    plain, tuned = (
        synth.render(Request(1.0, 0.5, controls=replace(ALONE, tune=name))) for name in ("off", "chromatic")
    )
    assert (plain == tuned).all()


def test_the_phases_of_the_rest_are_found_as_before(bundle):
    silent = replace(bundle, map=replace(bundle.map, partials=np.zeros((2, 2, 8), dtype=np.uint8)))
    found, wanted = (Synth(one).render(Request(0.0, 0.5, controls=ALONE)) for one in (silent, older(bundle)))
    assert (found == wanted).all()

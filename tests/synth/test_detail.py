"""Sounds rendered from a library's own sounds: on their points, between them, and where they are not at hand."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from latentpad.bundle.representation import Representation
from latentpad.errors import LengthError, SilenceError
from latentpad.request import Controls, Request
from latentpad.synth.decoder import Decoder
from latentpad.synth.finish import finish
from latentpad.synth.kernels.jit import KERNELS
from latentpad.synth.layer_gains import FOLLOWED
from latentpad.synth.synth import Synth

RATE = 8_000
HALF_WAY = Request(0.5, 0.5)
MODEL_HZ = 1_500


def tone(hz, seconds=1.0, decay=0.5, rate=RATE):
    """Return a sine that decays by 60 dB in `decay` seconds."""
    time = np.arange(round(seconds * rate)) / rate
    return (np.sin(2 * np.pi * hz * time) * 10 ** (-3 * time / decay)).astype(np.float32)


def noise(seed, seconds=0.5):
    signal = np.random.default_rng(seed).standard_normal(round(seconds * RATE), dtype=np.float32)
    return signal / np.abs(signal).max()


def playing(bundle, *sounds):
    """Return a synth with these sounds at hand."""
    return Synth(bundle, lambda index: sounds[index])


@pytest.fixture
def hissing(make_bundle, toy):
    """A bundle of two sounds for both of which the model makes a tone of 1500 Hz with some noise."""
    means = np.zeros((2, toy.representation.n_bands, toy.representation.n_frames), dtype=np.float32)
    means[:, MODEL_HZ * 256 // RATE // 2, :20] = 1
    return make_bundle(means=means, spread=0.02)


def change(one, other):
    """Return the distance between two signals relative to the louder of them."""
    padded = np.zeros((2, max(len(one), len(other))))
    padded[0, : len(one)], padded[1, : len(other)] = one, other
    return np.linalg.norm(padded[0] - padded[1]) / np.linalg.norm(padded, axis=1).max()


def partials(signal, low=0.0, high=4_000.0):
    """Return the frequency of the strongest partial in a range, and its level."""
    spectrum = np.abs(np.fft.rfft(signal * np.hanning(len(signal)), 1 << 18))
    hz = np.fft.rfftfreq(1 << 18, 1 / RATE)
    inside = np.flatnonzero((hz >= low) & (hz <= high))
    best = inside[spectrum[inside].argmax()]
    return hz[best], spectrum[best]


def cents(found, wanted):
    return 1200 * np.log2(found / wanted)


@pytest.mark.parametrize("dynamics", [0.0, 1.0])
def test_on_its_point_a_sound_is_played_sample_for_sample(hissing, dynamics):
    sounds = tone(440), noise(0)
    synth = playing(hissing, *sounds)
    for x, sound in zip((0.0, 1.0), sounds, strict=True):
        for seed in (0, 1):
            found = synth.render(Request(x, 0.5, seed, Controls(dynamics=dynamics)))
            assert np.array_equal(found, finish(sound, RATE, 0.5, dynamics, is_whole=True))


@pytest.mark.parametrize("pause", [0.3, 1.5])
def test_on_its_point_a_sound_keeps_its_pauses_and_its_length(hissing, pause):
    silence = np.zeros(round(pause * RATE), np.float32)
    sound = np.concatenate([tone(440), silence, np.float32(1e-4) * tone(440, 0.1), silence])
    synth = playing(hissing, sound, noise(0))
    assert len(synth.render(Request(0.0, 0.5))) == len(sound)
    for controls in (Controls(detail=0.99), Controls(tone=1.0), Controls(decay=0.9), Controls(pitch=1.0)):
        assert len(synth.render(Request(0.0, 0.5, 0, controls))) < 1.1 * RATE


def test_a_render_leaves_the_sounds_as_they_are(hissing):
    sounds = [tone(440), noise(0)]
    before = [sound.tobytes() for sound in sounds]
    for sound in sounds:
        sound.setflags(write=False)
    for x in (0.0, 0.5):
        for controls in (Controls(), Controls(length=2.0, decay=0.5, tone=6.0, detail=0.5)):
            playing(hissing, *sounds).render(Request(x, 0.5, 0, controls))
    assert [sound.tobytes() for sound in sounds] == before


@pytest.mark.parametrize(("x", "detail", "wanted"), [(0.0, 1.0, 0), (0.0, 0.5, 1), (0.5, 1.0, 1), (0.5, 0.5, 1)])
def test_a_place_is_decoded_once_if_at_all_and_before_its_sounds_are_needed(hissing, monkeypatch, x, detail, wanted):
    sounds, steps = (tone(440), noise(0)), []
    synth = Synth(hissing, lambda index: (steps.append("sound"), sounds[index])[1])
    call = Decoder.__call__
    monkeypatch.setattr(Decoder, "__call__", lambda *given: (steps.append("decoder"), call(*given))[1])
    synth.render(Request(x, 0.5, 0, Controls(detail=detail)))
    assert steps.count("decoder") == wanted
    assert steps[0] == ("decoder" if x else "sound")


def test_between_two_equal_sounds_is_that_sound(hissing):
    for sound in (tone(440), noise(0)):
        synth = playing(replace(hissing, map=replace(hissing.map, pitches=np.full(2, 440, np.float32))), sound, sound)
        for x in (0.2, 0.5):
            assert change(synth.render(Request(x, 0.5)), finish(sound, RATE)) < 0.02


@pytest.mark.parametrize("x", [0.3, 0.5, 0.6])
def test_two_pitches_become_one_their_weighted_geometric_mean(make_bundle, x):
    synth = playing(make_bundle(pitches=[200, 300]), tone(200), tone(300))
    place = synth.inverse_map.place(x, 0.5)
    share = float(place.shares[place.neighbors == 1][0])
    wanted = 200 ** (1 - share) * 300**share
    found, level = partials(synth.render(Request(x, 0.5)))
    assert abs(cents(found, wanted)) < 5
    assert synth.pitch(place) == pytest.approx(wanted)
    for hz in (200, 300):
        if abs(hz - wanted) > 30:
            assert partials(synth.render(Request(x, 0.5)), hz - 5, hz + 5)[1] < 0.03 * level


@pytest.mark.parametrize(("pitches", "certainty"), [((0, 0), 1.0), ((200, 0), 1.0), ((200, 300), 0.2)])
def test_without_two_certain_pitches_nothing_is_tuned(make_bundle, pitches, certainty):
    bundle = make_bundle(pitches=pitches)
    bundle = replace(bundle, map=replace(bundle.map, pitch_certainties=np.full(2, certainty, np.float32)))
    synth = playing(bundle, tone(200), tone(300))
    low, high = (partials(synth.render(HALF_WAY), hz - 20, hz + 20) for hz in (200, 300))
    assert (cents(low[0], 200), cents(high[0], 300)) == pytest.approx((0, 0), abs=5)
    assert low[1] == pytest.approx(high[1], rel=0.1)
    certain = pitches[0] and certainty == 1.0
    assert synth.pitch(synth.inverse_map.place(0.5, 0.5)) == pytest.approx(200 if certain else 0)


def test_far_apart_pitches_still_render(make_bundle):
    synth = playing(make_bundle(pitches=[20, 16_000]), tone(20), tone(3_900))
    for x in (0.1, 0.5, 0.8):
        assert np.isfinite(synth.render(Request(x, 0.5))).all()


def test_a_place_in_which_the_model_has_less_is_softer_there(make_bundle, toy):
    means = np.ones((2, toy.representation.n_bands, toy.representation.n_frames), dtype=np.float32)
    means[1, :24] = 0.5  # 40 dB less in the lower of the two registers
    synth = playing(make_bundle(means=means), noise(0, 1.0), noise(0, 1.0))
    on, between = (synth.render(Request(x, 0.5)) for x in (0.0, 0.5))

    def ratio(signal):
        power = np.square(np.abs(np.fft.rfft(signal)))
        n = len(power) // 8
        return 10 * np.log10(power[n : 2 * n].mean() / power[6 * n : 7 * n].mean())

    # the first sound is attenuated by 20 dB * FOLLOWED there; the second one, which has less already, is not amplified
    assert ratio(between) - ratio(on) == pytest.approx(20 * np.log10((10**-FOLLOWED + 1) / 2), abs=1.5)


def test_a_parent_that_is_longer_than_the_models_frames_is_played_to_its_end(make_bundle, toy):
    long = tone(440, seconds=4.0, decay=4.0)
    synth = playing(make_bundle(), long, tone(550, seconds=4.0, decay=4.0))
    assert toy.representation.seconds < 0.3
    for x in (0.0, 0.1, 0.5):
        found = synth.render(Request(x, 0.5))
        assert len(found) == pytest.approx(4 * RATE, abs=0.1 * RATE)
    assert np.array_equal(synth.render(Request(0.0, 0.5)), finish(long, RATE, is_whole=True))


def level(signal, hz):
    """Return the energy within 100 Hz of a frequency."""
    power = np.square(np.abs(np.fft.rfft(signal)))
    return power[np.abs(np.fft.rfftfreq(len(signal), 1 / RATE) - hz) < 100].sum()


@pytest.mark.parametrize("x", [0.3, 0.5, 0.7])
def test_the_share_of_a_parent_that_is_not_at_hand_is_the_models(hissing, x):
    synth = playing(hissing, tone(500), None)
    place = synth.inverse_map.place(x, 0.5)
    missing = float(place.weights[place.neighbors == 1][0])
    found = synth.render(Request(x, 0.5))
    assert level(found, MODEL_HZ) / level(found, 500) == pytest.approx(missing / (1 - missing), rel=0.1)


def test_without_any_parent_at_hand_and_without_detail_the_model_plays_alone(hissing):
    alone = Synth(hissing)
    empty, plenty = np.zeros(0, np.float32), tone(500)
    for x in (0.0, 0.2, 0.5):
        for controls in (Controls(), Controls(length=2.0, pitch=5.0), Controls(variation=1.0, decay=0.5, tone=6.0)):
            request = Request(x, 0.5, 3, controls)
            wanted = alone.render(request).tobytes()
            assert playing(hissing, None, None).render(request).tobytes() == wanted
            assert playing(hissing, empty, empty).render(request).tobytes() == wanted
            none = replace(request, controls=replace(controls, detail=0.0))
            assert playing(hissing, plenty, plenty).render(none).tobytes() == wanted


@pytest.mark.parametrize("lacking", [{"triangles": None, "outlines": None}, {"outlines": None}, {"triangles": None}])
def test_an_older_bundle_plays_the_model_alone(hissing, lacking):
    older = replace(hissing, map=replace(hissing.map, **lacking))
    synth = playing(older, tone(500), tone(500))
    for x in (0.0, 0.3):
        assert synth.render(Request(x, 0.5, 2)).tobytes() == Synth(older).render(Request(x, 0.5, 2)).tobytes()
    assert synth.pitch(synth.inverse_map.place(0.5, 0.5)) == 0.0


@pytest.mark.parametrize("x", [0.0, 0.5])
def test_detail_leads_from_the_model_to_the_sounds_without_a_step(hissing, x):
    synth = playing(hissing, tone(500), noise(1))
    shares = [0, 1e-7, *np.linspace(0, 1, 101)[1:-1], 1 - 1e-7, 1]
    signals = [synth.render(Request(x, 0.5, 0, Controls(detail=float(share)))) for share in shares]
    changes = [change(*pair) for pair in pairwise(signals)]
    assert max(changes[0], changes[-1]) < 1e-3
    assert max(changes) < 0.15


def test_where_the_model_is_silent_the_detail_is_played(make_bundle, toy):
    means = np.zeros((2, toy.representation.n_bands, toy.representation.n_frames), dtype=np.float32)
    synth = playing(make_bundle(means=means), tone(500), None)
    for controls in (Controls(), Controls(detail=0.5)):
        assert partials(synth.render(Request(0.3, 0.5, 0, controls)))[0] == pytest.approx(500, abs=1)
    with pytest.raises(SilenceError):
        synth.render(Request(0.3, 0.5, 0, Controls(detail=0.0)))


@pytest.fixture
def scattered(make_bundle, rng):
    """A bundle of twelve sounds with pitches, of which every third is missing, and its synth."""
    sounds = [None if i % 3 == 2 else tone(150 + 40 * i, 0.4) for i in range(12)]
    return playing(make_bundle(rng.random((12, 2)), pitches=150 + 40 * np.arange(12), spread=0.02), *sounds)


def requests(n):
    rng = np.random.default_rng(1)
    controls = Controls(), Controls(variation=0.7), Controls(length=1.5, pitch=-3.0), Controls(tone=5.0, detail=0.4)
    return [Request(*rng.random(2).tolist(), i, controls[i % 4]) for i in range(n)]


def test_the_same_request_gives_the_same_bytes_in_any_order_and_in_many_threads(scattered):
    asked = requests(40)
    alone = [scattered.render(request).tobytes() for request in asked]
    assert [scattered.render(request).tobytes() for request in reversed(asked)] == alone[::-1]
    with ThreadPoolExecutor(4) as pool:
        assert [signal.tobytes() for signal in pool.map(scattered.render, asked)] == alone


def test_a_place_rendered_by_itself_is_the_sound_of_its_request(scattered):
    for request in requests(8):
        rng = np.random.default_rng(request.seed)
        place = scattered.place(request, rng)
        found = scattered.render_place(place, request.controls, rng)
        assert found.tobytes() == scattered.render(request).tobytes()


def test_a_warm_synth_compiles_nothing_inside_the_map_and_outside(scattered):
    scattered.warm_up()
    before = [len(kernel.signatures) for kernel in KERNELS]
    for request in [*requests(8), *(Request(x, y) for x in (0, 1) for y in (0, 1))]:
        scattered.render(request)
    assert [len(kernel.signatures) for kernel in KERNELS] == before


def test_a_sound_that_would_be_too_long_is_refused(make_bundle):
    synth = playing(make_bundle(), noise(0, 10.0), noise(1, 10.0))
    for x in (0.0, 0.5):
        with pytest.raises(LengthError, match=r"^sound too long \(200\d\d of 16384 frames\); reduce length or pitch$"):
            synth.render(Request(x, 0.5, 0, Controls(length=4.0, pitch=24.0)))


GAP = np.concatenate([tone(300, 0.1), np.zeros(2_000, np.float32), tone(300, 0.1)])
ODD = {
    "a click of 2 ms": noise(0, 0.002),
    "silence inside": GAP,
    "DC": np.ones(3_000, dtype=np.float32),
    "20 Hz": tone(20),
    "near the Nyquist frequency": tone(3_999),
    "a late sound": np.pad(tone(300, 0.2), (6_000, 0)),
}
EVERY = (
    Controls(),
    Controls(detail=0.5),
    Controls(length=0.25, pitch=24.0),
    Controls(length=4.0, pitch=-24.0, decay=0.3),
    Controls(decay=0.0, tone=12.0, variation=1.0),
)


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_odd_sounds_are_played_without_an_error(make_bundle, odd):
    synth = playing(make_bundle(pitches=[200, 300]), odd, tone(300))
    for controls in EVERY:
        for x in (0.0, 0.3, 0.5):
            found = synth.render(Request(x, 0.5, 0, controls))
            assert np.isfinite(found).all()
            assert 0 < np.abs(found).max() <= 1


SMALLEST = Representation(sample_rate=8_000, n_fft=64, hop_length=32, n_bands=8, n_frames=4, top_db=20.0)
FEW = Representation(sample_rate=44_100, n_fft=1_024, hop_length=256, n_bands=20, n_frames=10, top_db=80.0)


@pytest.mark.parametrize("representation", [SMALLEST, FEW], ids=["smallest", "few"])
def test_representations_smaller_than_a_patch_are_played(make_bundle, representation):
    rate = representation.sample_rate
    bundle = make_bundle(pitches=[300, 0.4 * rate], representation=representation)
    synth = playing(bundle, tone(300, rate=rate), tone(0.36 * rate, rate=rate))
    for controls in EVERY:
        for x in (0.0, 0.3, 1.0):
            assert np.isfinite(synth.render(Request(x, 0.5, 0, controls))).all()


def test_a_silent_sound_on_its_own_is_refused(make_bundle):
    with pytest.raises(SilenceError):
        playing(make_bundle(), np.zeros(500, dtype=np.float32), None).render(Request(0.0, 0.5))

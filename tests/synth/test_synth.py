import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from latentpad.errors import BundleError, SilenceError
from latentpad.request import Controls, Request
from latentpad.synth.decoder import Decoded
from latentpad.synth.finish import FADE_OUT, LOUDNESS, finish
from latentpad.synth.loudness import momentary_loudness
from latentpad.synth.synth import Synth

HOP, SAMPLE_RATE = 64, 8000


def at(sound, seed=0):
    return Request(sound.x, sound.y, seed)


def loudest_hz(signal):
    spectrum = np.abs(np.fft.rfft(signal * np.hanning(len(signal)), 1 << 17))
    return spectrum.argmax() * SAMPLE_RATE / (1 << 17)


def test_a_latent_with_one_band_sounds_at_its_frequency(bundle, sounds):
    for sound in sounds[:3]:
        assert loudest_hz(Synth(bundle).render(at(sound))) == pytest.approx(sound.hz, abs=1.0)


def test_between_two_sounds_both_are_heard(bundle, sounds):
    signal = Synth(bundle).render(Request(0.5, sounds[0].y))
    spectrum = np.abs(np.fft.rfft(signal * np.hanning(len(signal)), 8000))
    levels = {hz: spectrum[hz - 20 : hz + 20].max() for hz in (500, 1000, 1500, 2500)}
    assert min(levels[500], levels[1000]) > 10 * max(levels[1500], levels[2500])


def test_the_audible_frames_set_the_length(bundle, sounds):
    for sound in sounds[:3]:
        n_samples = len(Synth(bundle).render(at(sound)))
        assert (sound.n_frames - 2) * HOP < n_samples <= sound.n_frames * HOP


def test_sounds_are_equally_loud(bundle, noisy_bundle, sounds):
    for played, sound in ((bundle, sounds[0]), (bundle, sounds[1]), (noisy_bundle, sounds[1])):
        signal = Synth(played).render(at(sound))
        assert momentary_loudness(signal, SAMPLE_RATE) == pytest.approx(LOUDNESS, abs=0.01)
        assert (signal.dtype, signal.ndim) == (np.float32, 1)
        assert signal[0] == signal[-1] == 0.0


def test_with_full_dynamics_a_sample_has_the_peak_that_its_sounds_had(bundle, sounds):
    peaks = np.repeat(np.array([0.8, 0.05, 0.2, 0.2], np.float32), 8)
    synth = Synth(replace(bundle, map=replace(bundle.map, peaks=peaks)))
    loud, soft = (synth.render(Request(s.x, s.y, controls=Controls(dynamics=1.0))) for s in sounds[:2])
    assert np.abs(loud).max() == pytest.approx(0.8, rel=1e-5)
    assert np.abs(soft).max() == pytest.approx(0.05, rel=1e-5)
    place = synth.inverse_map.place(0.5, sounds[0].y)
    share = place.weights[place.neighbors < 8].sum()
    between = synth.render(Request(0.5, sounds[0].y, controls=Controls(dynamics=1.0)))
    assert np.abs(between).max() == pytest.approx(0.8**share * 0.05 ** (1 - share), rel=1e-5)


def test_a_latent_without_a_place_has_the_common_loudness_whatever_the_dynamics(bundle):
    latent = np.eye(4, dtype=np.float32)[1]
    signal = Synth(bundle).render_latent(latent, np.random.default_rng(0), Controls(dynamics=1.0))
    assert momentary_loudness(signal, SAMPLE_RATE) == pytest.approx(LOUDNESS, abs=0.01)


def test_the_same_seed_renders_the_same_samples_in_any_synth(noisy_bundle, sounds):
    synth = Synth(noisy_bundle)
    first, again = synth.render(at(sounds[0], 7)), synth.render(at(sounds[0], 7))
    assert first.tobytes() == again.tobytes() == Synth(noisy_bundle).render(at(sounds[0], 7)).tobytes()


def test_another_seed_renders_another_texture_of_the_same_sound(noisy_bundle, sounds):
    one, other = (Synth(noisy_bundle).render(at(sounds[2], seed)) for seed in (1, 2))
    assert one.tobytes() != other.tobytes()
    assert [loudest_hz(one), loudest_hz(other)] == pytest.approx([1500.0] * 2, abs=20)


def test_a_generator_replaces_the_seed(noisy_bundle, sounds):
    synth = Synth(noisy_bundle)
    given = synth.render(at(sounds[0], 7), np.random.default_rng(3))
    assert given.tobytes() == synth.render(at(sounds[0], 3)).tobytes()


def test_the_magnitudes_are_those_of_the_decoder(bundle, sounds):
    synth = Synth(bundle)
    magnitude = synth.draw(synth.decoder(np.eye(4, dtype=np.float32)[1]), np.random.default_rng(0))
    wanted = np.zeros((21, 129))
    wanted[:20, 31:34] = [0.01, 1.0, 0.01]  # 80 dB per unit: half of a band is 40 dB below
    assert magnitude == pytest.approx(wanted, abs=1e-5)


def test_a_scale_beyond_8_db_is_clipped_to_8_db(bundle, make_decoder, sounds):
    signals = {}
    for spread in (0.05, 0.3, 0.9):  # of 80 dB, in the bins between the bands half of that
        synth = Synth(replace(bundle, decoder=make_decoder(spread=spread)))
        signals[spread] = synth.render(at(sounds[1])).tobytes()
    assert signals[0.3] == signals[0.9] != signals[0.05]


def test_the_very_last_frame_may_be_audible(bundle, make_decoder):
    endless = replace(bundle, decoder=make_decoder(np.ones((4, 65, 32), dtype=np.float32)))
    assert len(Synth(endless).render(Request(0.5, 0.5))) == bundle.representation.n_samples


def test_many_threads_render_the_bytes_of_one(noisy_bundle, sounds):
    synth = Synth(noisy_bundle)
    requests = [at(sounds[i % 3], seed) for i, seed in enumerate(range(60))]
    alone = [synth.render(request).tobytes() for request in requests]
    with ThreadPoolExecutor(4) as pool:
        together = [signal.tobytes() for signal in pool.map(synth.render, requests)]
    assert together == alone


def test_a_render_keeps_its_buffers_to_the_end(noisy_bundle, sounds, monkeypatch):
    synth = Synth(noisy_bundle)
    asked = [
        lambda: synth.render(at(sounds[1])),
        lambda: synth.render_latent(np.eye(4, dtype=np.float32)[1], np.random.default_rng(0)),
    ]
    alone = [render().tobytes() for render in asked]

    def interrupted(*arguments, **options):
        monkeypatch.setattr("latentpad.synth.synth.finish", finish)
        synth.render(at(sounds[2]))
        return finish(*arguments, **options)

    for render, wanted in zip(asked, alone, strict=True):
        monkeypatch.setattr("latentpad.synth.synth.finish", interrupted)
        assert render().tobytes() == wanted


def test_a_longer_sound_before_changes_nothing(noisy_bundle, sounds):
    fresh, used = Synth(noisy_bundle), Synth(noisy_bundle)
    used.render(at(sounds[2]))
    assert used.render(at(sounds[0])).tobytes() == fresh.render(at(sounds[0])).tobytes()


def test_a_render_allocates_little_beyond_its_result(noisy_bundle, sounds):
    synth = Synth(noisy_bundle)
    synth.render(at(sounds[2]))
    tracemalloc.start()
    try:
        signal = synth.render(at(sounds[2], 1))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    working = SAMPLE_RATE * 4 * 0.25 + 129 * 32 * 8  # the size of one array of noise and one of spectra
    assert most < signal.nbytes + 8192 < signal.nbytes + working


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf, 1e30, -1e30, 1e-40])
def test_odd_decoder_output_renders_finite_or_is_silent(bundle, make_decoder, odd):
    weight = np.zeros((4, 65, 32), dtype=np.float32)
    weight[:, 8] = 1.0
    weight[:, 20, 5:9] = odd
    synth = Synth(bundle)
    mean = weight[0]
    for decoded in (Decoded(mean, np.zeros_like(mean)), Decoded(np.ones_like(mean), mean)):
        try:
            signal = synth.reconstruct(synth.draw(decoded, np.random.default_rng(0)), np.random.default_rng(0))
            finished = finish(signal, SAMPLE_RATE)
        except SilenceError:
            continue
        assert np.isfinite(finished).all()


def test_a_silent_point_is_refused(bundle, sounds):
    with pytest.raises(SilenceError, match=r"^this point of the map is silent$"):
        Synth(bundle).render(at(sounds[3]))


def test_every_corner_of_the_map_can_be_rendered(noisy_bundle):
    synth = Synth(noisy_bundle)
    for x, y in ((0, 0), (0, 1), (1, 0), (0.5, 0.5), (0.999, 0.2)):
        signal = synth.render(Request(x, y))
        assert np.isfinite(signal).all()
        assert SAMPLE_RATE * FADE_OUT < len(signal) <= noisy_bundle.representation.n_samples


def test_warming_up_changes_nothing(noisy_bundle, sounds):
    cold, warm = Synth(noisy_bundle), Synth(noisy_bundle)
    warm.warm_up()
    assert cold.render(at(sounds[0])).tobytes() == warm.render(at(sounds[0])).tobytes()


def test_a_bundle_whose_decoder_does_not_fit_is_refused(bundle):
    with pytest.raises(BundleError, match=r"^toy: decoder\.onnx is not a network"):
        Synth(replace(bundle, decoder=b"garbage"))

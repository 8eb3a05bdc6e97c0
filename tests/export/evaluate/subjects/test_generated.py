from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("librosa")
from latentpad.bundle.map import Map
from latentpad.synth.inverse_map import InverseMap
from latentpad_export.data.features import log_magnitude
from latentpad_export.evaluate.cache import Cache
from latentpad_export.evaluate.metrics.descriptors import EAR, hear
from latentpad_export.evaluate.subjects.generated import (
    OUTSIDE_CONFIDENCE,
    Counts,
    Spots,
    choose_spots,
    play_latents,
    play_spots,
)
from latentpad_export.evaluate.subjects.renderers import (
    MeanVoice,
    StudioRenderer,
    ThesisVoice,
    encode_features,
    voice_of,
)
from latentpad_export.presets import THESIS

COUNTS = Counts(around=40, between=30, siblings=12, outside=10, anywhere=20)


def clustered(n=60):
    """Two tight clusters in two corners, so that the rest of the pad is outside."""
    rng = np.random.default_rng(0)
    points = np.concatenate([0.1 + 0.02 * rng.random((n // 2, 2)), 0.9 - 0.02 * rng.random((n // 2, 2))])
    one = np.ones(n, dtype=np.float32)
    return Map(
        points.astype(np.float32),
        rng.standard_normal((n, 3)).astype(np.float32),
        (np.arange(n) // (n // 2)).astype(np.int32),
        np.arange(n).astype(str),
        one,
        one,
    )


@pytest.fixture
def spots(rng):
    return choose_spots(InverseMap(clustered()), np.arange(30), COUNTS, rng)


def test_each_kind_has_its_number_of_points_on_the_pad(spots):
    assert {kind: len(found.xy) for kind, found in spots.items()} == {
        "around": 40,
        "between": 30,
        "siblings": 12,
        "outside": 10,
        "anywhere": 20,
    }
    assert all(((found.xy >= 0) & (found.xy <= 1)).all() for found in spots.values())


def test_around_and_between_lie_near_the_sounds_they_belong_to(spots):
    points = clustered().points
    for kind in ("around", "between"):
        assert np.isin(spots[kind].origin, np.arange(30)).all()
        assert np.hypot(*(spots[kind].xy - points[spots[kind].origin]).T).max() < 0.1


def test_between_lies_in_the_middle_of_its_two_sounds(spots):
    points = clustered().points
    middle = (points[spots["between"].origin] + points[spots["between"].other]) / 2
    assert spots["between"].xy == pytest.approx(middle)
    assert (spots["between"].origin != spots["between"].other).all()


def test_around_is_beside_the_point_and_not_on_it(spots):
    points = clustered().points
    assert np.hypot(*(spots["around"].xy - points[spots["around"].origin]).T).min() > 0


def test_outside_has_little_confidence_and_no_sound_that_it_belongs_to(spots):
    pad = InverseMap(clustered())
    assert max(pad.place(*xy).confidence for xy in spots["outside"].xy) < OUTSIDE_CONFIDENCE
    assert (spots["outside"].origin == -1).all()


def test_a_full_map_has_no_outside(rng):
    side = np.linspace(0, 1, 20, dtype=np.float32)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    full = replace(clustered(400), points=grid)
    assert len(choose_spots(InverseMap(full), np.arange(400), COUNTS, rng)["outside"].xy) == 0


def test_counts_are_scaled_and_never_nothing():
    assert Counts(around=480, graded=32).scaled(2).around == 960
    assert Counts(around=480, graded=32).scaled(0.05).graded == 4


def test_points_are_played_once_and_kept(bundle, tmp_path, sounds):
    voice, cache = StudioRenderer(bundle), Cache(tmp_path)
    spots = Spots(np.array([s[:2] for s in sounds], dtype=np.float32), np.arange(4), np.arange(4))
    heard = play_spots(voice, spots, "on", cache)
    assert heard.sounding.tolist() == [True, True, True, False]
    centroid = heard.column("centroid")
    assert centroid[:3] == pytest.approx([s.hz for s in sounds[:3]], rel=0.03)
    assert np.isnan(centroid[3])
    voice.sound = None
    assert (play_spots(voice, spots, "on", cache).features == heard.features).all()


def test_no_points_are_no_sounds(bundle, tmp_path):
    heard = play_spots(
        StudioRenderer(bundle),
        Spots(np.zeros((0, 2), np.float32), np.zeros(0, int), np.zeros(0, int)),
        "none",
        Cache(tmp_path),
    )
    assert heard.features.shape == (0, EAR.n_bands, EAR.n_frames)


def test_a_bundle_of_the_thesis_s_presets_is_played_its_way(bundle):
    assert isinstance(voice_of(bundle), StudioRenderer)
    assert isinstance(voice_of(replace(bundle, preset="thesis-8-dim")), ThesisVoice)


def test_the_thesis_s_way_keeps_spectrum_and_pitch(bundle, make_decoder):
    """A decoder that gives one feature, that of a real tone: what comes out is the tone again."""
    from latentpad_export.data.filter_banks import filter_bank

    shape = THESIS.representation
    analysis, synthesis = filter_bank(shape, "mel")
    time = np.arange(16_000) / 16_000
    tone = sum(np.sin(2 * np.pi * 440 * k * time) / k for k in (1, 2, 3)).astype(np.float32)
    feature = log_magnitude(tone, shape, analysis)
    layout = replace(bundle.map, latents=np.ones((32, 1), dtype=np.float32))
    thesis = replace(
        bundle,
        preset="thesis",
        representation=shape,
        latent_dim=1,
        analysis=analysis,
        synthesis=synthesis,
        decoder=make_decoder(feature[None]),
        map=layout,
    )
    signal = ThesisVoice(thesis).sound(np.ones(1, dtype=np.float32), 0)
    spectrum = np.abs(np.fft.rfft(signal[4410:39690] * np.hanning(35280)))
    hertz = np.arange(len(spectrum)) * EAR.sample_rate / 35280
    levels = [20 * np.log10(spectrum[np.abs(hertz - 440 * k) < 15].max()) for k in (1, 2, 3)]
    assert hertz[spectrum.argmax()] == pytest.approx(440, abs=4)
    assert levels[0] - levels[1] == pytest.approx(6.0, abs=3.0)
    assert levels[0] - levels[2] == pytest.approx(9.5, abs=3.0)
    assert ThesisVoice(thesis).sound(np.zeros(1, dtype=np.float32), 0) is None


def test_features_are_encoded_in_batches(bundle, rng):
    features = rng.random((70, 65, 32), dtype=np.float32)
    together = encode_features(bundle, features)
    assert together.shape == (70, 4)
    assert together[33] == pytest.approx(encode_features(bundle, features[33:34])[0], abs=1e-5)
    assert encode_features(bundle, features[:0]).shape == (0, 4)


def test_the_mean_alone_has_no_texture_of_its_own(noisy_bundle):
    latent = np.eye(4, dtype=np.float32)[0]
    smooth, rough = (
        np.abs(np.diff([hear(voice.sound(latent, seed)).feature for seed in (0, 1)], axis=0)).mean()
        for voice in (MeanVoice(noisy_bundle), StudioRenderer(noisy_bundle))
    )
    assert smooth < 0.5 * rough
    assert MeanVoice(noisy_bundle).sound(np.eye(4, dtype=np.float32)[3], 0) is None


def test_each_sound_has_a_seed_of_its_own(noisy_bundle, tmp_path):
    latents = np.eye(4, dtype=np.float32)[[0, 0]]
    heard = play_latents(StudioRenderer(noisy_bundle), latents, "twice", Cache(tmp_path))
    assert (heard.features[0] != heard.features[1]).any()

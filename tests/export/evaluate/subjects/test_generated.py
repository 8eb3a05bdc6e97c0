from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("librosa")
from latentpad.bundle.map import Map
from latentpad.synth.inverse_map import InverseMap
from latentpad_export.data.features import log_magnitude
from latentpad_export.evaluate.cache import Cache
from latentpad_export.evaluate.metrics.descriptors import COMPARISON, describe
from latentpad_export.evaluate.subjects.generated import (
    OUTSIDE_SPARSENESS,
    Counts,
    PadPoints,
    choose_points,
    render_places,
    render_points,
)
from latentpad_export.evaluate.subjects.renderers import (
    MeanRenderer,
    StudioRenderer,
    ThesisRenderer,
    encode_features,
    make_renderer,
)
from latentpad_export.presets import THESIS

COUNTS = Counts(around=40, between=30, siblings=12, outside=10, anywhere=20)


def clustered(n=60):
    """Return a map with two tight clusters in two corners; the rest of the pad is outside."""
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
def points(rng):
    return choose_points(InverseMap(clustered()), np.arange(30), COUNTS, rng)


def test_each_kind_has_its_number_of_points_on_the_pad(points):
    assert {kind: len(found.xy) for kind, found in points.items()} == {
        "around": 40,
        "between": 30,
        "siblings": 12,
        "outside": 10,
        "anywhere": 20,
    }
    assert all(((found.xy >= 0) & (found.xy <= 1)).all() for found in points.values())


def test_around_and_between_lie_near_the_sounds_they_belong_to(points):
    map_points = clustered().points
    for kind in ("around", "between"):
        assert np.isin(points[kind].origin, np.arange(30)).all()
        assert np.hypot(*(points[kind].xy - map_points[points[kind].origin]).T).max() < 0.1


def test_between_lies_in_the_middle_of_its_two_sounds(points):
    map_points = clustered().points
    middle = (map_points[points["between"].origin] + map_points[points["between"].other]) / 2
    assert points["between"].xy == pytest.approx(middle)
    assert (points["between"].origin != points["between"].other).all()


def test_points_around_a_sound_are_next_to_it_and_not_on_it(points):
    map_points = clustered().points
    assert np.hypot(*(points["around"].xy - map_points[points["around"].origin]).T).min() > 0


def test_points_outside_have_low_confidence_and_belong_to_no_sound(points):
    pad = InverseMap(clustered())
    assert min(pad.sparseness(*xy) for xy in points["outside"].xy) > OUTSIDE_SPARSENESS
    assert (points["outside"].origin == -1).all()


def test_a_map_without_gaps_has_no_points_outside_its_clusters(rng):
    side = np.linspace(0, 1, 20, dtype=np.float32)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    full = replace(clustered(400), points=grid)
    assert len(choose_points(InverseMap(full), np.arange(400), COUNTS, rng)["outside"].xy) == 0


def test_counts_are_scaled_but_never_to_zero():
    assert Counts(around=480, graded=32).scaled(2).around == 960
    assert Counts(around=480, graded=32).scaled(0.05).graded == 4


def test_points_are_rendered_once_and_cached(bundle, tmp_path, sounds):
    renderer, cache = StudioRenderer(bundle), Cache(tmp_path)
    points = PadPoints(np.array([s[:2] for s in sounds], dtype=np.float32), np.arange(4), np.arange(4))
    found = render_points(renderer, points, "on", cache)
    assert found.sounding.tolist() == [True, True, True, False]
    centroid = found.column("centroid")
    assert centroid[:3] == pytest.approx([s.hz for s in sounds[:3]], rel=0.03)
    assert np.isnan(centroid[3])
    renderer.render = None
    assert (render_points(renderer, points, "on", cache).features == found.features).all()


def test_without_points_there_are_no_sounds(bundle, tmp_path):
    found = render_points(
        StudioRenderer(bundle),
        PadPoints(np.zeros((0, 2), np.float32), np.zeros(0, int), np.zeros(0, int)),
        "none",
        Cache(tmp_path),
    )
    assert found.features.shape == (0, COMPARISON.n_bands, COMPARISON.n_frames)


def test_a_thesis_preset_is_rendered_by_the_thesis_renderer(bundle):
    assert isinstance(make_renderer(bundle), StudioRenderer)
    assert isinstance(make_renderer(replace(bundle, preset="thesis-8-dim")), ThesisRenderer)


def test_the_thesis_renderer_preserves_spectrum_and_pitch(bundle, make_decoder):
    """A decoder that returns the feature of a tone: the renderer returns the tone."""
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
    signal = ThesisRenderer(thesis).render(np.ones(1, dtype=np.float32), 0)
    spectrum = np.abs(np.fft.rfft(signal[4410:39690] * np.hanning(35280)))
    hertz = np.arange(len(spectrum)) * COMPARISON.sample_rate / 35280
    levels = [20 * np.log10(spectrum[np.abs(hertz - 440 * k) < 15].max()) for k in (1, 2, 3)]
    assert hertz[spectrum.argmax()] == pytest.approx(440, abs=4)
    assert levels[0] - levels[1] == pytest.approx(6.0, abs=3.0)
    assert levels[0] - levels[2] == pytest.approx(9.5, abs=3.0)
    assert ThesisRenderer(thesis).render(np.zeros(1, dtype=np.float32), 0) is None


def test_features_are_encoded_in_batches(bundle, rng):
    features = rng.random((70, 65, 32), dtype=np.float32)
    together = encode_features(bundle, features)
    assert together.shape == (70, 4)
    assert together[33] == pytest.approx(encode_features(bundle, features[33:34])[0], abs=1e-5)
    assert encode_features(bundle, features[:0]).shape == (0, 4)


def test_the_mean_alone_has_no_texture_of_its_own(noisy_bundle):
    latent = np.eye(4, dtype=np.float32)[0]
    smooth, rough = (
        np.abs(np.diff([describe(renderer.render(latent, seed)).feature for seed in (0, 1)], axis=0)).mean()
        for renderer in (MeanRenderer(noisy_bundle), StudioRenderer(noisy_bundle))
    )
    assert smooth < 0.5 * rough
    assert MeanRenderer(noisy_bundle).render(np.eye(4, dtype=np.float32)[3], 0) is None


def test_each_sound_has_a_seed_of_its_own(noisy_bundle, tmp_path):
    places = [InverseMap(noisy_bundle.map).place(0.125, 0.125)] * 2
    found = render_places(StudioRenderer(noisy_bundle), places, "twice", Cache(tmp_path))
    assert (found.features[0] != found.features[1]).any()

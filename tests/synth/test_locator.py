from dataclasses import replace

import numpy as np
import pytest

from latentpad.bundle.outline import outline, to_bytes
from latentpad.synth.decoder import Decoder
from latentpad.synth.known_sounds import KnownSounds
from latentpad.synth.locator import Locator
from latentpad.synth.synth import Synth


@pytest.fixture
def with_outlines(toy):
    decoder = Decoder(toy)
    outlines = np.stack([to_bytes(outline(decoder(latent).mean)) for latent in toy.map.latents])
    return replace(toy, map=replace(toy.map, outlines=outlines))


def spread(bundle, rng):
    """Return a bundle whose sounds are all different."""
    latents = (bundle.map.latents + 0.05 * rng.standard_normal((32, 4))).astype(np.float32)
    decoder = Decoder(bundle)
    outlines = np.stack([to_bytes(outline(decoder(latent).mean)) for latent in latents])
    return replace(bundle, map=replace(bundle.map, latents=latents, outlines=outlines))


@pytest.mark.parametrize("name", ["toy", "with_outlines"])
def test_a_rendered_sound_is_located_where_it_came_from(name, request, sounds):
    bundle = request.getfixturevalue(name)
    synth = Synth(bundle)
    locator = Locator(bundle, synth.decoder)
    for row, sound in enumerate(sounds[:3]):
        signal = synth.render_latent(np.eye(4, dtype=np.float32)[row], np.random.default_rng(0))
        found = locator.locate(signal)
        assert (found.x, found.y) == pytest.approx((sound.x, sound.y), abs=0.02)
        assert found.label == bundle.map.labels[8 * row]
        assert set(found.nearest) == set(range(8 * row, 8 * row + 8))


def test_a_latent_of_the_map_is_located_on_its_own_point(toy, rng):
    bundle = spread(toy, rng)
    locator = Locator(bundle, Decoder(bundle))
    for i, (x, y) in enumerate(bundle.map.points):
        found = locator.locate_latent(bundle.map.latents[i])
        assert (found.x, found.y) == pytest.approx((x, y), abs=1e-4)
        assert found.nearest[0] == i
        assert found.distance == pytest.approx(0, abs=0.05)
        assert found.certainty > 0.95


def test_a_sound_that_is_removed_from_the_map_is_located_among_its_like(toy, rng):
    bundle = spread(toy, rng)
    others = np.delete(np.arange(32), 3)
    less = {name: values[others] for name, values in vars(bundle.map).items() if values is not None}
    without = replace(bundle, map=replace(bundle.map, **less))
    found = Locator(without, Decoder(without)).locate_latent(bundle.map.latents[3])
    assert (found.x, found.y) == pytest.approx((0.125, 0.125), abs=0.02)
    assert 0 < found.distance < 4


def test_certainty_falls_where_like_sounds_are_apart_and_where_none_is_like(toy, rng):
    bundle = spread(toy, rng)
    locate = Locator(bundle, Decoder(bundle)).locate_latent
    known, between, unknown = (
        locate(np.array(latent, dtype=np.float32))
        for latent in (bundle.map.latents[0], [0.5, 0.5, 0, 0], [3, 3, -3, 3])
    )
    assert known.certainty > between.certainty > unknown.certainty >= 0
    assert known.distance < between.distance < unknown.distance


def test_a_distance_of_one_is_that_of_sounds_of_the_map(toy, rng):
    bundle = spread(toy, rng)
    known = KnownSounds(bundle)
    decoder = Decoder(bundle)
    rows = []
    for i, latent in enumerate(bundle.map.latents):
        rows.append(np.delete(known.distances(latent, outline(decoder(latent).mean)), i))
    assert np.median(np.min(rows, axis=1)) == pytest.approx(1, abs=0.05)


def test_distances_are_latents_and_outlines_at_unit_size(toy, rng):
    bundle = spread(toy, rng)
    latents, outlines = bundle.map.latents, bundle.map.outlines.reshape(32, -1).astype(float)
    size = np.sqrt(latents.var(axis=0).sum()), np.sqrt(outlines.var(axis=0).sum()) / 1.4
    wanted = np.hypot(
        np.linalg.norm(latents - latents[5], axis=1) / size[0], np.linalg.norm(outlines - outlines[5], axis=1) / size[1]
    )
    found = KnownSounds(bundle).distances(latents[5], bundle.map.outlines[5] / np.float32(255))
    assert found / found[9] == pytest.approx(wanted / wanted[9], abs=1e-3)


def test_a_map_of_one_sound_locates_every_sound_there(toy):
    one = {name: values[:1] for name, values in vars(toy.map).items() if values is not None}
    bundle = replace(toy, map=replace(toy.map, **one))
    found = Locator(bundle, Decoder(bundle)).locate_latent(np.array([0, 2, 0, 0], dtype=np.float32))
    assert (found.x, found.y) == pytest.approx(tuple(bundle.map.points[0]))
    assert list(found.nearest) == [0]

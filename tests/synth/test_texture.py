from dataclasses import replace

import numpy as np
import pytest

from latentpad.bundle.representation import Representation
from latentpad.synth.decoder import Decoded
from latentpad.synth.texture import EULER, LOG_POWER_DEVIATION, TextureSampler, sparse

REPRESENTATION = Representation(sample_rate=8000, n_fft=256, hop_length=64, n_bands=129, n_frames=4000, top_db=80.0)
MEAN, SCALE = 0.5, 0.05


@pytest.fixture
def texture(rng):
    """Return the texture drawn around a flat mean, in units of the scale; each band is a bin."""
    return texture_of(rng)


def texture_of(rng, n_frames=REPRESENTATION.n_frames):
    flat = np.zeros((129, REPRESENTATION.n_frames), np.float32)
    flat[:, :n_frames] = 1
    magnitude = TextureSampler(REPRESENTATION, np.eye(129, dtype=np.float32))(Decoded(MEAN * flat, SCALE * flat), rng)
    with np.errstate(divide="ignore"):
        return (20 * np.log10(magnitude) / 80 + 1 - MEAN) / SCALE


def test_the_constants_are_those_of_the_logarithm_of_an_exponential(rng):
    logarithms = np.log(rng.exponential(size=1_000_000))
    assert logarithms.mean() == pytest.approx(-EULER, abs=0.01)
    assert logarithms.std() == pytest.approx(LOG_POWER_DEVIATION, abs=0.01)


def test_every_bin_has_mean_0_and_deviation_1(texture):
    inner = texture[:, 1:-1]
    assert np.abs(inner.mean(axis=0)).max() < 0.12
    assert inner.std(axis=0) == pytest.approx(1, abs=0.12)
    assert abs(inner.mean()) < 0.02
    assert inner.std() == pytest.approx(1, abs=0.02)


def test_overlapping_frames_are_correlated_and_distant_ones_are_not(texture):
    inner = texture[:, 1:-1]
    overlapping, apart = (
        np.mean(inner[:-n] * inner[n:]) for n in (1, REPRESENTATION.n_fft // REPRESENTATION.hop_length)
    )
    assert overlapping > 0.25
    assert abs(apart) < 0.02


@pytest.mark.parametrize("n_frames", [1, 15, 16, 17, 100])
def test_the_frame_after_the_last_audible_one_is_silent(n_frames, rng):
    found = texture_of(rng, n_frames)
    assert len(found) == n_frames + 1
    assert np.isfinite(found[:-1]).all()
    assert np.isneginf(found[-1]).all()


def test_the_seed_determines_the_texture():
    one, same, other = (texture_of(np.random.default_rng(seed), 7) for seed in (1, 1, 2))
    assert one.tobytes() == same.tobytes()
    assert not np.allclose(one[:-1], other[:-1])


def test_a_table_is_stored_as_indices_and_weights(rng):
    table = np.zeros((20, 6), np.float32)
    for row in table:
        row[rng.choice(6, 2, replace=False)] = rng.random(2)
    mix = sparse(table)
    assert mix.bands.shape == mix.weight.shape == (2, 20)
    rebuilt_table = np.zeros_like(table)
    np.add.at(rebuilt_table, (np.arange(20), mix.bands), mix.weight)
    assert np.array_equal(rebuilt_table, table)


def test_faint_frames_do_not_delay_the_end(rng):
    mean = np.zeros((129, REPRESENTATION.n_frames), np.float32)
    mean[:, :20] = 1 - 70 / 80
    mean[:, 20:200] = 1 - 72 / 80
    found = TextureSampler(REPRESENTATION, np.eye(129, dtype=np.float32))(Decoded(mean, 0 * mean), rng)
    assert len(found) == 21
    assert found[:20] == pytest.approx(10 ** (-70 / 20), rel=1e-3)
    assert found[20] == pytest.approx(10 ** (-72 / 20), rel=1e-3)


def test_means_are_played_down_to_the_floor_beside_louder_ones(rng):
    mean = np.zeros((129, 10), np.float32)
    levels = np.array([0.0, -40.0, -72.0, -79.0, -79.5, -80.0], np.float32)
    mean[:6] = (1 + levels / 80)[:, None]
    found = TextureSampler(REPRESENTATION, np.eye(129, dtype=np.float32))(Decoded(mean, 0 * mean), rng)
    assert found[:, :4] == pytest.approx(np.tile(10 ** (levels[:4] / 20), (10, 1)), rel=1e-3)
    assert not found[:, 4:].any()


@pytest.mark.parametrize("scale", [0.0, 0.05])
def test_an_emphasis_is_undone_after_drawing(scale):
    emphasised = replace(REPRESENTATION, emphasis=3.0)
    mean = np.full((129, 50), 0.6, np.float32)
    flat, tilted = (
        TextureSampler(sampled, np.eye(129, dtype=np.float32))(
            Decoded(mean, scale * np.ones_like(mean)), np.random.default_rng(1)
        )
        for sampled in (REPRESENTATION, emphasised)
    )
    wanted = flat / emphasised.emphasis_gain()
    assert tilted == pytest.approx(wanted / wanted.max(), rel=1e-4)
    assert tilted.max() == 1.0


def test_a_feature_with_a_smaller_range_is_rendered_to_its_floor(rng):
    shallow = replace(REPRESENTATION, top_db=40.0)
    mean = np.full((129, 10), 0.011, np.float32)
    assert len(TextureSampler(shallow, np.eye(129, dtype=np.float32))(Decoded(mean, 0 * mean), rng)) == 10

import numpy as np
import pytest

from latentpad.texture import LOG_POWER_DEVIATION, LOG_POWER_MEAN, draw_texture

N_FFT, HOP = 256, 64


def test_the_constants_are_those_of_the_logarithm_of_an_exponential(rng):
    logarithms = np.log(rng.exponential(size=1_000_000))
    assert logarithms.mean() == pytest.approx(LOG_POWER_MEAN, abs=0.01)
    assert logarithms.std() == pytest.approx(LOG_POWER_DEVIATION, abs=0.01)


def test_every_bin_has_mean_0_and_deviation_1(rng):
    texture = draw_texture(20_000, N_FFT, HOP, rng)
    inner = texture[:, 1:-1]
    assert np.abs(inner.mean(axis=0)).max() < 0.06
    assert inner.std(axis=0) == pytest.approx(1, abs=0.06)
    assert abs(inner.mean()) < 0.01
    assert inner.std() == pytest.approx(1, abs=0.01)


def test_frames_that_overlap_hang_together_and_frames_apart_do_not(rng):
    texture = draw_texture(20_000, N_FFT, HOP, rng)[:, 1:-1]
    overlapping, apart = (np.mean(texture[:-n] * texture[n:]) for n in (1, N_FFT // HOP))
    assert overlapping > 0.3
    assert abs(apart) < 0.02


def test_it_is_finite_float32_of_a_frame_a_row(rng):
    texture = draw_texture(7, N_FFT, HOP, rng)
    assert (texture.shape, texture.dtype) == ((7, N_FFT // 2 + 1), np.float32)
    assert np.isfinite(texture).all()


def test_the_seed_decides():
    one, same, other = (draw_texture(7, N_FFT, HOP, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert one.tobytes() == same.tobytes()
    assert not np.allclose(one, other)

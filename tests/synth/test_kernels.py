"""Compiled kernels against their Python, and against closed forms in float64."""

import copy
from types import FunctionType

import numba
import numpy as np
import pytest

from latentpad.synth.griffin_lim import PhaseReconstruction, hann
from latentpad.synth.kernels import (
    elementary,
    filtering,
    griffin_lim,
    harmonics,
    levels,
    nearest,
    onsets,
    phase,
    texture,
    tonal,
    triangles,
)
from latentpad.synth.kernels.jit import KERNELS
from latentpad.synth.point_blocks import make_blocks

N_FRAMES, N_FFT, HOP = 6, 32, 8
N_BINS = N_FFT // 2 + 1
N_SAMPLES = N_FFT + HOP * (N_FRAMES - 1)
WINDOW = hann(N_FFT)


def plain(kernel):
    """Return the Python of a kernel and of all that it calls, with numpy's FFT in place of the compiled one."""

    def r2c(frames, spectra, *_):
        spectra[:] = np.fft.rfft(frames)

    def c2r(spectra, frames, *_):
        frames[:] = np.fft.irfft(spectra)

    names = kernel.py_func.__globals__
    called = {
        name: plain(names[name]) for name in kernel.py_func.__code__.co_names if hasattr(names.get(name), "py_func")
    }
    return FunctionType(kernel.py_func.__code__, {**names, **called, "r2c": r2c, "c2r": c2r})


def floats(rng, *shape):
    return rng.standard_normal(shape, dtype=np.float32)


def spectra(rng, *shape):
    return (floats(rng, *shape) + 1j * floats(rng, *shape)).astype(np.complex64)


def mix_of(rng):
    return texture.Mix(rng.integers(0, 5, (2, N_BINS)).astype(np.int32), floats(rng, 2, N_BINS))


def limits():
    return texture.Limits(*map(np.float32, (0.2, 0.1, 13.3, 3.0, 1.85)))


def blocks(rng):
    return texture.Blocks(*(floats(rng, n, m) for n, m in ((16, 5), (16, 5), (3, N_BINS))), *block(rng))


def block(rng):
    return spectra(rng, griffin_lim.BLOCK, N_BINS), floats(rng, griffin_lim.BLOCK, N_FFT)


def positions():
    """Return the position of each bin among four places."""
    return np.linspace(0, 3, N_BINS).astype(np.float32)


def filter_of(rng):
    """Return a filter and its working arrays."""
    bins = filtering.Filter(floats(rng, 3, 4), np.float32(2), positions(), floats(rng, N_BINS))
    return bins, filtering.Blocks(*block(rng), floats(rng, 5))


def noise_of(rng):
    """Return surroundings of three bins on each side, limits, and working arrays."""
    bins = np.arange(N_BINS, dtype=np.int32)
    around = tonal.Surroundings(np.maximum(bins - 3, 0), np.minimum(bins + 4, np.int32(N_BINS)))
    arrays = spectra(rng, 1, N_BINS), floats(rng, 1, N_FFT), floats(rng, N_BINS), np.empty(N_BINS + 1)
    return around, tonal.Limits(*map(np.float32, (0.5, 0.3, 2.0))), tonal.Blocks(*arrays)


def regions():
    """Return the regions of three partials."""
    moved = np.repeat(np.float32([1.0, 0.5, 0.0]), [5, 5, N_BINS - 10])
    return harmonics.Regions(np.array([0.5, 4.2, 9.9, N_BINS]), moved)


def between_partials():
    """Return the partials around each bin, of three."""
    lower = (positions() * 2 / 3).astype(np.int32)
    return harmonics.Filter(lower, np.minimum(lower + 1, np.int32(2)), (positions() * 2 / 3 - lower).astype(np.float32))


def square():
    """Return two triangles of the unit square: corners, adjoining, xs, ys."""
    return (
        np.array([[0, 1, 2], [0, 2, 3]]),
        np.array([[-1, 1, -1], [-1, -1, 0]]),
        *np.eye(4)[[1, 2]] + np.eye(4)[[2, 3]],
    )


def estimate(rng):
    return griffin_lim.Estimate(
        floats(rng, N_SAMPLES), floats(rng, N_SAMPLES), spectra(rng, N_FRAMES, N_BINS), *block(rng)
    )


def slopes(rng):
    """Return random integer steps, and levels with a quiet frame around them."""
    shape = N_FRAMES + 2, N_BINS + 1
    level = np.zeros(shape, np.int32)
    level[1:-1, :-1] = rng.integers(0, 20, (N_FRAMES, N_BINS))
    steps = [rng.integers(-(2**31), 2**31, shape).astype(np.int32) for _ in range(2)]
    steps.append(rng.integers(-(2**30), 2**30, shape).astype(np.int32))
    return phase.Slopes(*steps, level, np.zeros(shape, np.int32), np.empty(30, np.int32))


def magnitudes(rng, *shape):
    return np.abs(floats(rng, *(shape or (N_FRAMES, N_BINS))))


CASES = {
    texture.transpose: lambda rng: (floats(rng, 3, 5), floats(rng, 5, N_FRAMES), 2),
    texture.expand: lambda rng: (floats(rng, N_BINS), floats(rng, 5), mix_of(rng)),
    texture.log_power: lambda rng: (floats(rng, N_BINS), spectra(rng, N_BINS)),
    texture.to_magnitude: lambda rng: (*(floats(rng, N_BINS) for _ in range(4)), limits()),
    texture.draw: lambda rng: (
        *(magnitudes(rng, 20, N_BINS), magnitudes(rng, 5, 20), 0.1 * magnitudes(rng, 5, 20)),
        *(floats(rng, N_FFT + HOP * 19), WINDOW, HOP, (mix_of(rng), limits()), blocks(rng)),
    ),
    griffin_lim.cut_frames: lambda rng: (floats(rng, N_FRAMES, N_FFT), floats(rng, N_SAMPLES), WINDOW, HOP),
    griffin_lim.overlap_add: lambda rng: (floats(rng, N_SAMPLES), floats(rng, N_FRAMES, N_FFT), WINDOW, HOP),
    griffin_lim.add_squared_windows: lambda rng: (floats(rng, N_SAMPLES), WINDOW, N_FRAMES, HOP),
    griffin_lim.from_polar: lambda rng: (spectra(rng, N_FRAMES, N_BINS), magnitudes(rng), slopes(rng).phase),
    griffin_lim.project: lambda rng: (
        *(spectra(rng, N_FRAMES, N_BINS), spectra(rng, N_FRAMES, N_BINS), magnitudes(rng), np.float32(0.4)),
    ),
    griffin_lim.griffin_lim: lambda rng: (
        *(estimate(rng), magnitudes(rng), slopes(rng).phase, WINDOW, np.full(N_SAMPLES, 0.6, np.float32)),
        *(HOP, 3, np.float32(0.4)),
    ),
    harmonics.play_period: lambda rng: (floats(rng, 50), floats(rng, 7), 1.3),
    harmonics.take_partials: lambda rng: (
        *(floats(rng, N_FRAMES, 3), magnitudes(rng), regions(), magnitudes(rng, N_FRAMES) / 4, np.empty(N_BINS + 1)),
    ),
    harmonics._sum_up_to: lambda rng: (np.cumsum(rng.random(N_BINS + 1)), 3.3),
    harmonics.smooth_over_time: lambda rng: (
        *(magnitudes(rng, N_FRAMES, 3), np.float32([0.1, 0.2, 0.4, 0.2, 0.1]), floats(rng, N_FRAMES)),
    ),
    harmonics.to_gains: lambda rng: (magnitudes(rng, N_FRAMES, 3), magnitudes(rng, N_FRAMES), magnitudes(rng, 3)),
    harmonics.filter_wave: lambda rng: (
        *(floats(rng, N_SAMPLES), floats(rng, N_SAMPLES), magnitudes(rng, N_FRAMES, 3), between_partials()),
        *(WINDOW, HOP, *block(rng)),
    ),
    levels.peak: lambda rng: (floats(rng, 1000),),
    levels.last_above: lambda rng: (floats(rng, 1000), np.float32(2.5)),
    levels.spent_at: lambda rng: (floats(rng, 1000), 0.3),
    levels.first_rise: lambda rng: (floats(rng, 1000) * np.linspace(0, 1, 1000, dtype=np.float32), 44, 0.01),
    levels.interpolate: lambda rng: (floats(rng, 30), -3, floats(rng, levels.N_TAPS)),
    levels.peak_between: lambda rng: (floats(rng, 1000), floats(rng, 3, levels.N_TAPS), np.float32(3)),
    levels.weighted_energies: lambda rng: (np.empty(8), floats(rng, 1000), 0.4 * rng.uniform(-1, 1, (2, 5)), 130),
    nearest.nearest: lambda rng: (
        *(np.zeros(8, np.int64), floats(rng, 8), *floats(rng, 2, 200), np.float32(0.1), np.float32(0.2)),
    ),
    nearest.nearest_in_blocks: lambda rng: (
        *(np.zeros(8, np.int64), floats(rng, 8), *make_blocks(floats(rng, 200, 2)), *floats(rng, 2, 200)),
        *(np.float32(0.1), np.float32(0.2)),
    ),
    nearest._from_box: lambda rng: (make_blocks(floats(rng, 200, 2)).boxes, 1, np.float32(0.1), np.float32(0.2)),
    nearest._insert_block: lambda rng: (
        *(np.zeros(8, np.int64), floats(rng, 8), np.arange(200, dtype=np.int32), 2, *floats(rng, 2, 200)),
        *(np.float32(0.1), np.float32(0.2)),
    ),
    onsets.frame_powers: lambda rng: (floats(rng, N_FRAMES), magnitudes(rng)),
    onsets.quieten_before_onsets: lambda rng: (np.ones(N_SAMPLES, np.float32), *attack_at(70)),
    onsets._locate: lambda rng: (*attack_at(70)[:2], 4, HOP, 0.0),
    onsets._turn_down: lambda rng: (floats(rng, 100), -3, 50, np.float32(0.3)),
    phase.measure_slopes: lambda rng: (slopes(rng), magnitudes(rng), HOP, np.float32(0.3), np.uint32(2**32 - 9)),
    phase._levels: lambda rng: (slopes(rng).level[1], magnitudes(rng, N_BINS + 1), np.int32(4050), 28),
    phase._scramble: lambda rng: (slopes(rng).level[1], np.uint32(2**32 - 9)),
    phase._steps_in_time: lambda rng: (slopes(rng).level[1], magnitudes(rng, N_BINS + 1), HOP),
    phase._steps_between: lambda rng: (slopes(rng).level[1], *magnitudes(rng, 2, N_BINS + 1), 0.7),
    phase._steps_at_end: lambda rng: (slopes(rng).level[1], *magnitudes(rng, 2, N_BINS + 1), 0.7, -1),
    phase._summit: lambda rng: (slopes(rng).level.ravel(), 2 * N_BINS, N_BINS + 1),
    phase.integrate_phase: lambda rng: (slopes(rng), N_FRAMES),
    filtering.gain_at: lambda rng: (floats(rng, 5), floats(rng, 3, 4), np.float32(1.3)),
    filtering.weigh_bins: lambda rng: (spectra(rng, N_BINS), floats(rng, 5), positions(), floats(rng, N_BINS)),
    filtering.add_filtered: lambda rng: (floats(rng, N_SAMPLES), floats(rng, N_SAMPLES), WINDOW, HOP, *filter_of(rng)),
    filtering.measure_magnitudes: lambda rng: (
        *(floats(rng, 3, N_BINS), floats(rng, N_SAMPLES), np.array([0, 11, N_SAMPLES - N_FFT]), WINDOW),
        filter_of(rng)[1],
    ),
    tonal.measure_levels: lambda rng: (floats(rng, N_BINS), spectra(rng, N_BINS)),
    tonal.sum_up: lambda rng: (np.empty(N_BINS + 1), floats(rng, N_BINS)),
    tonal.remove_partials: lambda rng: (
        *(spectra(rng, N_BINS), floats(rng, N_BINS), np.cumsum(rng.standard_normal(N_BINS + 1)), *noise_of(rng)[:2]),
    ),
    tonal.add_noise: lambda rng: (floats(rng, N_SAMPLES), floats(rng, N_SAMPLES), WINDOW, HOP, *noise_of(rng)),
    triangles.find_triangle: lambda rng: (np.zeros(3), *square(), 0.3, 0.8, 0),
    triangles.nearest_edge: lambda rng: (np.array([[0, 1], [1, 2], [2, 3], [3, 0]]), *square()[2:], 1.5, 0.25),
}
"""Every kernel, with arguments for it."""


def attack_at(onset):
    """Return the power of the frames of a step, and the tail of the window."""
    signal = np.zeros(HOP * 20 + N_FFT)
    signal[onset:] = 1
    frames = np.lib.stride_tricks.sliding_window_view(signal, N_FFT)[::HOP] * WINDOW
    tail = np.concatenate([[0.0], np.cumsum(np.square(WINDOW[::-1], dtype=np.float64))])
    return np.sum(frames**2, axis=1).astype(np.float32), tail, HOP


def arrays(value):
    """Return every array in a tuple of tuples."""
    if isinstance(value, tuple):
        return [array for part in value for array in arrays(part)]
    return [value] if isinstance(value, np.ndarray) else []


@pytest.mark.parametrize("kernel", CASES, ids=lambda kernel: kernel.py_func.__name__)
def test_a_compiled_kernel_computes_what_its_python_does(kernel, rng):
    given = CASES[kernel](rng)
    results = []
    for run in (kernel, plain(kernel)):
        arguments = copy.deepcopy(given)
        with np.errstate(over="ignore"):  # integers wrap in both
            returned = run(*arguments)
        results.append([np.asarray(0.0 if returned is None else returned), *arrays(arguments)])
    for compiled, python in zip(*results, strict=True):
        assert np.isfinite(compiled).all()
        if compiled.dtype == np.int32:  # mostly turns, which wrap
            assert np.abs((compiled - python).astype(float)).max() <= 2.0**32 * 1e-5
        else:
            assert np.abs(compiled - python).max(initial=0) <= 1e-4 * max(1.0, np.abs(python).max(initial=0))


def test_every_kernel_has_a_case():
    assert {kernel.py_func.__qualname__ for kernel in KERNELS} == {kernel.py_func.__qualname__ for kernel in CASES}


@numba.njit
def _each(found, function, x):
    for i in range(x.size):
        found[i] = function(x[i])


def each(function, x):
    """Run an elementary function, compiled, on float32 or int32."""
    found = np.empty(x.size, np.float32)
    _each(found, function, x)
    return found.astype(np.float64)


def test_the_binary_logarithm_matches_float64():
    x = np.geomspace(1e-37, 1e37, 100_001).astype(np.float32)
    wanted = np.log2(x.astype(np.float64))
    assert np.abs(each(elementary.log2, x) - wanted).max() < 1e-5
    near_1 = np.linspace(0.5, 2, 10_001).astype(np.float32)
    assert np.abs(each(elementary.log2, near_1) - np.log2(near_1.astype(np.float64))).max() < 4e-7


def test_the_power_of_two_matches_float64_and_stays_finite():
    x = np.linspace(-126, 126, 100_001).astype(np.float32)
    assert each(elementary.exp2, x) == pytest.approx(np.exp2(x.astype(np.float64)), rel=4e-7)
    beyond = np.array([-1e30, -np.inf, 127, 1e30, np.inf], np.float32)
    assert each(elementary.exp2, beyond) == pytest.approx([2.0**-126] * 2 + [2.0**126] * 3)


def test_the_sine_matches_float64(rng):
    turns = np.concatenate([[-(2**31), -(2**30), -1, 0, 1, 2**30, 2**31 - 1], rng.integers(-(2**31), 2**31, 100_000)])
    found = each(elementary.sine, turns.astype(np.int32))
    assert np.abs(found - np.sin(2 * np.pi * turns / 2.0**32)).max() < 4e-7


def test_the_arctangent_matches_float64_in_the_upper_half_plane(rng):
    points = [*floats(rng, 10_000, 2), [1, 0], [-1, 0], [0, 1], [1, 1], [-1, 1], [1e-20, 1e-20]]
    for x, y in np.array(points, np.float32):
        found = elementary.arctangent(abs(y), x)
        assert found == pytest.approx(np.arctan2(abs(y), x) / (2 * np.pi), abs=2e-7)
    assert elementary.arctangent(np.float32(0), np.float32(0)) == 0.25


def filled(kernel, out, *arguments):
    kernel(out, *arguments)
    return out


def test_bins_are_mixed_from_bands(rng):
    mix, bands = mix_of(rng), floats(rng, 5)
    found = filled(texture.expand, np.empty(N_BINS, np.float32), bands, mix)
    assert found == pytest.approx(np.einsum("jk,jk->k", mix.weight, bands[mix.bands]), abs=1e-5)


def test_a_magnitude_is_the_exponential_of_mean_and_limited_texture(rng):
    mean = np.linspace(0, 1.3, N_BINS, dtype=np.float32)
    scale, power = np.abs(floats(rng, N_BINS)) * 0.1, floats(rng, N_BINS)
    found = filled(texture.to_magnitude, np.empty_like(mean), mean, scale, power, limits())
    level = np.minimum(mean + np.minimum(scale, 0.1) * (power - 3) / 1.85, 1.2)
    assert found == pytest.approx(np.where(mean > np.float32(0.2), 2 ** ((level - 1) * 13.3), 0), rel=1e-4)
    assert (found[mean <= np.float32(0.2)] == 0).all()


def test_frames_are_cut_every_hop(rng):
    signal = floats(rng, N_SAMPLES)
    found = filled(griffin_lim.cut_frames, np.empty((N_FRAMES, N_FFT), np.float32), signal, WINDOW, HOP)
    assert np.array_equal(found, np.lib.stride_tricks.sliding_window_view(signal, N_FFT)[::HOP] * WINDOW)


def test_frames_that_do_not_overlap_are_concatenated(rng):
    frames = floats(rng, N_FRAMES, N_FFT)
    found = np.zeros(N_FRAMES * N_FFT, np.float32)
    griffin_lim.overlap_add(found, frames, np.ones(N_FFT, np.float32), N_FFT)
    assert np.array_equal(found, frames.ravel())


def test_squared_hann_windows_a_quarter_apart_sum_to_three_halves():
    total = filled(griffin_lim.add_squared_windows, np.empty(N_SAMPLES, np.float32), WINDOW, N_FRAMES, HOP)
    assert total[N_FFT - HOP : HOP - N_FFT] == pytest.approx(1.5, abs=1e-6)


def test_polar_coordinates_become_cosine_and_sine(rng):
    magnitude, turns = magnitudes(rng), slopes(rng).phase
    found = filled(griffin_lim.from_polar, np.empty((N_FRAMES, N_BINS), np.complex64), magnitude, turns)
    angle = 2 * np.pi * turns[:N_FRAMES, :-1] / 2.0**32
    assert np.abs(found - magnitude * np.exp(1j * angle)).max() < 2e-6


def float64_griffin_lim(magnitude, angles, weight, n_iter, alpha):
    """Compute fast Griffin-Lim as in its paper, in double precision."""
    places = np.arange(N_FRAMES)[:, np.newaxis] * HOP + np.arange(N_FFT)
    spectrum, previous = magnitude * np.exp(1j * angles), 0.0
    for i in range(n_iter + 1):
        signal = np.bincount(places.ravel(), (np.fft.irfft(spectrum) * WINDOW).ravel()) * weight
        if i < n_iter:
            found = np.fft.rfft(signal[places] * WINDOW)
            ahead, previous = found - alpha * previous, found
            spectrum = magnitude * ahead / np.abs(ahead)
    return signal


@pytest.mark.parametrize("n_iter", [0, 1, 2, 5])
def test_griffin_lim_matches_float64(n_iter, rng):
    magnitude, turns, buffers = magnitudes(rng), slopes(rng).phase, estimate(rng)
    weight = rng.random(N_SAMPLES, dtype=np.float32)
    griffin_lim.griffin_lim(buffers, magnitude, turns, WINDOW, weight, HOP, n_iter, np.float32(0.4))
    angles = 2 * np.pi * turns[1 : N_FRAMES + 1, :-1] / 2.0**32
    wanted = float64_griffin_lim(magnitude, angles, weight, n_iter, 0.4)
    assert np.abs(buffers.signal - wanted).max() < 1e-4 * np.abs(wanted).max()


def phase_steps(magnitude):
    """Return the steps to the next frame and to the next bin, in turns."""
    n_frames, n_bins = magnitude.shape
    buffers = PhaseReconstruction(2 * n_bins - 2, (n_bins - 1) // 2).make_buffers(n_frames).slopes
    phase.measure_slopes(buffers, magnitude.astype(np.float32), (n_bins - 1) // 2, np.float32(1e-6), np.uint32(0))
    inner = slice(1, -1), slice(0, -1)
    return buffers.along_time[inner] / 2.0**32, buffers.along_frequency[inner] / 2.0**32 - 0.5


def test_slopes_of_a_flat_spectrum_are_those_of_the_bins():
    along_time, along_frequency = phase_steps(np.ones((N_FRAMES, N_BINS)))
    steps = HOP * np.arange(N_BINS) / N_FFT
    assert np.abs(np.exp(2j * np.pi * (along_time - steps)) - 1).max() < 1e-5
    assert along_frequency[1:-1] == pytest.approx(-0.5, abs=1e-6)


@pytest.mark.parametrize("bin", [4.0, 4.25, 4.5, 10.125])
def test_the_phase_of_a_sine_steps_by_its_frequency(bin):
    angle = 2 * np.pi * bin * np.arange(N_FFT) / N_FFT
    magnitude = np.tile(np.abs(np.fft.fft(WINDOW * np.exp(1j * angle))[:N_BINS]), (N_FRAMES, 1))
    along_time, _ = phase_steps(magnitude + 1e-9)
    error = along_time[:, round(bin)] - HOP * bin / N_FFT
    assert np.abs(error - np.round(error)).max() < 1e-5


@pytest.mark.parametrize("place", [38, 40, 45, 49])
def test_the_phase_of_an_impulse_steps_by_its_position_even_at_the_ends(place):
    weights = np.array([WINDOW[place - t * HOP] if 0 <= place - t * HOP < N_FFT else 0.0 for t in range(N_FRAMES + 2)])
    for first, last in ((0, N_FRAMES), (3, N_FRAMES), (0, 5)):
        magnitude = np.repeat(weights[first:last, np.newaxis], N_BINS, axis=1)
        _, along_frequency = phase_steps(magnitude)
        for t in range(last - first):
            inside = place - (t + first) * HOP
            if HOP <= inside <= N_FFT - HOP:
                assert along_frequency[t] == pytest.approx(-inside / N_FFT, abs=1e-3)


def test_the_integrated_phase_follows_the_slopes_and_skips_quiet_bins(rng):
    buffers = slopes(rng)
    buffers.level[1:-1, :-1] = rng.integers(1, 20, (N_FRAMES, N_BINS))
    buffers.level[:, 9] = 0
    buffers.along_time[:], buffers.along_frequency[:] = 2**28, -(2**27)
    before = buffers.phase.copy()
    phase.integrate_phase(buffers, N_FRAMES)
    assert not buffers.level.any()
    assert np.array_equal(buffers.phase[:, 9], before[:, 9])
    for island in (buffers.phase[1:-1, :9], buffers.phase[1:-1, 10:-1]):
        assert (np.diff(island.astype(np.int64), axis=0) % 2**32 == 2**28).all()
        assert (np.diff(island.astype(np.int64), axis=1) % 2**32 == (2**31 - 2**27)).all()


def test_levels_rise_with_the_magnitude_and_stay_in_bounds():
    loud = np.array([np.nan, np.inf, 3e38, 1.0, 0.9, 1e-3, 1e-5, 1e-40, 0.0, -0.0, -np.nan], np.float32)
    found = filled(phase._levels, np.empty(loud.size, np.int32), loud, np.int32(3900), 100)
    assert (np.diff(found) <= 0).all()
    assert (found.max(), found.min(), found[-4:].tolist()) == (100, 0, [0] * 4)


def test_the_power_of_a_frame_is_that_of_its_samples(rng):
    frames = floats(rng, N_FRAMES, N_FFT) * WINDOW
    magnitude = np.abs(np.fft.rfft(frames)).astype(np.float32)
    found = filled(onsets.frame_powers, np.empty(N_FRAMES, np.float32), magnitude)
    assert found == pytest.approx(np.sum(frames**2, axis=1), rel=1e-5)


N_LONG = 1024
LONG = hann(N_LONG)
TAIL = np.concatenate([[0.0], np.cumsum(np.square(LONG[::-1], dtype=np.float64))])


def weights(signal):
    """Return the weights of samples, reduced before the onsets of a signal."""
    frames = np.lib.stride_tricks.sliding_window_view(signal, N_LONG)[:: N_LONG // 4] * LONG
    weight = np.ones(signal.size, np.float32)
    onsets.quieten_before_onsets(weight, np.sum(frames**2, axis=1).astype(np.float32), TAIL, N_LONG // 4)
    return weight


@pytest.mark.parametrize("onset", [5000, 5100, 5177, 5230])
def test_samples_before_a_sudden_sound_are_attenuated_until_a_millisecond_before_it(onset, rng):
    signal = np.zeros(12 * N_LONG)
    signal[onset:] = rng.standard_normal(signal.size - onset)
    weight = weights(signal)
    turned = np.flatnonzero(weight < 0.5)
    assert (weight[onset - 441 : onset - 60] == 0).all()
    assert abs(turned[-1] - onset) < 60
    assert turned[0] < onset - 441
    assert (weight[onset + 60 :] == 1).all()


def test_a_sound_before_an_onset_keeps_its_level(rng):
    signal = rng.standard_normal(12 * N_LONG)
    signal[:6000] *= 0.05  # 26 dB below
    weight = weights(signal)
    assert 0.5 < weight.min() < 1
    assert weight[:5000] == pytest.approx(1)


@pytest.mark.parametrize("seconds", [0.03, 0.1, 1.0])
def test_a_slow_rise_and_a_decay_are_not_onsets(seconds, rng):
    time = np.arange(12 * N_LONG) / 44100
    noise = rng.standard_normal(time.size)
    assert (weights(noise * np.minimum(1, (time / seconds) ** 0.5)) == 1).all()
    assert (weights(noise * np.exp(-time / seconds)) == 1).all()


@pytest.mark.parametrize("n", [1, 5, 63, 64, 65, 1_000, 5_000])
@pytest.mark.parametrize("decimals", [1, 2, 7])
def test_the_nearest_points_by_blocks_are_the_same(n, decimals, rng):
    points = np.round(rng.random((n, 2)) ** 3, decimals).astype(np.float32)  # at the same distance, or at one place
    xs, ys = np.ascontiguousarray(points.T)
    k = min(64, n)
    for x, y in np.append(rng.random((20, 2)), points[:5], axis=0).astype(np.float32):
        found = [(np.zeros(k, np.int64), np.empty(k, np.float32)) for _ in range(2)]
        nearest.nearest(*found[0], xs, ys, x, y)
        nearest.nearest_in_blocks(*found[1], *make_blocks(points), xs, ys, x, y)
        assert found[1][1] == pytest.approx(found[0][1], rel=1e-5)
        if decimals == 1:  # whatever the rounding of equal distances
            assert found[1][0].tolist() == found[0][0].tolist()
        assert len(set(found[1][0].tolist())) == k


@pytest.mark.parametrize("n", [1, 8, 63, 64, 65, 1000])
def test_the_nearest_points_are_the_first_of_a_sort(n, rng):
    points = np.round(floats(rng, n, 2), 1)  # many are at the same distance
    k = min(8, n)
    indices, squares = np.zeros(k, np.int64), np.empty(k, np.float32)
    for x, y in floats(rng, 20, 2):
        nearest.nearest(indices, squares, *np.ascontiguousarray(points.T), x, y)
        wanted = np.square(points - np.array([x, y])).sum(axis=1, dtype=np.float64)
        assert wanted[indices] == pytest.approx(np.sort(wanted)[:k], rel=1e-4, abs=1e-6)
        assert squares == pytest.approx(wanted[indices], rel=1e-4, abs=1e-6)
        equal = np.flatnonzero(np.diff(squares) == 0)
        assert (indices[equal] < indices[equal + 1]).all()


def test_the_peak_is_the_largest_absolute_value_or_nan(rng):
    signal = floats(rng, 1000)
    assert levels.peak(signal) == np.abs(signal).max()
    for odd in (np.nan, np.inf, -np.inf):
        signal[500] = odd
        assert np.isnan(levels.peak(signal))


def test_a_sound_rises_where_enough_of_its_energy_lies_in_the_window_before():
    signal = np.zeros(200, dtype=np.float32)
    signal[100:150] = 1.0
    assert levels.first_rise(signal, 10, 1.0) == 109  # ten samples of one
    assert levels.first_rise(signal, 10, 0.3) == 102  # three of them
    assert levels.first_rise(np.zeros(9, dtype=np.float32), 10, 0.3) == 0


def test_a_sound_is_spent_where_no_more_than_a_share_of_its_energy_remains():
    ones = np.ones(10, dtype=np.float32)
    assert [levels.spent_at(ones, share) for share in (0.05, 0.25, 0.95)] == [9, 7, 0]
    assert levels.spent_at(np.zeros(9, dtype=np.float32), 0.1) == 0


def test_the_last_sample_above_a_bound_is_found():
    signal = np.array([0, 3, -2, 1, 0], np.float32)
    assert [levels.last_above(signal, np.float32(bound)) for bound in (0.5, 1, 2, 3)] == [3, 2, 1, -1]

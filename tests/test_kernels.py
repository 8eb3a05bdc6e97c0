"""The compiled loops do what their lines say: compiled = plain, and closed forms."""

from types import FunctionType

import numpy as np
import pytest

from latentpad import kernels
from latentpad.griffinlim import hann, make_room

N_FRAMES, N_FFT, HOP = 6, 32, 8
N_BINS = N_FFT // 2 + 1
N_SAMPLES = N_FFT + HOP * (N_FRAMES - 1)


def floats(rng, *shape):
    return rng.standard_normal(shape, dtype=np.float32)


def plain(kernel):
    """Give the Python of a kernel, with numpy's FFT for the compiled one, which Python cannot call."""

    def r2c(frames, spectra, *_):
        spectra[:] = np.fft.rfft(frames)

    def c2r(spectra, frames, *_):
        frames[:] = np.fft.irfft(spectra)

    return FunctionType(kernel.py_func.__code__, {**vars(kernels), "r2c": r2c, "c2r": c2r})


def same(kernel, filled, *arguments, tolerance=0.0):
    """Run a kernel compiled and plain on copies of the same arrays; compare what is filled."""
    results = []
    for run in (kernel, plain(kernel)):
        out = filled.copy()
        run(out, *(a.copy() if isinstance(a, np.ndarray) else a for a in arguments))
        results.append(out)
    assert np.isfinite(results[0]).all()
    assert np.abs(results[0] - results[1]).max() <= tolerance * np.abs(results[1]).max()
    return results[0]


def test_expand_mixes_bands(rng):
    bands, weight = floats(rng, 5, N_FRAMES), floats(rng, N_BINS, 2)
    index = rng.integers(0, 5, (N_BINS, 2))
    found = same(kernels.expand, np.empty((N_FRAMES, N_BINS), np.float32), bands, index, weight, tolerance=1e-6)
    wanted = np.einsum("kj,kjt->tk", weight, bands[index])
    assert np.allclose(found, wanted, atol=1e-5)


def test_to_magnitude_is_the_exponential_of_level_and_limited_texture(rng):
    mean = np.linspace(0, 1.3, N_FRAMES * N_BINS, dtype=np.float32).reshape(N_FRAMES, N_BINS)
    scale, texture = np.abs(floats(rng, *mean.shape)) * 0.1, floats(rng, *mean.shape)
    limits = np.array([0.2, 0.1, 9.2], dtype=np.float32)
    found = same(kernels.to_magnitude, np.empty_like(mean), mean, scale, texture, limits, tolerance=1e-5)
    level = np.minimum(mean + np.minimum(scale, 0.1) * texture, 1.2)
    assert np.allclose(found, np.where(mean > np.float32(0.2), np.exp((level - 1) * 9.2), 0), rtol=1e-4)
    assert (found[mean <= np.float32(0.2)] == 0).all()


def test_frames_are_cut_every_hop(rng):
    signal, window = floats(rng, N_SAMPLES), hann(N_FFT)
    found = same(kernels.cut_frames, np.empty((N_FRAMES, N_FFT), np.float32), signal, window, HOP)
    assert np.array_equal(found, np.lib.stride_tricks.sliding_window_view(signal, N_FFT)[::HOP] * window)


def test_frames_side_by_side_are_added_as_they_are(rng):
    frames = floats(rng, N_FRAMES, N_FFT)
    found = np.empty(N_FRAMES * N_FFT, np.float32)
    kernels.overlap_add(found, frames, np.ones(N_FFT, np.float32), N_FFT)
    assert np.array_equal(found, frames.ravel())


def test_frames_that_overlap_are_added(rng):
    frames, window = floats(rng, N_FRAMES, N_FFT), hann(N_FFT)
    found = same(kernels.overlap_add, np.full(N_SAMPLES, 7.0, np.float32), frames, window, HOP)
    wanted = sum(np.pad(frame * window, (t * HOP, N_SAMPLES - N_FFT - t * HOP)) for t, frame in enumerate(frames))
    assert np.allclose(found, wanted, atol=1e-6)


def test_squared_hann_windows_a_quarter_apart_add_up_to_three_halves():
    signal, window = np.ones(N_SAMPLES, np.float32), hann(N_FFT)
    frames = np.empty((N_FRAMES, N_FFT), np.float32)
    kernels.cut_frames(frames, signal, window, HOP)
    kernels.overlap_add(signal, frames, window, HOP)
    assert signal[N_FFT - HOP : HOP - N_FFT] == pytest.approx(1.5, abs=1e-6)


def test_log_spectrum_is_that_of_numpy(rng):
    signal, window, room = floats(rng, N_SAMPLES), hann(N_FFT), make_room(N_FRAMES, N_FFT)
    decibels = np.empty((N_FRAMES, N_BINS), np.float32)
    found = same(kernels.log_spectrum, decibels, signal, window, HOP, room, tolerance=1e-4)
    frames = np.lib.stride_tricks.sliding_window_view(signal, N_FFT)[::HOP] * window
    assert np.allclose(found, np.log(np.abs(np.fft.rfft(frames)) ** 2), atol=1e-3)


def gradients(run, magnitude):
    found = np.empty((2, *magnitude.shape), np.float32)
    run(*found, magnitude, np.log(magnitude), HOP, 250.0)
    return found


def test_phase_gradients_of_a_flat_spectrum_are_those_of_the_bins():
    along_time, along_frequency = gradients(kernels.phase_gradients, np.ones((N_FRAMES, N_BINS), np.float32))
    assert np.allclose(along_time, 2 * np.pi * HOP * np.arange(N_BINS) / N_FFT)
    assert np.allclose(along_frequency, -np.pi)


@pytest.mark.parametrize("bin", [4.0, 4.25, 4.5, 10.125])
def test_the_phase_of_a_sine_steps_by_its_frequency(bin):
    phase = 2 * np.pi * bin * np.arange(N_FFT) / N_FFT
    magnitude = np.tile(np.abs(np.fft.fft(hann(N_FFT) * np.exp(1j * phase))[:N_BINS]), (N_FRAMES, 1))
    along_time, _ = gradients(kernels.phase_gradients, magnitude.astype(np.float32) + np.float32(1e-9))
    assert along_time[:, round(bin)] == pytest.approx(2 * np.pi * HOP * bin / N_FFT, rel=1e-5)


def test_phase_gradients_compiled_are_those_of_the_plain_loop(rng):
    magnitude = np.abs(floats(rng, N_FRAMES, N_BINS))
    found = gradients(kernels.phase_gradients, magnitude)
    assert np.allclose(found, gradients(plain(kernels.phase_gradients), magnitude), rtol=1e-5)


@pytest.mark.parametrize("variant", [plain, lambda kernel: kernel], ids=["plain", "compiled"])
def test_the_heap_gives_the_loudest_first(rng, variant):
    push, pop = variant(kernels._push), variant(kernels._pop)
    key = np.repeat(floats(rng, 50), 2)
    heap = kernels.Heap(np.empty(len(key), np.int32), np.zeros(1, np.int64))
    for item in rng.permutation(len(key)):
        push(heap, key, item)
    popped = [pop(heap, key) for _ in key]
    assert key[popped].tolist() == sorted(key, reverse=True)
    assert sorted(popped) == list(range(len(key)))


@pytest.mark.parametrize("variant", [plain, lambda kernel: kernel], ids=["plain", "compiled"])
def test_the_summit_is_no_lower_than_its_neighbours(rng, variant):
    summit = variant(kernels._summit)
    key, done = floats(rng, N_FRAMES * N_BINS), np.zeros(N_FRAMES * N_BINS, np.bool_)
    padded = np.pad(key.reshape(N_FRAMES, N_BINS), 1, constant_values=-np.inf)
    for start in range(len(key)):
        t, k = divmod(summit(key, done, start, N_BINS), N_BINS)
        cross = padded[[t, t + 2, t + 1, t + 1], [k + 1, k + 1, k, k + 2]]
        assert padded[t + 1, k + 1] > cross.max()


def integrated(run, log_magnitude, along_time, along_frequency, threshold):
    phase = np.full(log_magnitude.shape, 9.0, np.float32)
    heap = kernels.Heap(np.empty(phase.size, np.int32), np.zeros(1, np.int64))
    run(phase, log_magnitude, along_time, along_frequency, threshold, np.zeros(phase.shape, np.bool_), heap)
    assert heap.size[0] == 0
    return phase


def test_integrated_phase_follows_the_gradients_and_leaves_quiet_bins_alone(rng):
    log_magnitude = floats(rng, N_FRAMES, N_BINS)
    log_magnitude[:, 9] = -10
    along_time, along_frequency = np.full((2, N_FRAMES, N_BINS), [[[0.25]], [[-0.5]]], np.float32)
    arguments = log_magnitude, along_time, along_frequency, -9.0
    phase = integrated(kernels.integrate_phase, *arguments)
    assert np.allclose(phase, integrated(plain(kernels.integrate_phase), *arguments), atol=1e-5)
    assert (phase[:, 9] == 9.0).all()
    for island in (phase[:, :9], phase[:, 10:]):
        assert np.allclose(np.exp(1j * np.diff(island, axis=0)), np.exp(0.25j), atol=1e-5)
        assert np.allclose(np.exp(1j * np.diff(island, axis=1)), np.exp(-0.5j), atol=1e-5)


def test_polar_is_cosine_and_sine(rng):
    magnitude, phase = np.abs(floats(rng, N_FRAMES, N_BINS)), floats(rng, N_FRAMES, N_BINS)
    found = same(kernels.from_polar, np.empty((N_FRAMES, N_BINS), np.complex64), magnitude, phase, tolerance=1e-6)
    assert np.allclose(found, magnitude * np.exp(1j * phase), atol=1e-6)


def test_griffin_lim_compiled_is_the_plain_loop(rng):
    magnitude, window, signals = np.abs(floats(rng, N_FRAMES, N_BINS)), hann(N_FFT), []
    start = (magnitude * np.exp(1j * floats(rng, N_FRAMES, N_BINS))).astype(np.complex64)
    for run in (kernels.griffin_lim, plain(kernels.griffin_lim)):
        room = make_room(N_FRAMES, N_FFT)
        room.spectrum[:] = start
        signals.append(np.empty(N_SAMPLES, np.float32))
        run(signals[-1], magnitude, window, np.full(N_SAMPLES, 1 / 1.5, np.float32), HOP, 3, 0.5, room)
    assert np.allclose(*signals, atol=1e-4 * np.abs(signals[1]).max())
    assert (signals[0][: N_FFT // 2] == 0).all()

import numpy as np
import pytest

from latentpad.griffinlim import PhaseReconstruction, hann

SAMPLE_RATE, N_FFT, HOP = 44100, 1024, 256
N_FRAMES = 61
N_SAMPLES = HOP * (N_FRAMES - 1)
TIME = np.arange(N_SAMPLES) / SAMPLE_RATE


def magnitudes(signal):
    """Give those of a centred STFT, by numpy."""
    padded = np.pad(signal, N_FFT // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, N_FFT)[::HOP] * hann(N_FFT)
    return np.abs(np.fft.rfft(frames)).astype(np.float32)


def drum(seed=0):
    """Give a tone and a noise that decay, as a snare does."""
    noise = np.random.default_rng(seed).standard_normal(N_SAMPLES)
    return 0.7 * np.exp(-TIME / 0.08) * np.sin(2 * np.pi * 180 * TIME) + 0.3 * np.exp(-TIME / 0.03) * noise


def convergence(signal, wanted):
    """Give the spectral convergence: the distance from the wanted magnitudes, 0 = there."""
    return np.linalg.norm(magnitudes(signal) - wanted) / np.linalg.norm(wanted)


def rebuilt(wanted, n_iter=8, seed=0):
    return PhaseReconstruction(N_FFT, HOP, n_iter)(wanted, np.random.default_rng(seed))


def from_random_phase(wanted, n_iter, momentum=0.99):
    """Run fast Griffin-Lim by numpy, from random phase."""
    window = hann(N_FFT).astype(np.float64)
    places = np.arange(N_FRAMES)[:, np.newaxis] * HOP + np.arange(N_FFT)
    envelope = np.bincount(places.ravel(), np.tile(window**2, N_FRAMES))

    def signal_of(spectrum):
        frames = np.fft.irfft(spectrum) * window
        return np.bincount(places.ravel(), frames.ravel()) / np.maximum(envelope, 1e-3)

    angles, previous = np.exp(2j * np.pi * np.random.default_rng(0).random(wanted.shape)), 0.0
    for _ in range(n_iter):
        found = np.fft.rfft(signal_of(wanted * angles)[places] * window)
        ahead = found - momentum / (1 + momentum) * previous
        angles, previous = ahead / np.maximum(np.abs(ahead), 1e-12), found
    return signal_of(wanted * angles)[N_FFT // 2 : -N_FFT // 2]


def frequency(signal, about):
    """Give the frequency of a steady sine and how far (radians) its phase strays from it."""
    n = 2 * round(4 * SAMPLE_RATE / about)
    blocks = (signal * np.exp(-2j * np.pi * about * TIME))[N_SAMPLES // 4 : N_SAMPLES * 3 // 4]
    blocks = blocks[: len(blocks) // n * n].reshape(-1, n) * np.hanning(n)
    phase = np.unwrap(np.angle(blocks.sum(axis=1)))
    seconds = np.arange(len(phase)) * n / SAMPLE_RATE
    line = np.polyfit(seconds, phase, 1)
    return about + line[0] / (2 * np.pi), np.abs(phase - np.polyval(line, seconds)).max()


def test_every_iteration_brings_the_magnitudes_nearer():
    wanted = magnitudes(drum())
    distances = [convergence(rebuilt(wanted, n_iter), wanted) for n_iter in (0, 1, 2, 4, 8, 16, 32)]
    assert distances == sorted(distances, reverse=True)
    assert distances[0] < 0.2
    assert distances[-1] < 0.04


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_eight_iterations_beat_thirty_two_from_random_phase(seed):
    wanted = magnitudes(drum(seed))
    assert convergence(rebuilt(wanted), wanted) < convergence(from_random_phase(wanted, 32), wanted)


@pytest.mark.parametrize("hz", [97.3, 440.0, 1234.5, 9000.0])
def test_a_steady_sine_keeps_its_frequency_and_its_phase(hz):
    sine = np.sin(2 * np.pi * hz * TIME)
    found, error = frequency(rebuilt(magnitudes(sine)), hz)
    assert abs(1200 * np.log2(found / hz)) < 0.1
    assert error < 0.02


def test_the_length_is_that_of_the_frames():
    for n_frames in (1, 2, 7, N_FRAMES):
        assert len(rebuilt(magnitudes(drum())[:n_frames])) == HOP * (n_frames - 1)


def test_it_is_float32_all_the_way():
    wanted, reconstruct = magnitudes(drum()), PhaseReconstruction(N_FFT, HOP)
    assert reconstruct.window.dtype == np.float32
    assert reconstruct.start(wanted, np.random.default_rng(0)).dtype == np.float32
    assert rebuilt(wanted).dtype == np.float32


def test_the_same_generator_gives_the_same_bytes_and_another_one_others():
    wanted = magnitudes(drum())
    assert rebuilt(wanted, seed=3).tobytes() == rebuilt(wanted, seed=3).tobytes()
    assert rebuilt(wanted, seed=3).tobytes() != rebuilt(wanted, seed=4).tobytes()


def test_the_magnitudes_are_left_as_they_are():
    wanted = magnitudes(drum())
    before = wanted.copy()
    rebuilt(wanted)
    assert np.array_equal(wanted, before)


def test_silence_gives_silence():
    assert not rebuilt(np.zeros((N_FRAMES, N_FFT // 2 + 1), dtype=np.float32)).any()


@pytest.mark.parametrize("gain", [1e-3, 1e3])
def test_loudness_changes_nothing_else(gain):
    wanted = magnitudes(drum())
    assert np.allclose(rebuilt(wanted * np.float32(gain)) / gain, rebuilt(wanted), atol=2e-2)


def test_a_sound_stays_behind_its_onset():
    n_before = 64
    signal = np.concatenate([np.zeros(n_before), drum()[:-n_before]])
    found = rebuilt(magnitudes(signal)).astype(np.float64)
    assert np.sum(found[:n_before] ** 2) < 1e-2 * np.sum(found**2)


def test_the_squared_windows_of_a_hann_a_quarter_apart_add_up_to_a_constant():
    envelope = PhaseReconstruction(N_FFT, HOP)._inverse_envelope(N_FRAMES, N_FFT + N_SAMPLES)
    assert envelope[N_FFT:-N_FFT] == pytest.approx(1 / 1.5, rel=1e-5)

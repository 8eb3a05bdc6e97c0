import numpy as np
import pytest

from latentpad.synth.griffin_lim import PhaseReconstruction, hann

SAMPLE_RATE, N_FFT, HOP = 44100, 1024, 256
N_FRAMES = 61
N_SAMPLES = HOP * (N_FRAMES - 1)
TIME = np.arange(N_SAMPLES) / SAMPLE_RATE


def magnitudes(signal):
    """Compute those of a centred STFT, by numpy."""
    padded = np.pad(signal, N_FFT // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, N_FFT)[::HOP] * hann(N_FFT)
    return np.abs(np.fft.rfft(frames)).astype(np.float32)


def drum(seed=0):
    """Return a decaying tone with noise, as of a snare."""
    noise = np.random.default_rng(seed).standard_normal(N_SAMPLES)
    return 0.7 * np.exp(-TIME / 0.08) * np.sin(2 * np.pi * 180 * TIME) + 0.3 * np.exp(-TIME / 0.03) * noise


def convergence(signal, wanted):
    """Return the spectral convergence: the relative distance from the wanted magnitudes; 0 is equal."""
    return np.linalg.norm(magnitudes(signal) - wanted) / np.linalg.norm(wanted)


def reconstructed(wanted, n_iter=8, seed=0):
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
    """Return the frequency of a steady sine and the largest deviation of its phase, in radians."""
    n = 2 * round(4 * SAMPLE_RATE / about)
    blocks = (signal * np.exp(-2j * np.pi * about * TIME))[N_SAMPLES // 4 : N_SAMPLES * 3 // 4]
    blocks = blocks[: len(blocks) // n * n].reshape(-1, n) * np.hanning(n)
    phase = np.unwrap(np.angle(blocks.sum(axis=1)))
    seconds = np.arange(len(phase)) * n / SAMPLE_RATE
    line = np.polyfit(seconds, phase, 1)
    return about + line[0] / (2 * np.pi), np.abs(phase - np.polyval(line, seconds)).max()


def test_the_magnitudes_converge_with_every_iteration():
    wanted = magnitudes(drum())
    distances = [convergence(reconstructed(wanted, n_iter), wanted) for n_iter in (0, 1, 2, 4, 8, 16, 32)]
    assert distances == sorted(distances, reverse=True)
    assert distances[0] < 0.2
    assert distances[-1] < 0.04


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_eight_iterations_beat_thirty_two_from_random_phase(seed):
    wanted = magnitudes(drum(seed))
    assert convergence(reconstructed(wanted), wanted) < convergence(from_random_phase(wanted, 32), wanted)


@pytest.mark.parametrize("hz", [97.3, 440.0, 1234.5, 9000.0])
def test_a_steady_sine_keeps_its_frequency_and_its_phase(hz):
    sine = np.sin(2 * np.pi * hz * TIME)
    found, error = frequency(reconstructed(magnitudes(sine)), hz)
    assert abs(1200 * np.log2(found / hz)) < 0.1
    assert error < 0.02


def test_the_number_of_frames_sets_the_length():
    for n_frames in (1, 2, 7, N_FRAMES):
        assert len(reconstructed(magnitudes(drum())[:n_frames])) == HOP * (n_frames - 1)


def test_window_and_signal_are_float32():
    wanted, reconstruct = magnitudes(drum()), PhaseReconstruction(N_FFT, HOP)
    assert reconstruct.window.dtype == np.float32
    assert reconstructed(wanted).dtype == np.float32


def test_the_seed_determines_the_bytes():
    wanted = magnitudes(drum())
    assert reconstructed(wanted, seed=3).tobytes() == reconstructed(wanted, seed=3).tobytes()
    assert reconstructed(wanted, seed=3).tobytes() != reconstructed(wanted, seed=4).tobytes()


def test_the_magnitudes_are_not_modified():
    wanted = magnitudes(drum())
    before = wanted.copy()
    reconstructed(wanted)
    assert np.array_equal(wanted, before)


def test_silent_magnitudes_reconstruct_to_silence():
    assert not reconstructed(np.zeros((N_FRAMES, N_FFT // 2 + 1), dtype=np.float32)).any()


@pytest.mark.parametrize("gain", [2.0**-10, 2.0**10])
def test_a_gain_scales_the_signal_only(gain):
    wanted = magnitudes(drum())
    assert reconstructed(wanted * np.float32(gain)) / gain == pytest.approx(reconstructed(wanted), abs=1e-3)


SUDDEN = [4410, 4500, 4577, 4640]


def sudden(onset, kind):
    """Return a burst of noise or a tone that starts at full level."""
    time = np.arange(N_SAMPLES - onset) / SAMPLE_RATE
    noise = np.random.default_rng(onset).standard_normal(time.size)
    burst = {"noise": noise * np.exp(-time / 0.05), "tone": np.cos(2 * np.pi * 523 * time) * np.exp(-time / 0.1)}
    return np.concatenate([np.zeros(onset), burst[kind]])


def power(signal):
    return np.sum(np.square(signal, dtype=np.float64))


@pytest.mark.parametrize("kind", ["noise", "tone"])
@pytest.mark.parametrize("onset", SUDDEN)
def test_a_sudden_sound_has_no_pre_echo(onset, kind):
    found = reconstructed(magnitudes(sudden(onset, kind)))
    after = power(found[onset : onset + 441])
    assert power(found[onset - 441 : onset - 44]) < 1e-5 * after  # -50 dB, until a millisecond before
    assert power(found[onset - 441 : onset]) < 3e-2 * after
    assert power(from_random_phase(magnitudes(sudden(onset, kind)), 32)[onset - 441 : onset - 44]) > 1e-3 * after


def attack_time(signal):
    """Return the seconds from 10 to 90 % of the largest level within 5 ms."""
    level = np.sqrt(np.convolve(np.square(signal, dtype=np.float64), np.hanning(221), "same"))
    return (np.argmax(level >= 0.9 * level.max()) - np.argmax(level >= 0.1 * level.max())) / SAMPLE_RATE


@pytest.mark.parametrize("rise", [0.0, 0.01, 0.03])
def test_the_attack_keeps_its_duration(rise):
    ratios = []
    for onset in SUDDEN:
        signal = sudden(onset, "tone")
        if rise:
            signal[onset:] *= np.minimum(1, np.arange(N_SAMPLES - onset) / (rise * SAMPLE_RATE))
        ratios.append(attack_time(reconstructed(magnitudes(signal))) / attack_time(signal))
    assert ratios == pytest.approx([1.0] * len(SUDDEN), abs=0.2)


@pytest.mark.parametrize("place", [0, 64])
def test_a_sound_does_not_spread_before_its_start(place):
    signal = np.concatenate([np.zeros(place), drum()[: N_SAMPLES - place]])
    found = reconstructed(magnitudes(signal))
    assert power(found[:place]) < 5e-3 * power(found[place : place + 441])
    assert convergence(found, magnitudes(signal)) < 0.06


EXTREMES = {
    "one frame": np.ones((1, 513)),
    "two frames": np.ones((2, 513)),
    "full-scale noise": np.abs(np.random.default_rng(0).standard_normal((40, 513))) * 1000,
    "denormals": np.full((20, 513), 1e-42),
    "one bin": np.eye(40, 513),
    "a huge range": np.logspace(-38, 15, 40 * 513).reshape(40, 513),
}


@pytest.mark.parametrize("name", EXTREMES)
def test_extreme_magnitudes_reconstruct_to_finite_signals(name):
    found = reconstructed(EXTREMES[name].astype(np.float32))
    assert np.isfinite(found).all()
    assert len(found) == HOP * (len(EXTREMES[name]) - 1)


def test_buffers_of_a_longer_sound_can_be_used_again():
    reconstruct, wanted = PhaseReconstruction(N_FFT, HOP), magnitudes(drum())
    buffers = reconstruct.make_buffers(N_FRAMES)
    first = reconstruct(wanted[:20], np.random.default_rng(0), buffers).copy()
    reconstruct(wanted, np.random.default_rng(0), buffers)
    assert reconstruct(wanted[:20], np.random.default_rng(0), buffers).tobytes() == first.tobytes()

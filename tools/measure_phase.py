"""Phase reconstruction measured on real sounds: convergence, spectra, pre-echo and attack time.

    python tools/measure_phase.py LIBRARY [--sounds N]

Real sounds are preceded by 100 ms of silence; their magnitudes (44.1 kHz, n_fft 1024, hop 256) are turned back into
signals by latentpad and by librosa's ``griffinlim``. "pre-echo" is the energy of the 10 ms that end 1 ms
before the level first reaches a tenth of its peak, as decibels of the 10 ms after; "attack" is the time from 10 to 90 %
of the peak of a level smoothed over 10 ms.
"""

import argparse
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import librosa
import numpy as np
from numpy.typing import NDArray

from latentpad.bench.inputs import HOP_LENGTH, N_FFT, SAMPLE_RATE, magnitudes, spectral_convergence
from latentpad.errors import UnusableSoundError
from latentpad.samples.one_shot import read_one_shot
from latentpad.synth.griffin_lim import PhaseReconstruction
from latentpad_export.data.library import scan
from latentpad_export.evaluate.metrics.descriptors import level

LEAD = SAMPLE_RATE // 10
LONGEST = 351 * HOP_LENGTH
FLOOR_DB = 60.0

Signal = NDArray[np.float32]


def real_sounds(library: Path, n: int) -> list[Signal]:
    """Return ``n`` random sounds of a library, each after 100 ms of silence."""
    found = []
    files = scan(library).sounds
    for i in np.random.default_rng(0).permutation(len(files)):
        try:
            signal = read_one_shot(files[i].path, SAMPLE_RATE, LONGEST - LEAD).signal
        except UnusableSoundError:
            continue
        length = (2 + (LEAD + len(signal)) // HOP_LENGTH) * HOP_LENGTH
        found.append(np.pad(signal, (LEAD, length - LEAD - len(signal))))
        if len(found) == n:
            break
    return found


def attack(signal: Signal) -> float:
    """Return the attack time, from 10 to 90 % of the peak, in seconds."""
    smooth = level(signal[: LEAD + SAMPLE_RATE // 2], 0.01, SAMPLE_RATE)
    return float(np.argmax(smooth >= 0.9 * smooth.max()) - np.argmax(smooth >= 0.1 * smooth.max())) / SAMPLE_RATE


def before_attack(signal: Signal, onset: int) -> float:
    """Return the energy before the onset, in decibels relative to that after it."""
    millisecond = SAMPLE_RATE // 1000
    power = np.square(signal, dtype=np.float64)
    before = power[onset - 11 * millisecond : onset - millisecond].sum()
    return float(10 * np.log10(max(before, 1e-12) / power[onset : onset + 10 * millisecond].sum()))


def spectral_distance(signal: Signal, wanted: Signal) -> float:
    """Return the mean distance of the audible bins in decibels."""
    floor = wanted.max() * 10 ** (-FLOOR_DB / 20)
    found = magnitudes(signal)[: len(wanted)]
    decibels = 20 * np.log10(np.maximum(found, floor) / np.maximum(wanted[: len(found)], floor))
    return float(np.abs(decibels)[wanted[: len(found)] > floor].mean())


def _librosa(wanted: Signal) -> Signal:
    """Reconstruct with librosa, from random phases."""
    length = HOP_LENGTH * (len(wanted) - 1)
    signal: Signal = librosa.griffinlim(
        wanted.T, n_iter=32, hop_length=HOP_LENGTH, n_fft=N_FFT, random_state=0, length=length
    )
    return signal


def _latentpad(reconstruct: PhaseReconstruction, wanted: Signal) -> Signal:
    """Reconstruct with latentpad, from the same random phases each time."""
    return reconstruct(wanted, np.random.default_rng(0))


def main() -> None:
    """Print one row per method."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("library", type=Path)
    parser.add_argument("--sounds", type=int, default=100)
    arguments = parser.parse_args()
    sounds = real_sounds(arguments.library, arguments.sounds)
    methods: dict[str, Callable[[Signal], Signal]] = {"the original sound": lambda _: np.zeros(0, np.float32)}
    methods["librosa, 32 iterations from random phase"] = _librosa
    for n_iter in (0, 4, 8, 16, 32):
        reconstruct = PhaseReconstruction(N_FFT, HOP_LENGTH, n_iter)
        methods[f"latentpad, {n_iter} iterations"] = partial(_latentpad, reconstruct)
    print(f"{len(sounds)} sounds")
    columns = "method", "convergence", "distance dB", "pre-echo (dB), median, p90", "attack within 20 %", "ms"
    print(f"| {' | '.join(columns)} |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, method in methods.items():
        rows = []
        for sound in sounds:
            wanted = magnitudes(sound)
            onset = int(np.argmax(level(sound, 0.001, SAMPLE_RATE) >= 0.1 * level(sound, 0.001, SAMPLE_RATE).max()))
            started = time.perf_counter()
            signal = method(wanted) if name != "the original sound" else sound
            milliseconds = 1000 * (time.perf_counter() - started)
            same = abs(np.log(max(attack(signal), 1e-4) / max(attack(sound), 1e-4))) <= np.log(1.2)
            near = spectral_convergence(signal, wanted), spectral_distance(signal, wanted)
            rows.append((*near, before_attack(signal, onset), same, milliseconds))
        figures = np.array(rows, dtype=np.float64)
        mean, middle, most = figures.mean(axis=0), np.median(figures, axis=0), np.percentile(figures, 90, axis=0)
        print(
            f"| {name} | {mean[0]:.3f} | {mean[1]:.2f} | {middle[2]:.0f}, {most[2]:.0f} | {mean[3]:.0%} "
            f"| {middle[4]:.1f} |"
        )


if __name__ == "__main__":
    main()

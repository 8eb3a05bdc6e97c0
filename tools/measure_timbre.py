#!/usr/bin/env python3
"""Compare generated sounds with real ones by the timbral models of AudioCommons, which DrumGAN is conditioned on.

    python tools/measure_timbre.py real_kicks generated_kicks ...

The first folder is the reference. Each sound is used for one second from its onset, mono, with a peak of 0.9. Printed
is, for each descriptor and folder, mean and standard deviation, and the difference from the reference in standard
deviations (Cohen's d) with its bootstrapped 95 % interval over sounds.

timbral_models 0.4.0 (2019) does not run with present versions of NumPy and librosa, and so this needs an environment of
its own, on Python 3.11:

    pip install "numpy<2" librosa==0.9.2 "scipy<1.12" "setuptools<70" soundfile scikit-learn six pyloudnorm
    SKLEARN_ALLOW_DEPRECATED_SKLEARN_PACKAGE_INSTALL=True pip install --no-deps timbral_models
"""

import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

DESCRIPTORS = ("booming", "brightness", "depth", "hardness", "roughness", "sharpness", "warmth")
SUFFIXES = (".wav", ".flac", ".aif", ".aiff", ".ogg")
N_BOOTSTRAPS = 2_000


def prepare(signal: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    """Return one second of a signal [n_samples, n_channels] from its onset (within 40 dB of the peak), padded."""
    mono = signal.mean(axis=1)
    loud = np.flatnonzero(np.abs(mono) > 0.01 * np.abs(mono).max())
    second = mono[loud[0] : loud[0] + rate]
    padded: NDArray[np.float64] = np.pad(second, (0, rate - len(second))) * (0.9 / np.abs(second).max())
    return padded


def difference(values: NDArray[np.float64], reference: NDArray[np.float64]) -> float:
    """Return Cohen's d: the difference of means over the root of the mean variance."""
    spread = np.sqrt((values.var(ddof=1) + reference.var(ddof=1)) / 2)
    return float((values.mean() - reference.mean()) / spread)


def interval(values: NDArray[np.float64], reference: NDArray[np.float64], seed: int = 0) -> tuple[float, float]:
    """Return the bootstrapped 95 % interval of `difference` over the sounds of both sets."""
    rng = np.random.default_rng(seed)
    drawn = [
        difference(rng.choice(values, len(values)), rng.choice(reference, len(reference))) for _ in range(N_BOOTSTRAPS)
    ]
    low, high = np.percentile(drawn, (2.5, 97.5))
    return float(low), float(high)


def measure(folder: Path) -> dict[str, NDArray[np.float64]]:
    """Return the descriptors of the sounds in a folder and those below it."""
    vars(np)["float"] = float  # timbral_models uses the name that NumPy 1.24 removed
    import timbral_models

    found: dict[str, list[float]] = {name: [] for name in DESCRIPTORS}
    with tempfile.TemporaryDirectory() as temporary:
        prepared = Path(temporary) / "sound.wav"
        for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES):
            signal, rate = soundfile.read(path, always_2d=True)
            soundfile.write(prepared, prepare(signal, rate), rate)
            for name in DESCRIPTORS:
                found[name].append(float(getattr(timbral_models, f"timbral_{name}")(str(prepared))))
    return {name: np.array(values) for name, values in found.items()}


def table(measured: dict[str, dict[str, NDArray[np.float64]]]) -> list[str]:
    """Return the lines of a table in Markdown: a column for each set, the first of which is the reference."""
    reference = next(iter(measured.values()))
    sizes = [f"{name} (n = {len(values[DESCRIPTORS[0]])})" for name, values in measured.items()]
    lines = [f"| descriptor | {' | '.join(sizes)} |", "| --- |" + " --- |" * len(sizes)]
    for name in DESCRIPTORS:
        cells = []
        for values in (own[name] for own in measured.values()):
            cell = f"{values.mean():.1f} ± {values.std(ddof=1):.1f}"
            if values is not reference[name]:
                low, high = interval(values, reference[name])
                cell += f" ({difference(values, reference[name]):+.2f}, {low:+.2f} to {high:+.2f})"
            cells.append(cell)
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def main() -> None:
    """Measure the folders that are named, and print the table."""
    if len(sys.argv) < 3:
        sys.exit("usage: measure_timbre.py REFERENCE FOLDER [FOLDER ...]")
    warnings.filterwarnings("ignore")
    print("\n".join(table({name: measure(Path(name)) for name in sys.argv[1:]})))


if __name__ == "__main__":
    main()

"""Similarity of two sounds by their Chromaprint fingerprints, made for recognising recordings, as in the thesis.

Needs Chromaprint's program ``fpcalc``.
"""

import shutil
import tempfile
from math import ceil
from pathlib import Path

import acoustid
import numpy as np
import soundfile
from numpy.typing import NDArray
from rapidfuzz import fuzz

PROGRAM = "fpcalc"

LONG_ENOUGH = 6.0
"""Seconds; from less than about three, fpcalc computes an empty fingerprint or none."""

LEVEL = 0.9
"""Peak of the file that fpcalc reads; fingerprints do not depend on it."""


def available() -> bool:
    """Return whether the program is installed."""
    return shutil.which(PROGRAM) is not None


def fingerprint_similarity(
    signal: NDArray[np.float32], reference: NDArray[np.float32], sample_rate: int
) -> float | None:
    """Compare the fingerprints of two sounds as strings.

    A short sound is repeated until it is long enough for fpcalc, as the thesis doubled each of its samples. The thesis
    compared with FuzzyWuzzy, whose ``ratio`` is the same number, rounded: the Levenshtein distance with a substitution
    counted as 2, relative to both lengths.

    Parameters
    ----------
    signal, reference : np.ndarray [shape=(n_samples,), float32]
    sample_rate : int
        Samples per second, of both.

    Returns
    -------
    float or None
        100 for equal fingerprints, 0 for nothing in common; None if fpcalc is missing or computes no fingerprint for
        one of them.
    """
    one, other = (_fingerprint(sound, sample_rate) for sound in (signal, reference))
    return None if one is None or other is None else float(fuzz.ratio(one, other))


def _fingerprint(signal: NDArray[np.float32], sample_rate: int) -> str | None:
    """Return the compressed fingerprint of a sound."""
    peak = float(np.abs(signal).max(initial=0.0))
    if peak == 0:
        return None
    repeated = np.tile(signal * np.float32(LEVEL / peak), ceil(LONG_ENOUGH * sample_rate / len(signal)))
    seconds = ceil(len(repeated) / sample_rate)
    # fpcalc 1.5.1 with FFmpeg 5 fails at the end of a file (a known bug), so it has to stop earlier
    padded = np.pad(repeated, (0, (seconds + 1) * sample_rate - len(repeated)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sound.wav"
        soundfile.write(path, padded, sample_rate, subtype="PCM_16")
        try:
            _, found = acoustid.fingerprint_file(str(path), maxlength=seconds, force_fpcalc=True)
        except (acoustid.NoBackendError, acoustid.FingerprintGenerationError):
            return None
    return found.decode("ascii") or None

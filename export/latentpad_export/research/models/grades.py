"""Grades of rebuilt sounds: ODG and fingerprint similarity as in the thesis, ViSQOL."""

import numpy as np
from numpy.typing import NDArray

from latentpad_export.evaluate.metrics import fingerprint, peaq, visqol
from latentpad_export.evaluate.metrics.descriptors import COMPARISON

GRADES = ("odg", "visqol", "fingerprint")

TITLES = {"odg": "ODG", "visqol": "ViSQOL", "fingerprint": "fingerprint"}


def missing_grades() -> tuple[str, ...]:
    """Return a sentence for each grade whose program or package is missing."""
    what = {
        "ODG: needs the program peaq (docs/measures.md).": peaq.available(),
        f"ViSQOL: visqol-python is not installed ({visqol.INSTALL}).": visqol.available(),
        "Fingerprint similarity: needs the program fpcalc (Debian: libchromaprint-tools).": fingerprint.available(),
    }
    return tuple(sentence for sentence, is_available in what.items() if not is_available)


def grade(signal: NDArray[np.float32] | None, original: NDArray[np.float32], with_visqol: bool) -> list[float]:
    """Return the grades of a sound at 44.1 kHz; NaN where there is none, as for silence.

    The sound has the peak of the original, as in the thesis. Scaled to the least squared difference, a bad sound would
    be soft, which PEAQ likes: for a clap, it grades noise -3.1 at the same peak, and -1.7 at a hundredth of that.

    Parameters
    ----------
    signal : np.ndarray [shape=(n_samples,), float32], optional
        None is silence.
    original : np.ndarray [shape=(n_samples,), float32]
    with_visqol : bool
        ViSQOL takes half a second per sound.
    """
    if signal is None:
        return [np.nan] * len(GRADES)
    n, rate = max(len(signal), len(original)), COMPARISON.sample_rate
    signal, original = (np.pad(sound, (0, n - len(sound))) for sound in (signal, original))
    signal = signal * np.float32(np.abs(original).max() / max(float(np.abs(signal).max()), 1e-9))
    found = (
        peaq.objective_difference_grade(signal, original, rate),
        visqol.mean_opinion_score(signal, original, rate) if with_visqol else None,
        fingerprint.fingerprint_similarity(signal, original, rate),
    )
    return [np.nan if value is None else value for value in found]

"""ViSQOL's grade of a sound (MOS-LQO) in audio mode, by ``visqol-python``, a port of Google's program.

1 is bad, 4.73 the same sound. The package comes with the extra ``evaluate`` on Windows. Elsewhere,
``pip install --no-deps visqol-python`` adds it without libsvm, which would have to be compiled and is not used here.

References
----------
Chinen et al., "ViSQOL v3: an open source production ready objective speech and audio metric", QoMEX 2020;
https://github.com/google/visqol, https://github.com/talker93/visqol-python
"""

import logging
from functools import cache
from importlib.util import find_spec
from threading import Lock
from typing import Any
from unittest.mock import patch

import numpy as np
import soxr
from numpy.typing import NDArray

INSTALL = "pip install --no-deps visqol-python"
"""Command that installs the package without a compiler."""

RATE = 48_000
"""Hertz; the rate of audio mode."""

SILENCE = 0.5
"""Seconds of silence before and after each sound: ViSQOL skips what is shorter than one of its patches."""

_running = Lock()
"""Its compiled loops run in numba's threads, which two callers at a time would break."""


def available() -> bool:
    """Return whether the package is installed."""
    return find_spec("visqol") is not None


def mean_opinion_score(signal: NDArray[np.float32], reference: NDArray[np.float32], sample_rate: int) -> float | None:
    """Grade the impairment of a sound.

    Parameters
    ----------
    signal, reference : np.ndarray [shape=(n_samples,), float32]
        The degraded sound and the original, aligned; the shorter one is followed by silence. Their levels do not
        matter.
    sample_rate : int
        Samples per second, of both.

    Returns
    -------
    float or None
        From 1 to about 4.73; None if the package is missing, one of the sounds is silent, or no part of them matches.
    """
    if not available() or not signal.any() or not reference.any():
        return None
    n = max(len(signal), len(reference))
    with _running:
        try:
            result = _visqol().measure_from_arrays(
                _prepared(reference, n, sample_rate), _prepared(signal, n, sample_rate), RATE
            )
        except ValueError:  # no part of the reference was found in the signal
            return None
    grade = float(result.moslqo)
    return grade if np.isfinite(grade) else None


@cache
def _visqol() -> Any:
    """Load the model; imported here since it is optional, and takes a second."""
    from visqol import VisqolApi, visqol_manager

    from latentpad_export.evaluate.metrics.support_vectors import SupportVectors

    logging.getLogger("visqol").setLevel(logging.ERROR)  # it warns of each sound whose end is silent
    api = VisqolApi()
    with patch.object(visqol_manager, "SvrSimilarityToQualityMapper", SupportVectors):
        api.create(mode="audio")
    return api


def _prepared(sound: NDArray[np.float32], n: int, sample_rate: int) -> NDArray[np.float64]:
    """Return a sound at 48 kHz, at the given length, between silences."""
    resampled = soxr.resample(np.pad(sound, (0, n - len(sound))).astype(np.float64), sample_rate, RATE)
    return np.pad(resampled, round(SILENCE * RATE))

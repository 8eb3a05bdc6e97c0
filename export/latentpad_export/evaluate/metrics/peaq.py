"""The Objective Difference Grade of ITU-R BS.1387 (PEAQ), by the program ``peaq`` of gstPEAQ, as in the thesis.

0 is imperceptible, -4 very annoying.

References
----------
Holters and Zölzer, "GstPEAQ: an open source implementation of the PEAQ algorithm", DAFx 2015;
https://github.com/HSU-ANT/gstpeaq
"""

import math
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

PROGRAM = "peaq"

RATE = 48_000
"""Hertz; PEAQ is defined for this rate only."""

LEVEL = 0.9
"""Peak of the louder of the two files, which keep their levels to each other."""

TIMEOUT = 300.0
"""Seconds."""


def available() -> bool:
    """Tell whether the program is there."""
    return shutil.which(PROGRAM) is not None


def objective_difference_grade(
    signal: NDArray[np.float32], reference: NDArray[np.float32], sample_rate: int, timeout: float = TIMEOUT
) -> float | None:
    """Grade how much a sound has suffered.

    Parameters
    ----------
    signal, reference : np.ndarray [shape=(n_samples,), float32]
        What is graded, and what it was.
    sample_rate : int
        Samples a second, of both.
    timeout : float
        Seconds that the program may take.

    Returns
    -------
    float or None
        None where the program is missing, fails, takes too long, or gives no number, as it does for some sounds.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        return None
    peak = max(float(np.abs(signal).max(initial=0.0)), float(np.abs(reference).max(initial=0.0)), 1e-9)
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("reference.wav", "test.wav")]
        for path, sound in zip(paths, (reference, signal), strict=True):
            resampled = soxr.resample(sound * np.float32(LEVEL / peak), sample_rate, RATE)
            soundfile.write(path, resampled, RATE, subtype="PCM_16")
        return _grade(_run([program, *map(str, paths)], timeout))


def _run(command: list[str], timeout: float) -> str:
    """Give what a program prints, nothing where it fails."""
    environment = {**os.environ, "LC_ALL": "C"}  # else it prints a decimal comma where that is the custom
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=True, env=environment)
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return ""
    return done.stdout


def _grade(printed: str) -> float | None:
    """Find the grade."""
    found = re.search(r"Objective Difference Grade:\s*([-+.\d]+)", printed)
    if found is None:
        return None
    try:
        grade = float(found[1])
    except ValueError:
        return None
    return grade if math.isfinite(grade) else None

"""The Objective Difference Grade of ITU-R BS.1387 (PEAQ), by gstPEAQ's program ``peaq``, as in the thesis.

0 is imperceptible, -4 very annoying.

References
----------
Holters and Zölzer, "GstPEAQ: an open source implementation of the PEAQ algorithm", DAFx 2015;
https://github.com/HSU-ANT/gstpeaq
"""

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

INSTALL = "build https://github.com/HSU-ANT/gstpeaq and put it on PATH"
"""Advice on how to install it."""

NO_GRADES = (
    "peaq gave no grade; if it gives none by hand either, set GST_PLUGIN_PATH (docs/measures.md, Building gstPEAQ)"
)
"""Said where `peaq` is installed and graded nothing, which is most often an element that it does not find."""

RATE = 48_000
"""Hertz; PEAQ is defined for this rate only."""

LEVEL = 0.9
"""Peak of the louder of the two files, whose relative levels are kept."""

LEAD = 0.6
"""Seconds of silence before each sound: the program does not grade the first half second, half of all drums."""

LOWEST, HIGHEST = -4.0, 1.0
"""Grades beyond these are none; the model's own end near -3.9 and 0.2."""

TIMEOUT, TIMEOUT_PER_SECOND = 30.0, 1.0
"""Seconds that the program may take, and more of them for each second of sound; it takes about a fiftieth."""


def available() -> bool:
    """Return whether the program is installed."""
    return shutil.which(PROGRAM) is not None


def objective_difference_grade(
    signal: NDArray[np.float32],
    reference: NDArray[np.float32],
    sample_rate: int,
    timeout: float | None = None,
    lead: float = LEAD,
) -> float | None:
    """Grade the impairment of a sound.

    Parameters
    ----------
    signal, reference : np.ndarray [shape=(n_samples,), float32]
        The degraded sound and the original.
    sample_rate : int
        Samples per second, of both.
    timeout : float, optional
        Seconds after which the program is stopped, by default as the length of the sound asks for.
    lead : float
        Seconds of silence before both.

    Returns
    -------
    float or None
        None if the program is missing, fails, takes too long, or prints no number, which happens with some sounds.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        return None
    if timeout is None:
        timeout = TIMEOUT + TIMEOUT_PER_SECOND * len(reference) / sample_rate
    peak = max(float(np.abs(signal).max(initial=0.0)), float(np.abs(reference).max(initial=0.0)), 1e-9)
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("reference.wav", "test.wav")]
        for path, sound in zip(paths, (reference, signal), strict=True):
            resampled = soxr.resample(sound * np.float32(LEVEL / peak), sample_rate, RATE)
            soundfile.write(path, np.pad(resampled, (round(lead * RATE), 0)), RATE, subtype="PCM_16")
        return _parse_grade(_run([program, *map(str, paths)], timeout))


def _run(command: list[str], timeout: float) -> str:
    """Return the output of a program; empty if it fails."""
    environment = {**os.environ, "LC_ALL": "C"}  # else some locales print a decimal comma
    try:
        process = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=True, env=environment)
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return ""
    return process.stdout


def _parse_grade(output: str) -> float | None:
    """Find the grade in the output."""
    found = re.search(r"Objective Difference Grade:\s*([-+.\d]+)", output)
    if found is None:
        return None
    try:
        grade = float(found[1])
    except ValueError:
        return None
    return grade if LOWEST <= grade <= HIGHEST else None

"""What a run says about labels, files that are not used, and sounds that are longer than what is used of them."""

import logging
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from latentpad.counted import counted
from latentpad.printable import printable
from latentpad.samples.own_file import MAX_QUOTED
from latentpad_export.data.library import Skipped, Sound

logger = logging.getLogger(__name__)

MAX_NAMED = 10
"""Cut sounds that are named; the others are counted."""


def report_notes(notes: tuple[str, ...]) -> None:
    """Log what was decided about labels and loops."""
    for note in notes:
        logger.warning("%s", printable(note))


def report_skipped(skipped: tuple[Skipped, ...]) -> None:
    """Log every file that is not used, and why."""
    if skipped:
        logger.warning("%s not used:", counted(len(skipped), "file is", "files are"))
    for file in skipped:
        logger.warning("  %s %s", printable(file.name[-MAX_QUOTED:]), printable(file.reason[:MAX_QUOTED]))


def report_cut(
    sounds: Sequence[Sound],
    whole_seconds: NDArray[np.float32],
    cut_db: NDArray[np.float32],
    heard: float,
    seconds: float,
) -> None:
    """Log how many sounds are longer than the model hears, how many are cut, and which are loudest where they are cut.

    Parameters
    ----------
    sounds : sequence of Sound
    whole_seconds : np.ndarray [shape=(n,), float32]
        Length of each with what was cut off.
    cut_db : np.ndarray [shape=(n,), float32]
        Level at the cut in decibels relative to the peak, -inf where nothing was cut off.
    heard : float
        Length of the model's spectrogram in seconds.
    seconds : float
        Longest part of a sound that is played as detail.
    """
    n_longer = int((whole_seconds > heard + 1e-3).sum())
    cut = np.flatnonzero(np.isfinite(cut_db))
    if n_longer:
        longer = counted(n_longer, f"of {len(sounds)} sounds is", f"of {len(sounds)} sounds are")
        none_cut = "" if len(cut) else "; none is cut"
        logger.warning("%s longer than the %.2f s that the model hears%s", longer, heard, none_cut)
    if len(cut):
        longer = counted(len(cut), "sound is", "sounds are")
        logger.warning("%s longer than %g s and cut there (--seconds), the loudest first:", longer, seconds)
    for i in cut[np.argsort(-cut_db[cut], kind="stable")][:MAX_NAMED]:
        logger.warning("  %s is cut at %d dB", printable(sounds[i].name[-MAX_QUOTED:]), round(float(cut_db[i])))
    if len(cut) > MAX_NAMED:
        logger.warning("  and %d more", len(cut) - MAX_NAMED)

"""What a run says about labels, files that are not used, and sounds that are longer than what is used of them."""

import logging

import numpy as np

from latentpad_export.data.feature_set import FeatureSet
from latentpad_export.data.library import Skipped

logger = logging.getLogger(__name__)

MAX_NAMED = 10
"""Cut sounds that are named; the others are counted."""


def report_notes(notes: tuple[str, ...]) -> None:
    """Log what was decided about labels and loops."""
    for note in notes:
        logger.warning("%s", note)


def report_skipped(skipped: tuple[Skipped, ...]) -> None:
    """Log every file that is not used, and why."""
    if skipped:
        logger.warning("%d files are not used:", len(skipped))
    for file in skipped:
        logger.warning("  %s %s", file.name, file.reason)


def report_cut(features: FeatureSet, heard: float, seconds: float) -> None:
    """Log how many sounds are longer than the model hears, how many are cut, and which are loudest where they are cut.

    Parameters
    ----------
    features : FeatureSet
        With details.
    heard : float
        Length of the model's spectrogram in seconds.
    seconds : float
        Longest part of a sound that is played as detail.
    """
    details = features.details
    if details is None:
        return
    n_longer = int((details.whole_seconds > heard + 1e-3).sum())
    cut = np.flatnonzero(np.isfinite(details.cut_db))
    if not n_longer and not len(cut):
        return
    logger.warning(
        "%d of %d sounds are longer than the %.2f s that the model hears; %d are longer than %g s and cut there "
        "(--seconds)%s",
        *(n_longer, len(features.sounds), heard, len(cut), seconds, ", the loudest ones:" if len(cut) else ""),
    )
    for i in cut[np.argsort(-details.cut_db[cut], kind="stable")][:MAX_NAMED]:
        logger.warning("  %s is cut at %.0f dB", features.sounds[i].name, details.cut_db[i])
    if len(cut) > MAX_NAMED:
        logger.warning("  and %d more", len(cut) - MAX_NAMED)

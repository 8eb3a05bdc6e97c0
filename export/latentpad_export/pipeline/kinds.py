"""Kinds of a run's sounds: by their names, and by their sound where the names say nothing."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.samples.kind_table import read_kind_table
from latentpad_export.data.dataset import Dataset
from latentpad_export.data.labelling import Labelling
from latentpad_export.data.library import Sound
from latentpad_export.layout.kinds_by_sound import complete_kinds

logger = logging.getLogger(__name__)


class Named(NamedTuple):
    """Sounds with their kinds."""

    sounds: tuple[Sound, ...]
    by_sound: NDArray[np.bool_] | None
    """[n] whose kinds are told by their sound; None where the labels are no kinds."""

    note: str = ""
    """What was done, in one line; empty for nothing."""


def name_by_sound(
    sounds: Sequence[Sound],
    dataset: Dataset,
    labelling: Labelling | None,
    latents: NDArray[np.float32],
    outlines: NDArray[np.uint8],
    model: Bundle,
) -> Named:
    """Give kinds to sounds without one, if the labels of the others are kinds.

    Parameters
    ----------
    sounds : sequence of Sound
        The usable ones [n].
    dataset : Dataset
        Where they are from.
    labelling : Labelling or None
        How its labels were told.
    latents : np.ndarray [shape=(n, latent_dim), float32]
        By the encoder of `model`.
    outlines : np.ndarray [shape=(n, n_times, n_places), uint8]
        Of what its decoder makes of them.
    model : Bundle

    Raises
    ------
    KindsError
        The user's table of words cannot be used.
    """
    if not dataset.are_kinds:
        return Named(tuple(sounds), None)
    table = read_kind_table(labelling.words if labelling else None)
    completed = complete_kinds([sound.label for sound in sounds], latents, outlines, model, table)
    if completed.note:
        logger.info("%s", completed.note)
    named = (replace(sound, label=label) for sound, label in zip(sounds, completed.labels, strict=True))
    return Named(tuple(named), completed.by_sound, completed.note)

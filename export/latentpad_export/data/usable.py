"""The usable sounds of a library: those that could be read, without duplicates and loops."""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.map import BOUNDS
from latentpad_export.data.blocks import BlockLostError, Place, gather
from latentpad_export.data.chunks import FilesRead
from latentpad_export.data.library import Skipped, Sound

logger = logging.getLogger(__name__)


class Usable(NamedTuple):
    """The n usable sounds of a library, in its order."""

    sounds: tuple[Sound, ...]
    places: tuple[Place, ...]
    arrays: dict[str, NDArray[Any]]
    """By their names in the blocks, each with the first axis n."""

    skipped: tuple[Skipped, ...]
    """Files that are not used, and why."""


LOOP = "is a loop by its sound; use it with --loops"


def read_usable(sounds: Sequence[Sound], read: Callable[[], FilesRead], leave_out_loops: bool = False) -> Usable:
    """Read files and select the usable sounds; what a damaged block contained is computed again.

    Parameters
    ----------
    sounds : sequence of Sound
    read : callable
        Reads their files, in this order, as far as they are in no block.
    leave_out_loops : bool
        Whether sounds that are loops by their onsets are not usable.

    Raises
    ------
    OSError
        A block cannot be written, or is lost again.
    """
    try:
        return select_usable(sounds, read(), leave_out_loops)
    except BlockLostError as error:
        logger.warning("%s; what was in it is computed again", error)
        return select_usable(sounds, read(), leave_out_loops)


def select_usable(
    sounds: Sequence[Sound], read: FilesRead, leave_out_loops: bool = False, partly: bool = False
) -> Usable:
    """Select the usable sounds.

    Parameters
    ----------
    sounds : sequence of Sound
        In the order in which their files were read.
    read : FilesRead
    leave_out_loops : bool
        Whether sounds that are loops by their onsets are not usable.
    partly : bool
        Whether files that were not read yet are left out without a word.

    Raises
    ------
    BlockLostError
        A block was removed, or is damaged.
    """
    rows = [index for index, place in enumerate(read.places) if place is not None]
    places: list[Place] = [place for place in read.places if place is not None]
    missing = [] if partly else [index for index, place in enumerate(read.places) if place is None]
    skipped = {index: Skipped(sounds[index].name, _unread(read, index)) for index in missing}
    found = gather(places) if places else {}
    first_of: dict[bytes, int] = {}
    used = []
    outside = _out_of_bounds(found)
    for row, index in enumerate(rows):
        reason, digest = str(found["reasons"][row]) or outside.get(row, ""), found["digests"][row].tobytes()
        if not reason and digest in first_of:
            reason = f"is the same sound as {sounds[first_of[digest]].name}"
        if not reason and leave_out_loops and found["loops"][row]:
            reason = LOOP
        if reason:
            skipped[index] = Skipped(sounds[index].name, reason)
            continue
        first_of[digest] = index
        used.append(row)
    return Usable(
        tuple(sounds[rows[row]] for row in used),
        tuple(places[row] for row in used),
        {name: array[np.array(used, dtype=np.int64)] for name, array in found.items()},
        tuple(skipped[index] for index in sorted(skipped)),
    )


def _out_of_bounds(found: Mapping[str, NDArray[Any]]) -> dict[int, str]:
    """Return the rows of sounds with a number that no map may hold, and what it is."""
    reasons: dict[int, str] = {}
    for name, (low, high) in BOUNDS.items():
        stored = "detail_seconds" if name == "seconds" else name
        if stored in found:
            values = found[stored].reshape(len(found[stored]), -1)
            for row in np.flatnonzero(~((values >= low) & (values <= high)).all(axis=1)).tolist():
                reasons[row] = f"has {name} of up to {np.abs(values[row]).max():.3g}, must be {low:g} to {high:g}"
    return reasons


def _unread(read: FilesRead, index: int) -> str:
    """Return why a file was not read."""
    return read.unreadable.get(index, "was removed or changed while it was read")

"""Details of the sounds on a map: pitch, sketch, and how much of each was cut off."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from latentpad.samples.one_shot import OneShot
from latentpad.samples.sketch import sketch
from latentpad.synth.pitch import find_pitch
from latentpad_export.data.journal import Entry


@dataclass(frozen=True)
class Details:
    """Details of n sounds."""

    pitches: NDArray[np.float32]
    """[n] hertz, 0 = no pitch."""

    pitch_certainties: NDArray[np.float32]
    """[n] in [0, 1]."""

    sketches: NDArray[np.uint8]
    """[n, 16]."""

    seconds: NDArray[np.float32]
    """[n] length of each, after trimming and cutting."""

    whole_seconds: NDArray[np.float32]
    """[n] length of each with what was cut off."""

    cut_db: NDArray[np.float32]
    """[n] level at the cut in decibels relative to the peak; -inf where nothing was cut off."""


def with_details(entry: Entry, shot: OneShot, sample_rate: int) -> Entry:
    """Add the details of a sound to its entry in the journal."""
    pitch = find_pitch(shot.signal, sample_rate)
    return replace(
        entry,
        pitch=pitch.hertz,
        pitch_certainty=pitch.certainty,
        sketch=sketch(shot.signal).tobytes().hex(),
        detail_seconds=len(shot.signal) / sample_rate,
        whole_seconds=len(shot.signal) / sample_rate + shot.cut_seconds,
        cut_db=shot.cut_db,
    )


def collect_details(entries: Sequence[Entry]) -> Details:
    """Return the details of the sounds of some entries."""

    def column(name: str) -> NDArray[np.float32]:
        return np.array([getattr(entry, name) for entry in entries], dtype=np.float32)

    sketches = np.frombuffer(bytes.fromhex("".join(entry.sketch for entry in entries)), dtype=np.uint8)
    return Details(
        column("pitch"),
        column("pitch_certainty"),
        sketches.reshape(len(entries), -1),
        column("detail_seconds"),
        column("whole_seconds"),
        column("cut_db"),
    )

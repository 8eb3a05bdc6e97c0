"""The sounds that the default bundle is trained on: recorded ones from a pack, and synthesised ones.

A pack contains recorded sounds as FLAC at 14 bits, whose noise is 86 dB below the peak of a sound in all bands
together, and their credits. Synthesised sounds are made anew.
"""

import io
import json
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import torch
from numpy.typing import NDArray
from torch import Tensor

from default_parts import read_arrays
from latentpad.bundle.representation import Representation
from latentpad_export.factory.drums import LABELS
from latentpad_export.factory.library import SOUNDS_PER_KIT, library_drum, split_of
from latentpad_export.presets import STUDIO

FULL_SCALE = 32_767

PACK = "pack.npz"

FEW = 500
"""Fewer sounds are synthesised without starting processes."""

FACTORY = "factory/"
"""Beginning of the labels of synthesised sounds."""

Signals = list[NDArray[np.float32]]


@dataclass(frozen=True)
class Item:
    """Label, kit and split of a sound."""

    label: str
    kit: str
    split: str


@dataclass(frozen=True)
class Pack:
    """Recorded sounds, and what training needs besides."""

    signals: Signals
    items: list[Item]
    representation: Representation
    credits: str


def read_pack(folder: Path) -> Pack:
    """Read a pack from its parts."""
    stored = read_arrays(folder, PACK)
    audio, offsets = stored["audio"], stored["offsets"]
    items = [Item(*item) for item in json.loads(str(stored["items"]))]

    def decode(i: int) -> NDArray[np.float32]:
        signal, _ = soundfile.read(io.BytesIO(audio[offsets[i] : offsets[i + 1]].tobytes()), dtype="float32")
        return np.asarray(signal, dtype=np.float32)

    with ThreadPoolExecutor() as pool:
        signals = list(pool.map(decode, range(len(items))))
    return Pack(
        signals=signals,
        items=items,
        representation=_representation(stored),
        credits=str(stored["credits"]) if "credits" in stored else "",
    )


def _representation(stored: dict[str, NDArray[Any]]) -> Representation:
    """Return the representation whose rate and length the sounds of a pack have."""
    if "representation" not in stored:
        return STUDIO.representation
    return Representation.from_dict(json.loads(str(stored["representation"])), PACK)


def make_factory(per_label: int, seed: int, n_samples: int) -> tuple[Signals, list[Item]]:
    """Synthesise sounds on all cores, cut at `n_samples`."""
    tasks = [(label, index) for label in LABELS for index in range(per_label)]
    arguments = [label for label, _ in tasks], [seed] * len(tasks), [index for _, index in tasks]
    if len(tasks) < FEW:
        drums = list(map(library_drum, *arguments))
    else:
        with ProcessPoolExecutor() as pool:
            drums = list(pool.map(library_drum, *arguments, chunksize=32))
    signals = [np.asarray(drum.samples[:n_samples], dtype=np.float32) for drum in drums]
    return signals, [_made(label, index) for label, index in tasks]


def _made(label: str, index: int) -> Item:
    """Return what is known of a synthesised sound."""
    return Item(f"{FACTORY}{label}", f"factory_{index // SOUNDS_PER_KIT:04d}", split_of(index))


def stack(signals: Signals, n_samples: int) -> Tensor:
    """Return signals of different lengths as one tensor, int16 (n, n_samples), each at full scale."""
    stacked = np.zeros((len(signals), n_samples), dtype=np.int16)
    for row, signal in zip(stacked, signals, strict=True):
        n = min(len(signal), n_samples)
        row[:n] = np.round(signal[:n] * (FULL_SCALE / np.abs(signal).max()))
    return torch.from_numpy(stacked)

"""The pack of recorded sounds that the default bundle is trained on: at most some of each kit and label.

Most sounds of a large kit are round robins of one another.
"""

import io
import json
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from default_data import PACK, Item
from default_parts import write_arrays
from latentpad.errors import UnusableSoundError
from latentpad.samples.one_shot import read_one_shot
from latentpad_export.data.library import Sound, scan
from latentpad_export.presets import STUDIO

BITS = 14

PART = 48 << 20
"""Largest part in bytes."""


def encode(signal: NDArray[np.float32], sample_rate: int) -> bytes:
    """Return a signal of peak 1 as FLAC, without the end that rounds to silence."""
    steps = np.round(signal * (2 ** (BITS - 1) - 1)).astype(np.int16)
    heard = np.flatnonzero(steps)
    content = io.BytesIO()
    words = steps[: heard[-1] + 1] << (16 - BITS)
    soundfile.write(content, words, sample_rate, format="FLAC", subtype="PCM_16", compression_level=1.0)
    return content.getvalue()


def pack_library(data: Path, output: Path, per_kit: int) -> None:
    """Pack the recorded sounds of a library except its test split.

    Parameters
    ----------
    data : Path
        Library with splits.
    output : Path
        New folder.
    per_kit : int
        Most sounds of each kit and label, drawn at random.
    """
    library, r = scan(data), STUDIO.representation
    files, items = [], []
    for sound in _drawn([sound for sound in library.sounds if sound.split != "test"], per_kit):
        try:
            shot = read_one_shot(sound.path, r.sample_rate, r.n_samples)
        except UnusableSoundError:
            continue
        files.append(encode(shot.signal, r.sample_rate))
        items.append(Item(sound.label, sound.kit, sound.split or "train"))
    arrays = {
        "audio": np.frombuffer(b"".join(files), dtype=np.uint8),
        "offsets": np.cumsum([0, *map(len, files)]),
        "items": np.array(json.dumps([[item.label, item.kit, item.split] for item in items])),
        "representation": np.array(json.dumps(r.to_dict())),
        "credits": np.array(library.credits),
    }
    output.mkdir(parents=True)
    write_arrays(output, PACK, arrays, PART)
    print(f"{len(items)} sounds, {sum(map(len, files)) / 1e6:.1f} MB")


def _drawn(sounds: list[Sound], per_kit: int) -> list[Sound]:
    """Draw at most some sounds of each kit and label, in random order."""
    taken: dict[tuple[str, str], int] = {}
    drawn = []
    for i in np.random.default_rng(0).permutation(len(sounds)):
        key = sounds[i].label, sounds[i].kit
        taken[key] = taken.get(key, 0) + 1
        if taken[key] <= per_kit:
            drawn.append(sounds[i])
    return drawn

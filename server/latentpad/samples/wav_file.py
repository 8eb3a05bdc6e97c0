"""The wav of a sample: 24 bits, with a title, its recipe, and its root note."""

import io

import numpy as np
import soundfile
from numpy.typing import NDArray

from latentpad.samples.file_names import sample_stem
from latentpad.samples.recipe import Recipe
from latentpad.samples.wav_chunks import add_root

SUBTYPE = "PCM_24"


def encode_wav(signal: NDArray[np.float32], sample_rate: int, recipe: Recipe, label: str = "") -> bytes:
    """Return the bytes of a 24-bit wav with title, recipe and root note; equal arguments give equal bytes."""
    buffer = io.BytesIO()
    n_channels = 1 if signal.ndim == 1 else signal.shape[1]
    with soundfile.SoundFile(buffer, "w", sample_rate, n_channels, SUBTYPE, format="WAV") as file:
        file.title = sample_stem(label, recipe.request)
        file.software = f"latentpad {recipe.version}"
        file.comment = recipe.to_text()
        file.write(signal)
    return add_root(buffer.getvalue(), sample_rate, recipe.pitch_hz)

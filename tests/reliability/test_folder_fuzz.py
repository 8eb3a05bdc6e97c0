"""Wavs with any damage in a drop folder: each costs itself only."""

import io
import random

import numpy as np
import pytest
import soundfile

from latentpad.errors import FolderError
from latentpad.player.library_audio import LibraryAudio
from latentpad.player.preview import Preview
from latentpad.player.sound_renderer import SoundRenderer
from latentpad.request import Request
from latentpad.samples.folder import Folder
from latentpad.samples.recipe import Recipe
from latentpad.samples.wav_file import encode_wav
from latentpad.web.messages import encode, encode_sound, to_json

N_DAMAGED, N_WHOLE = 250, 20
SIGNAL = np.sin(np.linspace(0, 99, 400)).astype(np.float32) / 2
NUMBERS = (0, 1, 2, 3, 255, 0x11, 0x31, 0x55, 0xFFFE, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)


def encoded(subtype, comment):
    """Return a wav of one of libsndfile's codings."""
    buffer = io.BytesIO()
    with soundfile.SoundFile(buffer, "w", 8000, 2, subtype, format="WAV") as file:
        file.comment = comment
        file.write(np.stack([SIGNAL, -SIGNAL], axis=1))
    return buffer.getvalue()


def damaged(content, rng):
    """Change numbers, cut out, insert or cut off bytes, most of them in the header."""
    content = bytearray(content)
    for _ in range(rng.randint(1, 6)):
        place = rng.randrange(12, min(len(content), 120) if rng.random() < 0.8 else len(content))
        kind, width = rng.random(), rng.choice([1, 2, 4])
        if kind < 0.5:
            content[place : place + width] = (rng.choice(NUMBERS) % 256**width).to_bytes(width, "little")
        elif kind < 0.7:
            content[place] = rng.randrange(256)
        elif kind < 0.8:
            del content[place : place + rng.randint(1, 40)]
        elif kind < 0.9:
            content[place:place] = rng.randbytes(rng.randint(1, 20))
        else:
            del content[max(20, rng.randrange(len(content))) :]
        content += bytes(max(0, 20 - len(content)))
    return bytes(content)


@pytest.mark.parametrize("seed", range(2))
def test_damaged_wavs_hide_no_whole_one_and_harm_no_ear(bundle, drop, seed):
    folder, rng = Folder(drop), random.Random(seed)
    previews = Preview(SoundRenderer(bundle, LibraryAudio((), bundle.map.names)), folder)
    recipe = Recipe(Request(0.125, 0.125, 7), "toy", bundle.digest, "0.1.0", confidence=0.5)
    whole = {folder.write(SIGNAL, 8000, "kick", recipe).name for _ in range(N_WHOLE)}
    sources = [encode_wav(SIGNAL, 8000, recipe, "kick")]
    sources += [encoded(subtype, recipe.to_text()) for subtype in ("PCM_U8", "PCM_24", "FLOAT", "DOUBLE", "IMA_ADPCM")]
    paths = [drop / f"snare_x0.125_y0.125_s{number}.wav" for number in range(N_DAMAGED)]
    for path in paths:
        path.write_bytes(damaged(rng.choice(sources), rng))
    found = [sample for sample in previews.earlier_samples() if sample]
    assert whole <= {sample.name for sample in found}
    encode("/page/samples", [to_json(sample) for sample in found])
    n_heard = 0
    for path in paths:
        try:
            signal, rate = previews.sample(path)
        except FolderError:
            continue
        assert np.isfinite(signal).all()
        assert np.abs(signal).max(initial=0) <= 1
        n_heard += bool(encode_sound(1, signal, rate))
    assert N_DAMAGED / 10 < n_heard < N_DAMAGED

"""Sounds to listen to in the page: real ones, and what each bundle makes of them."""

from io import BytesIO

import numpy as np
import soundfile
from numpy.typing import NDArray

from latentpad_export.evaluate.metrics.descriptors import EAR
from latentpad_export.evaluate.report.section import Example
from latentpad_export.evaluate.subjects.reconstructed import encode_sounds
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds
from latentpad_export.evaluate.subjects.subject import Subject

N_EXAMPLES = 8
"""Of each bundle: half on points of the map, half anywhere."""

N_REBUILT = 4
"""Real sounds beside what each bundle makes of them."""

LEVEL = np.float32(0.7)


def examples_of(contender: Subject, seed: int) -> tuple[Example, ...]:
    """Play some points of the map, and some anywhere."""
    voice, rng = contender.voice, np.random.default_rng(seed)
    names = contender.map_labels
    labels = sorted({str(name) for name in names})
    chosen = rng.permutation(labels)[: N_EXAMPLES // 2]
    spots = []
    for label in sorted(chosen):
        i = int(rng.choice(np.flatnonzero(names == label)))
        x, y = (float(v) for v in voice.bundle.map.points[i])
        spots.append((f"on {label or 'a point'} ({x:.2f}, {y:.2f})", x, y))
    for x, y in rng.random((N_EXAMPLES - len(spots), 2)):
        spots.append((f"anywhere ({x:.2f}, {y:.2f})", float(x), float(y)))
    examples = []
    for title, x, y in spots:
        signal = voice.sound(voice.synth.inverse_map.place(x, y).latent, seed)
        if signal is not None:
            examples.append(Example(f"{contender.name}, {title}", wav_bytes(signal)))
    return tuple(examples)


def rebuilt_examples(contenders: tuple[Subject, ...], reality: ReferenceSounds) -> tuple[Example, ...]:
    """Give some unknown sounds, each followed by what the bundles make of it."""
    indices = contenders[0].rebuilt.indices
    rows = np.unique(np.linspace(0, max(0, len(indices) - 1), min(N_REBUILT, len(indices))).astype(int))
    examples = []
    latents = [encode_sounds(c.voice, reality, indices[rows]) for c in contenders]
    for k, row in enumerate(rows):
        sound = reality.sounds[indices[row]]
        title = f"{sound.label or sound.name} {k + 1}"
        examples.append(Example(f"{title}, real", wav_bytes(reality.signal(int(indices[row])))))
        for c, own in zip(contenders, latents, strict=True):
            signal = c.voice.sound(own[k], int(row))
            if signal is not None:
                examples.append(Example(f"{title}, by {c.name}", wav_bytes(signal)))
    return tuple(examples)


def wav_bytes(signal: NDArray[np.float32]) -> bytes:
    """Give a sound at 44.1 kHz as the bytes of a 16-bit wav, all as loud."""
    buffer = BytesIO()
    level = signal * (LEVEL / np.float32(max(1e-9, float(np.abs(signal).max()))))
    soundfile.write(buffer, level, EAR.sample_rate, format="WAV", subtype="PCM_16")
    return buffer.getvalue()

"""Audio examples for the page: real sounds, their reconstructions, and generated sounds."""

from io import BytesIO

import numpy as np
import soundfile
from numpy.typing import NDArray

from latentpad_export.evaluate.metrics.descriptors import COMPARISON
from latentpad_export.evaluate.report.section import Example
from latentpad_export.evaluate.subjects.reconstructed import encode_sounds
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds
from latentpad_export.evaluate.subjects.subject import Subject

N_EXAMPLES = 8
"""Generated sounds per bundle: half on points of the map, half anywhere."""

N_RECONSTRUCTED = 4
"""Real sounds with their reconstructions by each bundle."""

LEVEL = np.float32(0.7)


def pad_examples(subject: Subject, seed: int) -> tuple[Example, ...]:
    """Render some points of the map, and some random ones."""
    renderer, rng = subject.renderer, np.random.default_rng(seed)
    names = subject.map_labels
    labels = sorted({str(name) for name in names})
    chosen = rng.permutation(labels)[: N_EXAMPLES // 2]
    points = []
    for label in sorted(chosen):
        i = int(rng.choice(np.flatnonzero(names == label)))
        x, y = (float(v) for v in renderer.bundle.map.points[i])
        points.append((f"on {label or 'a point'} ({x:.2f}, {y:.2f})", x, y))
    for x, y in rng.random((N_EXAMPLES - len(points), 2)):
        points.append((f"anywhere ({x:.2f}, {y:.2f})", float(x), float(y)))
    examples = []
    for title, x, y in points:
        signal = renderer.render(renderer.synth.inverse_map.place(x, y).latent, seed)
        if signal is not None:
            examples.append(Example(f"{subject.name}, the model alone, {title}", wav_bytes(signal)))
    return tuple(examples)


def reconstruction_examples(subjects: tuple[Subject, ...], reference: ReferenceSounds) -> tuple[Example, ...]:
    """Return some unseen sounds, each followed by the bundles' reconstructions."""
    indices = subjects[0].reconstructed.indices
    rows = np.unique(np.linspace(0, max(0, len(indices) - 1), min(N_RECONSTRUCTED, len(indices))).astype(int))
    examples = []
    latents = [encode_sounds(subject.renderer, reference, indices[rows]) for subject in subjects]
    for k, row in enumerate(rows):
        sound = reference.sounds[indices[row]]
        title = f"{sound.label or sound.name} {k + 1}"
        examples.append(Example(f"{title}, real", wav_bytes(reference.signal(int(indices[row])))))
        for subject, own in zip(subjects, latents, strict=True):
            signal = subject.renderer.render(own[k], int(row))
            if signal is not None:
                examples.append(Example(f"{title}, by the model of {subject.name}", wav_bytes(signal)))
    return tuple(examples)


def wav_bytes(signal: NDArray[np.float32]) -> bytes:
    """Encode a sound at 44.1 kHz as a 16-bit wav, normalised to `LEVEL`."""
    buffer = BytesIO()
    normalised = signal * (LEVEL / np.float32(max(1e-9, float(np.abs(signal).max()))))
    soundfile.write(buffer, normalised, COMPARISON.sample_rate, format="WAV", subtype="PCM_16")
    return buffer.getvalue()

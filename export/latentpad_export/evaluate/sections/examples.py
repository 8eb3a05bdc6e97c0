"""Audio examples for the page, a real sound beside the versions of it: reconstructions, and points of the pad."""

from io import BytesIO

import numpy as np
import soundfile
from numpy.typing import NDArray

from latentpad.errors import SilenceError
from latentpad.request import Controls
from latentpad.synth.synth import Synth
from latentpad_export.evaluate.metrics.descriptors import COMPARISON, to_comparison_rate
from latentpad_export.evaluate.report.section import Example
from latentpad_export.evaluate.subjects.reconstructed import encode_sounds
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds
from latentpad_export.evaluate.subjects.renderers import StudioRenderer
from latentpad_export.evaluate.subjects.subject import Subject
from latentpad_export.evaluate.subjects.ways import DETAIL, MODEL, THESIS, TITLES, Signal

N_EXAMPLES = 8
"""Points of the pad per bundle: half on points of sounds, half anywhere."""

N_RECONSTRUCTED = 6
"""Real sounds with their reconstructions by each bundle."""

LEVEL = np.float32(0.7)

REAL = "original"


def version_title(name: str, way: str) -> str:
    """Return the title of a bundle's version of a sound."""
    return f"{name}, {TITLES[way]}"


def pad_examples(subject: Subject, reference: ReferenceSounds, seed: int) -> tuple[Example, ...]:
    """Play points of sounds of different labels, and random ones, beside the nearest real sound."""
    bundle, rng = subject.renderer.bundle, np.random.default_rng(seed)
    names = subject.map_labels
    points = []
    for label in sorted(rng.permutation(sorted({str(name) for name in names}))[: N_EXAMPLES // 2]):
        x, y = bundle.map.points[int(rng.choice(np.flatnonzero(names == label)))].tolist()
        points.append((f"on {label or 'a point'} ({x:.2f}, {y:.2f})", x, y))
    for x, y in rng.random((N_EXAMPLES - len(points), 2)).tolist():
        points.append((f"anywhere ({x:.2f}, {y:.2f})", x, y))
    group = f"{subject.name}: points of the pad"
    return tuple(
        Example(title, wav_bytes(signal), row, group)
        for row, x, y in points
        for title, signal in _versions(subject, reference, x, y, seed).items()
        if signal is not None
    )


def _versions(subject: Subject, reference: ReferenceSounds, x: float, y: float, seed: int) -> dict[str, Signal | None]:
    """Return the real sound nearest to a point, and what is played there."""
    renderer = subject.renderer
    place = renderer.synth.inverse_map.place(x, y)
    alone = MODEL if isinstance(renderer, StudioRenderer) else THESIS
    found = {"nearest real sound": _nearest(subject, reference, x, y)}
    if subject.with_detail and subject.sounds is not None:
        synth = Synth(renderer.bundle, subject.sounds)
        try:
            signal = synth.render_place(place, Controls(detail=1.0), np.random.default_rng(seed))
            found[TITLES[DETAIL]] = to_comparison_rate(signal, synth.representation.sample_rate)
        except SilenceError:
            found[TITLES[DETAIL]] = None
    return {**found, TITLES[alone]: renderer.render(place.latent, seed, renderer.synth.cues(place))}


def _nearest(subject: Subject, reference: ReferenceSounds, x: float, y: float) -> Signal | None:
    """Read the real sound that is nearest to a point of the map; None if it is not at hand."""
    bundle = subject.renderer.bundle
    row = int(np.hypot(*(bundle.map.points - (x, y)).T).argmin())
    index = next((i for i, own in reference.on_map(bundle).items() if own == row), None)
    if index is not None:
        return reference.signal(index)
    recording = None if subject.sounds is None else subject.sounds(row)
    return None if recording is None else to_comparison_rate(recording, bundle.representation.sample_rate)


def reconstruction_examples(subjects: tuple[Subject, ...], reference: ReferenceSounds) -> tuple[Example, ...]:
    """Return some unseen sounds, each followed by the bundles' reconstructions."""
    indices = subjects[0].reconstructed.indices
    rows = np.unique(np.linspace(0, max(0, len(indices) - 1), min(N_RECONSTRUCTED, len(indices))).astype(int))
    examples = []
    latents = [encode_sounds(subject.renderer, reference, indices[rows]) for subject in subjects]
    group = "Unseen sounds, reconstructed by the model alone"
    for k, row in enumerate(rows):
        sound = reference.sounds[indices[row]]
        title = f"{sound.label or sound.name} {k + 1}"
        examples.append(Example(REAL, wav_bytes(reference.signal(int(indices[row]))), title, group))
        for subject, own in zip(subjects, latents, strict=True):
            signal = subject.renderer.render(own[k], int(row))
            if signal is not None:
                examples.append(Example(subject.name, wav_bytes(signal), title, group))
    return tuple(examples)


def wav_bytes(signal: NDArray[np.float32]) -> bytes:
    """Encode a sound at 44.1 kHz as a 16-bit wav, normalised to `LEVEL`."""
    buffer = BytesIO()
    normalised = signal * (LEVEL / np.float32(max(1e-9, float(np.abs(signal).max()))))
    soundfile.write(buffer, normalised, COMPARISON.sample_rate, format="WAV", subtype="PCM_16")
    return buffer.getvalue()

"""The model card that goes with a bundle: data, training, figures, limits."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from latentpad_export.data.library import Sound
from latentpad_export.presets import Preset


def model_card(
    name: str, preset: Preset, mapped: Iterable[Sound], training: dict[str, Any], licence: str, skipped: int
) -> str:
    """Write the card as Markdown."""
    sounds = list(mapped)
    counts = Counter(sound.label or "(no label)" for sound in sounds)
    shape, model = preset.representation, preset.model
    lines = [
        f"# {name}",
        "",
        "A latentpad bundle: a variational autoencoder with inverse autoregressive flow over the spectrograms of",
        "one-shots, and their map. It makes new sounds for points of the map; it holds no recording.",
        "",
        "## Data",
        "",
        f"{len(sounds)} sounds on the map, {skipped} files left out as unusable or double. Licence: {licence}.",
        "Credits: ATTRIBUTION.txt beside this file.",
        "",
        "| label | sounds |",
        "| --- | --- |",
        *(f"| {label} | {n} |" for label, n in counts.most_common()),
        "",
        "## Model",
        "",
        f"Preset {preset.name}: {shape.sample_rate} Hz, n_fft {shape.n_fft}, hop {shape.hop_length}, "
        f"{shape.n_bands} {preset.warp} bands, {shape.n_frames} frames ({shape.seconds:.2f} s), "
        f"{shape.top_db:.0f} dB; network {model.network}, latent {model.latent_dim}, {model.n_flows} flow layers.",
        "",
        "## Training",
        "",
        "| figure | value |",
        "| --- | --- |",
        *(f"| {key.replace('_', ' ')} | {value} |" for key, value in training.items()),
        "",
        "## Limits",
        "",
        "Sounds like those of the table come out best. Levels of the originals are not kept (every sample is made as",
        "loud as the others). Between clusters of the map the sounds are mixtures, and may be none that anybody plays.",
        "",
    ]
    return "\n".join(lines)

"""The model card of a bundle: data, training, figures, limits."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from latentpad_export.data.library import Sound
from latentpad_export.presets import Preset


def model_card(
    name: str, preset: Preset, mapped: Iterable[Sound], training: dict[str, Any], licence: str, skipped: int
) -> str:
    """Return the card as Markdown."""
    sounds = list(mapped)
    counts = Counter(sound.label or "(no label)" for sound in sounds)
    representation, model = preset.representation, preset.model
    lines = [
        f"# {name}",
        "",
        "A latentpad bundle: a variational autoencoder with inverse autoregressive flow, trained on spectrograms of",
        "one-shots, and their map. It renders new sounds for points of the map; it contains no recording.",
        "",
        "## Data",
        "",
        f"{len(sounds)} sounds on the map, {skipped} files left out as unusable or duplicate. Licence: {licence}.",
        "Credits: ATTRIBUTION.txt beside this file.",
        "",
        "| label | sounds |",
        "| --- | --- |",
        *(f"| {label} | {n} |" for label, n in counts.most_common()),
        "",
        "## Model",
        "",
        f"Preset {preset.name}: {representation.sample_rate} Hz, n_fft {representation.n_fft}, "
        f"hop {representation.hop_length}, {representation.n_bands} {preset.warp} bands, "
        f"{representation.n_frames} frames ({representation.seconds:.2f} s), {representation.top_db:.0f} dB; "
        f"network {model.network}, latent {model.latent_dim}, {model.n_flows} flow layers.",
        "",
        "## Training",
        "",
        "| figure | value |",
        "| --- | --- |",
        *(f"| {key.replace('_', ' ')} | {value} |" for key, value in training.items()),
        "",
        "## Limits",
        "",
        "Sounds like those in the table come out best. The levels of the originals are not kept (every sample peaks at",
        "-1 dBFS). Between clusters of the map the sounds are mixtures, and not always useful.",
        "",
    ]
    return "\n".join(lines)


def map_section(name: str, n_sounds: int) -> str:
    """Return the section that a card gets when another library is mapped."""
    return f"## Map\n\nMap of {n_sounds} sounds of another library: {name}.\n"

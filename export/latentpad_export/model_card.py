"""The model card of a bundle: data, training, figures, limits, recordings."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from latentpad.bundle.palette import Palette
from latentpad.printable import printable
from latentpad_export.data.library import Sound
from latentpad_export.presets import Preset

NO_RECORDING = "it contains no recording"
SOME_RECORDINGS = "it also contains recordings: see below"
MAX_LABELS = 200
"""Labels that are listed, the largest first."""

STATEMENT = re.compile(rf"it holds no recording|{NO_RECORDING}|{SOME_RECORDINGS}")
SECTION = re.compile(r"\n*## Recordings\n.*?(?=\n## |\Z)", re.DOTALL)
"""What a card says about recordings; cards of earlier versions say "holds"."""


def model_card(
    name: str, preset: Preset, mapped: Iterable[Sound], training: dict[str, Any], licence: str, skipped: int
) -> str:
    """Return the card as Markdown."""
    sounds = list(mapped)
    counts = Counter(sound.label or "(no label)" for sound in sounds)
    representation, model = preset.representation, preset.model
    lines = [
        f"# {printable(name)}",
        "",
        "A latentpad bundle: a variational autoencoder with inverse autoregressive flow, trained on spectrograms of",
        f"one-shots, and their map. It renders new sounds for points of the map; {NO_RECORDING}.",
        "",
        "## Data",
        "",
        f"{len(sounds)} sounds on the map, {skipped} files left out as unusable or duplicate. Licence: {licence}.",
        "Credits: ATTRIBUTION.txt beside this file.",
        "",
        "| label | sounds |",
        "| --- | --- |",
        *(f"| {_cell(label)} | {n} |" for label, n in counts.most_common(MAX_LABELS)),
        *([f"| {len(counts) - MAX_LABELS} more | |"] if len(counts) > MAX_LABELS else []),
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
        "Sounds like those in the table come out best. Samples are about equally loud unless the control `dynamics`",
        "keeps the originals' levels. Between clusters of the map the sounds are mixtures, and not always useful.",
        "",
    ]
    return "\n".join(lines)


def _cell(text: str) -> str:
    """Return a text as the cell of a table."""
    return printable(text).replace("|", "\\|")


def with_recordings(card: str, palette: Palette, seconds: float, licence: str) -> str:
    """Return the card of a bundle that contains recordings.

    Parameters
    ----------
    card : str
        Of the bundle without recordings.
    palette : Palette
    seconds : float
        Length at which they are cut.
    licence : str
        Under which they may be passed on.
    """
    lines = [
        STATEMENT.sub(SOME_RECORDINGS, card),
        "## Recordings",
        "",
        f"The bundle contains recordings of {palette.n_recordings} sounds on the map ({palette.n_bytes / 1e6:.1f} MB), "
        "so that their",
        f"detail can be played without the library: mixed to mono, trimmed, cut at {seconds:g} s, coded as Ogg Vorbis.",
        f"Licence: {licence}. Credits: ATTRIBUTION.txt beside this file.",
        "",
    ]
    return "\n".join(lines)


def map_card(parent: str, name: str, n_sounds: int) -> str:
    """Return the card of a bundle that maps another library with the networks of a bundle with the card `parent`."""
    networks = STATEMENT.sub(NO_RECORDING, SECTION.sub("", parent)).rstrip()
    return f"{networks}\n\n## Map\n\nMap of {n_sounds} sounds of another library: {printable(name)}.\n"

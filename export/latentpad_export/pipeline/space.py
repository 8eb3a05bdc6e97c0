"""The space that a run takes on disk besides what it computes of its files, estimated before it begins."""

from collections.abc import Sequence

from latentpad.bundle.bundle import Bundle
from latentpad.bundle.outline import outline_shape
from latentpad.bundle.palette import MAX_PALETTE_BYTES
from latentpad.bundle.representation import Representation
from latentpad.work_cache import WorkCache
from latentpad_export.data.free_space import Need
from latentpad_export.data.library import Sound
from latentpad_export.pipeline.options import MapOptions, TrainOptions

NETWORK_BYTES = 30_000_000
"""Of a bundle's networks and tables."""

SOUND_BYTES = 150
"""Of a sound on a map besides its latent, its outline and its name."""

RECORDING_BYTES = 16_000
"""Of a second of a recording."""

TRAINING_BYTES = 300_000_000
"""Of a training's checkpoints, while one replaces another."""


def needs_of_map(options: MapOptions, parent: Bundle, sounds: Sequence[Sound]) -> tuple[Need, ...]:
    """Return the space for the bundles of a map."""
    size = _bundle_bytes(parent.representation, parent.latent_dim, sounds, options.seconds if options.embed else 0.0)
    found = (Need(options.output.parent, size, "-o"),)
    return (*found, Need(options.first, 2 * size, "--first")) if options.first else found


def needs_of_training(options: TrainOptions, sounds: Sequence[Sound]) -> tuple[Need, ...]:
    """Return the space for the checkpoints and the bundle of a training."""
    preset = options.preset
    seconds = options.seconds if options.embed else 0.0
    size = _bundle_bytes(preset.representation, preset.model.latent_dim, sounds, seconds)
    work = options.cache if options.cache is not None else WorkCache().root
    return Need(options.output.parent, size, "-o"), Need(work, TRAINING_BYTES, "--cache")


def _bundle_bytes(
    representation: Representation, latent_dim: int, sounds: Sequence[Sound], recorded_seconds: float
) -> int:
    """Estimate the size of a bundle from above."""
    n_times, n_places = outline_shape(representation.n_bands, representation.n_frames)
    each = 4 * latent_dim + n_times * n_places + SOUND_BYTES
    recordings = min(round(len(sounds) * recorded_seconds * RECORDING_BYTES), MAX_PALETTE_BYTES)
    return NETWORK_BYTES + recordings + sum(each + len(sound.name) for sound in sounds)

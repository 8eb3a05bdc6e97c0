"""Recordings put into a bundle, with what its card and its credits say about them."""

import logging
from collections.abc import Sequence
from dataclasses import replace

from latentpad.bundle.bundle import Bundle
from latentpad_export import attribution, model_card
from latentpad_export.data.library import Sound
from latentpad_export.data.recordings import record_sounds
from latentpad_export.errors import LibraryError
from latentpad_export.pipeline.options import UNKNOWN_LICENCE

logger = logging.getLogger(__name__)


def refuse_unlicensed(embed: bool, licence: str) -> None:
    """Refuse to embed recordings without a licence, before hours of work (raises LibraryError)."""
    if embed and licence.strip() in ("", UNKNOWN_LICENCE):
        raise LibraryError(
            "--embed puts recordings into the bundle: state with --licence TEXT how they may be passed on"
        )


def embed_recordings(bundle: Bundle, sounds: Sequence[Sound], licence: str) -> Bundle:
    """Return a bundle with recordings of the sounds on its map.

    Parameters
    ----------
    bundle : Bundle
        Without recordings.
    sounds : sequence of Sound
        In the order of the map.
    licence : str
        Of the recordings.

    Raises
    ------
    BundleError
        The recordings are too large for a bundle.
    """
    seconds = bundle.detail_seconds
    palette = record_sounds(sounds, bundle.map.peaks.tolist(), bundle.representation.sample_rate, seconds)
    logger.info("Embedded %d recordings, %.1f MB", palette.n_recordings, palette.n_bytes / 1e6)
    return replace(
        bundle,
        palette=palette,
        attribution=attribution.with_recordings(bundle.attribution, seconds),
        model_card=model_card.with_recordings(bundle.model_card, palette, seconds, licence),
    )

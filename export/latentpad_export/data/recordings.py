"""Recordings of a library's sounds, coded for the palette of a bundle."""

import logging
from collections.abc import Sequence
from os import cpu_count

from tqdm import tqdm

from latentpad.bundle.palette import Palette, make_palette
from latentpad.errors import UnusableSoundError
from latentpad.printable import printable
from latentpad.samples.one_shot import read_one_shot
from latentpad.samples.vorbis import encode_vorbis
from latentpad_export.data.library import Sound
from latentpad_export.data.stopping import check_stopped, reading_threads

logger = logging.getLogger(__name__)


def record_sounds(sounds: Sequence[Sound], peaks: Sequence[float], sample_rate: int, seconds: float) -> Palette:
    """Read sounds once more, and encode them.

    Parameters
    ----------
    sounds : sequence of Sound
    peaks : sequence of float
        Peak of each file.
    sample_rate : int
        In hertz.
    seconds : float
        Length at which they are cut.

    Raises
    ------
    BundleError
        The recordings are too large for a bundle.
    """
    n_samples = round(seconds * sample_rate)

    def encode(sound: Sound, peak: float) -> bytes:
        check_stopped()
        try:
            return encode_vorbis(read_one_shot(sound.path, sample_rate, n_samples, peak).signal, sample_rate)
        except UnusableSoundError as error:  # it has been read before
            logger.warning("  %s %s, and is not embedded", printable(sound.name), error)
            return b""

    with reading_threads(cpu_count() or 1) as pool:
        coded = tqdm(pool.map(encode, sounds, peaks), "embedding", len(sounds), unit="file", disable=None)
        return make_palette(list(coded))

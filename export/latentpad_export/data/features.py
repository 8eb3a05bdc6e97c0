"""Features of sounds: spectrograms in bands, in decibels below the loudest."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import librosa
import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.representation import Representation
from latentpad_export.data.blocks import Blocks
from latentpad_export.data.chunks import read_files
from latentpad_export.data.details import Details
from latentpad_export.data.feature_blocks import FeatureTask, RaggedFeatures, extents_of, read_features
from latentpad_export.data.feature_set import FeatureSet
from latentpad_export.data.free_space import Need, refuse_full_disk, writing_to
from latentpad_export.data.known_files import KnownFiles
from latentpad_export.data.library import Sound
from latentpad_export.data.stopping import reading_threads
from latentpad_export.data.usable import Usable, read_usable
from latentpad_export.errors import LibraryError

BYTES_PER_SECOND = 50_000
"""Of a sound's features on disk; measured on 44.1 kHz one-shots in 384 bands."""


def log_magnitude(
    signal: NDArray[np.float32], representation: Representation, analysis: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Compute the feature of a sound.

    Parameters
    ----------
    signal : np.ndarray [shape=(n_samples,), float32]
        At the representation's rate, not all zero.
    representation : Representation
    analysis : np.ndarray [shape=(n_bands, n_bins), float32]
        Maps power of bins to power of bands.

    Returns
    -------
    np.ndarray [shape=(n_bands, n_frames), float32]
        1 at the loudest band and frame, 0 at `top_db` below it.
    """
    padded = np.zeros(representation.n_samples, dtype=np.float32)
    length = min(len(signal), len(padded))
    padded[:length] = signal[:length]
    stft = librosa.stft(padded, n_fft=representation.n_fft, hop_length=representation.hop_length)
    power = analysis @ np.square(np.abs(stft) * representation.emphasis_gain()[:, None])
    decibels = 10.0 * np.log10(np.maximum(power, power.max() * 1e-16))
    feature: NDArray[np.float32] = np.clip(1.0 + (decibels - decibels.max()) / representation.top_db, 0.0, 1.0)
    return feature.astype(np.float32)


def extract(
    sounds: tuple[Sound, ...],
    representation: Representation,
    analysis: NDArray[np.float32],
    folder: Path,
    detail_seconds: float | None = None,
    known: KnownFiles | None = None,
    leave_out_loops: bool = False,
    progress: Callable[[int], None] = lambda n_files: None,
    needs: tuple[Need, ...] = (),
) -> FeatureSet:
    """Compute the features of all sounds that are not in a folder yet.

    Parameters
    ----------
    sounds : tuple of Sound
    representation : Representation
    analysis : np.ndarray [shape=(n_bands, n_bins), float32]
    folder : Path
        Belongs to this representation and length: `latentpad_export.data.feature_blocks.features_name`.
    detail_seconds : float, optional
        Also measure the details of the sounds, cut at this length.
    known : KnownFiles, optional
        Contents of files that were read before; by default, a table in the folder.
    leave_out_loops : bool
        Whether sounds that are loops by their onsets are not usable.
    progress : callable, optional
        Called with how many files are known, at first and after every chunk.
    needs : tuple of Need, optional
        Space for what the run writes besides.

    Raises
    ------
    LibraryError
        No file is usable, the message lists the first reasons; or the disk is full.
    """
    seconds = representation.seconds if detail_seconds is None else detail_seconds
    with writing_to(folder):
        blocks = Blocks(folder)
        n_bytes = round(representation.seconds / 2 * BYTES_PER_SECOND)
        task = FeatureTask(representation, analysis, seconds, folder)
        paths, n_workers = [sound.path for sound in sounds], os.cpu_count() or 1
        with reading_threads(n_workers) as pool:
            known = known or KnownFiles(folder / "files.sqlite")
            chunk = partial(read_features, task)
            read = partial(
                read_files,
                paths,
                blocks,
                known,
                chunk,
                pool,
                n_workers,
                progress,
                begin=lambda n: refuse_full_disk(Need(folder, n * n_bytes, "--cache"), *needs),
            )
            usable = read_usable(sounds, read, leave_out_loops)
    if not usable.sounds:
        reasons = "; ".join(f"{s.name} {s.reason}" for s in usable.skipped[:3])
        raise LibraryError(f"none of {len(sounds)} files can be used: {reasons}")
    return _feature_set(usable, representation, detail_seconds is not None)


def _feature_set(usable: Usable, representation: Representation, detailed: bool) -> FeatureSet:
    """Return the usable sounds, whose features stay on disk."""
    found, n = usable.arrays, len(usable.sounds)
    extents = extents_of(usable.places, found["starts"], found["ends"])
    names = (
        *("pitches", "pitch_certainties", "sketches", "attacks", "partials"),
        *("detail_seconds", "whole_seconds", "cut_db"),
    )
    return FeatureSet(
        features=RaggedFeatures(extents, representation.n_bands, representation.n_frames),
        rows=np.arange(n),
        sounds=usable.sounds,
        seconds=found["seconds"],
        peaks=found["peaks"],
        skipped=usable.skipped,
        details=Details(*(found[name] for name in names)) if detailed else None,
    )

"""Features of sounds, computed in parallel and kept on disk, so that an interrupted run can resume.

Conventions
-----------
``features.npy`` is uint8 ``[n_sounds, n_bands, n_frames]``; 255 stands for 1. A step of 80 dB / 255 = 0.3 dB is
inaudible and lets 100,000 sounds fit on a disk. ``features.jsonl`` is the journal of the finished files.
"""

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from pathlib import Path

import librosa
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from latentpad.bundle.representation import Representation
from latentpad.errors import UnusableSoundError
from latentpad.samples.one_shot import OneShot, read_one_shot, shorten
from latentpad_export.data.details import collect_details, with_details
from latentpad_export.data.feature_file import open_features
from latentpad_export.data.feature_set import FeatureSet
from latentpad_export.data.journal import Entry, read_journal, write_lines
from latentpad_export.data.library import Skipped, Sound
from latentpad_export.errors import LibraryError

CHUNK = 64
"""Files between two writes of the journal."""


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
    work: Path,
    detail_seconds: float | None = None,
) -> FeatureSet:
    """Compute the features of all sounds in the work folder, or resume an interrupted run.

    Parameters
    ----------
    sounds : tuple of Sound
    representation : Representation
    analysis : np.ndarray [shape=(n_bands, n_bins), float32]
    work : Path
        Belongs to this library, representation and length.
    detail_seconds : float, optional
        Also measure the details of the sounds, cut at this length.

    Raises
    ------
    LibraryError
        No file is usable; the message lists the first reasons.
    """
    shape = len(sounds), representation.n_bands, representation.n_frames
    features, fresh = open_features(work / "features.npy", shape)
    journal = work / "features.jsonl"
    done = [] if fresh else read_journal(journal)
    if len(done) == len(sounds):  # other processes may be reading them, too
        return _collect(features, sounds, done, detail_seconds is not None)
    with journal.open("w", encoding="utf-8") as lines:
        write_lines(lines, done)  # without a line that an interrupt cut off
        for entries in _process(sounds, len(done), representation, analysis, features, detail_seconds):
            features.flush()
            write_lines(lines, entries)
            done += entries
    return _collect(features, sounds, done, detail_seconds is not None)


def _process(
    sounds: tuple[Sound, ...],
    first: int,
    representation: Representation,
    analysis: NDArray[np.float32],
    features: NDArray[np.uint8],
    detail_seconds: float | None,
) -> Iterator[list[Entry]]:
    """Fill the rows from `first` on, chunk by chunk; NumPy and libsndfile release the GIL meanwhile."""
    rate, n_heard = representation.sample_rate, representation.n_samples
    n_detail = n_heard if detail_seconds is None else round(detail_seconds * rate)

    def process(row: int) -> Entry:
        sound = sounds[row]
        try:
            shot = read_one_shot(sound.path, rate, n_detail)
            longer = shot if n_detail >= n_heard else read_one_shot(sound.path, rate, n_heard)
        except UnusableSoundError as error:
            return Entry(sound.name, str(error))
        feature = log_magnitude(shorten(longer.signal, rate, n_heard), representation, analysis)
        features[row] = np.round(feature * 255).astype(np.uint8)
        entry = Entry(sound.name, "", _digest(longer), len(longer.signal) / rate, shot.peak)
        return entry if detail_seconds is None else with_details(entry, shot, rate)

    with (
        ThreadPoolExecutor(max_workers=cpu_count()) as pool,
        tqdm(total=len(sounds), initial=first, desc="reading", unit="file", disable=None) as bar,
    ):
        for start in range(first, len(sounds), CHUNK):
            entries = list(pool.map(process, range(start, min(start + CHUNK, len(sounds)))))
            bar.update(len(entries))
            yield entries


def _digest(shot: OneShot) -> str:
    """Return a hash that duplicates share."""
    return hashlib.sha256(np.round(shot.signal * 32767).astype(np.int16).tobytes()).hexdigest()


def _collect(
    features: NDArray[np.uint8], sounds: tuple[Sound, ...], entries: Iterable[Entry], detailed: bool
) -> FeatureSet:
    """Leave out unusable files and duplicates."""
    first_of: dict[str, str] = {}
    used: list[tuple[int, Entry]] = []
    skipped: list[Skipped] = []
    for row, entry in enumerate(entries):
        reason = entry.reason
        if not reason and entry.digest in first_of:
            reason = f"is the same sound as {first_of[entry.digest]}"
        if reason:
            skipped.append(Skipped(entry.name, reason))
            continue
        first_of[entry.digest] = entry.name
        used.append((row, entry))
    if not used:
        reasons = "; ".join(f"{s.name} {s.reason}" for s in skipped[:3])
        raise LibraryError(f"none of {len(sounds)} files can be used: {reasons}")
    return FeatureSet(
        features=features,
        rows=np.array([row for row, _ in used]),
        sounds=tuple(sounds[row] for row, _ in used),
        seconds=np.array([entry.seconds for _, entry in used], dtype=np.float32),
        peaks=np.array([entry.peak for _, entry in used], dtype=np.float32),
        skipped=tuple(skipped),
        details=collect_details([entry for _, entry in used]) if detailed else None,
    )

"""The sounds of a library, embedded: read, or known from an earlier run, without duplicates and unusable files."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.work_cache import WorkCache
from latentpad_export.data.blocks import BlockLostError, Blocks
from latentpad_export.data.chunks import look_up, read_files
from latentpad_export.data.dataset import Dataset
from latentpad_export.data.free_space import Need, refuse_full_disk, writing_to
from latentpad_export.data.known_files import KnownFiles
from latentpad_export.data.library import Skipped
from latentpad_export.data.usable import Usable, read_usable, select_usable
from latentpad_export.layout.excerpts import Decoded, Excerpts, excerpt_frames
from latentpad_export.layout.map_of import Embedded
from latentpad_export.pipeline.embedding_task import EmbeddingTask, blocks_name, embed_chunk

BYTES_PER_SOUND = 4_000
"""In the cache, at most."""
NOTHING = np.zeros(0, dtype=np.float32)


class Listened(NamedTuple):
    """The usable sounds of a library, and what is known of them."""

    embedded: Embedded | None
    """None where no sound is usable."""

    skipped: tuple[Skipped, ...]
    whole_seconds: NDArray[np.float32] = NOTHING
    """[n] length of each with what was cut off."""

    cut_db: NDArray[np.float32] = NOTHING
    """[n] level at the cut, -inf where nothing was cut off."""


class Listener:
    """Reads libraries for one model, and knows what was read before.

    Parameters
    ----------
    model : Path
        Of the bundle whose networks are used.
    parent : Bundle
        That bundle.
    seconds : float
        Longest part of a sound that is played as detail.
    refine : bool
        Whether latents are refined.
    cache : WorkCache

    Raises
    ------
    LibraryError
        The cache cannot be written to.
    """

    def __init__(self, model: Path, parent: Bundle, seconds: float, refine: bool, cache: WorkCache) -> None:
        self.parent = parent
        with writing_to(cache.root):
            folder = cache.open(f"embeddings-{blocks_name(parent, seconds, refine)}")
            self.blocks = Blocks(folder)
        self._known = KnownFiles(cache.known_files)
        self._task = EmbeddingTask(model.absolute(), parent.digest, seconds, refine, folder.absolute())

    def listen(
        self,
        dataset: Dataset,
        executor: Executor,
        n_workers: int,
        progress: Callable[[int], None],
        needs: tuple[Need, ...] = (),
    ) -> Listened:
        """Read the files that are not known, and return the usable sounds.

        Parameters
        ----------
        dataset : Dataset
        executor : Executor
        n_workers : int
            How many chunks of files it works on at once.
        progress : callable
            Called with how many files are known, at first and after every chunk.
        needs : tuple of Need, optional
            Space for what the run writes besides.

        Raises
        ------
        LibraryError
            The disk is full, or cannot be written to.
        """
        paths = [sound.path for sound in dataset.sounds]
        with writing_to(self.blocks.folder):
            read_chunk = partial(embed_chunk, self._task)
            read = partial(
                read_files,
                paths,
                self.blocks,
                self._known,
                read_chunk,
                executor,
                n_workers,
                progress,
                begin=lambda n: refuse_full_disk(Need(self.blocks.folder, n * BYTES_PER_SOUND, "--cache"), *needs),
            )
            return _listened(read_usable(dataset.sounds, read, dataset.leaves_out_loops), self.parent)

    def known(self, dataset: Dataset) -> Listened:
        """Return those of the sounds that are usable and known by now."""
        read = look_up([sound.path for sound in dataset.sounds], self.blocks, self._known)
        try:
            return _listened(select_usable(dataset.sounds, read, dataset.leaves_out_loops, partly=True), self.parent)
        except BlockLostError:
            return Listened(None, ())


def _listened(usable: Usable, parent: Bundle) -> Listened:
    """Return the usable sounds with what is known of them."""
    if not usable.sounds:
        return Listened(None, usable.skipped)
    embedded = _embedded(usable, parent.representation.n_frames)
    return Listened(embedded, usable.skipped, usable.arrays["whole_seconds"], usable.arrays["cut_db"])


def _embedded(usable: Usable, n_frames: int) -> Embedded:
    """Return the sounds of a map."""
    found = usable.arrays
    return Embedded(
        sounds=usable.sounds,
        latents=found["latents"],
        decoded=Decoded(found["heard"], Excerpts(found["excerpts"], excerpt_frames(n_frames)[1])),
        outlines=found["outlines"],
        seconds=found["detail_seconds"],
        peaks=found["peaks"],
        pitches=found["pitches"],
        pitch_certainties=found["pitch_certainties"],
        sketches=found["sketches"],
        attacks=found["attacks"],
        partials=found["partials"],
    )


def take(embedded: Embedded, indices: NDArray[np.int64]) -> Embedded:
    """Return some of the sounds."""
    arrays = {
        field.name: value[indices]
        for field in fields(embedded)
        if isinstance(value := getattr(embedded, field.name), np.ndarray)
    }
    decoded = Decoded(embedded.decoded.outlines[indices], embedded.decoded.excerpts.take(indices))
    return replace(embedded, sounds=tuple(embedded.sounds[i] for i in indices), decoded=decoded, **arrays)

"""The work of ``latentpad map`` on a chunk of files, in any process: read, measure and embed them, write a block."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import numpy as np

from latentpad.bundle.bundle import Bundle, load_bundle
from latentpad.onnx_session import open_session
from latentpad_export.data.blocks import Blocks
from latentpad_export.data.chunks import ChunkDone
from latentpad_export.data.contents import measure_files
from latentpad_export.data.measure import Measurer, stack
from latentpad_export.layout.embedding import Embedder, embed

VERSION = 6
"""Of what is computed here: raise it when that changes, so that older blocks are not used."""


@dataclass(frozen=True)
class EmbeddingTask:
    """The settings that all chunks of a run share."""

    model: Path
    """Bundle whose networks are used."""

    model_digest: str
    seconds: float
    """Longest part of a sound that is played as detail."""

    refine: bool
    """Whether latents are refined, which takes PyTorch; those of a chunk are refined together."""

    folder: Path
    """Where the blocks are written."""


def blocks_name(model: Bundle, seconds: float, refine: bool) -> str:
    """Return a name for the folder of the blocks: equal where the results are, as with maps made by one model."""
    digest = hashlib.sha256(f"{VERSION} {model.representation} {seconds} {refine}".encode())
    for part in (model.encoder, model.decoder, model.analysis.tobytes()):
        digest.update(hashlib.sha256(part).digest())
    if refine:  # the steps are as large as the latents of the map are spread
        digest.update(model.digest.encode())
    return digest.hexdigest()[:16]


def embed_chunk(task: EmbeddingTask, paths: tuple[str, ...]) -> ChunkDone:
    """Read files, embed their sounds and write a block of them.

    Parameters
    ----------
    task : EmbeddingTask
    paths : tuple of str
        Absolute.

    Raises
    ------
    LatentpadError
        The bundle cannot be loaded, or its networks do not run.
    OSError
        The block cannot be written.
    """
    model = _model(task)
    read = measure_files(paths, model.measure)
    if read.states:
        measures, features = ([*column] for column in zip(*read.results, strict=True))
        seconds = np.array([one.seconds for one in measures], dtype=np.float32)
        arrays = {**stack(measures), **embed(model.embedder, features, seconds)}
        Blocks(task.folder).write([state.key for state in read.states], arrays)
    return ChunkDone(tuple(read.states), tuple(read.unreadable))


class Model(NamedTuple):
    """What measures and embeds sounds for a bundle; for any number of threads at once."""

    bundle: Bundle
    measure: Measurer
    embedder: Embedder


_opening = Lock()


def _model(task: EmbeddingTask) -> Model:
    """Return the model of a bundle, opened once per process."""
    with _opening:
        return _open(task.model, task.model_digest, task.seconds, task.refine)


@lru_cache(maxsize=1)
def _open(path: Path, _digest: str, seconds: float, refine: bool) -> Model:
    """Open the networks of a bundle."""
    bundle = load_bundle(path)
    refiner = None
    if refine:
        from latentpad_export.pipeline.refiner import refiner_of  # imports PyTorch

        refiner = refiner_of(bundle)
    embedder = Embedder(
        open_session(bundle.encoder, f"{path}: encoder.onnx", n_threads=1),
        open_session(bundle.decoder, f"{path}: decoder.onnx", n_threads=1),
        bundle.latent_dim,
        bundle.representation.top_db,
        refiner,
    )
    return Model(bundle, Measurer(bundle.representation, bundle.analysis, seconds), embedder)

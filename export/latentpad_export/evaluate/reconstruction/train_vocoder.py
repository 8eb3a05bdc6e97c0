"""The steps of ``latentpad research vocoder``: read the sounds, train or go on training, write the file."""

import hashlib
import os
import platform
from dataclasses import asdict, dataclass
from pathlib import Path

import torch

from latentpad import __version__
from latentpad.files import replace_file
from latentpad_export.data.labelling import Labelling
from latentpad_export.data.library import scan
from latentpad_export.errors import EvaluationError
from latentpad_export.evaluate.reconstruction.registry import NETWORKS
from latentpad_export.evaluate.reconstruction.training import Length, Progress, VocoderTraining
from latentpad_export.evaluate.reconstruction.training_sounds import N_NOTES, TrainingSounds, read_training_sounds
from latentpad_export.evaluate.reconstruction.vocoder_file import About, save_vocoder
from latentpad_export.work_folder import open_work_folder, remove_work_folder

CHECKPOINT = "checkpoint.pt"

WRITTEN = "written.sha256"
"""Of the file that was written from the work folder."""


@dataclass(frozen=True)
class VocoderOptions:
    """Command-line options of ``latentpad research vocoder``."""

    name: str
    """Of the network."""

    library: Path
    output: Path
    length: Length
    seed: int
    device: str
    keep_work: bool
    labelling: Labelling | None = None
    n_notes: int = N_NOTES


def train_vocoder(options: VocoderOptions) -> Progress:
    """Train a vocoder, or resume its training, and write its file.

    Raises
    ------
    LatentpadError
        The library or the output cannot be used, or the training failed. The work folder is kept.
    """
    work = options.output.with_name(options.output.name + ".work")
    if os.path.lexists(options.output) and not _has_written(work, options.output):
        raise EvaluationError(f"{options.output} already exists; move it away, or choose another name with -o")
    torch.manual_seed(options.seed)  # of the first weights
    network = NETWORKS[options.name]
    vocoder = network(network.config_type(), torch.device(options.device))  # type: ignore[call-arg]
    library = scan(options.library, options.labelling)
    settings = {
        "latentpad": __version__,
        "network": options.name,
        "config": asdict(vocoder.config),
        "library": os.path.realpath(options.library),
        "seed": options.seed,
        "notes": options.n_notes,
    }
    open_work_folder(options.output, settings)
    sounds = read_training_sounds(library, network.representation.sample_rate, options.seed, options.n_notes)
    progress = VocoderTraining(vocoder, sounds, options.length, options.seed).run(work / CHECKPOINT)
    save_vocoder(options.output, vocoder, _about(progress, sounds, options.seed))
    if options.keep_work:
        replace_file(work / WRITTEN, _digest(options.output))
    else:
        remove_work_folder(work)
    return progress


def _has_written(work: Path, output: Path) -> bool:
    """Return whether a file is as a run with this work folder has written it: only then a longer one replaces it."""
    try:
        return (work / WRITTEN).read_bytes() == _digest(output)
    except OSError:
        return False


def _digest(path: Path) -> bytes:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest().encode()


def _about(progress: Progress, sounds: TrainingSounds, seed: int) -> About:
    """Return what the file states of the training."""
    return About(
        steps=progress.step,
        minutes=progress.seconds / 60,
        seed=seed,
        data=sounds.to_dict(),
        trained_on=sounds.names,
        curve=progress.curve,
        versions={"latentpad": __version__, "torch": torch.__version__, "python": platform.python_version()},
    )

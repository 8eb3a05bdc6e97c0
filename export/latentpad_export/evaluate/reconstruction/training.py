"""The training loop of vocoders: seeded, with a checkpoint every minute, from which a repeated run resumes.

Segments of a step are drawn with a generator of the seed and the step, so that a resumed run sees the same ones.
"""

import logging
import math
import pickle
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from latentpad.files import replacing
from latentpad_export.errors import TrainingError
from latentpad_export.evaluate.reconstruction.loss_curve import LossCurve, Point, mean_losses
from latentpad_export.evaluate.reconstruction.training_sounds import TrainingSounds
from latentpad_export.evaluate.reconstruction.vocoder import Vocoder
from latentpad_export.interrupt import deferred_interrupt

logger = logging.getLogger(__name__)

CHECKPOINT_SECONDS = 60.0

LOG_SECONDS = 30.0
"""Between two lines of progress where there is no terminal."""


@dataclass(frozen=True)
class Length:
    """The length of a training: steps, or minutes where they are given."""

    steps: int
    minutes: float | None = None

    def share(self, progress: "Progress") -> float:
        """Return the completed fraction, 1 or more where nothing is left."""
        return progress.seconds / (60 * self.minutes) if self.minutes else progress.step / self.steps


@dataclass
class Progress:
    """Progress of a training."""

    step: int = 0
    seconds: float = 0.0
    """Time of the steps; on a processor that other programs use as well, without the time that those take."""

    curve: LossCurve = field(default_factory=LossCurve)

    def status(self) -> str:
        """Return the steps and the last losses, for a line of progress."""
        losses = self.curve.points[-1].losses if self.curve.points else {}
        return ", ".join([f"step {self.step}", *(f"{name} {loss:.3g}" for name, loss in losses.items())])


class VocoderTraining:
    """A run: the network, its sounds, and how far it is."""

    def __init__(self, vocoder: Vocoder[Any], sounds: TrainingSounds, length: Length, seed: int) -> None:
        self.vocoder, self.sounds, self.length, self.seed = vocoder, sounds, length, seed
        self.progress = Progress()
        self._pending: list[dict[str, Tensor]] = []

    def run(self, checkpoint: Path) -> Progress:
        """Train, or go on from the checkpoint, until the length is reached.

        Raises
        ------
        TrainingError
            The checkpoint cannot be read or written, or the loss is not finite any more.
        KeyboardInterrupt
            Ctrl-C; the checkpoint has been written.
        """
        torch.manual_seed(self.seed)
        if checkpoint.exists():
            self._load(checkpoint)
            logger.info("Resumed at step %d", self.progress.step)
        saved = logged = time.monotonic()
        with self._bar() as bar, deferred_interrupt() as is_interrupted:
            while self.length.share(self.progress) < 1.0 and not is_interrupted():
                self._step()
                now = time.monotonic()
                if now - saved > CHECKPOINT_SECONDS:
                    self._save(checkpoint)
                    saved = now
                if bar.disable and now - logged > LOG_SECONDS:
                    logger.info("%.0f %%, %s", 100 * self.length.share(self.progress), self.progress.status())
                    logged = now
                bar.n = min(bar.total, round(bar.total * self.length.share(self.progress)))
                bar.set_postfix_str(self.progress.status(), refresh=False)
                bar.update(0)
            self._save(checkpoint)
        return self.progress

    def _bar(self) -> Any:
        """Return a progress bar, shown in terminals only."""
        total, unit = (self.length.minutes * 60, "s") if self.length.minutes else (self.length.steps, "step")
        return tqdm(total=max(1, round(total)), desc=self.vocoder.name, unit=unit, disable=None, mininterval=1.0)

    def _step(self) -> None:
        """Take one step, and add a point to the curve where one is due."""
        progress, vocoder = self.progress, self.vocoder
        started, cpu_started = time.monotonic(), time.process_time()
        rng = np.random.default_rng((self.seed, progress.step))
        signals = self.sounds.draw(vocoder.config.batch_size, vocoder.segment_samples, rng)
        share = min(1.0, self.length.share(progress))
        self._pending.append(vocoder.train_step(torch.from_numpy(signals).to(vocoder.device), share))
        progress.step += 1
        if len(self._pending) >= progress.curve.interval:
            self._add_point()
        elapsed, busy = time.monotonic() - started, time.process_time() - cpu_started
        progress.seconds += min(elapsed, busy) if vocoder.device.type == "cpu" else elapsed

    def _add_point(self) -> None:
        """Read the losses of the last steps."""
        losses = mean_losses([{name: float(loss) for name, loss in step.items()} for step in self._pending])
        if not all(map(math.isfinite, losses.values())):
            raise TrainingError(
                f"{self.vocoder.name}: the loss is not finite after step {self.progress.step}; remove the work folder "
                "and start again with another --seed"
            )
        progress = self.progress
        progress.curve.add(Point(progress.step, progress.seconds / 60, len(self._pending), losses))
        self._pending.clear()

    def _save(self, path: Path) -> None:
        """Write a checkpoint, completely or not at all."""
        if self._pending:
            self._add_point()
        progress = self.progress
        content = {
            "vocoder": self.vocoder.state(),
            "step": progress.step,
            "seconds": progress.seconds,
            "curve": progress.curve.to_dict(),
            "random": torch.get_rng_state(),
        }
        try:
            with replacing(path) as temporary:
                torch.save(content, temporary)
        except (OSError, RuntimeError) as error:
            raise TrainingError(f"{path}: cannot be written ({_first_line(error)}); free some space") from None

    def _load(self, path: Path) -> None:
        """Return to the state of a checkpoint; nothing in the file is executed."""
        try:
            content = torch.load(path, map_location=self.vocoder.device, weights_only=True)
            self.vocoder.load_state(content["vocoder"])
            curve = LossCurve.from_dict(content["curve"])
            self.progress = Progress(content["step"], content["seconds"], curve)
            torch.set_rng_state(content["random"].cpu())
        except (OSError, RuntimeError, EOFError, LookupError, TypeError, ValueError, pickle.UnpicklingError) as error:
            raise TrainingError(f"{path}: damaged ({_first_line(error)}); remove it to start again") from None


def _first_line(error: Exception) -> str:
    """Return the reason without the paragraphs that PyTorch adds."""
    return str(error).partition("\n")[0].partition(". ")[0] or type(error).__name__

"""Figures of a model on sounds that are held out: recorded ones, and synthesised tones."""

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from default_features import Features
from latentpad_export.data.filter_banks import filter_bank
from latentpad_export.model.vae import Autoencoder
from latentpad_export.presets import Preset
from latentpad_export.training.validation import audible_level

LOWEST_PARTIAL, NEAR = 400.0, 6
"""Hertz and bands: lower bands are too wide to tell cents apart."""

ONSET, SUSTAIN = slice(0, 4), slice(4, 60)
"""Frames of the attack, and of those in which a tone is measured."""

OFF_PITCH = 50.0
"""Cents."""

PATCH = (4, 8)
"""Bands and frames over which texture is averaged out before sounds are compared."""

BATCH = 64


class Figures:
    """What is measured on sounds that are held out: recorded ones, and synthesised tones."""

    def __init__(self, recorded: Features, tones: Features, preset: Preset) -> None:
        r = preset.representation
        self.recorded, self.tones, self.top_db = recorded, tones, r.top_db
        bank, _ = filter_bank(r, preset.warp)
        hertz = bank @ np.arange(r.n_bins) * (r.sample_rate / r.n_fft)
        self.hertz = torch.from_numpy(hertz.astype(np.float32)).to(recorded.stored.device)

    @torch.no_grad()
    def __call__(self, model: Autoencoder) -> dict[str, float]:
        """Return errors in dB with texture averaged out (mean, median), in bins and onset, and of tones in cents."""
        model.eval()
        smooth, bins, onset = [], [], []
        for x, mean in self._decoded(model, self.recorded):
            bins.append(self._error(x, mean))
            onset.append(self._error(x[..., ONSET], mean[..., ONSET]))
            smooth.append(self._error(functional.avg_pool2d(x, PATCH, 1), functional.avg_pool2d(mean, PATCH, 1)))
        cents = torch.cat([self._cents(x, mean) for x, mean in self._decoded(model, self.tones)])
        errors = [torch.cat(parts) for parts in (smooth, bins, onset)]
        names = ("smoothed", "bins", "onset")
        means = {name: float(error.mean()) for name, error in zip(names, errors, strict=True)}
        return {
            **means,
            "median": float(errors[0].median()),
            "cents": float(cents.median()),
            "off_pitch": float((cents > OFF_PITCH).float().mean()),
        }

    def _decoded(self, model: Autoencoder, held_out: Features) -> Iterator[tuple[Tensor, Tensor]]:
        """Yield batches of features and of what the model decodes."""
        for part in torch.split(held_out.stored, BATCH):
            x = (part.float() / 255).mT
            yield x, model.decode(model.encode(x))[0]

    def _error(self, x: Tensor, mean: Tensor) -> Tensor:
        """Return the mean error of each sound (B,) where it or what is decoded is audible."""
        level = audible_level(self.top_db)
        audible = ((x > level) | (mean > level)).float()
        return self.top_db * ((x - mean).abs() * audible).sum((1, 2)) / audible.sum((1, 2)).clamp_min(1)

    def _cents(self, x: Tensor, mean: Tensor) -> Tensor:
        """Return how far the strongest partials (B,) above LOWEST_PARTIAL are off, of those within NEAR bands."""
        levels = [part[..., SUSTAIN].mean(2) for part in (x, mean)]
        real = torch.where(self.hertz > LOWEST_PARTIAL, levels[0], 0.0)
        peaks = real.argmax(1)
        bands = torch.arange(len(self.hertz), device=x.device)
        near = (bands - peaks[:, None]).abs() <= NEAR
        pitches = [self._peak(torch.where(near, level, 0.0)) for level in levels]
        return 1200 * torch.log2(pitches[1] / pitches[0]).abs()

    def _peak(self, levels: Tensor) -> Tensor:
        """Return the frequency (B,) of the highest level (B, F), refined by a parabola."""
        top = levels.argmax(1, keepdim=True).clamp(1, levels.shape[1] - 2)
        before, at, after = (levels.gather(1, top + i) for i in (-1, 0, 1))
        shift = (0.5 * (before - after) / (before - 2 * at + after).clamp(max=-1e-6)).clamp(-0.5, 0.5)
        width = (self.hertz[top + 1] - self.hertz[top - 1]) / 2
        return (self.hertz[top] + shift * width)[:, 0]

"""Outlines: decoded means averaged in patches of bands and frames, for comparing what a decoder makes of two latents.

An outline is uint8 ``[n_times, n_places]``, 255 = 1; with patches as large as here it shows how loud a register is and
how it decays, and nothing of pitch or texture. The map has those of its sounds, so that they need not be decoded.
"""

import numpy as np
from numpy.typing import NDArray

PATCH_BANDS, PATCH_FRAMES = 24, 16
"""Part of an octave to a few octaves, and 93 ms at 44.1 kHz."""


def patch_sizes(n_bands: int, n_frames: int) -> tuple[int, int]:
    """Return the bands and frames of a patch, all of them where there are fewer."""
    return min(PATCH_BANDS, n_bands), min(PATCH_FRAMES, n_frames)


def outline_shape(n_bands: int, n_frames: int) -> tuple[int, int]:
    """Return the numbers of times and places of an outline; what is left over at the ends is left out."""
    bands, frames = patch_sizes(n_bands, n_frames)
    return n_frames // frames, n_bands // bands


def outline(mean: NDArray[np.float32]) -> NDArray[np.float32]:
    """Average decoded means [..., n_bands, n_frames] in patches: [..., n_times, n_places]."""
    n_bands, n_frames = mean.shape[-2:]
    (bands, frames), (n_times, n_places) = patch_sizes(n_bands, n_frames), outline_shape(n_bands, n_frames)
    cut = mean[..., : n_places * bands, : n_times * frames]
    patches = cut.reshape(*mean.shape[:-2], n_places, bands, n_times, frames)
    averaged: NDArray[np.float32] = patches.mean(axis=(-3, -1))
    return np.ascontiguousarray(averaged.swapaxes(-1, -2))


def to_bytes(outlines: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Round outlines to bytes."""
    return np.round(255 * np.clip(outlines, 0, 1)).astype(np.uint8)

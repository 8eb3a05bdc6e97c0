"""Features on the training device, where batches are gathered and converted without the host."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from latentpad_export.data.feature_set import StoredFeatures

CHUNK = 256
"""Sounds that are copied at once."""


class DeviceFeatures:
    """Batches of features on a device; all features are kept there, as uint8, where they fit."""

    def __init__(self, features: StoredFeatures, device: torch.device) -> None:
        """Copy the features to the device if it is not the CPU and they fit into half of its free memory."""
        self._features, self._device = features, device
        n, n_frames, n_bands = features.shape
        self.resident = n * n_bands * n_frames <= free_memory(device) // 2
        """Whether the features are on the device."""
        if self.resident:
            self._stored = torch.empty((n, n_frames, n_bands), dtype=torch.uint8, device=device)
            for start in range(0, n, CHUNK):
                chunk = features.stored(np.arange(start, min(start + CHUNK, n)))
                self._stored[start : start + CHUNK].copy_(torch.from_numpy(chunk))

    def batch(self, indices: NDArray[np.int64], n_frames: int | None = None) -> Tensor:
        """Return features float32 (B, F, T) in [0, 1] on the device, as `FeatureSet.batch` does."""
        if self.resident:
            stored = self._stored[:, :n_frames][self._move(torch.from_numpy(indices))]
        else:
            stored = self._move(torch.from_numpy(self._features.stored(indices, n_frames)))
        return stored.float().div_(255.0).mT

    def _move(self, values: Tensor) -> Tensor:
        """Return values on the device, without waiting for the copy where that is possible."""
        if self._device.type == "cuda":
            values = values.pin_memory()
        return values.to(self._device, non_blocking=True)


def free_memory(device: torch.device) -> int:
    """Return the free bytes of a device of its own; 0 for the CPU."""
    if device.type == "cuda":
        return torch.cuda.mem_get_info(device.index)[0]
    if device.type == "mps":
        return torch.mps.recommended_max_memory() - torch.mps.driver_allocated_memory()
    return 0

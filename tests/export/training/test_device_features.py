"""Features on the device: the same batches as from the memory-mapped file, without a copy of the whole file."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra [export]")

import torch

from latentpad_export.data.feature_set import FeatureSet
from latentpad_export.data.library import Sound
from latentpad_export.training import device_features
from latentpad_export.training.device_features import DeviceFeatures, free_memory

N_FILES, N_BANDS, N_FRAMES = 700, 6, 32
CPU = torch.device("cpu")
CHOSEN = np.array([3, 0, 599, 3])


@pytest.fixture
def features() -> FeatureSet:
    """Features of 600 usable sounds among 700 files."""
    rng = np.random.default_rng(1)
    rows = np.sort(rng.permutation(N_FILES)[:600])
    stored = rng.integers(256, size=(N_FILES, N_BANDS, N_FRAMES), dtype=np.uint8)
    sounds = tuple(Sound(Path(f"{i}.wav"), f"{i}.wav", "", "", "") for i in rows)
    return FeatureSet(stored, rows, sounds, np.ones(600, dtype="f4"), np.ones(600, dtype="f4"), ())


@pytest.mark.parametrize("free", [0, 10**9])
@pytest.mark.parametrize("n_frames", [16, None])
def test_a_batch_is_that_of_the_features_with_its_bands_contiguous(
    monkeypatch: pytest.MonkeyPatch, features: FeatureSet, n_frames: int | None, free: int
) -> None:
    monkeypatch.setattr(device_features, "free_memory", lambda device: free)
    source = DeviceFeatures(features, CPU)
    assert source.resident == bool(free)
    batch = source.batch(CHOSEN, n_frames)
    expected = features.batch(CHOSEN, n_frames)
    assert batch.dtype == torch.float32
    assert batch.shape == expected.shape == (4, N_BANDS, n_frames or N_FRAMES)
    np.testing.assert_array_equal(batch.numpy(), expected)
    assert batch.stride() == tuple(step // 4 for step in expected.strides)
    assert batch.stride(1) == 1


@pytest.mark.parametrize(("spare", "resident"), [(-1, False), (0, True)])
def test_the_features_may_take_half_of_the_free_memory(
    monkeypatch: pytest.MonkeyPatch, features: FeatureSet, spare: int, resident: bool
) -> None:
    monkeypatch.setattr(device_features, "free_memory", lambda device: 2 * (600 * N_BANDS * N_FRAMES + spare))
    assert DeviceFeatures(features, CPU).resident == resident


@pytest.mark.parametrize("free", [0, 10**9])
def test_batches_are_made_on_the_device(monkeypatch: pytest.MonkeyPatch, features: FeatureSet, free: int) -> None:
    monkeypatch.setattr(device_features, "free_memory", lambda device: free)
    batch = DeviceFeatures(features, torch.device("meta")).batch(CHOSEN, 16)
    assert (batch.device.type, tuple(batch.shape), batch.stride(1)) == ("meta", (4, N_BANDS, 16), 1)


def test_the_cpu_reads_the_file_instead(features: FeatureSet) -> None:
    assert free_memory(CPU) == 0
    assert not DeviceFeatures(features, CPU).resident

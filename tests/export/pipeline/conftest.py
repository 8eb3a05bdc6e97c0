"""A library of known sounds, and the options that map it with the toy's networks."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

pytest.importorskip("torch", reason="needs the extra [export]")

from latentpad_export.pipeline.options import MapOptions

RATE = 8_000


@pytest.fixture
def hertz() -> tuple[int, ...]:
    """Return the pitches of the library's sounds; the last one is noise."""
    return (500, 1_000, 1_500, 510, 1_010, 0)


@pytest.fixture
def library(tmp_path: Path, hertz: tuple[int, ...]) -> Path:
    """Write six sounds of half a second to three seconds, the longest loud to its end."""
    folder = tmp_path / "sounds"
    folder.mkdir()
    for i, pitch in enumerate(hertz):
        time = np.arange(RATE * (i + 1) // 2) / RATE
        noise = np.random.default_rng(i).uniform(-1, 1, len(time))
        soundfile.write(folder / f"{i}.wav", 0.5 * np.cos(2 * np.pi * pitch * time) if pitch else 0.5 * noise, RATE)
    return folder


@pytest.fixture
def options(bundle_path: Path, library: Path, tmp_path: Path) -> MapOptions:
    return MapOptions(
        (library,), bundle_path, tmp_path / "new.latentpad", "new", 0, "CC0-1.0", seconds=2.0, cache=tmp_path / "cache"
    )

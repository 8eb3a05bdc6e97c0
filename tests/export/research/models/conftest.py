"""A tiny library with a split, and two tiny models of the thesis, one of them a later state of the other."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

pytest.importorskip("torch", reason="needs the extra [export]")
pytest.importorskip("librosa", reason="needs the extra [export]")
pytest.importorskip("sklearn", reason="needs the extra [export]")

from latentpad.bundle.representation import Representation
from latentpad_export.presets import THESIS, Preset
from latentpad_export.research.models.configurations import Configuration

RATE = 8_000
SPLITS = 10 * ["train"] + 4 * ["val"] + 6 * ["test"]


def tiny(**changes: float) -> Preset:
    """Return a small model like that of the thesis."""
    representation = Representation(RATE, n_fft=64, hop_length=32, n_bands=32, n_frames=64, top_db=80.0)
    model = replace(THESIS.model, latent_dim=3, n_flows=1, flow_hidden=2, width=4)
    return replace(THESIS, representation=representation, model=replace(model, **changes))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def configurations() -> tuple[Configuration, ...]:
    """Return a model, another one, and a later state of the first."""
    return (
        Configuration("64-dim", "64 dim", tiny(), "64-dim"),
        Configuration("0-flow", "0 flow", tiny(n_flows=0), "0-flow"),
        Configuration("overfit", "Overfit", tiny(), "64-dim", 2.0),
    )


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write twenty tones and noises with a table of labels, kits and splits."""
    folder = tmp_path_factory.mktemp("research") / "drums"
    folder.mkdir()
    lines, time = ["file,label,kit,split"], np.arange(RATE // 5) / RATE
    for i, split in enumerate(SPLITS):
        rng = np.random.default_rng(i)
        sound = rng.uniform(-1, 1, len(time)) if i % 2 else np.sin(2 * np.pi * (200 + 20 * i) * time)
        soundfile.write(folder / f"{i}.wav", 0.5 * sound * np.exp(-20 * time), RATE)
        lines.append(f"{i}.wav,{'snare' if i % 2 else 'tom'},kit {i // 2},{split}")
    (folder / "samples.csv").write_text("\n".join(lines), "utf-8")
    return folder

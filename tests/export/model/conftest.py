"""Both presets at a small size, each exported once."""

from dataclasses import replace

import pytest

from latentpad.bundle.representation import Representation
from latentpad_export.presets import STUDIO, THESIS, Preset


@pytest.fixture(scope="session")
def small() -> Representation:
    return Representation(8_000, n_fft=256, hop_length=64, n_bands=40, n_frames=64, top_db=80.0)


@pytest.fixture(scope="session")
def presets(small: Representation) -> dict[str, Preset]:
    """Both presets at a small size; the thesis's other models differ from its first in numbers only."""
    sizes = {"latent_dim": 8, "n_flows": 2, "flow_hidden": 8, "width": 8}
    return {
        preset.name: replace(preset, representation=small, model=replace(preset.model, **sizes))
        for preset in (STUDIO, THESIS)
    }


@pytest.fixture(scope="session")
def untrained(presets: dict[str, Preset], small: Representation):
    """Build the model of a preset, with the same weights each time."""
    torch = pytest.importorskip("torch", reason="needs the extra [export]")
    from latentpad_export.model.vae import Autoencoder

    def build(name: str) -> Autoencoder:
        torch.manual_seed(0)
        return Autoencoder(small, presets[name].model).eval()

    return build


@pytest.fixture(scope="session")
def exported(presets: dict[str, Preset], small: Representation, untrained):
    """Export each preset once: its model, with the weights rounded, its encoder and its decoder."""
    pytest.importorskip("onnxscript", reason="needs the extra [export]")
    from latentpad_export.model.to_onnx import export_model

    models = {name: untrained(name) for name in presets}
    return {name: (model, *export_model(model, small)) for name, model in models.items()}

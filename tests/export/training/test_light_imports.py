"""Training needs NumPy, PyTorch and tqdm only, so that it runs on a machine that has nothing else."""

import subprocess
import sys

import pytest

pytest.importorskip("torch", reason="needs the extra [export]")

BLOCKED = """
import sys

FOREIGN = {"librosa", "numba", "onnx", "onnxruntime", "rocket_fft", "scipy", "sklearn", "soundfile", "soxr", "umap"}

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in FOREIGN:
            raise ModuleNotFoundError(f"{name} is not needed to train", name=name)

sys.meta_path.insert(0, Blocker())
"""
MODULES = """
import latentpad_export.data.feature_set, latentpad_export.data.split, latentpad_export.presets
import latentpad_export.model.frames_networks, latentpad_export.model.vae, latentpad_export.training.fit
from latentpad_export.data.filter_banks import bark_weights, filter_bank, noise_roughness
from latentpad_export.presets import STUDIO

representation = STUDIO.representation
analysis, _ = filter_bank(representation, STUDIO.warp)
print(bark_weights(analysis, representation.sample_rate).shape, noise_roughness(representation, analysis).shape)
"""


def test_the_training_of_the_default_preset_needs_only_numpy_torch_and_tqdm() -> None:
    command = [sys.executable, "-c", BLOCKED + MODULES]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.stdout, done.stderr) == ("(384,) (384,)\n", "")

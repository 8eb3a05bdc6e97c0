"""What has to be installed before folders can be mapped and trained on."""

from importlib.util import find_spec

MAP_PACKAGES = ("umap", "scipy", "tqdm")
TRAIN_PACKAGES = (*MAP_PACKAGES, "torch", "librosa", "onnx", "onnxscript")


def map_advice() -> str:
    """Return what to install to map folders; empty if everything is there."""
    if all(map(_is_installed, MAP_PACKAGES)):
        return ""
    return 'Importing folders takes umap-learn. In the folder of latentpad, run: pip install ".[map]"'


def train_advice() -> str:
    """Return what to install to train; empty if everything is there."""
    if all(map(_is_installed, TRAIN_PACKAGES)):
        return ""
    return 'Learning takes PyTorch. In the folder of latentpad, run: pip install ".[train]"'


def _is_installed(package: str) -> bool:
    try:
        return find_spec(package) is not None
    except (ImportError, ValueError):
        return False

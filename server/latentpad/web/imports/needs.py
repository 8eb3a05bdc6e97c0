"""What has to be installed before folders can be mapped and trained on."""

from importlib.util import find_spec

from latentpad.errors import install_advice

MAP_PACKAGES = ("umap", "scipy", "tqdm")
TRAIN_PACKAGES = (*MAP_PACKAGES, "torch", "librosa", "onnx", "onnxscript")


def map_advice() -> str:
    """Return what to install to map folders; empty if everything is there."""
    if all(map(_is_installed, MAP_PACKAGES)):
        return ""
    return f"Importing takes a few more packages (200 MB); {install_advice('map')}"


def train_advice() -> str:
    """Return what to install to train; empty if everything is there."""
    if all(map(_is_installed, TRAIN_PACKAGES)):
        return ""
    return f"Learning takes PyTorch; {install_advice('train')}"


def _is_installed(package: str) -> bool:
    try:
        return find_spec(package) is not None
    except (ImportError, ValueError):
        return False

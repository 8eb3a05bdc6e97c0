"""What to install for the commands that need more than the runtime does."""

from importlib.util import find_spec

from latentpad.errors import install_advice

NO_MAP = ' map, factory and compare need more packages, train, evaluate and research PyTorch, too; {}, or ".[export]"'
NO_TORCH = " train, evaluate and research need PyTorch; {}"


def missing_extras() -> str:
    """Return what to install for the commands that need more; empty if everything is there."""
    if not find_spec("umap"):
        return NO_MAP.format(install_advice("map"))
    return "" if find_spec("torch") else NO_TORCH.format(install_advice("export"))

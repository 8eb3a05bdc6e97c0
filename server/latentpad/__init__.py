"""Play the empty space between your samples: the runtime that turns a point of a map into a new wav.

>>> from pathlib import Path
>>> from latentpad import Bundle, Request, Synth, default_bundle, load_bundle
>>> bundle = load_bundle(default_bundle())
>>> signal = Synth(bundle).render(Request(0.3, 0.6, seed=7))
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from latentpad.bundle.bundle import Bundle, load_bundle
    from latentpad.errors import LatentpadError
    from latentpad.paths import default_bundle
    from latentpad.request import Request
    from latentpad.synth.synth import Synth

__version__ = "0.1.0"

__all__ = ["Bundle", "LatentpadError", "Request", "Synth", "__version__", "default_bundle", "load_bundle"]

_HOMES = {
    "Bundle": "bundle.bundle",
    "load_bundle": "bundle.bundle",
    "default_bundle": "paths",
    "LatentpadError": "errors",
    "Request": "request",
    "Synth": "synth.synth",
}


def __getattr__(name: str) -> Any:
    """Import on first use: what only reads a bundle does not wait for a compiler."""
    if name in _HOMES:
        return getattr(import_module(f"latentpad.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'latentpad' has no attribute {name!r}")

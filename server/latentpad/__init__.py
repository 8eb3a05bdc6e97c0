"""Play the empty space between your samples: the runtime that renders any point of a map as a new wav.

>>> from pathlib import Path
>>> from latentpad import Controls, Folder, Player, Request, default_bundle, load_bundle
>>> player = Player(load_bundle(default_bundle()), Folder(Path("samples")))
>>> player.play(Request(0.3, 0.6, seed=7, controls=Controls(pitch=-5))).path
"""

TYPE_CHECKING = False
"""True for type checkers; typing itself would be half of what the command waits for before it handles Ctrl-C."""

if TYPE_CHECKING:
    from typing import Any

    from latentpad.bundle.bundle import Bundle, load_bundle
    from latentpad.errors import LatentpadError
    from latentpad.paths import default_bundle
    from latentpad.player.parents import ParentSounds
    from latentpad.player.player import Player
    from latentpad.request import Controls, Located, Rendered, Request
    from latentpad.samples.folder import Folder
    from latentpad.samples.recipe import Recipe, read_recipe
    from latentpad.synth.synth import Synth

__version__ = "0.1.0"

__all__ = [
    "Bundle",
    "default_bundle",
    "load_bundle",
    "Controls",
    "Request",
    "Synth",
    "ParentSounds",
    "Folder",
    "Player",
    "Rendered",
    "Located",
    "Recipe",
    "read_recipe",
    "LatentpadError",
    "__version__",
]

_MODULES = {
    "Bundle": "bundle.bundle",
    "default_bundle": "paths",
    "load_bundle": "bundle.bundle",
    "Controls": "request",
    "Request": "request",
    "Synth": "synth.synth",
    "ParentSounds": "player.parents",
    "Folder": "samples.folder",
    "Player": "player.player",
    "Rendered": "request",
    "Located": "request",
    "Recipe": "samples.recipe",
    "read_recipe": "samples.recipe",
    "LatentpadError": "errors",
}


def __getattr__(name: str) -> "Any":
    """Import a public name on first use, so that reading a bundle does not wait for the compiler."""
    if name in _MODULES:
        from importlib import import_module

        return getattr(import_module(f"latentpad.{_MODULES[name]}"), name)
    raise AttributeError(f"module 'latentpad' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the public names, also those that are not imported yet."""
    return sorted({*globals(), *__all__})

"""What a kit should be like, as a client or the command line asks for it."""

import os
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from latentpad.errors import FolderError, RangeError
from latentpad.kits.pads import LAYERS, ROUND_ROBINS
from latentpad.kits.recipes import LIKE, find_recipe
from latentpad.kits.write import FORMATS, find_format
from latentpad.samples.file_names import file_stem

N_PADS = 16
KEPT_NAME = re.compile(r"(\d\d) (.+?)( v\d+)?( r\d+)?\.wav", re.IGNORECASE)
"""Names of the wavs of a kit: number and name of the pad, layer, round robin."""


MAX_LIKE = 32
"""Files in whose style a kit can be, at most."""


AUDIO = (".wav", ".aif", ".aiff", ".flac", ".ogg", ".mp3")


@dataclass(frozen=True)
class KitOrder:
    """What a kit should be like."""

    recipe: str = ""
    """One of `latentpad.kits.recipes.RECIPES`, ``like`` and paths, one per line, or empty."""

    seed: int = 0
    """Selects the sounds."""

    keep: tuple[Path, ...] = ()
    """Wavs of an earlier kit, whose pads stay as they are."""

    layers: int = 1
    """Velocity layers per pad."""

    round_robins: int = 1
    """Samples per layer."""

    formats: Collection[str] = tuple(FORMATS)
    """Keys of `latentpad.kits.write.FORMATS`."""

    name: str = ""
    """Of the folder (default: the recipe and a number)."""

    @property
    def title(self) -> str:
        """Name of the kit's folder, before it has a number."""
        recipe = self.recipe.strip().capitalize() or "Kit"
        return (file_stem(self.name) if self.name else "") or ("Like" if self.recipe.startswith(LIKE) else recipe)

    def check(self) -> None:
        """Raise if there is no such kit.

        Raises
        ------
        UnknownKindError
            There is no such recipe.
        RangeError
            There are too many layers or round robins.
        FolderError
            A wav to keep is not one of a kit, there is no such format, or the name cannot be that of a folder.
        """
        find_recipe(self.recipe)
        for key in self.formats:
            find_format(key)
        if not 1 <= self.layers <= LAYERS or not 1 <= self.round_robins <= ROUND_ROBINS:
            raise RangeError(f"a pad has 1 to {LAYERS} layers and 1 to {ROUND_ROBINS} round robins")
        kept_by_pad(self.keep)
        if self.name:
            file_stem(self.name)


def paths_of(recipe: str) -> list[str]:
    """Return the files in whose style a kit is to be; of folders, the audio in them (raises RangeError)."""
    if not recipe.startswith(LIKE):
        return []
    found: list[str] = []
    for name in filter(None, map(str.strip, recipe.removeprefix(LIKE).split("\n"))):
        path = os.path.expanduser(name)
        found += _audio_in(path) if os.path.isdir(path) else [path]
    if not 1 <= len(found) <= MAX_LIKE:
        raise RangeError(f"a kit is in the style of 1 to {MAX_LIKE} sounds, not {len(found)}")
    return found


def _audio_in(folder: str) -> list[str]:
    """Return audio files in a folder and those below, evenly chosen where there are many."""
    found = [
        os.path.join(parent, name)
        for parent, _, names in os.walk(folder)
        for name in names
        if name.lower().endswith(AUDIO)
    ]
    found.sort()
    return found[:: -(-len(found) // MAX_LIKE)] if found else []


def kept_by_pad(paths: Sequence[Path]) -> dict[int, list[Path]]:
    """Return wavs by the number of their pad (raises FolderError)."""
    kept: dict[int, list[Path]] = {}
    for path in paths:
        match = KEPT_NAME.fullmatch(path.name)
        if not match or not 1 <= int(match[1]) <= N_PADS:
            raise FolderError(f"{path} is not a sample of a kit; their names are like '01 Kick.wav'")
        if not os.path.isfile(path):
            raise FolderError(f"{path} does not exist; nothing to keep")
        kept.setdefault(int(match[1]), []).append(path)
    return kept

"""What a kit should be like, as a client or the command line asks for it."""

import os
from collections.abc import Collection, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from latentpad.errors import RangeError
from latentpad.kits.pads import LAYERS, ROUND_ROBINS
from latentpad.kits.recipes import find_recipe, like_paths
from latentpad.kits.write import FORMATS, find_format
from latentpad.samples.file_names import file_stem

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

    def check(self) -> None:
        """Raise if there is no such kit.

        Raises
        ------
        UnknownKindError
            There is no such recipe.
        RangeError
            There are too many layers or round robins.
        FolderError
            There is no such format, or the name cannot be that of a folder.
        """
        find_recipe(self.recipe)
        for key in self.formats:
            find_format(key)
        if not 1 <= self.layers <= LAYERS or not 1 <= self.round_robins <= ROUND_ROBINS:
            raise RangeError(f"a pad has 1 to {LAYERS} layers and 1 to {ROUND_ROBINS} round robins")
        if self.name:
            file_stem(self.name)

    @property
    def title(self) -> str:
        """Name of its folder, before it has a number."""
        if self.name:
            return file_stem(self.name)
        return "Like" if like_paths(self.recipe) else self.recipe.strip().capitalize() or "Kit"


class StyleFile(NamedTuple):
    """A file in whose style a kit is to be."""

    path: str

    is_named: bool
    """Whether it was named itself, rather than found in a folder, in which anything may be."""


def find_style(recipe: str) -> Generator[None, None, list[StyleFile]]:
    """Return the files in whose style a kit is to be, of folders some of the audio in them; yields while it searches.

    Raises
    ------
    RangeError
        There are none, or too many.
    """
    names, found = like_paths(recipe), list[StyleFile]()
    for path in map(os.path.expanduser, names):
        if os.path.isdir(path):
            found += [StyleFile(one, False) for one in (yield from _audio_in(path))]
        else:
            found.append(StyleFile(path, True))
    if names and not 1 <= len(found) <= MAX_LIKE:
        raise RangeError(f"a kit is in the style of 1 to {MAX_LIKE} sounds, not {len(found)}")
    return found


def _audio_in(folder: str) -> Generator[None, None, list[str]]:
    """Return audio files in a folder and those below, evenly chosen where there are many; yields after each folder."""
    found = list[str]()
    for parent, _, names in os.walk(folder):
        found += [os.path.join(parent, name) for name in names if name.lower().endswith(AUDIO)]
        yield
    found.sort()
    return found[:: -(-len(found) // MAX_LIKE)] if found else []

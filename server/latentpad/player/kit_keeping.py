"""Pads of an earlier kit that stay as they are in a new one: their wavs are copied."""

import os
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from latentpad.errors import FolderError
from latentpad.files import write_new
from latentpad.kits.pads import LAYERS, PLACES, ROUND_ROBINS
from latentpad.kits.recipes import RECIPES, WORD, Slot
from latentpad.kits.write import check_name
from latentpad.regular_files import open_named, read_at_most
from latentpad.request import Rendered
from latentpad.samples.drop_file import MAX_BYTES
from latentpad.samples.recipe import read_recipe, read_sample_file

Opened = Callable[[Path], BinaryIO]
"""Opens a file for reading."""

N_PADS = 16
KEPT_NAME = re.compile(r"([0-9]{2}) (.+?)(?: v([0-9]+))?(?: r([0-9]+))?\.wav", re.IGNORECASE)
"""Names of the wavs of a kit: number and name of the pad, layer, round robin."""


class KeptFile(NamedTuple):
    """A wav of a kept pad."""

    path: Path
    layer: int
    """Number of its velocity layer, softest first; 0 if there is one."""

    turn: int
    """Place in its round robin, from 0."""


class KeptPad(NamedTuple):
    """A pad that stays as it is."""

    name: str
    files: tuple[KeptFile, ...]

    @property
    def layers(self) -> list[int]:
        """The layers that it has, softest first."""
        return sorted({file.layer for file in self.files})


def find_kept(paths: Iterable[Path | str], opened: Opened = open_named) -> dict[int, KeptPad]:
    """Return pads to keep by their numbers, given their wavs.

    Parameters
    ----------
    paths : iterable of Path or str
    opened : callable, optional
        Opens a file; by default, links are followed.

    Raises
    ------
    FolderError
        A wav does not exist or is not one of a kit, or a pad is given twice.
    RecipeError
        A wav was not rendered by latentpad.
    """
    kept: dict[int, KeptPad] = {}
    for path in dict.fromkeys(map(Path, paths)):
        match = KEPT_NAME.fullmatch(path.name)
        if not match or not 1 <= int(match[1]) <= N_PADS:
            raise FolderError(f"{path} is not a sample of a kit; their names are like '01 Kick.wav'")
        if not os.path.isfile(path):
            raise FolderError(f"{path} does not exist; nothing to keep")
        check_name(path.name)
        read_recipe(path, opened)
        file = KeptFile(path, int(match[3] or 0), max(int(match[4] or 1), 1) - 1)
        number, pad = int(match[1]), kept.get(int(match[1]), KeptPad(match[2], ()))
        same = {other.path.name.casefold() for other in pad.files}
        if pad.name != match[2] or path.name.casefold() in same or len(same) == LAYERS * ROUND_ROBINS:
            raise FolderError(f"{path} is another sample of pad {number}, which is kept already; keep one of them")
        kept[number] = KeptPad(pad.name, (*pad.files, file))
    return kept


def copy_sample(path: Path, new: Path, opened: Opened = open_named) -> Rendered:
    """Copy a wav of latentpad's, opened as by `find_kept` (raises FolderError, RecipeError)."""
    recipe, header = read_sample_file(path, opened)
    try:
        with opened(path) as file:
            write_new(new, read_at_most(file, MAX_BYTES))
    except OSError as error:
        raise FolderError(f"{new} cannot be written ({error.strerror})") from None
    return Rendered(
        *(recipe.request, new, header.sample_rate, header.n_samples, recipe.confidence or 0.0, 0.0),
        *(recipe.pitch_hz, recipe.parents),
    )


def slot_of(name: str, number: int, slots: Sequence[Slot]) -> Slot | None:
    """Return the slot that a kept pad was made for, by its number and name; of several, that of its new kit."""
    recipes = [slots, *RECIPES.values()]
    candidates = [*(recipe[number - 1] for recipe in recipes), *(slot for recipe in recipes for slot in recipe)]
    own = [slot for slot in candidates if slot.place == name.lower()]
    return next(iter(own or [slot for slot in candidates if name in _names_at(slot)]), None)


def _names_at(slot: Slot) -> set[str]:
    """Return the names that a pad made from a slot can have."""
    words = WORD.findall(slot.place)
    return {place.name for word in ("".join(words), *words) for place in PLACES.get(word, ())}

"""The folder of a kit, which is new: no kit is added to another."""

import os
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, count
from pathlib import Path

from latentpad.errors import FolderError
from latentpad.player.batch import BatchStep
from latentpad.player.kit_order import KitOrder


def new_kit_folder(parent: Path, order: KitOrder) -> Path:
    """Create the folder of a kit (raises FolderError)."""
    numbered = (f"{order.title} {number}" for number in count(2 if order.name else 1))
    for name in chain([order.title] if order.name else [], numbered):
        try:
            parent.mkdir(exist_ok=True)
            (parent / name).mkdir()
        except FileExistsError:
            if os.path.isdir(parent):
                continue
            raise FolderError(f"{parent} is a file; move it, so that it can be the folder of kits") from None
        except OSError as error:
            raise FolderError(f"{parent / name} cannot be created ({error.strerror})") from None
        return parent / name
    raise AssertionError("there is always a next number")


def unless_empty(folder: Path, steps: Iterator[BatchStep]) -> Iterator[BatchStep]:
    """Do steps; remove a folder if it is still empty at the end."""
    try:
        yield from steps
    finally:
        with suppress(OSError):
            folder.rmdir()

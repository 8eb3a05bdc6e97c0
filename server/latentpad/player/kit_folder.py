"""The folder of a kit, which is new: no kit is added to another."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from latentpad.errors import FolderError
from latentpad.free_names import FreeNumbers
from latentpad.player.batch import BatchStep
from latentpad.player.kit_order import KitOrder
from latentpad.regular_files import folder_below


def new_kit_folder(parent: Path, order: KitOrder) -> Path:
    """Create the folder of a kit (raises FolderError)."""

    def name_of(number: int) -> str:
        return order.title if order.name and number == 1 else f"{order.title} {number}"

    numbers = FreeNumbers().find(order.title, lambda number: os.path.lexists(parent / name_of(number)))
    try:
        with suppress(FileExistsError):
            parent.mkdir()
        with folder_below(parent.parent, parent.name) as inside:
            for number in numbers:
                with suppress(FileExistsError):
                    name = name_of(number)
                    os.mkdir(parent / name if inside is None else name, dir_fd=inside)
                    return parent / name
    except NotADirectoryError:
        raise FolderError(f"{parent} is a file; move it, so that it can be the folder of kits") from None
    except OSError as error:
        raise FolderError(f"{parent}: the folder of a kit cannot be created ({error.strerror})") from None
    raise AssertionError("there is always a next number")


def unless_empty(folder: Path, steps: Iterator[BatchStep]) -> Iterator[BatchStep]:
    """Do steps; remove a folder if it is still empty at the end."""
    try:
        yield from steps
    finally:
        with suppress(OSError):
            folder.rmdir()

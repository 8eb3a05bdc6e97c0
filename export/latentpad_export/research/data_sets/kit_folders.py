"""Any folder whose folders are kits, split by kit."""

from pathlib import Path

from latentpad_export.data.labelling import Labelling
from latentpad_export.data.places import place_itself
from latentpad_export.research.data_sets.entries import Entries
from latentpad_export.research.data_sets.named_files import NamedFile, find_named
from latentpad_export.research.data_sets.whole_kits import split_by_kit


def find_kits(folder: Path, labelling: Labelling, seed: int) -> Entries:
    """List the sounds of each folder in a folder, those in deeper ones included, split by whole kit.

    Raises
    ------
    LibraryError
        There are fewer than three kits.
    KindsError
        The user's table of words cannot be used.
    """
    found = find_named(folder, _read_path, labelling, "in no folder, and so of no kit", place_itself(folder).name)
    return found._replace(entries=split_by_kit(found.entries, folder, seed))


def _read_path(file: str) -> NamedFile | None:
    """Return what a path says; nothing of a file at the top."""
    kit, _, rest = file.partition("/")
    return NamedFile(kit, file) if rest else None

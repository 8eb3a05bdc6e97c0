"""Dirt-Samples, the samples that come with SuperDirt and the tutorials of TidalCycles, split by folder.

The repository [1]_ has ``Dirt-Samples.quark`` and folders of samples at its top, some with folders in them. By its
readme, a folder collects single hits of one or of several instruments, a sequence of hits, or loops; and there are
duplicates, of which a library uses the first. So the kit is the folder, the label the kind by the names of folder and
file. Folders such as ``808bd`` and ``808oh`` are of the same machine as ``808``, and so of one kit.

References
----------
.. [1] github.com/tidalcycles/Dirt-Samples
"""

import re
from pathlib import Path

from latentpad_export.data.labelling import Labelling
from latentpad_export.research.data_sets.entries import Entries, require_folder
from latentpad_export.research.data_sets.named_files import NamedFile, find_named
from latentpad_export.research.data_sets.recognition import QUARK, not_found
from latentpad_export.research.data_sets.whole_kits import split_by_kit

OF_MACHINE = re.compile(r"(\d+)[a-z]{2}")
"""Names such as ``808bd``."""


def find_samples(folder: Path, labelling: Labelling, seed: int) -> Entries:
    """List the samples, split by whole folder; loops are left out as the labelling says.

    Raises
    ------
    LibraryError
        The folder is not that of Dirt-Samples, or fewer than three of its folders are left.
    KindsError
        The user's table of words cannot be used.
    """
    require_folder(folder)
    if not (folder / QUARK).is_file():
        raise not_found(folder, QUARK, "for folders of other sounds there is split kits")
    found = find_named(folder, lambda file: _read_path(file, folder), labelling, "not in a folder of samples")
    return found._replace(entries=split_by_kit(found.entries, folder, seed, "folder"))


def _read_path(file: str, folder: Path) -> NamedFile | None:
    """Return what a path says; nothing of a file at the top."""
    top, _, rest = file.partition("/")
    machine = OF_MACHINE.fullmatch(top)
    kit = machine[1] if machine and (folder / machine[1]).is_dir() else top
    return NamedFile(kit, file) if rest else None

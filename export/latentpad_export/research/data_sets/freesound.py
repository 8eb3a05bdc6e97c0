"""Packs of one-shots from Freesound, split by pack or by uploader.

A pack that is downloaded from Freesound [1]_ is an archive ``ID__USER__PACK.zip`` of files ``ID__USER__NAME.wav`` (or
aiff, flac, ogg, mp3), with their licences in ``_readme_and_license.txt``. A folder of unpacked packs is expected; files
from Freesound that are in no pack are each in the pack of their folder, or in one of their uploader.

References
----------
.. [1] freesound.org; the names of files and of the readme: github.com/MTG/freesound
"""

from pathlib import Path, PurePosixPath
from typing import Literal

from latentpad_export.data.labelling import Labelling
from latentpad_export.research.data_sets.entries import Entries
from latentpad_export.research.data_sets.named_files import NamedFile, find_named
from latentpad_export.research.data_sets.recognition import FREESOUND_NAME, not_found
from latentpad_export.research.data_sets.whole_kits import split_by_kit

Group = Literal["pack", "user"]
GROUPS: tuple[Group, ...] = ("pack", "user")


def find_one_shots(folder: Path, labelling: Labelling, seed: int, by: Group = "pack") -> Entries:
    """List the files that are named as Freesound's, split by whole pack or uploader.

    Parameters
    ----------
    folder : Path
    labelling : Labelling
        The numbers and users in front of names are not taken for words.
    seed : int
        Of the split.
    by : pack or user
        Packs of one uploader may have been recorded with the same instruments.

    Raises
    ------
    LibraryError
        There is no such file, or there are fewer than three packs or uploaders.
    KindsError
        The user's table of words cannot be used.
    """
    found = find_named(folder, lambda file: read_name(file, by), labelling, "not named ID__USER__NAME")
    if not found.entries:
        raise not_found(folder, "file named ID__USER__NAME.wav", "for folders of other sounds there is split kits")
    return found._replace(entries=split_by_kit(found.entries, folder, seed, "uploader" if by == "user" else "pack"))


def read_name(file: str, by: Group) -> NamedFile | None:
    """Return what the path of a file says; nothing if it is not named as Freesound's are."""
    path = PurePosixPath(file)
    name = FREESOUND_NAME.fullmatch(path.stem)
    if not name:
        return None
    pack = path.parent.as_posix()
    kit = name["user"] if by == "user" or pack == "." else pack
    titles = [_title(part) for part in path.parent.parts]
    return NamedFile(kit, PurePosixPath(*titles, f"{name['title']} {name['id']}{path.suffix}").as_posix())


def _title(part: str) -> str:
    """Return the name of a pack without its number and uploader."""
    pack = FREESOUND_NAME.fullmatch(part)
    return pack["title"] if pack else part

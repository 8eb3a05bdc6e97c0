"""Writing the files that make other programs load a kit, beside its wavs."""

import os
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from latentpad.errors import FolderError
from latentpad.files import new_folder, write_new
from latentpad.kits.formats import decent_sampler, drum_rack, hydrogen, mpc, multisample, sfz, tidal
from latentpad.kits.kit import Kit
from latentpad.samples.file_names import file_stem

UNSPEAKABLE = re.compile(r"[$=\\/\x00-\x1f]|^\s|\s$")
"""What no file name of a sample may contain, since SFZ has no way to quote it."""


class Format(NamedTuple):
    """A kit format: one file or folder with the name of the kit."""

    suffix: str
    encode: Callable[[Kit, Path], bytes | dict[str, bytes]]
    """From a kit whose wavs are all in the folder to the content of the file, or of a folder's files by path."""


FORMATS: dict[str, Format] = {
    "sfz": Format(".sfz", sfz.encode),
    "ableton": Format(".adg", drum_rack.encode),
    "decentsampler": Format(".dspreset", decent_sampler.encode),
    "mpc": Format(".xpm", mpc.encode),
    "multisample": Format(".multisample", multisample.encode),
    "hydrogen": Format(".h2drumkit", hydrogen.encode),
    "tidal": Format(" TidalCycles", tidal.encode),
}
"""The formats by the word that a user chooses them with."""


def write_formats(kit: Kit, folder: Path, formats: Collection[str] = tuple(FORMATS)) -> list[Path]:
    """Write a kit's files beside its wavs.

    The files name only samples whose wavs are in the folder. Nothing is overwritten; each file is written completely or
    not at all.

    Parameters
    ----------
    kit : Kit
    folder : Path
        The folder with the kit's wavs.
    formats : collection of str
        Keys of `FORMATS`.

    Returns
    -------
    list of Path
        The new files, and the folder of the format that is one.

    Raises
    ------
    FolderError
        There is no such format, none of the wavs is there, a name is taken or cannot be spelt, or a file cannot be
        written; the files before it stay, and the message names those that are missing.
    """
    return list(write_each(kit, folder, formats))


def write_each(kit: Kit, folder: Path, formats: Collection[str]) -> Iterator[Path]:
    """Write files as `write_formats` does; yield each."""
    kit = _checked(kit, folder)
    stem = file_stem(kit.name)
    targets = {folder / f"{stem}{find_format(key).suffix}": find_format(key).encode for key in formats}
    for target in targets:
        if os.path.lexists(target):
            raise FolderError(f"{target} already exists; choose another name or folder for the kit")
    left = list(targets)
    for target, encode in targets.items():
        try:
            _write(target, encode(kit, folder))
        except OSError as error:
            rest = ", ".join(one.name for one in left)
            raise FolderError(f"{folder}: the kit cannot be written ({error.strerror}); missing are {rest}") from None
        left.remove(target)
        yield target


def _write(target: Path, content: bytes | dict[str, bytes]) -> None:
    """Write a file or a folder (raises OSError)."""
    if isinstance(content, bytes):
        write_new(target, content)
        return
    with new_folder(target) as temporary:
        for name, part in content.items():
            (temporary / name).parent.mkdir(exist_ok=True)
            (temporary / name).write_bytes(part)


def find_format(key: str) -> Format:
    """Return a format by its key (raises FolderError)."""
    if key not in FORMATS:
        raise FolderError(f"unknown kit format {key[:40]!r} (choose from {', '.join(FORMATS)})")
    return FORMATS[key]


def check_name(file: str) -> None:
    """Raise FolderError if a file name cannot be that of a kit's sample."""
    if UNSPEAKABLE.search(file):
        raise FolderError(f"{file[:80]!r} cannot be the name of a kit's sample; leave out $ = / and \\")


def _checked(kit: Kit, folder: Path) -> Kit:
    """Return what is there of a kit, each name on one line (raises FolderError)."""
    for sample in kit.samples():
        check_name(sample.file)
    present = kit.present(folder)
    if not present.pads:
        raise FolderError(f"{folder} has none of the samples of the kit {kit.name[:80]!r}")
    pads = tuple(replace(pad, name=_one_line(pad.name), kind=_one_line(pad.kind)) for pad in present.pads)
    return replace(
        present, name=_one_line(kit.name), pads=pads, creator=_one_line(kit.creator), licence=_one_line(kit.licence)
    )


def _one_line(text: str) -> str:
    """Return a text without line breaks and characters that XML or UTF-8 cannot hold."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.encode(errors="ignore").decode().split())

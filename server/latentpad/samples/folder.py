"""The drop folder: samples are written as complete wavs, and nothing is ever overwritten.

Others may be able to write to it. No link in it is followed, whoever made it; the folder itself may be one.
"""

import os
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from latentpad.errors import FolderError
from latentpad.files import CREATE, write_first_free, write_new
from latentpad.free_names import FreeNumbers
from latentpad.regular_files import entries_below, folder_below, is_regular_entry, open_named, open_regular
from latentpad.samples.drop_file import open_wav_in_drop, read_in_drop
from latentpad.samples.file_names import OWN_NAME, file_stem, numbered_name, sample_stem
from latentpad.samples.kept import KEPT, KeptSamples
from latentpad.samples.recipe import Recipe
from latentpad.samples.wav_file import encode_wav
from latentpad.temporaries import remove_abandoned_once, remove_if_abandoned, temporary_name

KITS = "kits"
"""Subfolder with a folder for each kit."""

MAX_KITS = 1000
"""Folders of kits that are searched for abandoned temporary files."""


class Folder:
    """A folder for new samples, from which a DAW can load them.

    Parameters
    ----------
    path : Path
        The folder; ``~`` is the user's home.
    option : str
        Option of the command line that names the folder, for errors.
    """

    def __init__(self, path: Path, option: str = "--drop") -> None:
        """Check that the folder can be written to, and remove what killed programs were writing there.

        Raises
        ------
        FolderError
            The folder is missing, a file, or cannot be written to.
        """
        self.path = Path(os.path.expanduser(path)).absolute()
        if not os.path.exists(self.path):
            raise FolderError(f"{self.path} does not exist; create it, or name another folder with {option}")
        if not os.path.isdir(self.path):
            raise FolderError(f"{self.path} is a file; name a folder with {option}")
        probe = self.path / temporary_name()
        try:
            os.close(os.open(probe, CREATE, 0o666))
            probe.unlink()
        except OSError as error:
            raise FolderError(
                f"{self.path}: cannot be written to ({error.strerror}); name another folder with {option}"
            ) from None
        self._real_path = Path(os.path.realpath(self.path))
        self._numbers, self._kept = FreeNumbers(), KeptSamples(self.path)
        self._remove_abandoned()

    def samples(self) -> list[Path]:
        """Return the samples that latentpad wrote, newest first; links and unreadable entries are left out."""
        found: list[tuple[float, Path]] = []
        with suppress(OSError), os.scandir(self.path) as entries:
            for entry in entries:
                if OWN_NAME.fullmatch(entry.name) and is_regular_entry(entry):
                    with suppress(OSError):
                        found.append((entry.stat(follow_symlinks=False).st_mtime, self.path / entry.name))
        return [path for _, path in sorted(found, reverse=True)]

    def kept(self) -> list[Path]:
        """Return the wavs in the subfolder ``kept``, whatever their names."""
        return self._kept.paths()

    def open(self, path: Path) -> BinaryIO:
        """Open a file for reading; in this folder, only a wav to which no link leads (raises OSError)."""
        roots = (root for root in (self.path, self._real_path) if path.is_relative_to(root))
        root = next(roots, None)
        return open_wav_in_drop(root, path) if root else open_named(path)

    def write(self, signal: NDArray[np.float32], sample_rate: int, label: str, recipe: Recipe) -> Path:
        """Write a sample, completely or not at all.

        Parameters
        ----------
        signal : np.ndarray [shape=(n_samples,) or (n_samples, n_channels), float32]
            In [-1, 1].
        sample_rate : int
            Sample rate in Hz.
        label : str
            The file's name and title begin with it.
        recipe : Recipe
            Stored in the wav.

        Returns
        -------
        Path
            The new file.

        Raises
        ------
        FolderError
            The folder is gone, full or read-only; nothing is left behind.
        """
        content = encode_wav(signal, sample_rate, recipe, label)
        try:
            return self._write(sample_stem(label, recipe.request), content)
        except FileNotFoundError:
            raise FolderError(f"{self.path} does not exist any more; the sample is not written") from None
        except OSError as error:
            raise FolderError(f"{self.path}: the sample cannot be written ({error.strerror})") from None

    def keep(self, path: str, name: str = "") -> Path:
        """Copy a sample of the folder into the subfolder ``kept``; keeping it twice makes one copy.

        The sample itself stays where it is, since projects of a DAW may refer to it.

        Parameters
        ----------
        path : str
            Path of the sample, or its name.
        name : str, optional
            Name of the copy (default: that of the sample); characters that are not allowed are replaced.

        Returns
        -------
        Path
            The copy.

        Raises
        ------
        FolderError
            There is no such sample, it cannot be copied, or `name` cannot be a file name.
        """
        own_name = path.replace("\\", "/").rpartition("/")[2]
        sample = self.path / own_name
        if not OWN_NAME.fullmatch(own_name) or path not in (own_name, str(sample), sample.as_posix()):
            raise FolderError(f"there is no latentpad sample called {path[:200]!r} in {self.path}")
        stem = file_stem(name) if name else sample.stem
        try:
            return self._kept.keep(stem, read_in_drop(self.path, sample))
        except FileNotFoundError:
            raise FolderError(f"{sample} does not exist any more; nothing is kept") from None
        except OSError as error:
            raise FolderError(f"{sample} cannot be kept ({error.strerror})") from None

    def _write(self, stem: str, content: bytes) -> Path:
        """Write under the first name that is free (raises OSError)."""
        numbers = self._numbers.find(stem, lambda number: os.path.lexists(self.path / numbered_name(stem, number)))
        return write_first_free(self.path, (numbered_name(stem, number) for number in numbers), content)

    def _remove_abandoned(self) -> None:
        """Remove temporary files of killed programs here, beside the kept samples and in the folders of kits."""
        remove_abandoned_once(self.path)
        with suppress(OSError), folder_below(self.path, KEPT):
            remove_abandoned_once(self.path / KEPT)
        with suppress(OSError), entries_below(self.path, KITS) as entries:
            for kit in islice(entries, MAX_KITS):
                if kit.is_dir(follow_symlinks=False):
                    remove_abandoned_once(self.path / KITS / kit.name)


def write_sample(path: Path, signal: NDArray[np.float32], sample_rate: int, recipe: Recipe, label: str = "") -> None:
    """Write a sample under a name that the user chose, completely or not at all; its title is that of `Folder.write`.

    Raises
    ------
    FolderError
        The name is taken, does not end in .wav, or cannot be written.
    """
    if path.suffix.lower() != ".wav":
        raise FolderError(f"{path} must end in .wav, or be an existing folder")
    try:
        _remove_begun(path)
        write_new(path, encode_wav(signal, sample_rate, recipe, label))
    except FileExistsError:
        raise FolderError(f"{path} already exists; choose another name") from None
    except FileNotFoundError:
        raise FolderError(f"{path.parent} does not exist; create it, or choose another folder") from None
    except OSError as error:
        raise FolderError(f"{path} cannot be written ({error.strerror})") from None


def _remove_begun(path: Path) -> None:
    """Remove what version 0.1.0 left when it was killed while it wrote this wav."""
    temporary = path.with_name(f".{path.name}.tmp")
    with suppress(OSError):
        with open_regular(temporary) as file:
            beginning = file.read(4)
        if beginning in (b"", b"RIFF"):
            remove_if_abandoned(temporary)

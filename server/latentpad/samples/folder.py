"""The drop folder: samples are written as complete wavs, and nothing is ever overwritten."""

import io
import os
import re
from contextlib import suppress
from itertools import count
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from latentpad.errors import FolderError
from latentpad.files import write_new
from latentpad.samples.file_names import OWN_NAME, file_stem, sample_stem
from latentpad.samples.recipe import Recipe
from latentpad.samples.wav_chunks import add_root

SUBTYPE = "PCM_24"

KEPT = "kept"
"""Subfolder for copies of samples that the user keeps."""


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
        """Check that the folder can be written to.

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
        probe = self.path / f".latentpad-{os.getpid()}.tmp"
        try:
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as error:
            raise FolderError(
                f"{self.path}: cannot be written to ({error.strerror}); name another folder with {option}"
            ) from None

    def samples(self) -> list[Path]:
        """Return the samples that latentpad wrote, newest first; unreadable entries are left out."""
        found: list[tuple[float, Path]] = []
        with suppress(OSError), os.scandir(self.path) as entries:
            for entry in entries:
                if OWN_NAME.fullmatch(entry.name):
                    with suppress(OSError):
                        found.append((entry.stat().st_mtime, self.path / entry.name))
        return [path for _, path in sorted(found, reverse=True)]

    def kept(self) -> list[Path]:
        """Return the wavs in the subfolder ``kept``, whatever their names."""
        with suppress(OSError):
            return sorted((self.path / KEPT).glob("*.wav"))
        return []

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
            return _write_new(self.path, sample_stem(label, recipe.request), content)
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
            content = sample.read_bytes()
            kept = self.path / KEPT
            kept.mkdir(exist_ok=True)
            return _find_copy(kept, stem, content) or _write_new(kept, stem, content)
        except FileNotFoundError:
            raise FolderError(f"{sample} does not exist any more; nothing is kept") from None
        except OSError as error:
            raise FolderError(f"{sample} cannot be kept ({error.strerror})") from None


def _find_copy(folder: Path, stem: str, content: bytes) -> Path | None:
    """Find a file of this name, with or without a number, and the same bytes (raises OSError)."""
    numbered = re.compile(re.escape(stem) + r"(_\d+)?\.wav")
    for path in folder.iterdir():
        if numbered.fullmatch(path.name) and path.stat().st_size == len(content) and path.read_bytes() == content:
            return path
    return None


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
        write_new(path, encode_wav(signal, sample_rate, recipe, label))
    except FileExistsError:
        raise FolderError(f"{path} already exists; choose another name") from None
    except FileNotFoundError:
        raise FolderError(f"{path.parent} does not exist; create it, or choose another folder") from None
    except OSError as error:
        raise FolderError(f"{path} cannot be written ({error.strerror})") from None


def _write_new(folder: Path, stem: str, content: bytes) -> Path:
    """Write under the first free name; only one writer can create the temporary file of a name."""
    for number in count(1):
        final = folder / (f"{stem}.wav" if number == 1 else f"{stem}_{number}.wav")
        try:
            write_new(final, content)
        except FileExistsError:
            continue
        return final
    raise AssertionError("there is always a next number")


def encode_wav(signal: NDArray[np.float32], sample_rate: int, recipe: Recipe, label: str = "") -> bytes:
    """Return the bytes of a 24-bit wav with title, recipe and root note; equal arguments give equal bytes."""
    buffer = io.BytesIO()
    n_channels = 1 if signal.ndim == 1 else signal.shape[1]
    with soundfile.SoundFile(buffer, "w", sample_rate, n_channels, SUBTYPE, format="WAV") as file:
        file.title = sample_stem(label, recipe.request)
        file.software = f"latentpad {recipe.version}"
        file.comment = recipe.to_text()
        file.write(signal)
    return add_root(buffer.getvalue(), sample_rate, recipe.pitch_hz)

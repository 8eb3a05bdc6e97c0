"""Samples to wavs that appear whole, under names that nothing had before."""

import io
import os
import re
import tempfile
import unicodedata
from contextlib import suppress
from itertools import count
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from latentpad.errors import FolderError
from latentpad.recipe import Recipe

SUBTYPE = "PCM_24"

KEPT = "kept"
"""The subfolder for samples that somebody wants to find again."""

OWN_NAME = re.compile(r"[A-Za-z0-9_-]{1,60}_x[01]\.\d{3}_y[01]\.\d{3}_s\d{1,10}(_\d{1,9})?\.wav")
"""What `Folder.write` calls a sample; no other file is touched for whoever asks."""


class Folder:
    """A folder that a DAW watches."""

    def __init__(self, path: Path) -> None:
        """Check the folder by writing to it.

        Raises
        ------
        FolderError
            It is missing, a file, or cannot be written to.
        """
        self.path = Path(os.path.expanduser(path)).absolute()
        if not os.path.exists(self.path):
            raise FolderError(f"{self.path} does not exist; make it, or name another folder with --drop")
        if not os.path.isdir(self.path):
            raise FolderError(f"{self.path} is a file; name a folder with --drop")
        probe = self.path / f".latentpad-{os.getpid()}.tmp"
        try:
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as error:
            raise FolderError(
                f"{self.path}: cannot write there ({error.strerror}); name another folder with --drop"
            ) from None

    def write(self, signal: NDArray[np.float32], sample_rate: int, label: str, recipe: Recipe) -> Path:
        """Write a sample, whole or not at all.

        Parameters
        ----------
        signal : np.ndarray [shape=(n_samples,), float32]
            In [-1, 1].
        sample_rate : int
            Samples a second.
        label : str
            What kind of sound it is; begins the file's name.
        recipe : Recipe
            Goes into the wav.

        Returns
        -------
        Path
            The finished file.

        Raises
        ------
        FolderError
            The folder is gone, full or read-only; nothing is left behind.
        """
        content = encode_wav(signal, sample_rate, recipe)
        stem = f"{_plain(label)}_x{recipe.x:.3f}_y{recipe.y:.3f}_s{recipe.seed}"
        try:
            return _write_new(self.path, stem, content)
        except OSError as error:
            raise FolderError(f"{self.path}: the sample cannot be written ({error.strerror})") from None

    def keep(self, path: str) -> Path:
        """Copy one of the folder's samples into its subfolder ``kept``; the same one twice is one copy.

        Parameters
        ----------
        path : str
            The sample, or its name alone.

        Returns
        -------
        Path
            The copy.

        Raises
        ------
        FolderError
            There is no such sample of ours, or it cannot be copied.
        """
        name = path.replace("\\", "/").rpartition("/")[2]
        sample = self.path / name
        if not OWN_NAME.fullmatch(name) or path not in (name, str(sample), sample.as_posix()):
            raise FolderError(f"{path[:200]!r} is no sample of {self.path}")
        try:
            content = sample.read_bytes()
            kept = self.path / KEPT
            kept.mkdir(exist_ok=True)
            copies = (copy for copy in kept.glob(f"{sample.stem}*.wav") if copy.read_bytes() == content)
            return next(copies, None) or _write_new(kept, sample.stem, content)
        except OSError as error:
            raise FolderError(f"{sample} cannot be kept ({error.strerror})") from None


def write_new_file(path: Path, signal: NDArray[np.float32], sample_rate: int, recipe: Recipe) -> None:
    """Write a sample under a name that the user chose, whole or not at all.

    Raises
    ------
    FolderError
        The name is taken, does not end in .wav, or cannot be written.
    """
    if path.suffix.lower() != ".wav":
        raise FolderError(f"{path} must end in .wav, or be a folder that is there")
    try:
        _write_whole(path, encode_wav(signal, sample_rate, recipe))
    except FileExistsError:
        raise FolderError(f"{path} exists already and is not overwritten; choose another name") from None
    except OSError as error:
        raise FolderError(f"{path} cannot be written ({error.strerror})") from None


def replace_whole(final: Path, content: bytes) -> None:
    """Write a file that is ours alone, over an older one; readers see the one or the other (raises OSError)."""
    descriptor, temporary = tempfile.mkstemp(prefix=f".{final.name}.", suffix=".tmp", dir=final.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.replace(temporary, final)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _write_new(folder: Path, stem: str, content: bytes) -> Path:
    """Take the first free name; its temporary file, which only one can make, keeps others off it."""
    for number in count(1):
        final = folder / (f"{stem}.wav" if number == 1 else f"{stem}_{number}.wav")
        try:
            _write_whole(final, content)
        except FileExistsError:
            continue
        return final
    raise AssertionError("there is always a next number")


def _write_whole(final: Path, content: bytes) -> None:
    """Write under a temporary name that only one writer can make, then rename; FileExistsError where it is taken."""
    temporary = final.with_name(f".{final.name}.tmp")
    if os.path.lexists(final):  # looked up first, since a point that is played often has taken many names
        raise FileExistsError(final)
    file = temporary.open("xb")
    try:
        with file:
            if os.path.lexists(final):  # since then
                raise FileExistsError(final)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, final)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def encode_wav(signal: NDArray[np.float32], sample_rate: int, recipe: Recipe) -> bytes:
    """Give the bytes of a mono 24-bit wav with its recipe; equal samples and recipes give equal bytes."""
    buffer = io.BytesIO()
    with soundfile.SoundFile(buffer, "w", sample_rate, 1, SUBTYPE, format="WAV") as file:
        file.software = f"latentpad {recipe.version}"
        file.comment = recipe.to_text()
        file.write(signal)
    return buffer.getvalue()


def _plain(label: str) -> str:
    """Keep what every file system and every OSC program takes: ASCII letters, digits, _ and -."""
    letters = unicodedata.normalize("NFKD", label).encode("ascii", errors="ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9_]+", "-", letters).strip("-")
    return plain[:40] or "sound"

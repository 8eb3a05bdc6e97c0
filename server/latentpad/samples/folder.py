"""Samples to wavs that appear whole, under names that nothing had before."""

import io
import os
import re
import unicodedata
from contextlib import suppress
from itertools import count
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from latentpad.errors import FolderError
from latentpad.files import write_new
from latentpad.samples.recipe import Recipe

SUBTYPE = "PCM_24"

KEPT = "kept"
"""The subfolder for samples that somebody wants to find again."""

OWN_NAME = re.compile(r"[A-Za-z0-9_-]{1,60}_x[01]\.\d{3}_y[01]\.\d{3}_s\d{1,10}(_\d{1,9})?\.wav")
"""What `Folder.write` calls a sample; no other file is touched for whoever asks."""

FORBIDDEN = '<>:"/\\|?*'
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\s*", re.IGNORECASE)
"""What Windows takes in no name, and names that it takes for devices."""

LONGEST_STEM = 120
"""Bytes of a name that somebody chose."""


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

    def samples(self) -> list[Path]:
        """Give the samples of ours, the newest first; what cannot be looked at is left out."""
        found: list[tuple[float, Path]] = []
        with suppress(OSError), os.scandir(self.path) as entries:
            for entry in entries:
                if OWN_NAME.fullmatch(entry.name):
                    with suppress(OSError):
                        found.append((entry.stat().st_mtime, self.path / entry.name))
        return [path for _, path in sorted(found, reverse=True)]

    def kept(self) -> list[Path]:
        """Give the wavs among the kept ones, whatever they are called."""
        with suppress(OSError):
            return sorted((self.path / KEPT).glob("*.wav"))
        return []

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
        at = recipe.request
        stem = f"{_plain(label)}_x{at.x:.3f}_y{at.y:.3f}_s{at.seed}"
        try:
            return _write_new(self.path, stem, content)
        except OSError as error:
            raise FolderError(f"{self.path}: the sample cannot be written ({error.strerror})") from None

    def keep(self, path: str, name: str = "") -> Path:
        """Copy one of the folder's samples into its subfolder ``kept``; the same one twice is one copy.

        The sample itself keeps its place and name: projects of a DAW may refer to it.

        Parameters
        ----------
        path : str
            The sample, or its name alone.
        name : str, optional
            What the copy is to be called; what no file system takes is replaced.

        Returns
        -------
        Path
            The copy.

        Raises
        ------
        FolderError
            There is no such sample of ours, it cannot be copied, or the name has nothing that a file can be called.
        """
        own = path.replace("\\", "/").rpartition("/")[2]
        sample = self.path / own
        if not OWN_NAME.fullmatch(own) or path not in (own, str(sample), sample.as_posix()):
            raise FolderError(f"{path[:200]!r} is no sample of {self.path}")
        stem = file_stem(name) if name else sample.stem
        try:
            content = sample.read_bytes()
            kept = self.path / KEPT
            kept.mkdir(exist_ok=True)
            return _same(kept, stem, content) or _write_new(kept, stem, content)
        except OSError as error:
            raise FolderError(f"{sample} cannot be kept ({error.strerror})") from None


def _same(folder: Path, stem: str, content: bytes) -> Path | None:
    """Find a file of this name, with or without a number, that holds the same bytes (raises OSError)."""
    numbered = re.compile(re.escape(stem) + r"(_\d+)?\.wav")
    for path in folder.iterdir():
        if numbered.fullmatch(path.name) and path.stat().st_size == len(content) and path.read_bytes() == content:
            return path
    return None


def file_stem(name: str) -> str:
    """Make what somebody typed the name of a file, without its suffix, on every system (raises FolderError)."""
    plain = unicodedata.normalize("NFC", name).strip()
    plain = plain[:-4] if plain.lower().endswith(".wav") else plain
    plain = "".join("-" if letter in FORBIDDEN else letter for letter in plain if letter.isprintable())
    plain = plain.encode(errors="ignore")[:LONGEST_STEM].decode(errors="ignore").strip(" .")
    if not plain.strip("-"):
        raise FolderError(f"{name[:40]!r} has nothing that a file can be called; use letters or digits")
    return f"_{plain}" if RESERVED.fullmatch(plain.partition(".")[0]) else plain


def write_sample(path: Path, signal: NDArray[np.float32], sample_rate: int, recipe: Recipe) -> None:
    """Write a sample under a name that the user chose, whole or not at all.

    Raises
    ------
    FolderError
        The name is taken, does not end in .wav, or cannot be written.
    """
    if path.suffix.lower() != ".wav":
        raise FolderError(f"{path} must end in .wav, or be a folder that is there")
    try:
        write_new(path, encode_wav(signal, sample_rate, recipe))
    except FileExistsError:
        raise FolderError(f"{path} exists already and is not overwritten; choose another name") from None
    except OSError as error:
        raise FolderError(f"{path} cannot be written ({error.strerror})") from None


def _write_new(folder: Path, stem: str, content: bytes) -> Path:
    """Take the first free name; its temporary file, which only one can make, keeps others off it."""
    for number in count(1):
        final = folder / (f"{stem}.wav" if number == 1 else f"{stem}_{number}.wav")
        try:
            write_new(final, content)
        except FileExistsError:
            continue
        return final
    raise AssertionError("there is always a next number")


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

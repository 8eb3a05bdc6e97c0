"""Bundles of strangers: a real one with something changed in it, whose hashes are right again.

`mutations` yields any number of them, the same for the same seed.
"""

import hashlib
import json
import random
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
import soundfile
from array_mutations import mutate_arrays, read_arrays
from damage import damaged
from network_mutations import mutate_network

from latentpad.bundle.file_sizes import MANIFEST
from latentpad.bundle.packing import pack
from latentpad.samples.vorbis import _without_serial

VALUES = (
    *(None, True, False, 0, 1, -1, 2, 7, 255, 4096, 2**31, 2**63, 10**18, 0.5, -0.5, 1e-300, 1e300),
    *("", "x", "../../x", "a\0b", "\x1b[2J\n", "\ud800", "é" * 5000, "decoder.onnx", [], {}, [[]], [None], {"": 0}),
)
RAW_JSON = ("NaN", "-Infinity", "1e999", "9" * 5000, "[" * 100_000, '"\\ud800"', '{"a":1,"a":2}', "")


@dataclass(frozen=True)
class Mutation:
    """A mutated bundle."""

    number: int
    name: str
    """What was changed."""

    path: Path


class Mutator:
    """Changes one thing in the files of a bundle, chosen at random."""

    def __init__(self, files: dict[str, bytes], rng: random.Random) -> None:
        self.files, self.rng = files, rng
        self.is_zip = rng.random() < 0.2

    def mutate(self) -> str:
        """Change something; return what it was."""
        kinds = [self.bytes, self.json, self.json, self.text, self.arrays, self.arrays, self.network, self.network]
        if "palette.npz" in self.files:
            kinds.append(self.recording)
        return self.rng.choice(kinds)()

    def bytes(self) -> str:
        """Change bytes of any file."""
        name = self.rng.choice(sorted(self.files))
        self.files[name] = damaged(self.files[name], self.rng)
        return f"bytes of {name}"

    def json(self) -> str:
        """Change a value of the manifest."""
        manifest = json.loads(self.files[MANIFEST])
        places = [(manifest, key) for key in manifest]
        for holder, key in places:
            if isinstance(value := holder[key], dict | list):
                places += [(value, k) for k in (value if isinstance(value, dict) else range(len(value)))]
        holder, key = self.rng.choice(places)
        if self.rng.random() < 0.1:
            del holder[key]
            return self._write(manifest, f"{key} removed")
        if isinstance(holder[key], int | float) and self.rng.random() < 0.4:
            holder[key] = self.rng.choice([holder[key] + 1, holder[key] * 2, holder[key] / 2, -holder[key]])
        elif self.rng.random() < 0.3:
            holder[key] = "\0raw"
            self.files[MANIFEST] = json.dumps(manifest).replace('"\\u0000raw"', self.rng.choice(RAW_JSON)).encode()
            return f"{key} as raw text"
        else:
            holder[key] = self.rng.choice(VALUES)
        return self._write(manifest, f"{key} of the manifest")

    def _write(self, manifest: object, name: str) -> str:
        self.files[MANIFEST] = json.dumps(manifest).encode()
        return name

    def text(self) -> str:
        """Change a text."""
        name = self.rng.choice(["ATTRIBUTION.txt", "MODEL_CARD.md"])
        odd = "\x1b]0;owned\x07\r\u202e\u2028".encode()
        self.files[name] = self.rng.choice([b"", b"\xff\xfe\0", odd, b"\n" * 10_000, self.rng.randbytes(999)])
        return name

    def arrays(self) -> str:
        """Change an array of a map, the tables or a palette."""
        name = self.rng.choice([name for name in sorted(self.files) if name.endswith(".npz")])
        self.files[name], what = mutate_arrays(self.files[name], self.rng)
        return what

    def network(self) -> str:
        """Change a network."""
        name = self.rng.choice(["decoder.onnx", "encoder.onnx"])
        self.files[name], what = mutate_network(self.files[name], self.rng)
        return f"{what} of {name}"

    def recording(self) -> str:
        """Change the recordings, with checksums that are right."""
        arrays = read_arrays(self.files["palette.npz"])
        buffer = BytesIO()
        kind = self.rng.choice(["VORBIS", "VORBIS", "OPUS", "FLAC", "WAV"])
        rate = self.rng.choice([8000, 44_100, 48_000])
        noise = np.random.default_rng(self.rng.randrange(99)).uniform(-1, 1, (self.rng.choice([1, 999, 99_999]), 1))
        with suppress(soundfile.SoundFileError):
            options = {"format": "OGG", "subtype": kind} if kind in ("VORBIS", "OPUS") else {"format": kind}
            soundfile.write(buffer, noise.repeat(self.rng.choice([1, 1, 2, 8]), axis=1), rate, **options)
        content = buffer.getvalue()
        if content and self.rng.random() < 0.7:
            content = damaged(content, self.rng)
            with suppress(ValueError):
                content = _without_serial(content)
        n = len(arrays["offsets"]) - 1
        arrays["header"] = np.zeros(0, dtype=np.uint8)
        arrays["data"] = np.frombuffer(content * n if len(content) < 20_000 else content, dtype=np.uint8)
        sizes = [len(content)] * n if len(content) < 20_000 else [len(content), *[0] * (n - 1)]
        arrays["offsets"] = np.cumsum([0, *sizes], dtype=np.int64)
        self.files["palette.npz"] = pack(arrays, compress=False)
        return f"recordings as {kind}"


def mutations(source: Path, folder: Path, seed: int = 0, first: int = 0) -> Iterator[Mutation]:
    """Yield mutated bundles without end, each in the place of the one before.

    Parameters
    ----------
    source : Path
        The folder of a sound bundle.
    folder : Path
        Where they are written.
    seed : int
        The same seed gives the same bundles.
    first : int
        Number of the first one.
    """
    whole = {file.name: file.read_bytes() for file in source.iterdir()}
    number = first
    while True:
        rng = random.Random(f"{seed} {number}")
        mutator = Mutator(dict(whole), rng)
        names = [mutator.mutate()]
        with suppress(Exception):  # what was changed first may not be readable any more
            names += [mutator.mutate() for _ in range(rng.choice([0, 0, 0, 0, 1, 2]))]
        yield Mutation(number, " and ".join(names), write(mutator.files, folder, rng if mutator.is_zip else None))
        number += 1


def write(files: dict[str, bytes], folder: Path, rng: random.Random | None = None) -> Path:
    """Write a bundle with right hashes; as a zip, some bytes of which may be changed, if a generator is given."""
    folder.mkdir(parents=True, exist_ok=True)
    with suppress(ValueError, TypeError, KeyError, AttributeError, RecursionError):
        manifest = json.loads(files[MANIFEST])
        for name in manifest["files"].keys() & files.keys():
            manifest["files"][name] = hashlib.sha256(files[name]).hexdigest()
        text = json.dumps(manifest)
        if json.loads(files[MANIFEST]) != json.loads(text):  # else it stays as it is written
            files[MANIFEST] = text.encode()
    path, archive = folder / "strange.latentpad", folder / "strange.zip"
    shutil.rmtree(path, ignore_errors=True)
    archive.unlink(missing_ok=True)
    if rng is None:
        path.mkdir()
        for name, content in files.items():
            (path / name).write_bytes(content)
        return path
    with zipfile.ZipFile(archive, "w", rng.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    if rng.random() < 0.5:
        content = bytearray(archive.read_bytes())
        for _ in range(rng.choice([1, 2, 9])):
            at = rng.choice([rng.randrange(len(content)), len(content) - 1 - rng.randrange(min(600, len(content)))])
            content[at] = rng.choice([0, 1, 0x7F, 0xFF, rng.randrange(256)])
        archive.write_bytes(content)
    return archive

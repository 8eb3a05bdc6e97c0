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
import onnx
import soundfile
from onnx import numpy_helper

from latentpad.bundle.file_sizes import MANIFEST
from latentpad.bundle.packing import pack
from latentpad.network.operators import OPERATORS
from latentpad.samples.vorbis import _without_serial

VALUES = (
    *(None, True, False, 0, 1, -1, 2, 7, 255, 4096, 2**31, 2**63, 10**18, 0.5, -0.5, 1e-300, 1e300),
    *("", "x", "../../x", "a\0b", "\x1b[2J\n", "\ud800", "é" * 5000, "decoder.onnx", [], {}, [[]], [None], {"": 0}),
)
RAW_JSON = ("NaN", "-Infinity", "1e999", "9" * 5000, "[" * 100_000, '"\\ud800"', '{"a":1,"a":2}', "")
SIZES = (0, 1, 2, 3, 5, 64, 65, 4096, 10**6, 2**31, 2**40, 2**63 - 1)
NUMBERS = (np.nan, np.inf, -np.inf, 0.0, 1e-38, 1e6, -1e6, 3e38, 0.5, -1.0)
TYPES = ("<f2", ">f4", "<f8", "<i1", "<i4", ">i8", "<u8", "|b1", "<U3", "|S1", "<c8")


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
        self.files[name] = self.damaged(self.files[name])
        return f"bytes of {name}"

    def damaged(self, content: bytes) -> bytes:
        """Return bytes with something changed, removed, repeated or put in."""
        rng, at = self.rng, self.rng.randrange(len(content) + 1)
        if rng.random() < 0.5:  # where the structure is
            at = rng.choice([min(at, len(content)) % 400, len(content) - at % min(400, len(content) + 1)])
        n = rng.choice([1, 1, 1, 2, 4, 8, 100, 5000])
        new = rng.choice([rng.randbytes(n), bytes(n), b"\xff" * n, content[at : at + n] * 2, b""])
        return content[:at] + new + content[at + rng.choice([0, 1, len(new), n]) :]

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
        rng = self.rng
        name = rng.choice([name for name in sorted(self.files) if name.endswith(".npz")])
        with np.load(BytesIO(self.files[name])) as found:
            arrays = {key: found[key] for key in found.files}
        key = rng.choice(sorted(arrays))
        how = rng.choice(["values", "values", "values", "type", "shape", "removed", "header"])
        if how == "header":
            self.files[name] = self._with_header(arrays, key)
        elif how == "removed":
            del arrays[key]
        else:
            arrays[key] = getattr(self, f"_{how}")(arrays[key])
        if how != "header":
            self.files[name] = pack(arrays, compress=rng.random() < 0.7)
        return f"{how} of {key}"

    def _values(self, array: np.ndarray) -> np.ndarray:
        """Return an array with some numbers replaced."""
        array = array.copy()
        flat = array.reshape(-1)
        if not flat.size or array.dtype.kind not in "fiub":
            return array
        rows = self.rng.choice([slice(None), slice(0, 1), slice(0, None, 3), slice(-1, None)])
        if array.dtype.kind == "f":
            with np.errstate(over="ignore"):
                flat[rows] = np.array(self.rng.choice(NUMBERS)).astype(array.dtype)
        elif array.dtype.kind == "b":
            flat[rows] ^= True
        else:
            limits = np.iinfo(array.dtype)
            flat[rows] = self.rng.choice([limits.min, limits.max, 0, 1, min(97, limits.max)])
        return array

    def _type(self, array: np.ndarray) -> np.ndarray:
        """Return an array of another type."""
        with np.errstate(all="ignore"):
            try:
                return array.astype(self.rng.choice(TYPES))
            except (ValueError, TypeError):
                return array

    def _shape(self, array: np.ndarray) -> np.ndarray:
        """Return an array of another shape."""
        return self.rng.choice(
            [array[:0], array[:-1], array[:1], array[None], array.reshape(-1), np.repeat(array, 2, 0)]
        )

    def _with_header(self, arrays: dict[str, np.ndarray], key: str) -> bytes:
        """Return an npz file with a damaged header of an array, and a checksum that is right."""
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w", self.rng.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as archive:
            for name, array in arrays.items():
                single = BytesIO()
                np.lib.format.write_array(single, array)
                content = single.getvalue()
                archive.writestr(f"{name}.npy", self.damaged(content[:128]) + content[128:] if name == key else content)
        return buffer.getvalue()

    def network(self) -> str:
        """Change a network."""
        rng, name = self.rng, self.rng.choice(["decoder.onnx", "encoder.onnx"])
        model = onnx.load_from_string(self.files[name])
        graph = model.graph
        how = rng.choice(["weights", "weights", "dims", "attribute", "operator", "inputs", "integers", "node", "bytes"])
        if how == "bytes":
            weights = max(graph.initializer, key=lambda tensor: len(tensor.raw_data))
            kept, weights.raw_data = weights.raw_data, b""
            damaged = self.damaged(model.SerializeToString())
            with suppress(Exception):
                model = onnx.load_from_string(damaged)
                max(model.graph.initializer, key=lambda tensor: np.prod(tensor.dims)).raw_data = kept
                damaged = model.SerializeToString()
            self.files[name] = damaged
            return f"bytes of {name}"
        tensor = rng.choice(graph.initializer)
        nodes = [node for node in graph.node if node.attribute]
        if how == "dims":
            tensor.dims.append(1) if not tensor.dims or rng.random() < 0.3 else _set(tensor.dims, rng, SIZES)
        elif how == "weights":
            values = self._values(numpy_helper.to_array(tensor).copy())
            tensor.raw_data = values.tobytes()
        elif how == "integers":
            shapes = [one for one in graph.initializer if one.data_type == onnx.TensorProto.INT64]
            if shapes:
                tensor = rng.choice(shapes)
                values = numpy_helper.to_array(tensor).copy().reshape(-1)
                values[rng.randrange(len(values))] = rng.choice([*SIZES, -1, -(2**63)])
                tensor.raw_data = values.tobytes()
        elif how == "attribute" and nodes:
            attribute = rng.choice(rng.choice(nodes).attribute)
            attribute.i = rng.choice([*SIZES, -1, -(2**63)])
            attribute.f = rng.choice([*map(float, NUMBERS)])
            if attribute.ints:
                _set(attribute.ints, rng, (*SIZES, -1))
        elif how == "operator":
            other = rng.choice([*OPERATORS, "Loop", "NonZero", "Tile", "ConstantOfShape", "RandomNormal"])
            rng.choice(graph.node).op_type = other
        elif how == "inputs":
            values = [value for node in graph.node for value in node.input]
            _set(rng.choice(graph.node).input, rng, values)
        else:
            graph.node.insert(rng.randrange(len(graph.node)), rng.choice(graph.node))
        self.files[name] = model.SerializeToString()
        return f"{how} of {name}"

    def recording(self) -> str:
        """Change the recordings, with checksums that are right."""
        with np.load(BytesIO(self.files["palette.npz"])) as found:
            arrays = {key: found[key] for key in found.files}
        buffer = BytesIO()
        kind = self.rng.choice(["VORBIS", "VORBIS", "OPUS", "FLAC", "WAV"])
        rate = self.rng.choice([8000, 44_100, 48_000])
        noise = np.random.default_rng(self.rng.randrange(99)).uniform(-1, 1, (self.rng.choice([1, 999, 99_999]), 1))
        with suppress(soundfile.SoundFileError):
            options = {"format": "OGG", "subtype": kind} if kind in ("VORBIS", "OPUS") else {"format": kind}
            soundfile.write(buffer, noise.repeat(self.rng.choice([1, 1, 2, 8]), axis=1), rate, **options)
        content = buffer.getvalue()
        if content and self.rng.random() < 0.7:
            damaged = self.damaged(content)
            with suppress(ValueError):
                damaged = _without_serial(damaged)
            content = damaged
        n = len(arrays["offsets"]) - 1
        arrays["header"] = np.zeros(0, dtype=np.uint8)
        arrays["data"] = np.frombuffer(content * n if len(content) < 20_000 else content, dtype=np.uint8)
        sizes = [len(content)] * n if len(content) < 20_000 else [len(content), *[0] * (n - 1)]
        arrays["offsets"] = np.cumsum([0, *sizes], dtype=np.int64)
        self.files["palette.npz"] = pack(arrays, compress=False)
        return f"recordings as {kind}"


def _set(values: object, rng: random.Random, choices: object) -> None:
    """Replace one of the repeated values of a message."""
    if len(values):
        values[rng.randrange(len(values))] = rng.choice(list(choices))


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

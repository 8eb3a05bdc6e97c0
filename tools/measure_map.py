"""Measure what mapping a library costs per file, and compute from it what larger libraries take.

Reads some of a library's files as ``latentpad map`` does, in one thread, and lays out random latents around those of
the default bundle: as latentpad does, and by plain umap-learn, each in a process of its own, whose compiling counts.
CPU time, so that other programs hardly matter.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from latentpad.bundle.bundle import load_bundle
from latentpad.paths import default_bundle
from latentpad_export.data.library import scan
from latentpad_export.pipeline.embedding_task import EmbeddingTask, embed_chunk

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)

MAX_LAID_OUT = 1_000_000
"""Sounds on one map."""

LAY_OUT = """
import sys, time, warnings
import numpy as np
from latentpad_export.layout.excerpts import Decoded, Excerpts
began = time.process_time()
found = np.load(sys.argv[1])
if sys.argv[2] == "latentpad":
    from latentpad_export.layout.layout import lay_out
    excerpts = Excerpts(found["excerpts"], found["spans"])
    lay_out(found["latents"], 0, "sound", Decoded(found["heard"], excerpts))
else:
    warnings.simplefilter("ignore")
    from umap import UMAP
    UMAP(n_neighbors=15, min_dist=0.1, random_state=0, n_jobs=1).fit_transform(found["latents"])
print(time.process_time() - began)
"""


def read_seconds(library: Path, n: int) -> tuple[float, float]:
    """Return CPU seconds and bytes in the cache per file of a library."""
    paths = [str(sound.path.absolute()) for sound in scan(library).sounds]
    chosen = np.random.default_rng(0).permutation(len(paths))[:n]
    with tempfile.TemporaryDirectory() as folder:
        task = EmbeddingTask(default_bundle(), load_bundle(default_bundle()).digest, 4.0, False, Path(folder))
        embed_chunk(task, tuple(paths[:2]))  # opens the networks
        began = time.process_time()
        embed_chunk(task, tuple(paths[i] for i in chosen))
        seconds = time.process_time() - began
        largest = max(file.stat().st_size for file in Path(folder).iterdir())
    return seconds / len(chosen), largest / len(chosen)


def lay_out_seconds(n: int, how: str) -> float:
    """Return CPU seconds of a process that lays out n sounds, as latentpad does or by plain umap-learn."""
    layout = load_bundle(default_bundle()).map
    rng = np.random.default_rng(0)
    rows = rng.integers(len(layout.latents), size=n)
    assert layout.outlines is not None
    noise = 0.3 * layout.latents.std(axis=0) * rng.standard_normal((n, layout.latents.shape[1]))
    latents = (layout.latents[rows] + noise).astype(np.float32)
    outlines = layout.outlines[rows]
    shape = outlines.shape
    with tempfile.NamedTemporaryFile(suffix=".npz", delete=False) as file:
        np.savez(file, latents=latents, heard=outlines, excerpts=outlines, spans=np.ones(shape[1], dtype=np.float32))
    try:
        command = [sys.executable, "-c", LAY_OUT, file.name, how]
        return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    finally:
        Path(file.name).unlink()


def main() -> None:
    """Read the command line, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("library", type=Path)
    parser.add_argument("--files", type=int, default=256, help="files to read (default: %(default)s)")
    parser.add_argument("--sounds", type=int, default=5_000, help="sounds to lay out (default: %(default)s)")
    parser.add_argument("--core-hour", type=float, default=0.04, help="price of a core for an hour (default: 0.04)")
    arguments = parser.parse_args()
    per_file, n_bytes = read_seconds(arguments.library, arguments.files)
    print(f"read: {1000 * per_file:.1f} ms per file, {n_bytes / 1000:.1f} kB in the cache")
    few, many = lay_out_seconds(200, "latentpad"), lay_out_seconds(arguments.sounds, "latentpad")
    per_sound = (many - few) / (arguments.sounds - 200)
    print(f"lay out: {few:.1f} s for 200 sounds, then {1000 * per_sound:.1f} ms per sound")
    plain = lay_out_seconds(arguments.sounds, "umap-learn")
    print(f"the same by plain umap-learn, {arguments.sounds} sounds: {plain:.1f} s, latentpad {many:.1f} s")
    print("| files | core hours to read | hours to lay out | cache | price |\n| --- | --- | --- | --- | --- |")
    for n in SIZES:
        reading, laying = n * per_file / 3600, (few + min(n, MAX_LAID_OUT) * per_sound) / 3600
        price = arguments.core_hour * (reading + laying)
        print(f"| {n:,} | {reading:.2g} | {laying:.2g} | {n * n_bytes / 1e9:.2g} GB | {price:.2f} |")


if __name__ == "__main__":
    main()

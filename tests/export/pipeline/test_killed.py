"""A run that is killed at any moment, and repeated: the same bundle as one that was not."""

import random
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import soundfile

from latentpad.bundle.bundle import load_bundle

RATE = 8_000
N_KILLS = 6


def write_library(folder: Path, n: int) -> None:
    rng = np.random.default_rng(0)
    for i in range(n):
        soundfile.write(folder / f"kick {i}.wav", rng.uniform(-0.5, 0.5, RATE // 4), RATE)


def test_a_map_that_was_killed_at_random_moments_goes_on_to_the_same_bundle(
    library: Path, bundle_path: Path, tmp_path: Path
) -> None:
    write_library(library, 200)

    def command(name: str) -> list[str]:
        options = ["--model", str(bundle_path), "--name", "new", "--json", "--cache", str(tmp_path / f"{name} cache")]
        return [sys.executable, "-m", "latentpad", "map", str(library), "-o", str(tmp_path / name), *options]

    started = time.monotonic()
    subprocess.run(command("whole.latentpad"), check=True, capture_output=True)
    whole = time.monotonic() - started
    moments = random.Random(1)
    for _ in range(N_KILLS):
        process = subprocess.Popen(command("killed.latentpad"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(moments.uniform(0.1, 1.0) * whole)
        process.kill()
        process.wait()
    killed = tmp_path / "killed.latentpad"
    if not killed.exists():
        subprocess.run(command("killed.latentpad"), check=True, capture_output=True)
    assert load_bundle(killed).digest == load_bundle(tmp_path / "whole.latentpad").digest

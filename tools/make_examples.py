"""Render the examples to listen to: two sounds of each common label, and walks between two labels.

python tools/make_examples.py BUNDLE docs/examples

The points lie between the library's own, where no single sound dominates.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle, load_bundle
from latentpad.errors import SilenceError
from latentpad.player.parents import ParentSounds
from latentpad.request import Request
from latentpad.synth.synth import Synth

LABELS = ("kick", "snare", "clap", "hihat", "cymbal", "tom", "hand_drum", "shaker", "wooden", "metallic", "bass")
WALKS = (("kick", "snare"), ("tom", "hihat"))
N_STEPS, STEP_SECONDS = 12, 0.35
"""Sounds of a walk, and seconds from one to the next."""

MAX_TRIES = 4_000


def points_of_label(synth: Synth, label: str, rng: np.random.Generator) -> Iterator[Request]:
    """Yield points, apart from each other, where the label has 90 % of the weight and no sound has two thirds of it."""
    bundle, before = synth.bundle, np.zeros((0, 2))
    number = bundle.labels.index(label)
    members = bundle.map.points[bundle.map.labels == number]
    for _ in range(MAX_TRIES):
        x, y = np.clip(rng.choice(members) + rng.normal(0, 0.01, 2), 0, 1)
        place = synth.inverse_map.place(float(x), float(y))
        pure = place.weights[bundle.map.labels[place.neighbors] == number].sum() > 0.9
        apart = not len(before) or np.hypot(*(before - [x, y]).T).min() > 0.05
        if pure and apart and place.weights.max() < 0.67:
            before = np.vstack([before, [x, y]])
            yield Request(float(np.float32(x)), float(np.float32(y)), int(rng.integers(2**31)))


def walk(synth: Synth, start: Request, end: Request) -> NDArray[np.float32]:
    """Render points along a line, one after the other; each rings on under the next."""
    rate = synth.representation.sample_rate
    sounds: list[NDArray[np.float32]] = []
    for share in np.linspace(0, 1, N_STEPS):
        x, y = (float(a + share * (b - a)) for a, b in ((start.x, end.x), (start.y, end.y)))
        try:
            sounds.append(synth.render(Request(x, y)))
        except SilenceError:
            sounds.append(np.zeros(1, dtype=np.float32))
    starts = [round(i * STEP_SECONDS * rate) for i in range(N_STEPS)]
    mixed = np.zeros(max(start + len(sound) for start, sound in zip(starts, sounds, strict=True)), dtype=np.float32)
    for begin, sound in zip(starts, sounds, strict=True):
        mixed[begin : begin + len(sound)] += sound
    return mixed * np.float32(0.89 / np.abs(mixed).max())


def write(path: Path, signal: NDArray[np.float32], rate: int) -> None:
    """Write an Ogg Vorbis file."""
    soundfile.write(path, signal, rate, format="OGG", subtype="VORBIS")
    print(f"{path} {path.stat().st_size} bytes")


def write_all(bundle: Bundle, folder: Path, seed: int) -> None:
    """Render and write all examples."""
    synth, rate = Synth(bundle, ParentSounds(bundle)), bundle.representation.sample_rate
    folder.mkdir(parents=True, exist_ok=True)
    first: dict[str, Request] = {}
    for label in LABELS:
        found = points_of_label(synth, label, np.random.default_rng([seed, *label.encode()]))
        for number, request in zip((1, 2), found, strict=False):
            first.setdefault(label, request)
            write(folder / f"{label}_{number}.ogg", synth.render(request), rate)
    for start, end in WALKS:
        write(folder / f"walk_{start}_to_{end}.ogg", walk(synth, first[start], first[end]), rate)


def main() -> None:
    """Read the command line and write the examples."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("bundle", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    write_all(load_bundle(arguments.bundle), arguments.folder, arguments.seed)


if __name__ == "__main__":
    main()

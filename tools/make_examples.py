"""Play the examples in the README: two sounds of each common label, and walks between two labels.

python tools/make_examples.py BUNDLE docs/examples

The sounds lie between the bundle's own points, where the pad plays none of them alone.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle, load_bundle
from latentpad.errors import SilenceError
from latentpad.request import Request
from latentpad.synth.synth import Synth

LABELS = ("kick", "snare", "clap", "hihat", "cymbal", "tom", "hand_drum", "shaker", "wooden", "metallic", "bass")
WALKS = (("kick", "snare"), ("tom", "hihat"))
N_WALKED, EVERY = 12, 0.35
"""Sounds of a walk, and seconds from one to the next."""

MOST_TRIES = 4_000


def spots(synth: Synth, label: str, rng: np.random.Generator) -> Iterator[Request]:
    """Give points where the label has nine tenths of the weight, and no sound half of it, apart from each other."""
    bundle, before = synth.bundle, np.zeros((0, 2))
    number = bundle.labels.index(label)
    members = bundle.map.points[bundle.map.labels == number]
    for _ in range(MOST_TRIES):
        x, y = np.clip(rng.choice(members) + rng.normal(0, 0.01, 2), 0, 1)
        place = synth.inverse_map.place(float(x), float(y))
        pure = place.weights[bundle.map.labels[place.neighbors] == number].sum() > 0.9
        apart = not len(before) or np.hypot(*(before - [x, y]).T).min() > 0.05
        if pure and apart and place.weights.max() < 0.5:
            before = np.vstack([before, [x, y]])
            yield Request(float(np.float32(x)), float(np.float32(y)), int(rng.integers(2**31)))


def walk(synth: Synth, start: Request, end: Request) -> NDArray[np.float32]:
    """Play points along a line, one after the other; each rings on under the next."""
    rate = synth.representation.sample_rate
    sounds: list[NDArray[np.float32]] = []
    for share in np.linspace(0, 1, N_WALKED):
        x, y = (float(a + share * (b - a)) for a, b in ((start.x, end.x), (start.y, end.y)))
        try:
            sounds.append(synth.render(Request(x, y)))
        except SilenceError:
            sounds.append(np.zeros(1, dtype=np.float32))
    starts = [round(i * EVERY * rate) for i in range(N_WALKED)]
    mixed = np.zeros(max(start + len(sound) for start, sound in zip(starts, sounds, strict=True)), dtype=np.float32)
    for begin, sound in zip(starts, sounds, strict=True):
        mixed[begin : begin + len(sound)] += sound
    return mixed * np.float32(0.89 / np.abs(mixed).max())


def write(path: Path, signal: NDArray[np.float32], rate: int) -> None:
    """Write an Ogg Vorbis file."""
    soundfile.write(path, signal, rate, format="OGG", subtype="VORBIS")
    print(f"{path} {path.stat().st_size} bytes")


def play(bundle: Bundle, folder: Path, seed: int) -> None:
    """Write all examples."""
    synth, rate = Synth(bundle), bundle.representation.sample_rate
    folder.mkdir(parents=True, exist_ok=True)
    first: dict[str, Request] = {}
    for label in LABELS:
        found = spots(synth, label, np.random.default_rng([seed, *label.encode()]))
        for number, request in zip((1, 2), found, strict=False):
            first.setdefault(label, request)
            write(folder / f"{label}_{number}.ogg", synth.render(request), rate)
    for start, end in WALKS:
        write(folder / f"walk_{start}_to_{end}.ogg", walk(synth, first[start], first[end]), rate)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("bundle", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    play(load_bundle(arguments.bundle), arguments.folder, arguments.seed)


if __name__ == "__main__":
    main()

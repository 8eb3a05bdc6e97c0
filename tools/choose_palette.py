"""Choose the sounds whose recordings the default bundle carries, and put them into a folder that can be mapped.

    python tools/choose_palette.py DATA OUT --n 3000
    latentpad map OUT --embed --licence "..." -o default.latentpad

Candidates are the one-shots of a library whose ``samples.csv`` has ``evidence`` A and ``split`` train, and synthesised
ones. They are chosen one by one: of the kind, acoustic or electronic, that has fewer so far, the label that has fewest;
of its recordings, or of its synthesised sounds once no recording is left, one of a kit that has fewest, the one
farthest from everything chosen. No sound is chosen that is closer to another than most round robins of a drum are: half
of a library's sounds may be such twins.
"""

import argparse
import csv
import os
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle, load_bundle
from latentpad.paths import default_bundle
from latentpad_export.data.feature_set import FeatureSet
from latentpad_export.data.features import extract
from latentpad_export.data.library import CREDITS, scan
from latentpad_export.data.recordings import record_sounds
from latentpad_export.data.table import TABLE
from latentpad_export.factory import write_library
from latentpad_export.layout.encode import embed_features, open_embedder
from latentpad_export.layout.layout import sound_axes
from palette_credits import credits_of

TWINS = 0.2
"""Distance below which two sounds are twins: two of three round robins have a closer one; of all sounds, one in ten has
a closer one in another kit."""

NO_ONE_SHOTS = ("esc10",)
"""Sources of field recordings: rain, dogs and helicopters of many seconds, of which a library has only the first. They
sound like nothing else on the map, and the way to them is a jump."""

COLUMNS = ("file", "label", "kit", "kind", "sublabel", "source", "source_repo", "licence", "evidence")

FACTORY = {"kind": "electronic", "source": "factory", "source_repo": "", "licence": "CC0-1.0", "evidence": "A"}


@dataclass(frozen=True)
class Candidate:
    """What decides whether a sound is chosen, besides how it sounds."""

    kind: str
    label: str
    kit: str
    synthesised: bool


def choose(candidates: Sequence[Candidate], axes: NDArray[np.float64], n: int, twins: float = TWINS) -> list[int]:
    """Choose up to `n` sounds, at most half of them of one kind; return their indices in the order of choice.

    Parameters
    ----------
    candidates : sequence of Candidate
    axes : np.ndarray [shape=(n_candidates, k)]
        Places in a space whose distances are audible.
    n : int
    twins : float
        Smallest distance between two chosen sounds.
    """
    chosen: list[int] = []
    nearest, free = np.full(len(candidates), np.inf), np.ones(len(candidates), dtype=bool)
    columns = ("kind", "label", "kit", "synthesised")
    kinds, labels, kits, synthesised = (np.array([getattr(c, name) for c in candidates]) for name in columns)
    counts: Counter[tuple[str, ...]] = Counter()
    while len(chosen) < n and free.any():
        open_kinds = [kind for kind in np.unique(kinds[free]) if counts[(kind,)] < (n + 1) // 2]
        if not open_kinds:
            break
        kind = min(open_kinds, key=lambda kind: counts[(kind,)])
        label = min(np.unique(labels[free & (kinds == kind)]), key=lambda label: counts[kind, label])
        left = np.flatnonzero(free & (kinds == kind) & (labels == label))
        left = left[synthesised[left] == synthesised[left].min()]
        of_kit = np.array([counts[kind, label, kit] for kit in kits[left]])
        left = left[of_kit == of_kit.min()]
        best = int(left[np.argmax(nearest[left])])
        chosen.append(best)
        counts.update([(kind,), (kind, label), (kind, label, kits[best])])
        nearest = np.minimum(nearest, np.linalg.norm(axes - axes[best], axis=1))
        free &= nearest >= twins
    return chosen


def read_rows(data: Path) -> dict[str, dict[str, str]]:
    """Return the lines of the library's table whose sounds may be passed on and are not held out, by file."""
    with (data / TABLE).open(newline="", encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["evidence"] == "A" and row["split"] == "train"]
    rows = [row for row in rows if row["source"] not in NO_ONE_SHOTS]
    return {row["file"]: {name: row.get(name, "") for name in COLUMNS} for row in rows}


def read_candidates(data: Path, work: Path, bundle: Bundle, per_label: int) -> tuple[FeatureSet, list[dict[str, str]]]:
    """Synthesise sounds, and read them and the library's; return all with their rows of the table."""
    write_library(work / "factory", per_label, seed=0)
    recorded = read_rows(data)
    sounds = [sound for sound in scan(data).sounds if sound.name in recorded]
    rows = dict(recorded)
    for sound in scan(work / "factory").sounds:
        sounds.append(sound)
        rows[sound.name] = {**FACTORY, "file": f"factory/{sound.name}", "label": sound.label, "kit": sound.kit}
    features = extract(tuple(sounds), bundle.representation, bundle.analysis, work)
    return features, [rows[sound.name] for sound in features.sounds]


def write_folder(output: Path, files: Sequence[Path], rows: Sequence[dict[str, str]], credits: str) -> None:
    """Link or copy the chosen files, and write their table and credits."""
    for file, row in zip(files, rows, strict=True):
        target = output / row["file"]
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(file.resolve(), target)
        except OSError:  # on another disk
            shutil.copy2(file, target)
    with (output / TABLE).open("w", newline="", encoding="utf-8") as lines:
        writer = csv.DictWriter(lines, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: row["file"]))
    (output / CREDITS).write_text(credits, encoding="utf-8")


def main() -> None:
    """Read the command line, choose and write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("output", type=Path, help="new folder")
    parser.add_argument("--n", type=int, default=3_000, help="most sounds (default: %(default)s)")
    parser.add_argument("--megabytes", type=float, default=24.5, help="most of their recordings (default: %(default)s)")
    parser.add_argument("--per-label", type=int, default=100, help="synthesised candidates (default: %(default)s)")
    parser.add_argument("--twins", type=float, default=TWINS, help="smallest distance (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=4.0, help="longest part of a sound (default: %(default)s)")
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True)
    work = arguments.output.with_name(f"{arguments.output.name}.work")
    work.mkdir()
    bundle = load_bundle(default_bundle())
    features, rows = read_candidates(arguments.data, work, bundle, arguments.per_label)
    embedder = open_embedder((bundle.encoder, bundle.decoder), bundle.representation.top_db)
    found = embed_features(embedder, features, np.arange(len(rows)))
    axes = sound_axes(found["latents"], found["heard"].reshape(len(rows), -1)).astype(np.float64)
    kinds = [Candidate(row["kind"] or "acoustic", row["label"], row["kit"], row["source"] == "factory") for row in rows]
    chosen = choose(kinds, axes, arguments.n, arguments.twins)
    sounds = [features.sounds[i] for i in chosen]
    peaks = [float(features.peaks[i]) for i in chosen]
    palette = record_sounds(sounds, peaks, bundle.representation.sample_rate, arguments.seconds)
    n_fit = int(np.searchsorted(palette.offsets[1:], 1e6 * arguments.megabytes, side="right"))
    rows = [rows[i] for i in chosen[:n_fit]]
    recorded = [row for row in rows if row["source"] != "factory"]
    credits = credits_of(recorded, (arguments.data / CREDITS).read_text(encoding="utf-8"))
    if len(recorded) < len(rows):
        credits += f"\n{(work / 'factory' / CREDITS).read_text(encoding='utf-8')}"
    write_folder(arguments.output, [sound.path for sound in sounds[:n_fit]], rows, credits)
    shutil.rmtree(work)
    print(f"{len(rows)} sounds, {palette.offsets[n_fit] / 1e6:.1f} MB: {dict(Counter(row['kind'] for row in rows))}")
    for label, count in Counter(row["label"] for row in rows).most_common():
        print(f"  {label} {count}")


if __name__ == "__main__":
    main()

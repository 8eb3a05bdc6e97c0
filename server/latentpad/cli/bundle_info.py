"""What ``latentpad info`` shows of a bundle."""

import textwrap
import time
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from latentpad.bundle.bundle import Bundle, load_bundle
from latentpad.counted import counted
from latentpad.patience import Patience
from latentpad.player.library_audio import LibraryAudio, find_library
from latentpad.printable import printable
from latentpad.synth.tuning import log_pitches

NO_LABEL, UNSURE, NO_FOLDER = "(no kind)", "(unsure)", "(no folder)"

MAX_KINDS, MAX_FOLDERS = 60, 10
"""Kinds and folders listed; the others are counted."""

MARGIN = " " * 14
WIDTH = 100

MAX_KIND = 30
"""Characters of a kind that are shown."""

MAX_TEXT, MAX_VALUES = 2_000, 30
"""Characters of a text, and figures of a training, that are shown."""

MAX_TRIED, TRYING_SECONDS, PATIENCE_SECONDS = 1_000, 0.5, 2.0
"""Files of the library that are looked for, how long, and how long a disk is waited for."""

MAPPED_WITH = "mapped_with"
"""The figure of a training that names the bundle whose networks a map was made with."""

TRAINING = {
    "began_with": "started from {}",
    "learnt_from": "trained on {} sounds",
    "held_out": "validated on {}",
    "steps": "{} steps",
    "batch_size": "{} sounds per step",
    "minutes": "{} min",
    "device": "on {}",
    "held_out_error_db": "validation error {} dB",
    "rollbacks": "{} rollbacks",
    "exported_step": "weights of step {}",
}
"""The figures of a training in words; others are shown by their keys."""


def describe_bundle(path: Path) -> str:
    """Return what a bundle contains, in printable lines (raises BundleError)."""
    bundle = load_bundle(path)
    audio = bundle.representation
    lines = [
        f"{bundle.name}  ({bundle.preset}, {bundle.digest[:12]})",
        f"  path        {path}",
        f"  sounds      {_sounds(bundle)}",
        *_kinds(bundle),
        *_folders(bundle),
        f"  pitch       {_pitch(bundle)}",
        f"  library     {_library(bundle)}",
        f"  audio       {audio.sample_rate} Hz, up to {audio.seconds:.2f} s",
        f"  spectrogram {audio.n_bands} bands x {audio.n_frames} frames, n_fft {audio.n_fft}, hop {audio.hop_length}",
        f"  latent      {bundle.latent_dim} dimensions",
        f"  detail      {_detail(bundle)}",
        *_training(bundle),
        *_wrapped("licence", bundle.licence),
        *_wrapped("made with", ", ".join(f"{key} {value}" for key, value in _first(bundle.versions))),
    ]
    return "\n".join(map(printable, lines))


def _sounds(bundle: Bundle) -> str:
    """Count the sounds and their kinds."""
    labels, by_sound = bundle.map.labels, bundle.map.by_sound
    parts = [f"{len(labels)}", counted(len(np.unique(labels[labels >= 0])), "kind")]
    if by_sound is not None and by_sound.any():
        parts.append(f"{np.count_nonzero(by_sound)} named by how they sound")
    return ", ".join(parts)


def _kinds(bundle: Bundle) -> list[str]:
    """Return the kinds with their numbers of sounds in columns, the largest first, row by row."""
    counts = np.bincount(bundle.map.labels + 1, minlength=len(bundle.labels) + 1)
    none = NO_LABEL if bundle.map.by_sound is None else UNSURE
    names = [none, *(printable(label.replace("_", " ")) for label in bundle.labels)]
    order = [index for index in np.argsort(-counts, kind="stable").tolist() if counts[index]]
    shown = [(names[index][:MAX_KIND], str(counts[index])) for index in order[:MAX_KINDS]]
    wide, long = (max(map(len, column)) for column in zip(*shown, strict=True))
    cells = [f"{name:<{wide}} {count:>{long}}" for name, count in shown]
    n = max(1, (WIDTH - len(MARGIN) + 3) // (wide + long + 4))
    lines = ["   ".join(cells[first : first + n]) for first in range(0, len(cells), n)]
    if more := order[MAX_KINDS:]:
        lines.append(f"and {len(more)} more with {counts[more].sum()} sounds")
    return [f"{MARGIN}{line}".rstrip() for line in lines]


def _folders(bundle: Bundle) -> list[str]:
    """Return lines with the largest folders of the library, where they are not the labels."""
    folders = [name.rpartition("/")[0].rpartition("/")[2] for name in bundle.map.names]
    if folders == [bundle.labels[i] if i >= 0 else "" for i in bundle.map.labels.tolist()]:
        return []
    counts = Counter(folder or NO_FOLDER for folder in folders)
    shown = ", ".join(f"{folder} {n}" for folder, n in counts.most_common(MAX_FOLDERS))
    more = f" and {len(counts) - MAX_FOLDERS} more" if len(counts) > MAX_FOLDERS else ""
    return _wrapped("folders", shown + more)


def _pitch(bundle: Bundle) -> str:
    """Count the sounds with a pitch."""
    if bundle.map.pitches is None:
        return "unknown: the bundle was made by an earlier version"
    octaves = log_pitches(bundle.map.pitches, bundle.map.pitch_certainties, len(bundle.map.points))
    return f"{counted(int(np.isfinite(octaves).sum()), 'sound has', 'sounds have')} a clear one"


def _library(bundle: Bundle) -> str:
    """Say where the library is, and how many of its files are missing."""
    library, n_sounds = find_library(bundle), len(bundle.map.points)
    if not library.folders and bundle.palette:
        return "not known on this computer: the recordings in the bundle are played"
    if not library.folders:
        return "not known on this computer (latentpad serve --library FOLDER names it)"
    where = " and ".join(map(str, library.folders))
    found = Patience(PATIENCE_SECONDS).wait(lambda: _look(library, n_sounds))
    if found is None:
        return f"{where}  (its disk does not answer)"
    n_missing, n_tried = found
    if n_tried < n_sounds:
        return f"{where}  ({n_missing or 'none'} missing of {n_tried} files that were looked for)"
    return f"{where}  ({f'{n_missing} of {n_tried} files missing' if n_missing else f'all {n_tried} files found'})"


def _look(library: LibraryAudio, n_sounds: int) -> tuple[int, int]:
    """Look for files, evenly chosen from many; return how many are missing, and how many were looked for."""
    indices = np.linspace(0, n_sounds - 1, min(n_sounds, MAX_TRIED)).astype(int)
    end, n_missing, n_tried = time.monotonic() + TRYING_SECONDS, 0, 0
    for index in np.random.default_rng(0).permutation(indices).tolist():  # all parts of it, if time is short
        n_missing += library.find(index) is None
        n_tried += 1
        if time.monotonic() > end:
            break
    return n_missing, n_tried


def _detail(bundle: Bundle) -> str:
    """Say where the detail of the sounds comes from."""
    if not bundle.detail_seconds:
        return "none: the bundle was made by an earlier version; latentpad map adds it"
    palette, used = bundle.palette, f"up to {bundle.detail_seconds:g} s of each sound"
    if palette is None:
        return f"{used}, read from the library's folder"
    return f"{used}, from {palette.n_recordings} recordings in the bundle ({palette.n_bytes / 1e6:.1f} MB)"


def _training(bundle: Bundle) -> list[str]:
    """Return the lines of the training; that of another bundle where the map was made with its networks."""
    figures = {key: value for key, value in bundle.training.items() if key != MAPPED_WITH}
    words = ", ".join(_figure(key, value) for key, value in _first(figures))
    if MAPPED_WITH in bundle.training:
        return _wrapped("model", f"that of {bundle.training[MAPPED_WITH]}" + (f" ({words})" if words else ""))
    return _wrapped("training", words)


def _figure(key: str, value: Any) -> str:
    """Return a figure of a training in words."""
    return TRAINING[key].format(value) if key in TRAINING else f"{key} {value}"


def _first(values: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return the first values of a bundle's object."""
    return list(islice(values.items(), MAX_VALUES))


def _wrapped(name: str, text: str) -> list[str]:
    """Return a named value in as many lines as it takes."""
    first = f"  {name:<{len(MARGIN) - 2}}"
    one_line = printable(" ".join(text[:MAX_TEXT].split())) + (" ..." if len(text) > MAX_TEXT else "")
    return textwrap.wrap(one_line, WIDTH, initial_indent=first, subsequent_indent=MARGIN) or [first.rstrip()]

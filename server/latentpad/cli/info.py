"""``latentpad info``: show what a bundle contains, or how a sample was rendered."""

import argparse
import textwrap
from collections import Counter
from pathlib import Path, PurePosixPath

from latentpad.bundle.bundle import Bundle, load_bundle
from latentpad.cli.arguments import CommandParser, bundle_path
from latentpad.cli.sample_info import describe_sample
from latentpad.paths import default_bundle

NO_LABEL, NO_FOLDER = "(no label)", "(no folder)"

MAX_FOLDERS = 10
"""Folders listed; the others are counted."""

MARGIN = " " * 14

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
    "mapped_with": "mapped with {}",
}
"""The figures of a training in words; others are shown by their keys."""


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the command's arguments."""
    parser = CommandParser(
        prog="latentpad info", description="Show what a bundle contains, or how a sample was rendered."
    )
    parser.add_argument(
        "path",
        nargs="?",
        type=bundle_path,
        default=default_bundle(),
        help="a bundle or a wav (default: the built-in bundle)",
    )
    return parser


def main(argv: list[str]) -> int:
    """Run the command with the arguments after ``latentpad info``; return the exit status."""
    path: Path = build_parser().parse_args(argv).path
    print(describe_sample(path) if path.suffix.lower() == ".wav" else describe_bundle(path))
    return 0


def describe_bundle(path: Path) -> str:
    """Return what a bundle contains, in lines (raises BundleError)."""
    bundle = load_bundle(path)
    audio = bundle.representation
    training = (TRAINING.get(key, f"{key} {{}}").format(value) for key, value in bundle.training.items())
    lines = [
        f"{bundle.name}  ({bundle.preset}, {bundle.digest[:12]})",
        f"  path        {path}",
        f"  sounds      {_wrapped(f'{len(bundle.map.points)}: {_labels(bundle)}')}",
        *_folders(bundle),
        f"  audio       {audio.sample_rate} Hz, up to {audio.seconds:.2f} s",
        f"  spectrogram {audio.n_bands} bands x {audio.n_frames} frames, n_fft {audio.n_fft}, hop {audio.hop_length}",
        f"  latent      {bundle.latent_dim} dimensions",
        f"  detail      {_detail(bundle)}",
        f"  training    {_wrapped(', '.join(training))}",
        f"  licence     {_wrapped(bundle.licence)}",
        f"  made with   {_wrapped(', '.join(f'{k} {v}' for k, v in bundle.versions.items()))}",
    ]
    return "\n".join(lines)


def _detail(bundle: Bundle) -> str:
    """Say where the detail of the sounds comes from."""
    if not bundle.detail_seconds:
        return "none: the bundle was made by an earlier version; latentpad map adds it"
    palette, used = bundle.palette, f"up to {bundle.detail_seconds:g} s of each sound"
    if palette is None:
        return f"{used}, read from the library's folder"
    return f"{used}, from {palette.n_recordings} recordings in the bundle ({palette.n_bytes / 1e6:.1f} MB)"


def _labels(bundle: Bundle) -> str:
    """Return the labels, the largest first, with their numbers of sounds."""
    counts = Counter(bundle.labels[i].replace("_", " ") if i >= 0 else NO_LABEL for i in bundle.map.labels)
    return ", ".join(f"{label} {n}" for label, n in counts.most_common())


def _folders(bundle: Bundle) -> list[str]:
    """Return a line with the largest folders of the library, where they are not the labels."""
    folders = [PurePosixPath(name).parent.name for name in bundle.map.names.tolist()]
    if folders == [bundle.labels[i] if i >= 0 else "" for i in bundle.map.labels]:
        return []
    counts = Counter(folder or NO_FOLDER for folder in folders)
    shown = ", ".join(f"{folder} {n}" for folder, n in counts.most_common(MAX_FOLDERS))
    more = f" and {len(counts) - MAX_FOLDERS} more" if len(counts) > MAX_FOLDERS else ""
    return [f"  folders     {_wrapped(shown + more)}"]


def _wrapped(text: str) -> str:
    """Wrap a text for the column of values."""
    return textwrap.fill(text, width=100, initial_indent=MARGIN, subsequent_indent=MARGIN).lstrip()

"""``latentpad info``: show what a bundle contains."""

import argparse
from collections import Counter

from latentpad.bundle.bundle import load_bundle
from latentpad.cli.arguments import add_bundle

NO_LABEL = "(no label)"


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the command's arguments."""
    parser = argparse.ArgumentParser(prog="latentpad info", description="Show what a bundle contains.")
    add_bundle(parser)
    return parser


def main(argv: list[str]) -> int:
    """Run the command with the arguments after ``latentpad info``; return the exit status."""
    path = build_parser().parse_args(argv).bundle
    bundle = load_bundle(path)
    audio = bundle.representation
    counts = Counter(bundle.labels[i] if i >= 0 else NO_LABEL for i in bundle.map.labels)
    print(f"{bundle.name}  ({bundle.preset}, {bundle.digest[:12]})")
    print(f"  path        {path}")
    print(f"  sounds      {len(bundle.map.points)}: {', '.join(f'{k} {n}' for k, n in counts.most_common())}")
    print(f"  audio       {audio.sample_rate} Hz, up to {audio.seconds:.2f} s")
    print(f"  spectrogram {audio.n_bands} bands x {audio.n_frames} frames, n_fft {audio.n_fft}, hop {audio.hop_length}")
    print(f"  latent      {bundle.latent_dim} dimensions")
    print(f"  training    {', '.join(f'{k} {v}' for k, v in bundle.training.items())}")
    print(f"  licence     {bundle.licence}")
    print(f"  made with   {', '.join(f'{k} {v}' for k, v in bundle.versions.items())}")
    return 0

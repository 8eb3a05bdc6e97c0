"""``latentpad research vocoder NAME LIBRARY``: train a neural vocoder for the table of reconstruction methods."""

import argparse
from pathlib import Path

import torch

from latentpad.cli.arguments import CommandParser, integer, number, seed
from latentpad.cli.messages import start_logging
from latentpad.cli.results import print_lines
from latentpad.paths import user_path
from latentpad_export.commands.devices import choose_device
from latentpad_export.commands.labels import add_labels, labelling
from latentpad_export.evaluate.reconstruction.registry import NETWORKS
from latentpad_export.evaluate.reconstruction.train_vocoder import VocoderOptions, train_vocoder
from latentpad_export.evaluate.reconstruction.training import Length
from latentpad_export.evaluate.reconstruction.training_sounds import N_NOTES
from latentpad_export.evaluate.reconstruction.vocoder_file import SUFFIX

MINUTES = 20.0
"""Default length of a training."""


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the part's arguments."""
    parser = CommandParser(
        prog="latentpad research vocoder",
        description="Train a neural vocoder on a library's sounds, without those that it holds out, and on generated "
        "notes. latentpad evaluate --vocoder compares it with the other reconstruction methods. Repeat the command to "
        "resume an interrupted training.",
    )
    add = parser.add_argument
    add("name", choices=tuple(NETWORKS), metavar="NAME", help=f"the network: {', '.join(NETWORKS)}")
    add("library", type=user_path, metavar="LIBRARY", help="folder of samples")
    add("-o", "--output", type=user_path, metavar="FILE", help=f"file to write (default: NAME{SUFFIX})")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--minutes", type=number(0.01, 100_000), help=f"length of the training (default: {MINUTES:g})")
    length.add_argument("--steps", type=integer(1, 10_000_000), help="length of the training in steps instead")
    add(
        "--seed",
        type=seed,
        default=0,
        help="the same seed and steps give the same weights on the same machine (default: 0)",
    )
    add(
        "--notes",
        type=integer(0, 100_000),
        default=N_NOTES,
        metavar="N",
        help="generated notes to train on, beside the library (default: %(default)s)",
    )
    add_labels(parser)
    add("--device", default="cpu", help="auto, cpu, cuda or mps (default: %(default)s)")
    add("--threads", type=integer(1, 1_024), help="CPU threads (default: as many as PyTorch chooses)")
    add(
        "--keep-work",
        action="store_true",
        help="keep FILE.work when done: the command with a longer training then goes on from there",
    )
    return parser


def main(argv: list[str]) -> int:
    """Run the part with the arguments after its name; return the exit status."""
    arguments = build_parser().parse_args(argv)
    start_logging()
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    output = arguments.output or Path(arguments.name + SUFFIX)
    options = VocoderOptions(
        name=arguments.name,
        library=arguments.library,
        output=output,
        length=Length(arguments.steps or 0, None if arguments.steps else arguments.minutes or MINUTES),
        seed=arguments.seed,
        device=choose_device(arguments.device),
        keep_work=arguments.keep_work,
        labelling=labelling(arguments),
        n_notes=arguments.notes,
    )
    progress = train_vocoder(options)
    print_lines([f"{output}: {progress.status()}"])
    return 0

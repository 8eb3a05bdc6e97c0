"""``latentpad train LIBRARY``: train on a library, map it and write a bundle."""

import argparse
import logging
import os

import torch

from latentpad.cli.arguments import CommandParser, integer, number, seed
from latentpad.cli.messages import start_logging
from latentpad.cli.results import print_lines
from latentpad.errors import as_argument
from latentpad.paths import user_path
from latentpad.samples.text_names import as_text
from latentpad_export.commands.devices import add_devices, choose_device, choose_place, started_by_torchrun
from latentpad_export.commands.labels import add_labels, labelling
from latentpad_export.commands.reporting import add_reporting, reporting_errors
from latentpad_export.commands.start import add_start, choose_start
from latentpad_export.data.places import named_after
from latentpad_export.layout.layout import LAYOUT_HELP, LAYOUTS
from latentpad_export.layout.refine import MAX_SOUNDS
from latentpad_export.pipeline.options import DETAIL_SECONDS, UNKNOWN_LICENCE, TrainOptions
from latentpad_export.pipeline.progress import Reporter
from latentpad_export.pipeline.train import train_bundle
from latentpad_export.training.budget import Budget
from latentpad_export.training.launch import launch
from latentpad_export.training.place import Place
from latentpad_export.training.processes import Processes


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the command's arguments."""
    parser = CommandParser(
        prog="latentpad train",
        description="Train on a library of one-shots and write a bundle. "
        "Repeat the command to resume an interrupted run.",
    )
    add = parser.add_argument
    add("libraries", nargs="+", type=user_path, metavar="LIBRARY", help="folder of samples")
    add(
        *("-o", "--output"),
        type=user_path,
        metavar="NAME.latentpad",
        help="bundle to write (default: named after LIBRARY)",
    )
    add("--name", help="name of the bundle (default: that of the file)")
    add_start(parser)
    add(
        "--seconds",
        type=number(0.2, 20),
        help="longest part of a sound that the model hears (studio only; default: 2.0; fixed by --from) and that is "
        f"played as detail (default: {DETAIL_SECONDS}), 0.2 to 20",
    )
    add("--steps", type=integer(1, 10_000_000), help="length of the training in steps (default: the preset's)")
    add("--minutes", type=number(0.01, 100_000), help="length of the training in minutes, instead of steps")
    add(
        "--seed",
        type=seed,
        default=0,
        help="the same seed and steps give the same bundle on the same machine (default: 0)",
    )
    add("--batch-size", type=integer(1, 4_096), help="sounds per step, on all devices together (default: the preset's)")
    add("--beta", type=number(0, 10_000), help="weight of the Kullback-Leibler divergence (default: the preset's)")
    add("--latent-dim", type=integer(2, 1_024), help="dimensions of the latent space (default: the preset's)")
    add("--flows", type=integer(0, 64), help="layers of inverse autoregressive flow (default: the preset's)")
    add("--dropout", type=number(0, 0.9), help="dropout of the dense layers (default: the preset's)")
    add(
        "--factory",
        type=integer(0, 10_000),
        default=0,
        metavar="N",
        help="also train on N synthesised sounds per label (default: 0)",
    )
    add_labels(parser)
    add("--layout", choices=LAYOUTS, default="sound", help=LAYOUT_HELP)
    add_devices(parser)
    add(
        "--precision",
        choices=("auto", "float32", "bfloat16"),
        default="auto",
        help="of the convolutions during training (default: %(default)s)",
    )
    add("--threads", type=integer(1, 1_024), help="CPU threads per device (default: as many as PyTorch chooses)")
    add("--licence", default=UNKNOWN_LICENCE, help="licence of the training data, written into the bundle")
    add("--embed", action="store_true", help="put the sounds into the bundle, to share it (needs --licence)")
    add(
        "--refine",
        action=argparse.BooleanOptionalAction,
        help="refine where each sound lies for the model, in a tenth of a second per sound (default: up to "
        f"{MAX_SOUNDS} sounds)",
    )
    add("--cache", type=user_path, metavar="FOLDER", help="folder for what is computed (default: in your cache folder)")
    add_reporting(parser)
    return parser


def main(argv: list[str]) -> int:
    """Run the command with the arguments after ``latentpad train``; return the exit status."""
    arguments = build_parser().parse_args(argv)
    start_logging()
    output = arguments.output or named_after(arguments.libraries[0])
    preset, start = choose_start(arguments)
    device = choose_device(arguments.device)
    place = choose_place(device, arguments.devices, arguments.nodes, preset.training.batch_size)
    options = TrainOptions(
        libraries=tuple(arguments.libraries),
        output=output,
        name=as_text(arguments.name or output.stem),
        preset=preset,
        budget=Budget(preset.training.steps, arguments.minutes),
        seed=arguments.seed,
        device=device,
        precision=arguments.precision,
        factory=arguments.factory,
        licence=as_text(arguments.licence),
        start=start,
        layout=arguments.layout,
        seconds=DETAIL_SECONDS if arguments.seconds is None else arguments.seconds,
        embed=arguments.embed,
        refine=arguments.refine,
        labelling=labelling(arguments),
        threads=arguments.threads or (max(1, torch.get_num_threads() // place.devices) if place else None),
        cache=arguments.cache,
    )
    if arguments.nice and hasattr(os, "nice"):
        os.nice(arguments.nice)
    with reporting_errors(arguments.json) as reporter:
        is_written = _train(options, place, reporter)
    if is_written and not arguments.json:
        print_lines([f"{output}: play it with latentpad serve {as_argument(output)}"])
    elif not is_written and place and not started_by_torchrun():
        print("Trained; the bundle is on the first machine")
    return 0


def _train(options: TrainOptions, place: Place | None, reporter: Reporter) -> bool:
    """Train in one process or in several; return whether the bundle was written on this machine, by this process."""
    if place is None:
        train_bundle(options, reporter=reporter)
        return True
    if not started_by_torchrun():
        launch(place, train_in_team, options)
        return place.node == 0
    from latentpad_export.training.fabric import join

    processes = join(place, int(os.environ["LOCAL_RANK"]))
    train_in_team(options, processes)
    return processes.rank == 0


def train_in_team(options: TrainOptions, processes: Processes) -> None:
    """Train in one of several processes; the first one reports."""
    start_logging(logging.ERROR if processes.rank else logging.INFO)
    train_bundle(options, processes)

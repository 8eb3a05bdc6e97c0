"""``latentpad research models LIBRARY``: train the nine models of the thesis's table 7.2 and compare them."""

import argparse
import os

import torch

from latentpad.cli.arguments import CommandParser, integer, number, seed
from latentpad.cli.messages import start_logging
from latentpad.cli.results import print_lines
from latentpad.paths import default_bundle, user_path
from latentpad_export.commands.devices import choose_device
from latentpad_export.commands.labels import add_labels, labelling
from latentpad_export.presets import THESIS
from latentpad_export.research.models.evaluation import EvaluationOptions
from latentpad_export.research.models.plan import ROUNDS, Plan, equal_rounds
from latentpad_export.research.models.run import ModelsOptions, research_models
from latentpad_export.research.models.training import TrainingOptions


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the part's arguments."""
    parser = CommandParser(
        prog="latentpad research models",
        description="Train the nine models of the thesis's table 7.2 on a library, and compare them. Repeat the "
        "command to go on where it stopped, also on another machine with a copy of FOLDER.",
    )
    add = parser.add_argument
    add("library", type=user_path, metavar="LIBRARY", help="folder of samples")
    add("-o", "--output", type=user_path, required=True, metavar="FOLDER", help="folder for all that is made")
    add(
        "--steps",
        type=integer(1, 10_000_000),
        default=THESIS.training.steps,
        help="steps of each model; Underfit has a tenth, Overfit 2.75 times as many (default: %(default)s)",
    )
    add("--batch-size", type=integer(1, 4_096), default=THESIS.training.batch_size, help="default: %(default)s")
    add(
        "--rounds",
        type=integer(1, 1_000),
        metavar="N",
        help="equal rounds, after each of which all models can be evaluated (default: "
        f"{len(ROUNDS)}, the first ones shorter)",
    )
    add("--minutes", type=number(0, 100_000), help="stop training after this time (default: when all is done)")
    add(
        "--evaluate",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="rebuild held-out sounds with the models of the last complete round, and compare them (the default)",
    )
    add("--bundle", type=user_path, metavar="BUNDLE", help="bundle to compare them with (default: the default one)")
    add("--mapped", type=integer(4, 1_000_000), metavar="N", help="sounds on the map of each model (default: all)")
    add("--scale", type=number(0.05, 20), default=1.0, help="factor on the number of sounds, 0.05 to 20 (default: 1)")
    add("--seed", type=seed, default=0, help="of weights, batches and choices (default: 0)")
    add_labels(parser)
    add("--device", default="auto", help="auto, cpu, cuda or mps (default: %(default)s)")
    add(
        "--precision",
        choices=("auto", "float32", "bfloat16"),
        default="auto",
        help="of the convolutions during training (default: %(default)s)",
    )
    add("--threads", type=integer(1, 1_024), help="CPU threads (default: as many as PyTorch chooses)")
    add("--nice", type=integer(0, 19), help="lower the priority of the process, on Linux and macOS")
    add("--cache", type=user_path, metavar="FOLDER", help="folder for what is computed (default: in your cache folder)")
    return parser


def main(argv: list[str]) -> int:
    """Run the part with the arguments after ``latentpad research models``; return the exit status."""
    arguments = build_parser().parse_args(argv)
    start_logging()
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    if arguments.nice and hasattr(os, "nice"):
        os.nice(arguments.nice)
    options = ModelsOptions(
        folder=arguments.output,
        training=TrainingOptions(
            plan=Plan(arguments.steps, rounds=equal_rounds(arguments.rounds) if arguments.rounds else ROUNDS),
            batch_size=arguments.batch_size,
            seed=arguments.seed,
            device=choose_device(arguments.device),
            precision=arguments.precision,
            minutes=arguments.minutes,
        ),
        evaluation=EvaluationOptions(
            library=arguments.library,
            labelling=labelling(arguments),
            bundle=arguments.bundle or default_bundle(),
            scale=arguments.scale,
            seed=arguments.seed,
        ),
        evaluates=arguments.evaluate,
        max_mapped=arguments.mapped,
        cache=arguments.cache,
    )
    tables = research_models(options)
    if tables:
        print_lines([f"{tables}: the tables, with pictures"])
    return 0

"""``latentpad evaluate BUNDLE LIBRARY``: measure the sounds and the map of a bundle and write a report."""

import argparse
from pathlib import Path

from latentpad.bundle.bundle import load_bundle
from latentpad.cli.arguments import CommandParser, number, seed
from latentpad.cli.messages import start_logging
from latentpad.cli.results import print_lines
from latentpad.paths import user_path
from latentpad_export.commands.labels import add_labels, labelling
from latentpad_export.data.places import place_itself
from latentpad_export.evaluate.report.headline import headline
from latentpad_export.evaluate.report.terminal import print_headline
from latentpad_export.evaluate.run import EvaluateOptions, evaluate


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the command's arguments."""
    parser = CommandParser(
        prog="latentpad evaluate",
        description="Measure the sounds and the map of a bundle against a library of real sounds and write a report. "
        "Repeat the command to resume an interrupted run.",
    )
    add = parser.add_argument
    add("bundle", type=user_path, metavar="BUNDLE", help="bundle to measure")
    add(
        "library",
        type=user_path,
        metavar="LIBRARY",
        help="real sounds to measure it against, best those it was trained on",
    )
    add(
        "--baseline",
        type=user_path,
        nargs="+",
        default=[],
        metavar="BUNDLE",
        help="bundles to compare it with, such as one of latentpad train --preset thesis",
    )
    add(
        "--vocoder",
        type=user_path,
        nargs="+",
        default=[],
        metavar="FILE",
        help="vocoders of latentpad research vocoder, for the table of reconstruction methods",
    )
    add("-o", "--output", type=user_path, metavar="FOLDER", help="new folder (default: NAME.evaluation)")
    add_labels(parser)
    add("--seed", type=seed, default=0, help="the same seed gives the same figures on the same machine (default: 0)")
    add("--scale", type=number(0.05, 20), default=1.0, help="factor on the number of sounds, 0.05 to 20 (default: 1)")
    add("--keep-work", action="store_true", help="keep FOLDER.work (features, measured sounds) when done")
    return parser


def main(argv: list[str]) -> int:
    """Run the command with the arguments after ``latentpad evaluate``; return the exit status."""
    arguments = build_parser().parse_args(argv)
    start_logging()
    output = arguments.output or Path(place_itself(arguments.bundle).name.removesuffix(".latentpad") + ".evaluation")
    options = EvaluateOptions(
        bundle=arguments.bundle,
        library=arguments.library,
        baselines=tuple(arguments.baseline),
        output=output,
        seed=arguments.seed,
        scale=arguments.scale,
        keep_work=arguments.keep_work,
        labelling=labelling(arguments),
        vocoders=tuple(arguments.vocoder),
    )
    sections = evaluate(options)
    bundles = tuple(load_bundle(path) for path in (arguments.bundle, *arguments.baseline))
    print_headline(headline(bundles, sections))
    missing = dict.fromkeys(sentence for section in sections for sentence in section.missing)
    print_lines(f"not available: {sentence}" for sentence in missing)
    print_lines([f"{output / 'report.html'}: open it in a browser"])
    return 0

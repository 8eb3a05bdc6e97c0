"""``latentpad evaluate BUNDLE LIBRARY``: what a bundle's sounds and map are worth, in figures and pictures."""

import argparse
import logging
from pathlib import Path

from latentpad.bundle.bundle import load_bundle
from latentpad_export.errors import EvaluationError
from latentpad_export.evaluate.report.headline import as_markdown, headline
from latentpad_export.evaluate.run import EvaluateOptions, evaluate


def build_parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(
        prog="latentpad evaluate",
        description="Measure a bundle with a library of real sounds and write a report. "
        "Repeat an interrupted run to go on with it.",
    )
    add = parser.add_argument
    add("bundle", type=Path, metavar="BUNDLE", help="what is measured")
    add("library", type=Path, metavar="LIBRARY", help="real sounds to measure it with: best those it was learnt from")
    add(
        "--baseline",
        type=Path,
        nargs="+",
        default=[],
        metavar="BUNDLE",
        help="bundles to set beside it, such as one of latentpad train --preset thesis",
    )
    add("-o", "--output", type=Path, metavar="FOLDER", help="new folder (default: NAME.evaluation)")
    add("--seed", type=int, default=0, help="the same seed, the same figures on the same machine (default: 0)")
    add("--scale", type=float, default=1.0, help="how many sounds are played, 0.05 to 20 times the usual (default: 1)")
    add("--keep-work", action="store_true", help="keep FOLDER.work (features, sounds that were heard) when done")
    return parser


def main(argv: list[str]) -> int:
    """Run the command with the arguments after ``latentpad evaluate``; give the exit status."""
    arguments = build_parser().parse_args(argv)
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    if not 0.05 <= arguments.scale <= 20:
        raise EvaluationError(f"--scale={arguments.scale:g} must be from 0.05 to 20")
    if not 0 <= arguments.seed < 2**31:
        raise EvaluationError(f"--seed={arguments.seed} must be from 0 to {2**31 - 1}")
    output = arguments.output or Path(arguments.bundle.resolve().name.removesuffix(".latentpad") + ".evaluation")
    options = EvaluateOptions(
        bundle=arguments.bundle,
        library=arguments.library,
        baselines=tuple(arguments.baseline),
        output=output,
        seed=arguments.seed,
        scale=arguments.scale,
        keep_work=arguments.keep_work,
    )
    sections = evaluate(options)
    bundles = tuple(load_bundle(path) for path in (arguments.bundle, *arguments.baseline))
    print(as_markdown(headline(bundles, sections)))
    for sentence in (sentence for section in sections for sentence in section.missing):
        print(f"not to be had: {sentence}")
    print(f"{output / 'report.html'}: open it in a browser")
    return 0

"""``latentpad train LIBRARY``: learn a library, lay it out, write a bundle."""

import argparse
import logging
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import torch

from latentpad.bundle.bundle import load_bundle
from latentpad_export.errors import TrainingError
from latentpad_export.layout.layout import LAYOUT_HELP, LAYOUTS
from latentpad_export.model.from_onnx import preset_of
from latentpad_export.pipeline import TrainOptions, train_bundle
from latentpad_export.presets import PRESETS, Preset, with_seconds
from latentpad_export.training.trainer import Budget


def build_parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(
        prog="latentpad train",
        description="Learn a library of one-shots and write a bundle. Repeat an interrupted run to go on with it.",
    )
    add = parser.add_argument
    add("libraries", nargs="+", type=Path, metavar="LIBRARY", help="folder of samples (its folders are the labels)")
    add("-o", "--output", type=Path, metavar="NAME.latentpad", help="bundle to write (default: named like LIBRARY)")
    add("--name", help="what the bundle is called (default: as the file)")
    add("--preset", choices=sorted(PRESETS), help="what to learn with (default: studio, or that of --from)")
    add("--from", dest="start", type=Path, metavar="BUNDLE", help="begin with what this bundle has learnt")
    add("--seconds", type=float, help="longest sound, 0.2 to 20 (default: 2.0; studio only)")
    add("--steps", type=int, help="length of the training in steps (default: the preset's)")
    add("--minutes", type=float, help="length of the training in minutes, instead of steps")
    add("--seed", type=int, default=0, help="the same seed and steps, the same bundle on the same machine (default: 0)")
    add("--batch-size", type=int, help="sounds a step (default: the preset's)")
    add("--beta", type=float, help="weight of the Kullback-Leibler divergence (default: the preset's)")
    add("--latent-dim", type=int, help="dimensions of the latent space (default: the preset's)")
    add("--flows", type=int, help="layers of inverse autoregressive flow (default: the preset's)")
    add("--dropout", type=float, help="dropout of the dense layers (default: the preset's)")
    add("--factory", type=int, default=0, metavar="N", help="learn N generated sounds of each label too (default: 0)")
    add("--layout", choices=LAYOUTS, default="sound", help=LAYOUT_HELP)
    add("--device", default="auto", help="auto, cpu, cuda or mps (default: %(default)s)")
    add(
        "--precision",
        choices=("auto", "float32", "bfloat16"),
        default="auto",
        help="of the convolutions while training",
    )
    add("--licence", default="unknown", help="licence of the training data, written into the bundle")
    add("--keep-work", action="store_true", help="keep NAME.latentpad.work (features, checkpoint) when done")
    return parser


def main(argv: list[str]) -> int:
    """Run the command with the arguments after ``latentpad train``; give the exit status."""
    arguments = build_parser().parse_args(argv)
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    output = arguments.output or Path(arguments.libraries[0].resolve().name + ".latentpad")
    preset = _preset(arguments)
    options = TrainOptions(
        libraries=tuple(arguments.libraries),
        output=output,
        name=arguments.name or output.stem,
        preset=preset,
        budget=Budget(preset.training.steps, _within("minutes", arguments.minutes, 0.01, 100_000)),
        seed=_within("seed", arguments.seed, 0, 2**31 - 1) or 0,
        device=_device(arguments.device),
        precision=arguments.precision,
        factory=_within("factory", arguments.factory, 0, 10_000) or 0,
        licence=arguments.licence,
        keep_work=arguments.keep_work,
        start=arguments.start,
        layout=arguments.layout,
    )
    train_bundle(options)
    print(f"{output}: play it with  latentpad serve {output}")
    return 0


def _preset(arguments: argparse.Namespace) -> Preset:
    """Apply the options that change a preset."""
    preset = PRESETS[arguments.preset or "studio"] if arguments.start is None else _begun(arguments)
    if arguments.seconds is not None:
        if preset.model.network == "image":
            raise TrainingError(
                f"--seconds={arguments.seconds:g}: the preset {preset.name} is made for 2.0 s; take studio"
            )
        preset = with_seconds(preset, _within("seconds", arguments.seconds, 0.2, 20.0) or 2.0)
    training, model = preset.training, preset.model
    training = replace(
        training,
        steps=_within("steps", arguments.steps, 1, 10_000_000) or training.steps,
        batch_size=_within("batch-size", arguments.batch_size, 1, 4_096) or training.batch_size,
        beta=training.beta if arguments.beta is None else float(_within("beta", arguments.beta, 0, 10_000) or 0),
    )
    dropout = _within("dropout", arguments.dropout, 0, 0.9)
    flows = _within("flows", arguments.flows, 0, 64)
    model = replace(
        model,
        latent_dim=_within("latent-dim", arguments.latent_dim, 2, 1_024) or model.latent_dim,
        n_flows=model.n_flows if flows is None else flows,
        dropout=model.dropout if dropout is None else dropout,
    )
    return replace(preset, training=training, model=model)


def _begun(arguments: argparse.Namespace) -> Preset:
    """Take the preset of the bundle to begin with; what would change its networks is refused."""
    preset = preset_of(load_bundle(arguments.start))
    for option in ("preset", "seconds", "latent_dim", "flows"):
        value = getattr(arguments, option)
        if value is not None and not (option == "preset" and value == preset.name):
            raise TrainingError(
                f"--{option.replace('_', '-')}={value} cannot be chosen with --from: {arguments.start} is a "
                f"{preset.name} of {preset.representation.seconds:.1f} s; leave it out"
            )
    return preset


Number = TypeVar("Number", int, float)


def _within(name: str, value: Number | None, low: float, high: float) -> Number | None:
    """Check a number that was given."""
    if value is not None and not low <= value <= high:
        raise TrainingError(f"--{name}={value:g} must be from {low:g} to {high:g}")
    return value


def _device(wanted: str) -> str:
    """Choose where to train; ``auto`` takes what is there."""
    there = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if wanted == "auto":
        return next(name for name in ("cuda", "mps", "cpu") if there[name])
    if not there.get(wanted):
        raise TrainingError(f"--device={wanted} is not here; available: {', '.join(k for k, v in there.items() if v)}")
    return wanted

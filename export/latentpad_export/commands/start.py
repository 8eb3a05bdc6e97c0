"""The weights that a training starts from, and the preset that follows from them and from the options."""

import argparse
import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

from latentpad.bundle.bundle import load_bundle
from latentpad.cli.arguments import bundle_path
from latentpad.paths import default_bundle
from latentpad_export.errors import TrainingError
from latentpad_export.model.from_onnx import preset_to_train
from latentpad_export.presets import PRESETS, Preset, with_seconds

logger = logging.getLogger(__name__)

NOTHING = "none"
"""The name for random weights."""


def add_start(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose preset and start."""
    parser.add_argument(
        "--preset", choices=sorted(PRESETS), help="model and training settings (default: studio, or that of --from)"
    )
    parser.add_argument(
        "--from",
        dest="start",
        metavar="BUNDLE",
        help="start from the weights of this bundle; default: the built-in one, none: random weights (default: "
        "default, unless another option changes the size of the model)",
    )


def choose_start(arguments: argparse.Namespace) -> tuple[Preset, Path | None]:
    """Return the preset with the options that change it applied, and the bundle to start from.

    Raises
    ------
    BundleError
        The bundle to start from cannot be read.
    TrainingError
        The options do not fit the bundle to start from, or the preset.
    """
    path = _start(arguments)
    preset = PRESETS[arguments.preset or "studio"] if path is None else _preset_of(path, arguments)
    if arguments.seconds is not None and path is None:
        if preset.model.network == "image":
            raise TrainingError(
                f"--seconds={arguments.seconds:g}: the preset {preset.name} is fixed to 2.0 s; choose studio"
            )
        preset = with_seconds(preset, arguments.seconds)
    training = _given(steps=arguments.steps, batch_size=arguments.batch_size, beta=arguments.beta)
    model = _given(latent_dim=arguments.latent_dim, n_flows=arguments.flows, dropout=arguments.dropout)
    preset = replace(preset, training=replace(preset.training, **training), model=replace(preset.model, **model))
    return preset, path


def _start(arguments: argparse.Namespace) -> Path | None:
    """Return the bundle to start from; None for random weights."""
    if arguments.start == NOTHING:
        return None
    if arguments.start is not None:
        return bundle_path(arguments.start)
    for option in ("preset", "seconds", "latent_dim", "flows"):
        value = getattr(arguments, option)
        if value is not None and not (option == "preset" and value == load_bundle(default_bundle()).preset):
            logger.info(
                "Training starts from random weights: --%s=%s does not fit the default bundle",
                *(option.replace("_", "-"), value),
            )
            return None
    logger.info("Training starts from the default bundle (--from none: from random weights)")
    return default_bundle()


def _preset_of(start: Path, arguments: argparse.Namespace) -> Preset:
    """Return the preset of the bundle to start from; options that would change its networks are refused."""
    preset = preset_to_train(load_bundle(start))
    for option in ("preset", "latent_dim", "flows"):
        value = getattr(arguments, option)
        if value is not None and not (option == "preset" and value == preset.name):
            raise TrainingError(
                f"--{option.replace('_', '-')}={value} cannot be chosen with --from: {start} is a "
                f"{preset.name} of {preset.representation.seconds:.1f} s; leave it out, or choose --from none"
            )
    return preset


def _given(**options: Any) -> dict[str, Any]:
    """Return the options that were given."""
    return {name: value for name, value in options.items() if value is not None}

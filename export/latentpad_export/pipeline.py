"""The steps of ``latentpad train`` and ``latentpad map``, from libraries to a bundle."""

import logging
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from latentpad.bundle.bundle import Bundle, load_bundle, save_bundle
from latentpad.errors import BundleError
from latentpad.player.library_audio import remember_library
from latentpad.request import Request
from latentpad.synth.synth import Synth
from latentpad_export import provenance
from latentpad_export.attribution import map_attribution, training_attribution
from latentpad_export.data.dataset import Dataset, extract_features, make_factory_library, scan_libraries
from latentpad_export.data.filter_banks import filter_bank
from latentpad_export.data.library import Skipped
from latentpad_export.data.matching import find_on_map
from latentpad_export.data.split import split_sounds
from latentpad_export.layout.encode import build_map
from latentpad_export.layout.layout import Layout
from latentpad_export.model.from_onnx import read_weights
from latentpad_export.model.to_onnx import export_model
from latentpad_export.model_card import map_section, model_card
from latentpad_export.presets import Preset
from latentpad_export.training.fit import FitOptions, fit
from latentpad_export.training.trainer import Budget
from latentpad_export.work_folder import open_work_folder, remove_work_folder

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class TrainOptions:
    """Options of ``latentpad train``."""

    libraries: tuple[Path, ...]
    output: Path
    name: str
    preset: Preset
    budget: Budget
    seed: int
    device: str
    precision: str
    factory: int
    """Synthesised sounds per label to train on as well."""
    licence: str
    keep_work: bool
    start: Path | None = None
    """A bundle whose weights the training starts from."""
    layout: Layout = "sound"


@dataclass(frozen=True)
class MapOptions:
    """Options of ``latentpad map``."""

    libraries: tuple[Path, ...]
    model: Path
    output: Path
    name: str
    seed: int
    licence: str
    keep_work: bool
    layout: Layout = "sound"


def train_bundle(options: TrainOptions) -> None:
    """Train on libraries, map them and write the bundle: all of ``latentpad train``.

    Raises
    ------
    LatentpadError
        A library, the output, the training or the export fails; the work folder stays, to resume from.
    """
    _refuse_existing(options.output)
    preset = options.preset
    parent = load_bundle(options.start) if options.start else None
    weights = read_weights(parent, preset) if parent else None
    dataset = scan_libraries(options.libraries)
    work = open_work_folder(options.output, _settings(options, dataset, parent))
    if options.factory:
        drums = make_factory_library(work, options.factory, options.seed)
        dataset = scan_libraries((*options.libraries, drums))
    analysis, synthesis = filter_bank(preset.representation, preset.warp)
    features = extract_features(dataset, preset.representation, analysis, work)
    skipped = dataset.skipped + features.skipped
    _report_skipped(skipped)
    split = split_sounds(features.sounds, options.seed)
    logger.info("Training on %d sounds, validating on %d others", len(split.train), len(split.val))
    fit_options = FitOptions(options.budget, options.seed, options.device, options.precision)
    model, progress = fit(preset, features, analysis, split, fit_options, work, weights)
    logger.info("Held-out error %.1f dB after %d steps; exporting", progress.validation, progress.step)
    encoder, decoder = export_model(model, preset.representation)
    unseen = provenance.unseen_sounds(split, features, parent)
    layout, labels = build_map((encoder, decoder), features, split.mapped, unseen, options.seed, options.layout)
    training = provenance.training_figures(progress, len(split.train), len(split.val), parent)
    licence = provenance.training_licence(options.licence, parent)
    mapped = [features.sounds[i] for i in split.mapped]
    bundle = Bundle(
        name=options.name,
        preset=preset.name,
        representation=preset.representation,
        latent_dim=preset.model.latent_dim,
        labels=labels,
        licence=licence,
        versions=provenance.versions(),
        training=training,
        map=layout,
        analysis=analysis,
        synthesis=synthesis,
        decoder=decoder,
        encoder=encoder,
        attribution=training_attribution(dataset.credits, parent),
        model_card=model_card(options.name, preset, mapped, training, licence, len(skipped)),
    )
    _finish(bundle, options.output, options.libraries, work, options.keep_work)


def map_library(options: MapOptions) -> None:
    """Map a library with the networks of another bundle: all of ``latentpad map``.

    Raises
    ------
    LatentpadError
        A library, the model or the output cannot be used.
    """
    _refuse_existing(options.output)
    parent = load_bundle(options.model)
    dataset = scan_libraries(options.libraries)
    settings = {"model": parent.digest, "seed": options.seed, **dataset.identity()}
    work = open_work_folder(options.output, settings)
    features = extract_features(dataset, parent.representation, parent.analysis, work)
    _report_skipped(dataset.skipped + features.skipped)
    mapped = split_sounds(features.sounds, options.seed).mapped
    known = find_on_map([features.sounds[i].name for i in mapped], features.peaks[mapped], parent.map)
    unseen = np.array([i not in known and "mapped_with" not in parent.training for i in range(len(mapped))])
    networks = parent.encoder, parent.decoder
    layout, labels = build_map(networks, features, mapped, unseen, options.seed, options.layout)
    bundle = replace(
        parent,
        name=options.name,
        labels=labels,
        map=layout,
        licence=provenance.map_licence(options.licence, parent),
        versions=provenance.versions(),
        training={**parent.training, "mapped_with": provenance.identity(parent)},
        attribution=map_attribution(dataset.credits, parent),
        model_card=f"{parent.model_card}\n{map_section(options.name, len(layout.points))}",
    )
    _finish(bundle, options.output, options.libraries, work, options.keep_work)


def _refuse_existing(output: Path) -> None:
    """Refuse an output that exists, before hours of work."""
    if output.exists():
        raise BundleError(f"{output} already exists; choose another name with -o")


def _report_skipped(skipped: tuple[Skipped, ...]) -> None:
    """Log every file that is not used, and why."""
    if skipped:
        logger.warning("%d files are not used:", len(skipped))
    for file in skipped:
        logger.warning("  %s %s", file.name, file.reason)


def _finish(bundle: Bundle, output: Path, libraries: tuple[Path, ...], work: Path, keep_work: bool) -> None:
    """Check that the bundle renders, write it and remove the work folder."""
    x, y = (float(v) for v in bundle.map.points[0])
    Synth(bundle).render(Request(x, y))
    save_bundle(bundle, output)
    digest = load_bundle(output).digest
    if not keep_work:
        remove_work_folder(work)
    try:  # not in the bundle, which may be given away
        remember_library(digest, libraries)
    except OSError as error:
        logger.warning("Could not record where the library is (%s); start latentpad serve with --library", error)


def _settings(options: TrainOptions, dataset: Dataset, parent: Bundle | None) -> dict[str, Any]:
    """Return the settings that a resumed run must share with the interrupted one."""
    return {
        "preset": asdict(options.preset),
        "budget": asdict(options.budget),
        "seed": options.seed,
        "factory": options.factory,
        **({"start": parent.digest} if parent else {}),
        **dataset.identity(),
    }

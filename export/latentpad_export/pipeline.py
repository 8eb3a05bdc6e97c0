"""The steps of ``latentpad train`` and ``latentpad map``, from libraries to a bundle."""

import hashlib
import logging
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from latentpad import __version__
from latentpad.bundle.bundle import Bundle, load_bundle, save_bundle
from latentpad.errors import BundleError
from latentpad.player.library_audio import remember_library
from latentpad.request import Request
from latentpad.synth.synth import Synth
from latentpad_export.data.dataset import Gathered, extract_features, gather, make_factory_library
from latentpad_export.data.features import FeatureSet
from latentpad_export.data.filter_banks import filter_bank
from latentpad_export.data.library import Skipped
from latentpad_export.data.matching import find_on_map
from latentpad_export.data.split import Split, split_sounds
from latentpad_export.layout.encode import place
from latentpad_export.layout.layout import Layout
from latentpad_export.model.from_onnx import read_weights
from latentpad_export.model.to_onnx import export_model
from latentpad_export.model_card import model_card
from latentpad_export.presets import Preset
from latentpad_export.training.fit import fit
from latentpad_export.training.state import Progress
from latentpad_export.training.trainer import Budget
from latentpad_export.work_folder import open_work_folder, remove_work_folder

logger = logging.getLogger(__name__)

NO_CREDITS = "The training data came without an ATTRIBUTION.txt.\n"


@dataclass(frozen=True)
class TrainOptions:
    """What ``latentpad train`` is asked for."""

    libraries: tuple[Path, ...]
    output: Path
    name: str
    preset: Preset
    budget: Budget
    seed: int
    device: str
    precision: str
    factory: int
    """Generated drums of each label to learn from besides."""
    licence: str
    keep_work: bool
    start: Path | None = None
    """A bundle whose weights the training begins with."""
    layout: Layout = "sound"


@dataclass(frozen=True)
class MapOptions:
    """What ``latentpad map`` is asked for."""

    libraries: tuple[Path, ...]
    model: Path
    output: Path
    name: str
    seed: int
    licence: str
    keep_work: bool
    layout: Layout = "sound"


def train_bundle(options: TrainOptions) -> None:
    """Learn, lay out and write: all of ``latentpad train``.

    Raises
    ------
    LatentpadError
        A library, the output, the training or the export fails; the work folder stays, to go on from.
    """
    refuse_existing(options.output)
    preset = options.preset
    begun = load_bundle(options.start) if options.start else None
    weights = read_weights(begun, preset) if begun else None
    gathered = gather(options.libraries)
    work = open_work_folder(options.output, _settings(options, gathered, begun))
    if options.factory:
        drums = make_factory_library(work, options.factory, options.seed)
        gathered = gather((*options.libraries, drums))
    analysis, synthesis = filter_bank(preset.representation, preset.warp)
    features = extract_features(gathered, preset.representation, analysis, work)
    skipped = gathered.skipped + features.skipped
    report_skipped(skipped)
    split = split_sounds(features.sounds, options.seed)
    logger.info("Learning from %d sounds, judged by %d others", len(split.train), len(split.val))
    model, progress = fit(
        preset, features, split, options.budget, options.seed, options.device, options.precision, work, weights
    )
    logger.info("Held-out error %.1f dB after %d steps; exporting", progress.validation, progress.step)
    encoder, decoder = export_model(model, preset.representation)
    unseen = _unseen(split, features, begun)
    layout, labels = place((encoder, decoder), features, split.mapped, unseen, options.seed, options.layout)
    training = _figures(progress, len(split.train), len(split.val), begun)
    licence = _licence(options.licence, begun)
    mapped = [features.sounds[i] for i in split.mapped]
    bundle = Bundle(
        name=options.name,
        preset=preset.name,
        representation=preset.representation,
        latent_dim=preset.model.latent_dim,
        labels=labels,
        licence=licence,
        versions=_versions(),
        training=training,
        map=layout,
        analysis=analysis,
        synthesis=synthesis,
        decoder=decoder,
        encoder=encoder,
        attribution=_credits(gathered, begun),
        model_card=model_card(options.name, preset, mapped, training, licence, len(skipped)),
    )
    _finish(bundle, options.output, work, options.keep_work)
    _remember(options.libraries, options.output)


def map_library(options: MapOptions) -> None:
    """Lay out a library with the networks of another bundle: all of ``latentpad map``.

    Raises
    ------
    LatentpadError
        A library, the model or the output cannot be used.
    """
    refuse_existing(options.output)
    model = load_bundle(options.model)
    gathered = gather(options.libraries)
    work = open_work_folder(options.output, {"model": model.digest, "seed": options.seed, **_listing(gathered)})
    features = extract_features(gathered, model.representation, model.analysis, work)
    report_skipped(gathered.skipped + features.skipped)
    mapped = split_sounds(features.sounds, options.seed).mapped
    known = find_on_map([features.sounds[i].name for i in mapped], features.peaks[mapped], model.map)
    unseen = np.array([i not in known and "mapped_with" not in model.training for i in range(len(mapped))])
    networks = model.encoder, model.decoder
    layout, labels = place(networks, features, mapped, unseen, options.seed, options.layout)
    bundle = replace(
        model,
        name=options.name,
        labels=labels,
        map=layout,
        licence=f"{model.licence}; the map: {options.licence}",
        versions=_versions(),
        training={**model.training, "mapped_with": f"{model.name} {model.digest[:12]}"},
        attribution=f"{model.attribution}\n\nThe map:\n\n{gathered.credits or NO_CREDITS}",
        model_card=f"{model.model_card}\n## Map\n\nLaid out from {len(layout.points)} other sounds: {options.name}.\n",
    )
    _finish(bundle, options.output, work, options.keep_work)
    _remember(options.libraries, options.output)


def refuse_existing(output: Path) -> None:
    """Say before hours of work that the result could not be written."""
    if output.exists():
        raise BundleError(f"{output} exists already and is not overwritten; choose another name with -o")


def report_skipped(skipped: tuple[Skipped, ...]) -> None:
    """List every file that is not used, and why."""
    if skipped:
        logger.warning("%d files are not used:", len(skipped))
    for one in skipped:
        logger.warning("  %s %s", one.name, one.reason)


def _finish(bundle: Bundle, output: Path, work: Path, keep_work: bool) -> None:
    """Prove that the bundle plays, write it, clear up."""
    x, y = (float(v) for v in bundle.map.points[0])
    Synth(bundle).render(Request(x, y))
    save_bundle(bundle, output)
    load_bundle(output)
    if not keep_work:
        remove_work_folder(work)


def _remember(libraries: tuple[Path, ...], output: Path) -> None:
    """Note where the library is, so that the page plays its own sounds; not in the bundle, which may be given away."""
    try:
        remember_library(load_bundle(output).digest, libraries)
    except OSError as error:
        logger.warning("Where the library is was not noted (%s); latentpad serve --library tells it", error)


def _settings(options: TrainOptions, gathered: Gathered, begun: Bundle | None) -> dict[str, Any]:
    """Say what a resumed run has to have in common with the one that it goes on with."""
    return {
        "preset": asdict(options.preset),
        "budget": asdict(options.budget),
        "seed": options.seed,
        "factory": options.factory,
        **({"start": begun.digest} if begun else {}),
        **_listing(gathered),
    }


def _listing(gathered: Gathered) -> dict[str, Any]:
    """Identify the sounds of a run by name, size and what is said of them."""
    lines = "\n".join(f"{s.name} {s.path.stat().st_size} {s.label} {s.kit} {s.split}" for s in gathered.sounds)
    return {
        "sounds": len(gathered.sounds),
        "library": hashlib.sha256(lines.encode(errors="surrogateescape")).hexdigest(),
    }


def _unseen(split: Split, features: FeatureSet, begun: Bundle | None) -> NDArray[np.bool_]:
    """Say which of the mapped sounds [n] nothing has been learnt from, neither here nor in the bundle begun with."""
    unseen = np.isin(split.mapped, np.setdiff1d(split.val, split.train))
    if begun:
        names = [features.sounds[i].name for i in split.mapped]
        unseen[list(find_on_map(names, features.peaks[split.mapped], begun.map))] = False
    return unseen


def _licence(own: str, begun: Bundle | None) -> str:
    """Name the licence of what was learnt from, here and in the bundle that the training began with."""
    return own if begun is None or begun.licence == own else f"{begun.licence}; then: {own}"


def _credits(gathered: Gathered, begun: Bundle | None) -> str:
    """Name who made what was learnt from, here and in the bundle that the training began with."""
    own = gathered.credits or NO_CREDITS
    if begun is None or begun.attribution.strip() in own:
        return own
    return f"{own}\n\nThe weights that the training began with ({begun.name}):\n\n{begun.attribution}"


def _figures(progress: Progress, n_train: int, n_val: int, begun: Bundle | None) -> dict[str, Any]:
    """Figures of a training, for people."""
    start = {"began_with": f"{begun.name} {begun.digest[:12]}"} if begun else {}
    return {
        **start,
        "learnt_from": n_train,
        "held_out": n_val,
        "steps": progress.step,
        "minutes": round(progress.seconds / 60, 1),
        "held_out_error_db": round(progress.validation, 2),
        "rollbacks": progress.rollbacks,
    }


def _versions() -> dict[str, str]:
    """Name what a bundle is made with."""
    return {"latentpad": __version__, **{name: version(name) for name in ("torch", "umap-learn", "librosa", "onnx")}}

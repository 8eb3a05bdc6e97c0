"""The steps of ``latentpad train`` before the training: libraries, work folder, features and split."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from latentpad.bundle.bundle import Bundle, load_bundle
from latentpad.work_cache import WorkCache
from latentpad_export.attribution import training_attribution
from latentpad_export.data.dataset import (
    Dataset,
    extract_features,
    make_factory_library,
    refuse_too_many,
    scan_libraries,
)
from latentpad_export.data.feature_set import FeatureSet
from latentpad_export.data.filter_banks import filter_bank
from latentpad_export.data.labelling import Labelling, kind_table
from latentpad_export.data.matching import find_on_map
from latentpad_export.data.split import Split, split_sounds
from latentpad_export.errors import TrainingError
from latentpad_export.layout.encode import embed_features, open_embedder
from latentpad_export.layout.kinds_by_sound import complete_kinds
from latentpad_export.model.from_onnx import read_weights
from latentpad_export.pipeline.options import TrainOptions
from latentpad_export.pipeline.report import report_notes
from latentpad_export.pipeline.space import needs_of_training
from latentpad_export.pipeline.texts import refuse_long_texts
from latentpad_export.provenance import training_licence
from latentpad_export.training.processes import ALONE, Processes
from latentpad_export.training.replay import Memory
from latentpad_export.work_folder import open_run


@dataclass(frozen=True)
class Prepared:
    """What a model is fitted to."""

    cache: WorkCache
    """Holds on to what is used."""
    work: Path
    dataset: Dataset
    features: FeatureSet
    split: Split
    analysis: NDArray[np.float32]
    synthesis: NDArray[np.float32]
    parent: Bundle | None
    """Whose weights the training starts from."""
    weights: dict[str, Tensor] | None
    by_sound: NDArray[np.bool_] | None = None
    """[n] of the features' sounds, whose kinds are told by their sound; None where none was looked for."""

    @property
    def memory(self) -> Memory | None:
        """Return the sounds that the weights have learnt and that the library lacks; None where there are none."""
        if self.parent is None:
            return None
        layout, names = self.parent.map, [sound.name for sound in self.features.sounds]
        known = find_on_map(names, self.features.peaks, layout).values()
        rest = np.setdiff1d(np.arange(len(layout.latents)), list(known))
        return Memory(layout.latents[rest], layout.seconds[rest]) if len(rest) else None


def prepare(
    options: TrainOptions,
    processes: Processes = ALONE,
    progress: Callable[[str, int, int], None] = lambda stage, done, total: None,
) -> Prepared:
    """Read the libraries, or resume an interrupted run; the first process of each machine does so for all on it.

    Raises
    ------
    LatentpadError
        A library or the work folder cannot be used, or differs from that of another machine.
    """
    preset = options.preset
    parent = load_bundle(options.start) if options.start else None
    weights = read_weights(parent, preset) if parent else None
    analysis, synthesis = filter_bank(preset.representation, preset.warp)
    cache = WorkCache(options.cache)
    with processes.first_on_machine():
        dataset = scan_libraries(options.libraries, options.labelling)
        refuse_too_many(dataset)
        licence, credits = training_licence(options.licence, parent), training_attribution(dataset.credits, parent)
        refuse_long_texts(options.name, licence, credits, dataset.sounds)
        settings = _settings(options, dataset, parent)
        work = open_run(cache, settings, processes.machine)
        if options.factory:
            drums = make_factory_library(work, options.factory, options.seed)
            dataset = scan_libraries((*options.libraries, drums), options.labelling)
        n_files = len(dataset.sounds)
        features = extract_features(
            dataset,
            preset.representation,
            analysis,
            cache,
            options.seconds,
            lambda n_known: progress("read", n_known, n_files),
            needs_of_training(options, dataset.sounds),
        )
    features, by_sound = _name(features, options.labelling, parent)
    _refuse_different([settings, len(features.sounds)], processes)
    split = split_sounds(features.sounds, options.seed)
    return Prepared(cache, work, dataset, features, split, analysis, synthesis, parent, weights, by_sound)


def _name(
    features: FeatureSet, labelling: Labelling | None, parent: Bundle | None
) -> tuple[FeatureSet, NDArray[np.bool_] | None]:
    """Give kinds to sounds whose names tell none, with the networks that the training starts from."""
    labels, are_kinds = [s.label for s in features.sounds], np.array([s.is_kind for s in features.sounds], dtype=bool)
    if parent is None or not are_kinds.any() or all(labels):
        return features, None
    embedder = open_embedder((parent.encoder, parent.decoder), parent.representation.top_db)
    found = embed_features(embedder, features, np.arange(len(labels)))
    table = kind_table(labelling)
    named = complete_kinds(labels, found["latents"], found["outlines"], parent, table, are_kinds)
    report_notes((named.note,) if named.note else ())
    sounds = tuple(replace(sound, label=label) for sound, label in zip(features.sounds, named.labels, strict=True))
    return replace(features, sounds=sounds), named.by_sound


def _refuse_different(content: list[Any], processes: Processes) -> None:
    """Refuse to train on different content."""
    own = json.dumps(content, sort_keys=True)
    if processes.any(processes.first(lambda: own) != own):
        raise TrainingError("the machines have different options, libraries or versions; use the same on all")


def _settings(options: TrainOptions, dataset: Dataset, parent: Bundle | None) -> dict[str, Any]:
    """Return the settings that a run shares with the one that it resumes or prolongs."""
    preset = asdict(options.preset)
    del preset["training"]["steps"]  # as with minutes, a run can be prolonged
    return {
        "preset": {**preset, "representation": options.preset.representation.to_dict()},
        "seed": options.seed,
        "factory": options.factory,
        "seconds": options.seconds,
        **({"start": parent.digest} if parent else {}),
        **dataset.identity(),
    }

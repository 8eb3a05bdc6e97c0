"""The evaluation of the nine models and studio on the same held-out sounds."""

import logging
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import load_bundle
from latentpad_export.data.labelling import Labelling
from latentpad_export.data.library import scan
from latentpad_export.evaluate.cache import Cache
from latentpad_export.evaluate.metrics.bootstrap import Units, mean, units_of
from latentpad_export.evaluate.report.section import Picture, Section, Table
from latentpad_export.pipeline.prepare import Prepared
from latentpad_export.research.models.grades import GRADES, missing_grades
from latentpad_export.research.models.grids import decode_grid, draw_grid
from latentpad_export.research.models.held_out import HeldOut, Spectrograms, choose_held_out
from latentpad_export.research.models.model import Model
from latentpad_export.research.models.players import Player, StudioPlayer, ThesisPlayer
from latentpad_export.research.models.rebuilt import Rebuilt, rebuild
from latentpad_export.research.models.resemblance import Resemblance, diversity
from latentpad_export.research.models.tables import (
    Results,
    differences_table,
    labels_table,
    models_table,
    results_table,
)

logger = logging.getLogger(__name__)

TITLE = "Models of the thesis"


@dataclass(frozen=True)
class EvaluationOptions:
    """Options of the evaluation."""

    library: Path
    labelling: Labelling | None
    bundle: Path
    """The studio bundle."""
    scale: float
    """Factor on the number of sounds."""
    seed: int


def evaluate_models(models: tuple[Model, ...], prepared: Prepared, options: EvaluationOptions, work: Path) -> Section:
    """Rebuild held-out sounds with all models and compare them.

    Parameters
    ----------
    models : tuple of Model
    prepared : Prepared
        What they were trained on.
    options : EvaluationOptions
    work : Path
        Folder for results, from which an interrupted evaluation resumes.

    Raises
    ------
    LatentpadError
        The studio bundle cannot be read, or there are too few sounds.
    """
    cache, studio = Cache(work), load_bundle(options.bundle)
    library = scan(options.library, options.labelling)
    held_out = choose_held_out(
        library, prepared, models[0].bundle.representation, studio, cache, options.scale, options.seed
    )
    logger.info("Rebuilding %d held-out sounds, grading %d", len(held_out.indices), len(held_out.graded))
    players: list[Player] = [ThesisPlayer(model.bundle) for model in models]
    with_detail = [StudioPlayer(studio, options.library, detail) for detail in (0.0, 1.0)]
    players += [player for player in with_detail if player.is_playable]
    rebuilt = []
    for player in players:
        rebuilt.append(rebuild(player, held_out, cache))
        logger.info("%s: error %.1f dB", player.title, rebuilt[-1].errors.mean())
    bundles = (*(model.bundle for model in models), studio)
    grids = {bundle.name: decode_grid(bundle) for bundle in bundles}
    results = _results(rebuilt, grids, held_out, work, options.seed)
    tables, figures = _tables(results, rebuilt, held_out)
    pictures = tuple(
        Picture(f"Latent grid: {bundle.name}", draw_grid(bundle, grids[bundle.name], bundle.name)) for bundle in bundles
    )
    tables = (models_table(models), *tables)
    return Section("models", TITLE, figures, tables, pictures, missing=missing_grades())


def _results(
    rebuilt: list[Rebuilt], grids: dict[str, Spectrograms], held_out: HeldOut, work: Path, seed: int
) -> list[Results]:
    """Return the figures of the originals and of all players."""
    resemblance = Resemblance(held_out.real, held_out.real_labels, work, seed)
    units, originals = units_of(held_out.kits), held_out.spectrograms
    usual = diversity(originals)
    first = {"frechet": resemblance.frechet(originals, units)}
    results = [Results("Test set", first, resemblance.n_different(originals), 1.0)]
    for own in rebuilt:
        figures = {"frechet": resemblance.frechet(own.spectrograms, units), **_means(own, units, held_out.graded)}
        grid = grids.get(own.title)
        results.append(
            Results(
                own.title,
                figures,
                resemblance.n_different(own.spectrograms),
                diversity(own.spectrograms) / usual,
                None if grid is None else diversity(grid) / usual,
            )
        )
    return results


def _means(own: Rebuilt, units: Units, graded: NDArray[np.int64]) -> dict[str, float | None]:
    """Return the means over sounds."""
    grades = {name: mean(own.column(name), units[graded]) for name in GRADES}
    return {**grades, "error": mean(own.errors, units), "learnt_error": mean(own.learnt_errors)}


def _tables(
    results: list[Results], rebuilt: list[Rebuilt], held_out: HeldOut
) -> tuple[tuple[Table, ...], dict[str, object]]:
    """Return all tables of rebuilt sounds, and their figures."""
    figures: dict[str, object] = {"models": {r.title: _figures(r) for r in results}}
    tables = [results_table(results), differences_table(results)]
    labels = held_out.labels[held_out.graded]
    for name in GRADES:
        if any(np.isfinite(own.column(name)).any() for own in rebuilt):
            table, figures[f"{name}_by_label"] = labels_table(name, rebuilt, labels)
            tables.append(table)
    return tuple(tables), figures


def _figures(results: Results) -> dict[str, object]:
    """Return the figures of a row, for the JSON."""
    return {
        **results.figures,
        "ndb": results.n_different,
        "diversity": results.diversity,
        "grid_diversity": results.grid_diversity,
    }

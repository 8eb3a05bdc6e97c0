"""The thesis's tables 7.2 to 7.4 and appendix A, of rebuilt sounds, with margins of 95 %."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from latentpad_export.evaluate.report.section import Cell, Table
from latentpad_export.research.models.configurations import Configuration
from latentpad_export.research.models.grades import GRADES, TITLES
from latentpad_export.research.models.margins import difference, differs, with_margin
from latentpad_export.research.models.model import Model
from latentpad_export.research.models.rebuilt import Rebuilt

BASE = "64 dim"
"""The model that the others are variations of."""

COMPARED = ("frechet", *GRADES, "error", "learnt_error")
"""Figures with margins, in the order of the columns."""

HEADINGS = {**TITLES, "frechet": "Fréchet", "error": "error (dB)", "learnt_error": "error, learnt (dB)"}

MODELS_NOTE = (
    "Steps in the thesis: of 64 sounds. Underfit and Overfit are earlier and later states of 64 dim. Loss: negative "
    "evidence lower bound in nats per sound, running mean. Held-out error: of sounds that are used for validation."
)
RESULTS_NOTE = (
    "Sounds that no model has learnt from, rebuilt. ± is half of the 95 % interval over kits. NDB: bins of 50 whose "
    "share of sounds differs from that of the sounds of the training. Fréchet: distance from them, of features of a "
    "classifier of spectrograms. ODG (0 = the same, -4) and fingerprint similarity (100 = the same) as in the thesis; "
    "PEAQ saturates at about -2.2 for soft sounds and at -3.9. ViSQOL (4.73 = the same). Error: mean absolute "
    "difference of the spectrograms where either is audible; learnt: of sounds of the training. Diversity: mean "
    "distance between two spectrograms relative to that of the originals; of the grid, of the decoder's means at 10 x "
    "10 points of the map. Test set: the originals themselves."
)
DIFFERENCES_NOTE = (
    f"The same sounds, minus {BASE}. ± is half of the 95 % interval, which need not be symmetric; * where it "
    "excludes 0."
)
LABELS_NOTE = (
    "Average (best), number of sounds. As many sounds of each label were drawn where there are enough; NaNs: without a "
    "grade."
)


@dataclass(frozen=True)
class Results:
    """The figures of one way of rebuilding, or of the originals."""

    title: str
    figures: dict[str, float | None]
    """By the names in `COMPARED`, as far as there are any."""

    n_different: int | None
    diversity: float
    """Relative to the originals."""

    grid_diversity: float | None = None


def models_table(models: tuple[Model, ...]) -> Table:
    """Return table 7.2."""
    columns = ("model", "dimensions", "flow layers", "other", "steps in the thesis", "steps", "minutes", "loss")
    rows = [_model_row(model.configuration, model.bundle.training, model.loss) for model in models]
    return Table("Models (table 7.2)", (*columns, "held-out error (dB)", "roll-backs"), tuple(rows), MODELS_NOTE)


def _model_row(configuration: Configuration, training: dict[str, Any], loss: float) -> tuple[Cell, ...]:
    """Return a row of table 7.2."""
    model, preset = configuration.preset.model, configuration.preset.training
    other = [f"beta {preset.beta:g}"] if preset.beta != 1 else []
    other += ["dropout 0"] if not model.dropout else []
    first = (configuration.title, model.latent_dim, model.n_flows, ", ".join(other), preset.steps)
    return (*first, training["steps"], training["minutes"], loss, training["held_out_error_db"], training["rollbacks"])


def results_table(results: list[Results]) -> Table:
    """Return table 7.3."""
    rows = [
        (r.title, r.n_different, *_texts(r.figures), f"{r.diversity:.2f}", _two_decimals(r.grid_diversity))
        for r in results
    ]
    columns = ("model", "NDB", *(HEADINGS[name] for name in COMPARED), "diversity", "diversity of the grid")
    return Table("Results (table 7.3)", columns, tuple(rows), RESULTS_NOTE)


def differences_table(results: list[Results]) -> Table:
    """Return what each model has more of than the base."""
    base = next(r for r in results if r.title == BASE).figures
    rows = [(r.title, *_texts(differences(r.figures, base), True)) for r in results if r.title != BASE]
    return Table(f"Differences from {BASE}", ("model", *(HEADINGS[n] for n in COMPARED)), tuple(rows), DIFFERENCES_NOTE)


def differences(figures: dict[str, float | None], base: dict[str, float | None]) -> dict[str, float | None]:
    """Return the differences of figures from those of the base, of the same sounds."""
    return {name: difference(figure, base.get(name)) for name, figure in figures.items()}


def _texts(figures: dict[str, float | None], marked: bool = False) -> list[Cell]:
    """Return the cells of figures with their margins; marked where they differ from 0."""
    cells: list[Cell] = []
    for name in COMPARED:
        figure = figures.get(name)
        cells.append(with_margin(figure) + (" *" if marked and figure is not None and differs(figure) else ""))
    return cells


def _two_decimals(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


Summary = dict[str, float | int | None]

Summaries = dict[str, dict[str, Summary]]
"""Number, average and best grade by label and model."""


def labels_table(name: str, rebuilt: list[Rebuilt], labels: NDArray[np.str_]) -> tuple[Table, Summaries]:
    """Return table 7.4 and appendix A for one grade, of graded sounds [m] with their labels; and its figures."""
    rows: list[tuple[Cell, ...]] = []
    figures: Summaries = {}
    for label in (*sorted(set(labels.tolist())), "(all)"):
        members = np.full(len(labels), True) if label == "(all)" else labels == label
        own = {r.title: _summary(r.column(name)[members]) for r in rebuilt}
        rows.append((label or "(none)", *(_summary_text(summary) for summary in own.values())))
        figures[label] = own
    rows.append(("NaNs", *(str(int(np.isnan(r.column(name)).sum())) for r in rebuilt)))
    columns = ("label", *(r.title for r in rebuilt))
    return Table(f"{TITLES[name]} by label (table 7.4, appendix A)", columns, tuple(rows), LABELS_NOTE), figures


def _summary(values: NDArray[np.float64]) -> Summary:
    """Return number, average and best of the finite values."""
    finite = values[np.isfinite(values)]
    if not len(finite):
        return {"n": 0, "average": None, "best": None}
    return {"n": len(finite), "average": float(finite.mean()), "best": float(finite.max())}


def _summary_text(summary: Summary) -> str:
    """Return a summary as the text of a cell."""
    return f"{summary['average']:.2f} ({summary['best']:.2f}), {summary['n']}" if summary["n"] else "-"

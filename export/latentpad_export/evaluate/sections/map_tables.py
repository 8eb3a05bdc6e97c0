"""Tables of the section on the map."""

from typing import Any

from latentpad_export.evaluate.report.section import Cell, Table

NEIGHBOURS = (
    "Trustworthiness: whether neighbours on the map are neighbours as latents (1 = all, about 0.5 by chance). "
    "Continuity: whether neighbours as latents are neighbours on the map. Label accuracy: share of sounds whose label "
    "is that of the majority of their 5 nearest neighbours, not counting sounds of the same kit."
)
ERRORS = (
    "MSE: mean over sounds and dimensions of the squared difference between a latent and the one recovered from its "
    "point; the thesis reports 0.22 for PCA and 0.59 for UMAP on its own latents. Relative error: mean distance "
    "between the two, divided by the mean distance of latents from their mean (0 = no error, 1 = as bad as the mean "
    "latent everywhere)."
)
OWN = (
    "Own: the method's own inverse, exact for PCA, umap-learn's on {n} sounds for UMAP. On the sound: the pad's "
    "inverse at the point of each sound. Left out: the same without this sound, from its neighbours only."
)


def embeddings_table(figures: dict[str, Any]) -> Table:
    """Return a row for the latents themselves, then one per embedding."""
    latents = figures["latents"]
    rows: list[tuple[Cell, ...]] = [
        ("latents themselves", None, None, _round(latents["knn_accuracy"]), None, None, None, None, None)
    ]
    counts = []
    for found in figures["embeddings"]:
        own = found["inverse"] or {"mse": None, "relative": None}
        if found["setting"].startswith("UMAP"):
            counts.append(own["n"])
        rows.append(
            (
                found["setting"],
                *_neighbours(found),
                _round(own["mse"]),
                _round(own["relative"]),
                _round(found["kernel"]["relative"]),
                _round(found["left_out"]["mse"]),
                _round(found["left_out"]["relative"]),
            )
        )
    columns = (
        "embedding",
        "trustworthiness",
        "continuity",
        "label accuracy",
        "own: MSE",
        "own: relative error",
        "on the sound: relative error",
        "left out: MSE",
        "left out: relative error",
    )
    own_note = OWN.format(n=max(counts, default=0))
    note = f"{figures['n_compared']:,} sounds. {NEIGHBOURS} {ERRORS} {own_note} {_label_bounds(latents)}"
    return Table("The thesis's embeddings", columns, tuple(rows), note.strip())


def shipped_table(figures: dict[str, Any]) -> Table:
    """Return a table with one column per bundle."""
    maps = figures["shipped"]
    paths = {
        "sounds": ("n_sounds",),
        "trustworthiness": ("trustworthiness",),
        "continuity": ("continuity",),
        "label accuracy of latents": ("latents", "knn_accuracy"),
        "label accuracy on the map": ("knn_accuracy",),
        "label accuracy, upper bound": ("latents", "knn_ceiling"),
        "on the sound: relative error of the latent": ("kernel", "relative"),
        "left out: relative error of the latent": ("left_out", "relative"),
        "on the sound: decoded distance (dB)": ("heard", "kernel_db"),
        "left out: decoded distance (dB)": ("heard", "left_out_db"),
        "two sounds of the map: decoded distance (dB)": ("travel", "usual_db"),
        "step, median (dB)": ("travel", "median_step_db"),
        "step, 95th percentile (dB)": ("travel", "p95_step_db"),
        "step, worst jump (dB)": ("travel", "worst_jump_db"),
        "worst jump / median step": ("travel", "worst_over_median"),
        "median step / two sounds of the map": ("travel", "median_step_of_usual"),
        "worst jump / two sounds of the map": ("travel", "worst_jump_of_usual"),
        "share of still steps": ("travel", "still_share"),
        "with detail: step, median (dB)": ("travel_with_detail", "median_step_db"),
        "with detail: step, worst jump (dB)": ("travel_with_detail", "worst_jump_db"),
    }
    rows = tuple((name, *(_round(_at(found, path)) for found in maps.values())) for name, path in paths.items())
    note = (
        f"{NEIGHBOURS} Errors as in the table of embeddings. Decoded distance: mean difference of two decoded "
        "spectrograms over the bands and frames that are audible in either. Step: the same from one point of a "
        "straight stroke to the next, 1/192 of the pad away; all maps get the same strokes. All of these are of the "
        "model alone; with detail: the steps of the sounds that are played, texture averaged out."
    )
    return Table("Maps of the bundles", ("", *maps), rows, note)


def _neighbours(found: dict[str, Any]) -> tuple[Cell, ...]:
    """Return the three neighbourhood metrics."""
    return tuple(_round(found[name]) for name in ("trustworthiness", "continuity", "knn_accuracy"))


def _label_bounds(latents: dict[str, Any]) -> str:
    """Return a sentence on the bounds of the label accuracy."""
    if latents["knn_ceiling"] is None:
        return ""
    return (
        f"The label accuracy is at most {latents['knn_ceiling']:.0%}, the share of labelled sounds whose label occurs "
        f"in another kit; always predicting the most frequent label yields {latents['most_frequent_label']:.0%}."
    )


def _at(found: Any, path: tuple[str, ...]) -> Any:
    """Return the value at a path of keys, None if there is a None on the way."""
    for key in path:
        found = None if found is None else found[key]
    return found


def _round(value: Any) -> Cell:
    """Round to the significant digits."""
    return round(value, 3) if isinstance(value, float) else value

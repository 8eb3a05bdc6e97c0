"""Tables of the section on the map."""

from typing import Any

from latentpad_export.evaluate.report.section import Cell, Table

NEIGHBOURS = (
    "Trustworthiness: are neighbours on the map neighbours as latents (1 = all, about 0.5 by chance); continuity: are "
    "neighbours as latents neighbours on the map. Labels: share of sounds that the majority of their 5 nearest, sounds "
    "of the same kit not counted, label rightly."
)
ERRORS = (
    "MSE is the mean over sounds and dimensions of the squared difference between a latent and what comes back from "
    "its point, which the thesis gives as 0.22 for PCA and 0.59 for UMAP on its own latents; the relative error is the "
    "mean distance between the two over the mean distance of latents from their mean (0 = no error, 1 = as bad as one "
    "and the same latent everywhere)."
)
OWN = (
    "Own is the method's own inverse, exact algebra for PCA, umap-learn's for UMAP on {n} sounds; left out is the "
    "pad's inverse on the point of each sound with this sound taken away, so that only its neighbours can tell; with "
    "it the error is in the column on the sound."
)


def embeddings_table(figures: dict[str, Any]) -> Table:
    """Give a row for each embedding, after one for the latents themselves."""
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
        "labels",
        "own: MSE",
        "own: relative",
        "on the sound: relative",
        "left out: MSE",
        "left out: relative",
    )
    own_note = OWN.format(n=max(counts, default=0))
    note = f"{figures['n_compared']:,} sounds. {NEIGHBOURS} {ERRORS} {own_note} {_possible(latents)}"
    return Table("The thesis's embeddings", columns, tuple(rows), note.strip())


def shipped_table(figures: dict[str, Any]) -> Table:
    """Give a column for each bundle."""
    maps = figures["shipped"]
    shown = {
        "sounds": ("n_sounds",),
        "trustworthiness": ("trustworthiness",),
        "continuity": ("continuity",),
        "labels, as latents": ("latents", "knn_accuracy"),
        "labels, on the map": ("knn_accuracy",),
        "labels, at most possible": ("latents", "knn_ceiling"),
        "on the sound: relative error of the latent": ("kernel", "relative"),
        "left out: relative error of the latent": ("left_out", "relative"),
        "on the sound, heard (dB)": ("heard", "kernel_db"),
        "left out, heard (dB)": ("heard", "left_out_db"),
        "two sounds of the map, heard (dB)": ("travel", "usual_db"),
        "step of the finger, median (dB)": ("travel", "median_step_db"),
        "step of the finger, 95th percentile (dB)": ("travel", "p95_step_db"),
        "step of the finger, worst jump (dB)": ("travel", "worst_jump_db"),
        "worst jump over median step": ("travel", "worst_over_median"),
        "median step over two sounds of the map": ("travel", "median_step_of_usual"),
        "worst jump over two sounds of the map": ("travel", "worst_jump_of_usual"),
        "steps in which nothing moves": ("travel", "still_share"),
    }
    rows = tuple((name, *(_round(_at(found, path)) for found in maps.values())) for name, path in shown.items())
    note = (
        f"{NEIGHBOURS} Errors as in the table of embeddings. Heard: mean difference of two decoded spectrograms over "
        "the bands and frames that are audible in either. A step is 1/192 of the pad, on straight strokes that are "
        "the same on each map."
    )
    return Table("Maps as they ship", ("", *maps), rows, note)


def _neighbours(found: dict[str, Any]) -> tuple[Cell, ...]:
    """Take the three measures of neighbourhoods."""
    return tuple(_round(found[name]) for name in ("trustworthiness", "continuity", "knn_accuracy"))


def _possible(latents: dict[str, Any]) -> str:
    """Say between what the accuracy of labels can lie."""
    if latents["knn_ceiling"] is None:
        return ""
    return (
        f"Of the sounds with a label {latents['knn_ceiling']:.0%} have another of that label in another kit, which is "
        f"the most that labels can be; always naming the most frequent one gives {latents['most_frequent_label']:.0%}."
    )


def _at(found: Any, path: tuple[str, ...]) -> Any:
    """Follow keys."""
    for key in path:
        found = found[key]
    return found


def _round(value: Any) -> Cell:
    """Keep as many digits as mean something."""
    return round(value, 3) if isinstance(value, float) else value

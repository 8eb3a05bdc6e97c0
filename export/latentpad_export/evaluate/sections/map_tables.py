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
    "point; the thesis reports 0.22 for PCA and 0.59 for UMAP, both by their own inverses, on its own latents. "
    "Relative error: mean distance between the two, divided by the mean distance of latents from their mean (0 = no "
    "error, 1 = as bad as the mean latent everywhere). Sound: mean difference in dB of what the two are decoded to, "
    "over the bands and frames that are audible in either."
)
PAD = (
    "The pad's inverse, between the corners of triangles, returns a sound itself at its own point; left out: what its "
    "point plays if the sound is not on the map."
)
TWINS = (
    "Near twins: share of {n} random points inside the map's area (the triangles between its sounds) whose decoded "
    "sound is nearly that of another one of them (cosine similarity of the spectrograms above 0.99, as in the section "
    "on the pad)."
)
WALKS = (
    "Steps: change of the decoded sound from one point of a straight line across the map to the next, 1/192 of its "
    "side away, on {n} lines, the same on every map; still: less than 0.1 dB."
)
COLUMNS = (
    "method",
    "settings",
    "trustworthiness",
    "continuity",
    "label accuracy",
    "left out: MSE",
    "left out: relative error",
    "left out: sound (dB)",
    "near twins",
    "step, median (dB)",
    "step, worst (dB)",
    "worst / median",
    "still steps",
)
OWN_COLUMNS = (
    "method",
    "settings",
    "sounds",
    "own: MSE",
    "own: relative error",
    "own: sound (dB)",
    "pad, left out: MSE",
    "pad, left out: relative error",
    "pad, left out: sound (dB)",
)


def compared_tables(figures: dict[str, Any], name: str) -> tuple[Table, Table]:
    """Return the tables of the maps of the same sounds, and of the inverses that some methods have."""
    latents, own = figures["latents"], figures["own_map"]
    rows = [(name, "as shipped", *_measured(own))]
    rows += [(*_title(found), *_measured(found)) for found in figures["embeddings"]]
    twins, strokes = own["twins"]["n"], own["travel"]["n_strokes"]
    note = (
        f"The same {figures['n_compared']:,} sounds of {name} on each map; as shipped: laid out with all of its "
        f"sounds, the others with these. {NEIGHBOURS} {ERRORS} {PAD} {TWINS.format(n=twins)} {WALKS.format(n=strokes)} "
        f"{_bounds(latents)}"
    )
    inverses = [(*_title(found), *_inverted(found["inverse"])) for found in figures["embeddings"] if found["inverse"]]
    own_note = (
        f"The methods that have an inverse: PCA's is exact in its plane, umap-learn's takes a tenth of a second per "
        f"point. {ERRORS} They know the sound whose point they invert; the pad's inverse, left out, does not."
    )
    known = [i for i in range(len(COLUMNS)) if any(row[i] is not None for row in rows)]
    columns = tuple(COLUMNS[i] for i in known)
    return (
        Table("Maps of the same sounds", columns, tuple(tuple(row[i] for i in known) for row in rows), note.strip()),
        Table("Inverses of the methods, and the pad's", OWN_COLUMNS, tuple(inverses), own_note),
    )


def _title(found: dict[str, Any]) -> tuple[Cell, Cell]:
    """Return method and settings."""
    return found["method"], found["settings"]


def _measured(found: dict[str, Any]) -> tuple[Cell, ...]:
    """Return the figures of a map, in the order of the columns."""
    paths = (
        ("trustworthiness",),
        ("continuity",),
        ("knn_accuracy",),
        ("left_out", "mse"),
        ("left_out", "relative"),
        ("heard", "left_out_db"),
        ("twins", "share"),
        ("travel", "median_step_db"),
        ("travel", "worst_jump_db"),
        ("travel", "worst_over_median"),
        ("travel", "still_share"),
    )
    return tuple(_round(_at(found, path)) for path in paths)


def _inverted(found: dict[str, Any]) -> tuple[Cell, ...]:
    """Return the errors of a method's own inverse, then those of the pad's."""
    errors = ("mse", "relative", "decoded_db")
    return found["n"], *(_round(part[name]) for part in (found, found["pad_left_out"]) for name in errors)


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
        "near twins among random points": ("twins", "share"),
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
        f"{NEIGHBOURS} Errors as in the table above. Decoded distance: mean difference of two decoded "
        "spectrograms over the bands and frames that are audible in either. Step: the same from one point of a "
        "straight stroke to the next, 1/192 of the pad away; all maps get the same strokes. All of these are of the "
        "model alone; with detail: the steps of the sounds that are played, texture averaged out."
    )
    return Table("Maps of the bundles", ("", *maps), rows, note)


def _bounds(latents: dict[str, Any]) -> str:
    """Return sentences on what the latents themselves reach."""
    twins = latents["twins"]
    found = []
    if twins["share"] is not None:
        found.append(f"Of {twins['n']} of the sounds themselves, decoded, {twins['share']:.0%} have a near twin.")
    if latents["knn_accuracy"] is not None:
        found.append(f"The latents themselves have a label accuracy of {latents['knn_accuracy']:.3f}.")
    if latents["knn_ceiling"] is not None:
        found.append(
            f"It is at most {latents['knn_ceiling']:.0%}, the share of labelled sounds whose label occurs in another "
            f"kit; always predicting the most frequent label yields {latents['most_frequent_label']:.0%}."
        )
    return " ".join(found)


def _at(found: Any, path: tuple[str, ...]) -> Any:
    """Return the value at a path of keys, None if there is a None on the way."""
    for key in path:
        found = None if found is None else found[key]
    return found


def _round(value: Any) -> Cell:
    """Round to the significant digits."""
    return round(value, 3) if isinstance(value, float) else value

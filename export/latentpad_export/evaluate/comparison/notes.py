"""Differences between two evaluations other than their figures: library, seed, scale, versions."""

from latentpad_export.evaluate.comparison.evaluation import Evaluation

LIBRARY = {"name": "libraries", "usable": "numbers of usable sounds", "held_out": "numbers of held-out sounds"}


def notes_on(a: Evaluation, b: Evaluation, bundle_a: str, bundle_b: str) -> list[str]:
    """Return sentences on what differs and may explain differences of figures."""
    one, two, notes = a.document, b.document, []
    if a.bundle(bundle_a)["sha256"] == b.bundle(bundle_b)["sha256"]:
        notes.append("Both are of the same bundle.")
    libraries = one.get("library", {}), two.get("library", {})
    for key, what in LIBRARY.items():
        values = [library.get(key) for library in libraries]
        if values[0] != values[1]:
            notes.append(
                f"The {what} differ: {values[0]} and {values[1]}; figures of other sounds differ by these, too."
            )
    if one["seed"] != two["seed"]:
        notes.append(
            f"The seeds differ: {one['seed']} and {two['seed']}; other sounds are drawn, and the classifier, on which "
            "the Fréchet distance, coverage and label agreement depend, is another one, which intervals do not include."
        )
    if one["scale"] != two["scale"]:
        notes.append(
            f"The scales differ: {one['scale']:g} and {two['scale']:g}; near duplicates, the Fréchet distance and NDB "
            "depend on the number of sounds."
        )
    versions = [{"latentpad": own["latentpad"], **own.get("versions", {})} for own in (one, two)]
    if other := [
        f"{name} {versions[0].get(name)} and {versions[1].get(name)}"
        for name in versions[0] | versions[1]
        if versions[0].get(name) != versions[1].get(name)
    ]:
        notes.append(f"Versions differ: {', '.join(other)}.")
    old = [str(evaluation.path) for evaluation in (a, b) if not evaluation.has_intervals]
    if old:
        notes.append(
            f"No intervals in {' and '.join(old)}, written by an older latentpad: the noise is unknown; repeat "
            "latentpad evaluate to learn it."
        )
    return notes

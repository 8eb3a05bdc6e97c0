"""The names of the bundles on the shelf: their own or, where that is the same for several, with their folder."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from latentpad.folded import folded


def distinct_names(bundles: Sequence[tuple[str, Path]]) -> list[str]:
    """Return a name for each bundle, none of which differ only in case or in how accents are written.

    Parameters
    ----------
    bundles : sequence of tuple
        Names and paths, no path twice.
    """
    choices = [(name, f"{name} ({path.parent.name})", f"{name} ({path})") for name, path in bundles]
    counts = Counter(text for names in choices for text in {folded(name) for name in names})
    return [next((name for name in names if counts[folded(name)] == 1), names[-1]) for names in choices]

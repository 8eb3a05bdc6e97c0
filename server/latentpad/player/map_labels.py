"""The labels of a map as clients draw them: the largest first, each with its colour and where its name is written."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.player.dense_regions import dense_regions
from latentpad.player.label_colours import label_colours


def label_ranks(bundle: Bundle) -> NDArray[np.int32]:
    """Return the rank of each sound's label, 0 for the largest, -1 for none [n]."""
    order = _label_order(bundle)
    rank = np.full(len(bundle.labels) + 1, -1, dtype=np.int32)  # the last entry is for no label, -1
    rank[order] = np.arange(len(order))
    return rank[bundle.map.labels]


def label_entries(bundle: Bundle) -> list[dict[str, Any]]:
    """Return ``labels`` of `latentpad.player.map_files`; it takes a second for a million sounds of 80 labels."""
    layout = bundle.map
    entries = [
        _entry(layout.points, np.flatnonzero(layout.labels == label), bundle.labels[label])
        for label in _label_order(bundle)
    ]
    places = np.array([(entry["x"], entry["y"]) for entry in entries]).reshape(-1, 2)
    return [{**entry, "colour": colour} for entry, colour in zip(entries, label_colours(places), strict=True)]


def _label_order(bundle: Bundle) -> list[int]:
    """Return the labels that have sounds, the largest first."""
    labels = bundle.map.labels
    counts = np.bincount(labels[labels >= 0], minlength=len(bundle.labels))
    return sorted(np.flatnonzero(counts).tolist(), key=lambda label: (-counts[label], bundle.labels[label]))


def _entry(points: NDArray[np.float32], sounds: NDArray[np.int64], name: str) -> dict[str, Any]:
    """Return a label's entry, its colour left out."""
    regions = dense_regions(points[sounds])
    x, y = (round(float(value), 4) for value in points[sounds[regions[0].spots[0]]])
    spots = [{"count": region.count, "spots": sounds[region.spots].tolist()} for region in regions]
    return {"name": name, "count": len(sounds), "x": x, "y": y, "regions": spots}

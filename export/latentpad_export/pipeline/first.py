"""First bundles, playable while a library is still being read: its sounds are placed among those of the model's map."""

import logging
from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np

from latentpad.bundle.bundle import save_bundle
from latentpad_export.data.dataset import MIN_SOUNDS, Dataset
from latentpad_export.data.labelling import kind_table
from latentpad_export.layout.map_of import make_map
from latentpad_export.layout.naming import name_by_sound
from latentpad_export.layout.placing import place_among, spread_out
from latentpad_export.pipeline.finish import record_library
from latentpad_export.pipeline.listening import Listener
from latentpad_export.pipeline.mapped_bundle import mapped_bundle
from latentpad_export.pipeline.options import MapOptions
from latentpad_export.pipeline.progress import Reporter

logger = logging.getLogger(__name__)

FIRST, FACTOR = 32, 4
"""Files after which the first bundle is written, and how many times more each next one has."""

MAX_FILES = 20_000
"""Files after which no more are written: the places of so many sounds take a minute."""


class FirstBundles:
    """Writes first bundles of one run.

    Parameters
    ----------
    listener : Listener
    dataset : Dataset
    options : MapOptions
        With a folder for them.
    reporter : Reporter
        Is told what can be played.
    """

    def __init__(self, listener: Listener, dataset: Dataset, options: MapOptions, reporter: Reporter) -> None:
        self._listener, self._dataset, self._options, self._reporter = listener, dataset, options, reporter
        self._number, self._written, self._next = 0, 0, FIRST

    def advance(self, n_known: int) -> None:
        """Write a bundle if enough files were read since the last one."""
        is_last = n_known == len(self._dataset.sounds) > self._written
        if n_known > MAX_FILES or not (n_known >= self._next or is_last):
            return
        self._next, self._written = FACTOR * n_known, n_known
        self._number += 1
        path, n_sounds = self._write(self._number)
        if path:
            self._reporter.event("playable", bundle=str(path.absolute()), sounds=n_sounds)

    def _write(self, number: int) -> tuple[Path | None, int]:
        """Write a bundle of what is known by now; None where that are too few sounds for a map."""
        embedded = self._listener.known(self._dataset).embedded
        if embedded is None or len(embedded.sounds) < MIN_SOUNDS:
            return None, 0
        options, parent = self._options, self._listener.parent
        embedded, _ = name_by_sound(embedded, parent, kind_table(options.labelling))
        points = spread_out(place_among(parent, embedded.latents, embedded.outlines, options.seed))
        layout, labels = make_map(embedded, points, np.ones(len(points), dtype=np.bool_))
        bundle = mapped_bundle(parent, replace(options, update=False), self._dataset.credits, layout, labels)
        path = _free_path(options.first or options.output.parent, options.name, number)
        record_library(save_bundle(bundle, path, check=True), options.libraries)
        return path, len(points)


def _free_path(folder: Path, name: str, number: int) -> Path:
    """Return a path for a bundle that is not taken by one of an earlier run."""
    folder.mkdir(parents=True, exist_ok=True)
    numbered = (folder / f"{name}-{i}.latentpad" for i in count(number))
    return next(path for path in numbered if not path.exists())

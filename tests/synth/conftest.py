"""Bundles whose sounds are given, for tests of what is played between them."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial import Delaunay

from latentpad.bundle.map import Map
from latentpad.bundle.outline import outline, to_bytes

LINE = ((0.0, 0.5), (1.0, 0.5))
"""Two sounds, between which the share of the second one is x."""


def triangles_of(points):
    """Return a triangulation of points, none if they are on a line."""
    if len(points) < 3 or np.linalg.matrix_rank(points - points.mean(axis=0), tol=1e-5) < 2:
        return np.zeros((0, 3), np.int32)
    return Delaunay(points.astype(float)).simplices


def tables(representation):
    """Return the analysis and synthesis of bands that are as wide as each other, to a bin."""
    bands = np.array_split(np.arange(representation.n_bins), representation.n_bands)
    analysis = np.zeros((representation.n_bands, representation.n_bins), dtype=np.float32)
    for row, bins in zip(analysis, bands, strict=True):
        row[bins] = 1
    return {"analysis": analysis, "synthesis": analysis.T.copy()}


@pytest.fixture
def make_bundle(toy, make_decoder):
    """Make bundles with detail: each sound has a latent of its own, so that means and outlines mix as latents do."""

    def make(points=LINE, means=None, pitches=None, representation=toy.representation, spread=0.0):
        points = np.array(points, dtype=np.float32)
        n, shape = len(points), (representation.n_bands, representation.n_frames)
        means = np.ones((n, *shape), dtype=np.float32) if means is None else np.asarray(means, dtype=np.float32)
        layout = Map(
            points=points,
            latents=np.eye(n, dtype=np.float32),
            labels=np.full(n, -1, dtype=np.int32),
            names=np.array([f"{i}.wav" for i in range(n)]),
            seconds=np.ones(n, dtype=np.float32),
            peaks=np.full(n, 0.5, dtype=np.float32),
            pitches=np.zeros(n, dtype=np.float32) if pitches is None else np.array(pitches, dtype=np.float32),
            pitch_certainties=np.ones(n, dtype=np.float32),
            triangles=triangles_of(points),
            sketches=np.zeros((n, 16), dtype=np.uint8),
            outlines=to_bytes(outline(means)),
        )
        return replace(
            toy,
            representation=representation,
            latent_dim=n,
            map=layout,
            decoder=make_decoder(means, spread),
            detail_seconds=4.0,
            **tables(representation),
        )

    return make

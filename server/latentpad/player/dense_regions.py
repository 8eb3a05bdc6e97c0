"""Regions of the map where the sounds of a label are densest, and the spots in them where its name can be written.

The sounds are counted in N_CELLS x N_CELLS cells and smoothed. A region is a peak of that density with the cells around
it. There is a second one where the density between two peaks is low, and the lower peak has enough of the sounds.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

N_CELLS = 64
"""Cells per side of the map."""

WIDTH = N_CELLS + 2
"""Cells per column, with an empty one at either end, so that each has neighbours all around."""

AROUND = (-WIDTH - 1, -WIDTH, -WIDTH + 1, -1, 1, WIDTH - 1, WIDTH, WIDTH + 1)
"""Steps from a cell to its neighbours."""

LEAST_DENSITY = 0.05
"""Share of the highest density below which a cell belongs to no region."""

SPOT_DENSITY = 0.35
"""Share of a region's highest density that its cells with spots have at least."""

SADDLE_DENSITY = 0.45
"""Share of the lower peak's density that the density between two regions has at most."""

SECOND_SHARE, SECOND_COUNT = 0.2, 20
"""Share of the sounds, and number of them, that a second region has at least."""

SECOND_DISTANCE = 0.15 * N_CELLS
"""Cells between two peaks at least."""

MAX_SPOTS, SPOT_DISTANCE = 16, 2.5
"""Spots per region, and cells between two of them at least."""


@dataclass(frozen=True)
class Region:
    """A dense region of a label."""

    count: int
    """Sounds in it, those of its thin margins included."""

    spots: list[int]
    """Indices of some of its sounds, the one in the densest cell first."""


def dense_regions(points: NDArray[np.float32]) -> list[Region]:
    """Find the dense regions of a label's sounds.

    A spot is a sound: a name that is centred on it is over a sound of its label at any zoom.

    Parameters
    ----------
    points : ndarray [n, 2]
        In [0, 1]², at least one.

    Returns
    -------
    list of Region
        One or two, the one with the highest density first.
    """
    columns, rows = np.minimum((points * N_CELLS).astype(np.int64), N_CELLS - 1).T + 1
    cells = columns * WIDTH + rows
    counts = np.bincount(cells, minlength=WIDTH**2)
    density = _smooth(counts)
    return [
        Region(round(basin.mass), _middles(points, cells, _spot_cells(basin, density, counts)))
        for basin in _main_basins(density)
    ]


def _smooth(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Smooth the counts of the cells by a Gaussian, the wider the fewer sounds there are."""
    sigma = N_CELLS * np.clip(0.1 * counts.sum() ** (-1 / 6), 0.02, 0.06)
    distances = np.arange(WIDTH)[:, None] - np.arange(WIDTH)
    kernel = np.exp(-0.5 * (distances / sigma) ** 2)
    kernel /= kernel[WIDTH // 2].sum()
    smooth = np.zeros((WIDTH, WIDTH))
    smooth[1:-1, 1:-1] = (kernel @ counts.reshape(WIDTH, WIDTH) @ kernel)[1:-1, 1:-1]
    return smooth.ravel()


@dataclass
class _Basin:
    """Cells around a peak, the densest first."""

    cells: list[int]
    mass: float = 0.0


def _main_basins(density: NDArray[np.float64]) -> list[_Basin]:
    """Return the basin of the highest peak and, if there is another region, the largest other one."""
    highest, *others = _basins(density)
    least = max(SECOND_SHARE * density.sum(), SECOND_COUNT)
    far = [b for b in others if b.mass >= least and _distance(b.cells[0], highest.cells[0]) >= SECOND_DISTANCE]
    return [highest, *sorted(far, key=lambda basin: -basin.mass)[:1]]


def _basins(density: NDArray[np.float64]) -> list[_Basin]:
    """Flood the density from its peaks downwards; basins that meet high above the ground become one."""
    levels = density.tolist()
    basin_at: list[_Basin | None] = [None] * (WIDTH * WIDTH)
    basins: list[_Basin] = []
    for cell in _descending(density):
        near = {id(basin): basin for step in AROUND if (basin := basin_at[cell + step])}
        main, *others = sorted(near.values(), key=lambda basin: -levels[basin.cells[0]]) or [_Basin([])]
        if not near:
            basins.append(main)
        for other in others:
            for one in other.cells:
                basin_at[one] = main
            if levels[cell] > SADDLE_DENSITY * levels[other.cells[0]]:
                main.cells += other.cells
                main.mass += other.mass
                basins = [basin for basin in basins if basin is not other]
        main.cells.append(cell)
        main.mass += levels[cell]
        basin_at[cell] = main
    return basins


def _descending(density: NDArray[np.float64]) -> list[int]:
    """Return the cells that are dense enough to belong to a region, the densest first."""
    order = np.argsort(-density, kind="stable")
    n_cells = int(np.count_nonzero(density >= LEAST_DENSITY * density.max()))
    cells: list[int] = order[:n_cells].tolist()
    return cells


def _spot_cells(basin: _Basin, density: NDArray[np.float64], counts: NDArray[np.int64]) -> list[int]:
    """Choose cells with sounds for the spots, the densest first, none near another."""
    peak = density[basin.cells[0]]
    chosen: list[int] = []
    for cell in sorted(basin.cells, key=lambda cell: -density[cell]):
        if counts[cell] and all(_distance(cell, other) >= SPOT_DISTANCE for other in chosen):
            chosen.append(cell)
        if len(chosen) == MAX_SPOTS or (chosen and density[cell] < SPOT_DENSITY * peak):
            break
    return chosen


def _distance(one: int, other: int) -> float:
    """Return the distance between two cells."""
    return math.dist(divmod(one, WIDTH), divmod(other, WIDTH))


def _middles(points: NDArray[np.float32], cells: NDArray[np.int64], chosen: list[int]) -> list[int]:
    """Return, for each cell, its sound that is nearest to the mean of its sounds."""
    candidates = np.flatnonzero(np.isin(cells, chosen))
    middles = []
    for cell in chosen:
        inside = candidates[cells[candidates] == cell]
        offsets = points[inside] - points[inside].mean(axis=0)
        middles.append(int(inside[np.argmin((offsets**2).sum(axis=1))]))
    return middles

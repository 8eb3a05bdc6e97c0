"""Figures of the section on families: blends, paths, kits and kinds."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from latentpad_export.evaluate.metrics.bootstrap import mean, median
from latentpad_export.evaluate.metrics.descriptors import smoothed, spectral_distance
from latentpad_export.evaluate.metrics.estimate import ratio
from latentpad_export.evaluate.metrics.novelty import flat, near_duplicate_share, near_duplicates
from latentpad_export.evaluate.sections.detail_figures import (
    ATTACK,
    PITCHED_CERTAINTY,
    QUARTER_TONE,
    TUNED_CERTAINTY,
    Figures,
    only_sounding,
    told,
)
from latentpad_export.evaluate.sections.time import TINY
from latentpad_export.evaluate.subjects.kits import Kits, follows_kick
from latentpad_export.evaluate.subjects.measured import Measured
from latentpad_export.evaluate.subjects.paths import DIVISIONS, MEASURES, Steps

EVEN = 0.25
"""Largest deviation from the mean step, relative to it, of a path whose steps are equal."""


def blend_figures(made: Measured, first: Measured, second: Measured, heard: Sequence[Measured]) -> Figures:
    """Compare blends of two sounds with these.

    Parameters
    ----------
    made : Measured
    first, second : Measured
        The real sounds that were blended.
    heard : sequence of Measured
        Those of them with positive weights, whose attack and texture are expected.
    """
    silent = int((~made.sounding).sum())
    made, first, second, *heard = only_sounding(made, first, second, *heard)
    to_first, to_second, whole = (_distances(a, b) for a, b in ((made, first), (made, second), (first, second)))
    attack = np.exp(np.mean([np.log(sounds.column("attack") + TINY) for sounds in heard], axis=0))
    attacks = [sounds.column("attack") + TINY for sounds in heard]
    low, high = np.min(attacks, axis=0) / ATTACK, np.max(attacks, axis=0) * ATTACK
    own = made.column("attack") + TINY
    units = first.units
    texture = median(np.concatenate([sounds.column("texture") for sounds in heard]), np.tile(units, len(heard)))
    return {
        "blends": len(made.sounding),
        "silent": silent,
        "told": told(made, first),
        "texture": ratio(median(made.column("texture"), units), texture),
        "attack": median(own / attack, units),
        "attack_in_range": mean((own >= low) & (own <= high), units),
        "from_first": median(to_first / np.maximum(whole, TINY), units),
        "from_second": median(to_second / np.maximum(whole, TINY), units),
        "between": mean((to_first < whole) & (to_second < whole), units) if len(heard) > 1 else None,
        "twins": near_duplicate_share(flat(made.descriptions.features)),
        "twins_of_real": near_duplicate_share(flat(first.descriptions.features)),
    }


def _distances(one: Measured, other: Measured) -> NDArray[np.float64]:
    """Return the distance in dB between the sounds of each pair, with texture averaged out."""
    pairs = zip(one.features(), other.features(), strict=True)
    return np.array([spectral_distance(smoothed(a), smoothed(b)) for a, b in pairs], dtype=np.float64)


def path_figures(steps: Steps) -> dict[str, dict[str, Figures]]:
    """Return how even the steps of lines are, by division and measure."""
    return {
        division: {measure: _evenness(steps[:, i, j]) for j, measure in enumerate(MEASURES)}
        for i, division in enumerate(DIVISIONS)
    }


def _evenness(steps: NDArray[np.float64]) -> Figures:
    """Return how even steps [n_lines, n_steps] are; lines with a silent sample are left out."""
    own = steps[np.isfinite(steps).all(axis=1)]
    sizes = own.mean(axis=1)
    deviations = np.abs(own / np.maximum(sizes, 1e-9)[:, None] - 1).max(axis=1) * (sizes > 0)
    return {
        "lines": len(own),
        "with_silence": len(steps) - len(own),
        "step": mean(sizes),
        "deviation": median(deviations),
        "worst_deviation": float(deviations.max()) if len(own) else None,
        "even": mean(deviations <= EVEN),
    }


def kit_figures(kits: Kits, of_recipe: NDArray[np.bool_], library_kits: NDArray[np.str_]) -> Figures:
    """Return what the samples of some kits [n] have in common; `library_kits` is by sound of the map."""
    numbers = np.unique(kits.kit[of_recipe])
    own = [np.flatnonzero((kits.kit == number) & kits.made.sounding) for number in numbers]
    twins, real_twins = (
        [near_duplicates(flat(sounds.take(rows).descriptions.features)) for rows in own]
        for sounds in (kits.made, kits.reals)
    )
    kit_of_twins = np.repeat(numbers, list(map(len, own)))
    loudness = [kits.made.take(rows).column("loudness") for rows in own]
    shares = [_main_share(library_kits[kits.rows[rows]]) for rows in own]
    intervals = [cents_from_kick(kits, rows) for rows in own]
    cents, tuned = np.concatenate([np.zeros(0), *intervals]), np.repeat(numbers, list(map(len, intervals)))
    return {
        "kits": len(numbers),
        "samples": int(of_recipe.sum()),
        "twins": mean(np.concatenate([np.zeros(0, dtype=bool), *twins]), kit_of_twins),
        "twins_of_real": mean(np.concatenate([np.zeros(0, dtype=bool), *real_twins]), kit_of_twins),
        "kits_with_twins": sum(bool(found.any()) for found in twins),
        "loudness_spread": mean(np.array([values.std() for values in loudness if len(values)])),
        "loudness_range": mean(np.array([np.ptp(values) for values in loudness if len(values)])),
        "follow_kick": int((follows_kick(kits) & of_recipe).sum()),
        "tuned": len(cents),
        "bass_cents": median(np.abs(cents), tuned),
        "bass_in_tune": mean(np.abs(cents) <= QUARTER_TONE, tuned),
        "main_kit": mean(np.array([share for share in shares if share is not None], dtype=np.float64)),
    }


def cents_from_kick(kits: Kits, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the interval, without octaves, from a kit's kick to its samples that are tuned to it.

    Left out are samples without a steady pitch, and kits whose kick has none that is certain: the body of a drum.
    """
    hertz, certainty = kits.made.column("hertz"), kits.made.column("certainty")
    kick = rows[(kits.pad[rows] == 0) & (hertz[rows] > 0) & (certainty[rows] >= TUNED_CERTAINTY)]
    tuned = rows[follows_kick(kits)[rows] & (hertz[rows] > 0) & (certainty[rows] >= PITCHED_CERTAINTY)]
    if not len(kick):
        return np.zeros(0)
    cents: NDArray[np.float64] = (1200 * np.log2(hertz[tuned] / hertz[kick[0]]) + 600) % 1200 - 600
    return cents


def _main_share(names: NDArray[np.str_]) -> float | None:
    """Return the share of the most frequent kit of the library among those known; None if none is."""
    known = Counter(name for name in names.tolist() if name)
    return max(known.values()) / known.total() if known else None

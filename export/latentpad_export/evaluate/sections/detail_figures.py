"""Figures of the section on detail: sounds that were played at some spots against the real sounds there."""

import numpy as np
from numpy.typing import NDArray

from latentpad_export.evaluate.metrics.betweenness import betweenness
from latentpad_export.evaluate.metrics.bootstrap import mean, median
from latentpad_export.evaluate.metrics.descriptors import smoothed, spectral_distance
from latentpad_export.evaluate.metrics.distributions import nearest_distances
from latentpad_export.evaluate.metrics.estimate import ratio
from latentpad_export.evaluate.metrics.novelty import flat, near_duplicate_share
from latentpad_export.evaluate.metrics.told import told_from_real
from latentpad_export.evaluate.report.section import Cell
from latentpad_export.evaluate.sections.time import TINY
from latentpad_export.evaluate.subjects.measured import Measured

ALL, UNPITCHED, PITCHED = "all", "unpitched", "pitched"
"""Groups of sounds."""

PITCHED_CERTAINTY = 0.7
"""A sound is pitched if its pitch is at least this certain: it is a steady tone."""

TUNED_CERTAINTY = 0.3
"""Half-way between sounds whose pitches are at least this certain, one pitch is expected."""

QUARTER_TONE = 50.0
"""Cents."""

ATTACK = 1.2
"""Ratio of attack times up to which they are equal."""

SAME_PITCH = 1.03
"""Ratio by which a pitch between two others may exceed them; half a semitone."""

ALIKE = (np.nan, np.nan)
"""In place of the betweenness of a sound whose parents sound alike."""

Figures = dict[str, Cell]


def groups(*reals: Measured) -> dict[str, NDArray[np.bool_]]:
    """Return masks of the groups that have sounds: a spot is pitched if all of its real sounds are."""
    pitched = np.all([real.column("certainty") >= PITCHED_CERTAINTY for real in reals], axis=0)
    found = {ALL: np.ones(len(pitched), dtype=bool), UNPITCHED: ~pitched, PITCHED: pitched}
    return {name: mask for name, mask in found.items() if mask.any()}


def on_figures(made: Measured, real: Measured) -> Figures:
    """Compare sounds that were played on points with the real ones."""
    silent = int((~made.sounding).sum())
    odg, visqol, all_units = made.column("odg"), made.column("visqol"), real.units
    ungraded = int((made.sounding & real.sounding & np.isnan(odg)).sum())
    made, real = only_sounding(made, real)
    ratios, units = _attack_ratio(made, real), real.units
    found: Figures = {
        "sounds": len(made.sounding),
        "silent": silent,
        "visqol": mean(visqol, all_units),
        "odg": mean(odg, all_units),
        "without_odg": ungraded if np.isfinite(odg).any() else None,
        "smoothed_error": mean(smoothed_errors(made, real), units),
        "attack_within_20_percent": mean(np.abs(np.log(ratios)) <= np.log(ATTACK), units),
        "told": told(made, real),
        "texture": texture_ratio(made, real),
        "loudness": mean(np.abs(made.column("loudness") - real.column("loudness")), units),
        "punch": mean(np.abs(made.column("punch") - real.column("punch")), units),
    }
    return {**found, **_pitch_figures(made, real)}


def _pitch_figures(made: Measured, real: Measured) -> Figures:
    """Compare the pitches of sounds whose real ones are pitched."""
    pitched = real.column("certainty") >= PITCHED_CERTAINTY
    made, real = made.take(pitched), real.take(pitched)
    hertz, units = made.column("hertz"), real.units
    with np.errstate(divide="ignore"):
        cents = np.abs(1200 * np.log2(hertz / real.column("hertz")))
    return {
        "pitched": int(pitched.sum()),
        "pitch_cents": median(np.where(hertz > 0, cents, np.nan), units),
        "pitch_off": mean(~(cents <= QUARTER_TONE), units),
        "clarity": median(made.column("clarity") / np.maximum(real.column("clarity"), 0.01), units),
    }


def half_way_figures(made: Measured, first: Measured, second: Measured, with_forest: bool = True) -> Figures:
    """Compare sounds that were played half-way between two with both; the forest tells them from the first."""
    silent = int((~made.sounding).sum())
    made, first, second = only_sounding(made, first, second)
    rows = zip(made.features(), first.features(), second.features(), strict=True)
    ways = np.array([betweenness(*row) or ALIKE for row in rows], dtype=np.float64).reshape(-1, 2)
    units = first.units
    attacks = [sounds.column("attack") + TINY for sounds in (made, first, second)]
    low, high = np.minimum(*attacks[1:]) / ATTACK, np.maximum(*attacks[1:]) * ATTACK
    return {
        "pairs": len(made.sounding),
        "silent": silent,
        "told": told(made, first) if with_forest else None,
        "off_path": median(ways[:, 0], units),
        "nearer": median(ways[:, 1], units),
        "attack_in_range": mean((attacks[0] >= low) & (attacks[0] <= high), units),
        **_pair_figures(made, first, second),
    }


def _pair_figures(made: Measured, first: Measured, second: Measured) -> Figures:
    """Compare tones with the two that they lie between."""
    tuned = np.min([sounds.column("certainty") for sounds in (first, second)], axis=0) >= TUNED_CERTAINTY
    made, first, second = (sounds.take(tuned) for sounds in (made, first, second))

    def both(name: str) -> NDArray[np.float64]:
        values: NDArray[np.float64] = np.stack([first.column(name), second.column(name)])
        return values

    hertz, pitches, units = made.column("hertz"), both("hertz"), first.units
    between = (hertz >= pitches.min(axis=0) / SAME_PITCH) & (hertz <= pitches.max(axis=0) * SAME_PITCH)
    return {
        "pitched_pairs": int(tuned.sum()),
        "clarity": median(made.column("clarity") / np.maximum(both("clarity").mean(axis=0), 0.01), units),
        "prominence": median(made.column("prominence") - both("prominence").mean(axis=0), units),
        "one_pitch": mean(between & (hertz > 0), units),
    }


def inside_figures(made: Measured, real: Measured, library: NDArray[np.float32], copies_below: float) -> Figures:
    """Compare sounds that were played at random points with real ones, and with each other.

    Parameters
    ----------
    made, real : Measured
    library : np.ndarray [shape=(n, d), float32]
        Features of all real sounds, flattened.
    copies_below : float
        Distance below which a sound is a copy.
    """
    sounding = made.sounding
    features, units = flat(made.descriptions.features[sounding]), real.units[sounding]
    copies = nearest_distances(features, library) < copies_below
    return {
        "points": len(made.sounding),
        "silent": int((~made.sounding).sum()),
        "told": told(*only_sounding(made, real)),
        "twins": near_duplicate_share(features),
        "copies": mean(copies, units),
    }


def left_out_figures(made: Measured, real: Measured, nearest: Measured) -> Figures:
    """Compare sounds that were played without the real one at their point with it.

    Parameters
    ----------
    made, real : Measured
    nearest : Measured
        The real sounds with the largest share in those that were played.
    """
    return {
        "sounds": len(made.sounding),
        "distance": mean(smoothed_errors(made, real), real.units),
        "distance_of_nearest": mean(smoothed_errors(nearest, real), real.units),
    }


def told(made: Measured, real: Measured) -> float | None:
    """Return how well sounds are told from the real ones; None with too few of them."""
    return told_from_real(list(made.features()), list(real.features()), units=real.units)


def smoothed_errors(made: Measured, real: Measured) -> NDArray[np.float64]:
    """Return the distance [n] of each sound from the real one in dB, with texture averaged out."""
    pairs = zip(made.features(), real.features(), strict=True)
    return np.array([spectral_distance(smoothed(a), smoothed(b)) for a, b in pairs], dtype=np.float64)


def texture_ratio(made: Measured, real: Measured) -> float | None:
    """Return the median texture relative to that of the real sounds; None if one of them has none."""
    own, wanted = (median(sounds.column("texture"), real.units) for sounds in (made, real))
    return ratio(own, wanted)


def _attack_ratio(made: Measured, real: Measured) -> NDArray[np.float64]:
    """Return the attack time [n] of each sound relative to that of the real one."""
    ratio: NDArray[np.float64] = (made.column("attack") + TINY) / (real.column("attack") + TINY)
    return ratio


def only_sounding(*sets: Measured) -> tuple[Measured, ...]:
    """Return the sounds of sets that are silent in none of them."""
    sounding = np.all([sounds.sounding for sounds in sets], axis=0)
    return tuple(sounds.take(sounding) for sounds in sets)

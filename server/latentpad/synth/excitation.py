"""Excitation: what the model makes of a tone gets the pitch and the levels of the partials that the map knows.

A decoder cannot place a partial within a bin of 43 Hz. What it decodes of a tone has smeared partials, so that the
phases found for it beat, and its pitch is off by 40 cents and more. But it knows how the power around each partial
changes. So, as in a multiband excitation vocoder (Griffin and Lim 1988), what repeats is made anew, as sines at the
multiples of the pitch, and the rest remains noise with phases of its own. The map keeps how much of the power around
partials repeats in the real sound, and how strong they are in all. Sounds of the default bundle's map by the model
alone, as decoded and so; *off* is by over a quarter tone of the map's pitch, the clarity of pitch is given with that of
the real sounds, and the other columns are relative to these:

| | cents | off | clarity | distance (dB) | texture | attack within 20 % |
| --- | --- | --- | --- | --- | --- | --- |
| 113 synthesised tones and basses, as decoded | 360 | 0.85 | 0.54 of 0.93 | 6.0 | 1.26 | 0.37 |
| the same with partials | 0.1 | 0.08 | 0.90 of 0.93 | 5.7 | 1.11 | 0.35 |
| 150 sounds with a certain pitch (above 0.8) | 38 | 0.49 | 0.83 of 0.98 | 7.0 | 2.16 | 0.73 |
| the same with partials | 0.2 | 0.02 | 0.97 of 0.98 | 6.5 | 1.71 | 0.73 |
| 142 with a less certain one (above 0.65) | 125 | 0.77 | 0.74 of 0.96 | 6.6 | 1.18 | 0.65 |
| the same with partials | 5 | 0.17 | 0.91 of 0.96 | 6.5 | 1.13 | 0.60 |
| 150 with an uncertain one, mostly bodies of drums | 263 | 0.89 | 0.55 of 0.78 | 5.6 | 1.07 | 0.55 |
| the same with partials | 9 | 0.25 | 0.73 of 0.78 | 5.7 | 1.04 | 0.50 |

How it came about, by the mean error of the levels of the first five partials, those 45 dB below the sound and fainter
counting as that:

| | kicks | other low drums | low synthesised tones | basses |
| --- | --- | --- | --- | --- |
| as decoded | 5.9 dB | 10.0 dB | 7.4 dB | 5.1 dB |
| sines with the decoded power, by a filter of bins | 12.7 dB | 19.2 dB | 9.5 dB | 5.3 dB |
| sines with the levels of the real sound, set before the filter | 5.3 dB | 7.1 dB | 3.0 dB | 3.2 dB |
| the same, and what spreads beside them is taken from the noise (used) | 3.3 dB | 3.0 dB | 2.7 dB | 1.6 dB |

Phases are random: pulses, whose partials all begin at the same phase, make low tones rougher than real ones. Beside the
library's own detail, they are those of its partials, which would be cancelled by chance. Moving the pitch of the whole
sound by resampling it, once it was measured, left 26 of 100 tones off, since a smeared one has no single pitch.

References
----------
Griffin and Lim, "Multiband excitation vocoder", IEEE Transactions on Acoustics, Speech and Signal Processing 36, 1988.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from latentpad.synth.pitch import LOWEST
from latentpad.synth.tuning import common_pitch, tuned

FIRST_OF_GROUP = (1, 2, 3, 4, 5, 7, 10, 15)
"""Number of the first partial of each group, 1 for the fundamental; the last group is open."""

HIGHEST = 0.48
"""Of the sample rate: above it are no partials."""

BYTES_PER_DB = 4.0

MOST = 0.5
"""Share of the power around a fundamental that makes it heard as a pitch."""

SAME_PITCH, OTHER_PITCH = 1 / 24, 1 / 12
"""Octaves between pitches that are played as one, and from which on these are two."""

CLEARLY_HEAVIER = 0.2
"""Difference of weights from which on a parent's pitch is played, not that of another one."""


@dataclass(frozen=True)
class Excitation:
    """The periodic part of a sound."""

    hertz: float
    """At least that of the lowest pitch that is looked for."""

    shares: NDArray[np.float32]
    """[8] share of the power around each group of partials that repeats, in [0, 1]."""

    levels: NDArray[np.float32]
    """[8] power of the group's partials in decibels, relative to the whole sound; -inf for none."""

    @property
    def pitch(self) -> float:
        """The pitch that is heard in hertz; 0 where most of what is around the fundamental is noise."""
        return self.hertz if self.shares[0] >= MOST else 0.0


def mix_excitations(
    octaves: NDArray[np.float64],
    partials: NDArray[np.uint8],
    shares: NDArray[np.float32],
    weights: NDArray[np.float32],
) -> Excitation | None:
    """Return what repeats between sounds; None where most of their weight has no pitch, or two different ones.

    Parameters
    ----------
    octaves : np.ndarray [shape=(k,)]
        Binary logarithms of their pitches; NaN = none.
    partials : np.ndarray [shape=(k, 2, 8), uint8]
        As `latentpad.synth.periodicity.measure_partials` returns them.
    shares, weights : np.ndarray [shape=(k,)]
        Shares of the pitch, and weights with which the sounds are heard, the largest first; each sum to 1.
    """
    pitched = np.isfinite(octaves)
    hertz = common_pitch(octaves, shares, weights)
    if not hertz >= LOWEST:
        return None
    heard = tuned(octaves, shares)
    first = int(np.argmax(pitched))
    apart = np.interp(np.abs(heard - heard[first])[pitched], (SAME_PITCH, OTHER_PITCH), (0, 1))
    leads = np.clip((weights[first] - weights[pitched]) / CLEARLY_HEAVIER, 0, 1)
    strength = min(2 * float(weights[pitched].sum()) - 1, float((1 - apart * (1 - leads)).min()))
    parts = np.where(pitched, shares, 0)
    mixed = np.float32(max(0.0, strength)) * (parts @ partials[:, 0].astype(np.float32)) / 255
    if not mixed.any():
        return None
    of_levels = (parts / parts.sum()) @ partials[:, 1].astype(np.float32)
    faded = 10 * np.log10(strength)  # else, as much of the power would be both moved and left
    levels = np.where(of_levels > 0, (of_levels - 255) / BYTES_PER_DB + faded, -np.inf)
    return Excitation(hertz, mixed.astype(np.float32), levels.astype(np.float32))


def group_of(numbers: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return the group [...] of each partial, given their numbers from 1 on."""
    return np.searchsorted(FIRST_OF_GROUP, numbers, side="right") - 1

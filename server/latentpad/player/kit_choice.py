"""The choice of 16 sounds that fit together.

A kit has a character: how bright and how long its sounds are among their kinds, and one kit of the library that most of
them come from. Each pad gets the sound of its kind that is nearest to the character and the traits of its slot, typical
of its kind, and no near twin of another one; all are drawn by the seed. Played is a random place between that sound and
its neighbours of the same kind, so that a kit is new and every pad is of its kind. Two kits of the default bundle have
0.1 of their 16 pads in common, and 0.1 of all pads are sounds of the library as they are. Always between the same
neighbours, and nearly always with the best sound, it was 1.5 and 0.3.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.kits.recipes import ANY, STYLE_WORDS, Slot
from latentpad.player.characters import Characters
from latentpad.synth.regions import TWINS, Regions

OTHER_KIT, OTHER_STYLE, UNTYPICAL = 0.3, 0.5, 0.3
"""Costs of a sound of another kit of the library, of one whose name tells another style, and of one none of whose likes
has its label; a rank that is off by all costs 1. Without the last cost, the sounds that lead the pads are classified as
what they are called in 0.75 of the cases, in place of 0.84."""

SAME_STEM = 0.3
"""Cost of a sound whose file has the name of another one's but for its number: another hit of the same drum."""

NO_PITCH = 0.6
"""Cost of a sound without a certain pitch, of a kick to which others are tuned and of these."""

ALIKE, OTHER_PITCH = 0.98, 1.5 / 12
"""Cosine similarity of outlines from which on two sounds may be near twins, and octaves by which other drums are none.
Compared by their latents alone, 9 of 100 kits of the default bundle had near twins (spectrograms with a similarity of
0.99); so, one of 300."""

LONE = 0.15
"""Cost of a sound that is in no triangle of its label, and is thus played as it is."""

MAX_CANDIDATES = 1_024
"""Sounds among which one is chosen, in libraries with more of a kind."""

LUCK = 0.05
"""Sounds are drawn with probabilities that fall by a factor of e for each of these in cost (Gumbel-max trick)."""

FREEDOM = 0.2, 0.8
"""Range of the character's ranks."""


class Style(NamedTuple):
    """The character of a kit."""

    brightness: float
    length: float

    mates: NDArray[np.int64]
    """Numbers of the library's kits that fit (`Characters.mates`); may be empty."""

    name: str = ""
    """Style that the names of sounds may tell."""


class Choice(NamedTuple):
    """A sound for a pad."""

    slot: Slot
    sound: int
    """Index of the sound of the map that leads it."""

    x: float
    y: float


class KitChoice:
    """Chooses kits from one map.

    Parameters
    ----------
    bundle : Bundle
    regions : Regions
        Those of the bundle's map.
    """

    def __init__(self, bundle: Bundle, regions: Regions) -> None:
        self._bundle, self._regions = bundle, regions
        self.characters = Characters(bundle)

    def prepare(self, name: str) -> Iterator[None]:
        """Compute what the first kit of a style takes, in steps: on a map of a million sounds, some seconds."""
        _ = self._regions.is_lone(np.zeros(1, dtype=np.int64))
        yield
        yield from self.characters.prepare(name in STYLE_WORDS)

    def random_style(self, slots: Sequence[Slot], name: str, rng: np.random.Generator) -> Style:
        """Draw a style; kits of the library that can fill more of the slots are more likely."""
        brightness, length = rng.uniform(*FREEDOM, 2)
        mates = self.characters.mates
        weights = np.zeros(mates.max() + 1)
        for slot in slots:
            sounds = self.characters.of_kinds(slot.kinds)
            if name in STYLE_WORDS:
                sounds = sounds[np.isin(self.characters.styles[sounds], ["", name])]
            weights[np.unique(mates[sounds])] += 1
        weights = np.where(weights > 1, weights**1.5, 0)
        chosen = rng.choice(len(weights), 1, p=weights / weights.sum()) if weights.any() else np.zeros(0, dtype=int)
        return Style(float(brightness), float(length), chosen.astype(np.int64), name)

    def style_of(self, sounds: NDArray[np.int64]) -> Style:
        """Return the style of sounds of the map."""
        ranks = self.characters
        brightness, length = (float(values[sounds].mean()) for values in (ranks.brightness, ranks.length))
        return Style(brightness, length, np.unique(ranks.mates[sounds]))

    def choose(self, slots: Sequence[Slot], style: Style, rng: np.random.Generator) -> list[Choice]:
        """Choose a sound for each slot, in their order; slots for which the map has no kind get sounds of any."""
        taken: list[int] = []
        followed = any(slot.follows_kick for slot in slots)
        for slot in slots:
            sounds = self.candidates(self.characters.of_kinds(slot.kinds), style, rng)
            sounds = self._unlike(sounds, taken)
            if not len(sounds):
                sounds = self._unlike(self.candidates(np.arange(len(self._bundle.map.points)), style, rng), taken)
            if len(sounds):
                costs = self._costs(sounds, slot, style) - LUCK * rng.gumbel(size=len(sounds))
                if slot.follows_kick or (followed and slot.place == "kick"):
                    costs += NO_PITCH * (1 - self.characters.certainty[sounds])
                costs += SAME_STEM * np.isin(self.characters.stems(sounds), self.characters.stems(taken))
                ranked = sounds[np.argsort(costs, kind="stable")].tolist()
                taken.append(next((one for one in ranked if not self._sounds_like(one, taken)), ranked[0]))
            else:
                taken.append(int(rng.integers(len(self._bundle.map.points))))
        points = [self._regions.led_point(sound, rng, taken) for sound in taken]
        return [Choice(slot, sound, x, y) for slot, sound, (x, y) in zip(slots, taken, points, strict=True)]

    def candidates(self, sounds: NDArray[np.int64], style: Style, rng: np.random.Generator) -> NDArray[np.int64]:
        """Draw the sounds among which one is chosen: all, or of very many some, up to half of them of fitting kits."""
        if len(sounds) <= MAX_CANDIDATES:
            return sounds
        shuffled = rng.permutation(sounds)
        mates = shuffled[np.isin(self.characters.mates[shuffled], style.mates)][: MAX_CANDIDATES // 2]
        return np.unique(np.append(mates, shuffled[: MAX_CANDIDATES - len(mates)]))

    def _costs(self, sounds: NDArray[np.int64], slot: Slot, style: Style) -> NDArray[np.float64]:
        """Return how badly sounds fit a slot and a style."""
        ranks = self.characters
        length = style.length if slot.length == ANY else slot.length
        costs = np.square(ranks.brightness[sounds] - style.brightness) * (slot.pitch == ANY)
        costs += np.square(ranks.length[sounds] - length)
        if slot.pitch != ANY:
            costs += np.square(ranks.height[sounds] - slot.pitch)
        costs += LONE * self._regions.is_lone(sounds)
        costs += UNTYPICAL * (1 - ranks.typicality(sounds))
        costs += OTHER_KIT * ~np.isin(ranks.mates[sounds], style.mates)
        if style.name in STYLE_WORDS:
            costs += OTHER_STYLE * ~np.isin(ranks.styles[sounds], ["", style.name])
        return np.asarray(costs, dtype=np.float64)

    def _sounds_like(self, sound: int, taken: Sequence[int]) -> bool:
        """Return whether a sound has almost the outline of one of those taken.

        Other drums with another pitch are not meant: toms of one set, say.
        """
        outlines, ranks = self._bundle.map.outlines, self.characters
        if outlines is None or not taken:
            return False
        own, others = (outlines[rows].reshape(len(rows), -1).astype(np.float32) for rows in ([sound], list(taken)))
        norms = np.maximum(np.linalg.norm(others, axis=1) * np.linalg.norm(own), 1e-9)
        alike = np.array(taken)[others @ own[0] > ALIKE * norms]
        other_pitch = np.abs(ranks.octaves[alike] - ranks.octaves[sound]) > OTHER_PITCH
        return not (other_pitch & (ranks.stems(alike) != ranks.stems([sound]))).all()

    def _unlike(self, sounds: NDArray[np.int64], taken: Sequence[int]) -> NDArray[np.int64]:
        """Return those sounds that are no near twins of those taken, of their kind's spread."""
        if not taken or not len(sounds):
            return sounds
        latents = self._bundle.map.latents
        spread = np.square(latents[sounds] - latents[sounds].mean(axis=0)).sum(axis=1).max()
        nearest = np.min([np.square(latents[sounds] - latents[one]).sum(axis=1) for one in taken], axis=0)
        unlike: NDArray[np.int64] = sounds[nearest > TWINS**2 * spread]
        return unlike

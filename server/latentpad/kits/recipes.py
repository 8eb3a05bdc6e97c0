"""Recipes of kits: which sounds go on 16 pads."""

import difflib
import re
from dataclasses import dataclass
from functools import lru_cache

from latentpad.errors import UnknownKindError

ANY = -1.0
"""A trait that does not matter."""


@dataclass(frozen=True)
class Slot:
    """A pad to be filled, and what is wanted there."""

    place: str
    """What `latentpad.kits.pads.place` makes the pad of."""

    kinds: tuple[str, ...]
    """Kinds of sounds, the best first, as `kind_words` gives them."""

    length: float = ANY
    """Where among the sounds of its kind its length is: 0 the shortest, 1 the longest."""

    pitch: float = ANY
    """Likewise its pitch, or its brightness where it has none."""

    level_db: float = 0.0
    """Usual level in a mix relative to the kick."""

    follows_kick: bool = False
    """Whether it is tuned to the kick."""


HAT = ("hihat", "hat", "hh")
RIM = ("rim", "rimshot", "sidestick", "stick", "rs")
TOM = ("tom",)
CYMBAL = ("cymbal",)
HAND = ("handdrum", "conga", "bongo", "djembe", "tabla", "perc", "percussion")
WOOD = ("wooden", "block", "woodblock", "wood", "clave")
METAL = ("cowbell", "metallic", "metal", "bell", "agogo")
SHAKER = ("shaker", "maraca", "cabasa", "tambourine", "tamb")
SNARE, KICK = ("snare", "sd", "sn"), ("kick", "bd", "bassdrum", "kik")
CLAP = ("clap", "handclap", "cp", "snap")
BASS = ("basssynth", "bass", "sub", "basselectric", "eightoeight")
TONE = ("synthtone", "tone", "synth", "stab", "pluck", "chord", "key")
FX = ("fx", "effect", "noise", "foley", "perc", "other")

_KICK, _SNARE = Slot("kick", KICK), Slot("snare", SNARE)
_CLAP, _RIM = Slot("clap", CLAP, level_db=-2), Slot("rim", (*RIM, *SNARE), length=0.0, level_db=-4)
_CLOSED = Slot("closed hat", ("closedhat", "closedhihat", "ch", *HAT), length=0.1, level_db=-7)
_OPEN = Slot("open hat", ("openhat", "openhihat", "oh", *HAT), length=0.9, level_db=-7)
_PEDAL = Slot("pedal hat", ("pedalhat", *HAT), length=0.35, level_db=-8)
_TOMS = (
    Slot("tom", ("lowtom", *TOM), pitch=0.15, level_db=-2),
    Slot("tom", ("midtom", *TOM), pitch=0.5, level_db=-2),
    Slot("tom", ("hightom", *TOM), pitch=0.85, level_db=-2),
)
_CRASH = Slot("crash", ("crash", *CYMBAL), length=0.9, level_db=-5)
_RIDE = Slot("ride", ("ride", *CYMBAL), length=0.6, pitch=0.7, level_db=-6)
_SHAKER, _METAL = Slot("shaker", SHAKER, level_db=-7), Slot("cowbell", METAL, level_db=-5)
_WOOD, _HAND = Slot("block", WOOD, level_db=-5), Slot("hand drum", HAND, level_db=-3)

RECIPES: dict[str, tuple[Slot, ...]] = {
    "acoustic": (
        *(_KICK, _RIM, _SNARE, _CLAP, _CLOSED, _PEDAL, _OPEN, *_TOMS, _CRASH, _RIDE),
        *(_METAL, _HAND, _SHAKER, _WOOD),
    ),
    "electronic": (
        *(_KICK, Slot("kick 2", KICK, length=0.9, level_db=-1), _SNARE, _CLAP, _CLOSED, _OPEN, _RIM, _TOMS[0]),
        *(_TOMS[2], _CRASH, _METAL, _SHAKER, _HAND, Slot("bass", BASS, level_db=-1, follows_kick=True)),
        *(Slot("tone", TONE, level_db=-4, follows_kick=True), Slot("fx", FX, level_db=-6)),
    ),
    "percussion": (
        *(_KICK, *(Slot("hand drum", HAND, pitch=step / 4, level_db=-2) for step in range(5)), *_TOMS[::2]),
        *(_SHAKER, Slot("tambourine", SHAKER, length=0.8, level_db=-7), _WOOD, Slot("low block", WOOD, pitch=0.1)),
        *(_METAL, Slot("agogo", METAL, pitch=0.9, level_db=-6), _CLAP),
        Slot("triangle", METAL, length=1.0, level_db=-8),
    ),
}  # fmt: skip
"""Slots by the name of the recipe."""

DEFAULT = "acoustic"
"""The recipe of a kit for which none is named, from sounds of any style."""

LIKE = "like "
"""Beginning of a recipe that is followed by paths, one per line: a kit in the style of these sounds."""

STYLE_WORDS = {
    "electronic": (
        *("808", "909", "707", "606", "cr78", "linn", "dmx", "sp12", "tr", "synth", "electro", "electronic", "analog"),
        *("digital", "modular", "factory", "machine", "fischer808", "fm"),
    ),
    "acoustic": (
        *("acoustic", "live", "studio", "room", "recorded", "natural", "vl1", "vl2", "rr1", "rr2", "rr3", "brush"),
        *("frankensnare", "mic", "overhead"),
    ),
}
"""Words in the names of sounds that tell their style."""

KNOWN_WORDS = [(style, frozenset(words)) for style, words in STYLE_WORDS.items()]

MAX_FOLDERS = 4_096
"""Folders whose styles are kept."""


WORD = re.compile(r"[^\W\d_]+")


def find_recipe(name: str) -> tuple[Slot, ...]:
    """Return the slots of a recipe; an empty name and `LIKE` mean the default one (raises UnknownKindError)."""
    plain = name.strip().casefold()
    if not plain or like_paths(name):
        return RECIPES[DEFAULT]
    if plain in RECIPES:
        return RECIPES[plain]
    close = difflib.get_close_matches(plain[:40], RECIPES, n=1)
    guess = f"did you mean {close[0]}? " if close else ""
    choices = ", ".join(RECIPES)
    raise UnknownKindError(f"unknown recipe {name[:40]!r}; {guess}choose from {choices}, or 'like PATH'")


def like_paths(recipe: str) -> list[str]:
    """Return the paths of a recipe that is a style, which are one per line; none of one that is not."""
    word, _, paths = recipe.lstrip().partition(" ")
    return [path.strip() for path in paths.split("\n") if path.strip()] if f"{word} ".casefold() == LIKE else []


def kind_words(label: str) -> set[str]:
    """Return the words of a label in the singular, and all of them in one.

    >>> sorted(kind_words("Closed_Hats"))
    ['closed', 'closedhat', 'hat']
    """
    found = (re.sub(r"(?<=[^s])s$", "", word) if len(word) > 2 else word for word in WORD.findall(label.lower()))
    words = list(found)
    return {*words, "".join(words)}


def style_of(name: str) -> str:
    """Return the style that the name of a sound tells, empty if none or several."""
    folder, _, file = name.rpartition("/")
    found = {*_styles(folder), *_styles_in(file)}
    return found.pop() if len(found) == 1 else ""


def _styles_in(text: str) -> list[str]:
    """Return the styles of which a text has words."""
    words = re.findall(r"[^\W_]+", text.lower())
    return [style for style, known in KNOWN_WORDS if not known.isdisjoint(words)]


_styles = lru_cache(MAX_FOLDERS)(_styles_in)
"""The same for folders, which many sounds share."""

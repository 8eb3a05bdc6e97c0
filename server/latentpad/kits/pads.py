"""The pads of a kit: names, notes and choke groups by the kind of a sound, and the names of the wavs.

Notes are those of General MIDI's percussion key map (GM 2, RP-024) where it has the kind. Sounds that are no percussion
lie below the drums, where a keyboard has its bass; what finds no place there takes any free note.
"""

import re
from collections.abc import Collection
from typing import NamedTuple

from latentpad.samples.file_names import file_stem

HATS = 1
"""Choke group of the hi-hats."""

LAYERS, ROUND_ROBINS = 4, 8
"""Most velocity layers of a pad, and samples of a layer."""


class Place(NamedTuple):
    """Where a sound goes."""

    name: str
    note: int
    choke: int = 0


KICKS = (Place("Kick", 36), Place("Kick 2", 35))
RIMS = (Place("Rim", 37), Place("Sticks", 31), Place("Claves", 75))
SNARES = (Place("Snare", 38), Place("Snare 2", 40))
CLAPS = (Place("Clap", 39), Place("Slap", 28))
CLOSED_HATS = (Place("Closed Hat", 42, HATS), Place("Pedal Hat", 44, HATS))
OPEN_HATS = (Place("Open Hat", 46, HATS),)
TOMS = (
    *(Place("Low Tom", 45), Place("Mid Tom", 47), Place("High Tom", 50)),
    *(Place("Low Floor Tom", 41), Place("High Floor Tom", 43), Place("High Mid Tom", 48)),
)
CRASHES = (Place("Crash", 49), Place("Crash 2", 57), Place("Splash", 55), Place("China", 52))
RIDES = (Place("Ride", 51), Place("Ride 2", 59), Place("Ride Bell", 53))
COWBELLS = (Place("Cowbell", 56), Place("Agogo", 67), Place("Low Agogo", 68), Place("Triangle", 81))
HANDS = tuple(Place(f"Hand Drum {number}", 59 + number) for number in range(1, 6))
SHAKERS = (Place("Shaker", 70), Place("Shaker 2", 82), Place("Cabasa", 69), Place("Tambourine", 54))
BLOCKS = (Place("Block", 76), Place("Low Block", 77), Place("Claves", 75))

PLACES: dict[str, tuple[Place, ...]] = {
    "kick": KICKS, "bd": KICKS, "bassdrum": KICKS,
    "rim": RIMS, "rimshot": RIMS, "sidestick": RIMS, "stick": RIMS,
    "snare": SNARES, "sd": SNARES, "brush": SNARES,
    "clap": CLAPS, "snap": CLAPS,
    "openhat": OPEN_HATS, "openhihat": OPEN_HATS, "oh": OPEN_HATS,
    "hihat": CLOSED_HATS + OPEN_HATS, "hat": CLOSED_HATS + OPEN_HATS, "closedhat": CLOSED_HATS, "hh": CLOSED_HATS,
    "closedhihat": CLOSED_HATS, "pedalhat": CLOSED_HATS[1:],
    "tom": TOMS,
    "crash": CRASHES, "ride": RIDES, "cymbal": (CRASHES[0], RIDES[0], *CRASHES[1:], *RIDES[1:]),
    "cowbell": COWBELLS, "metallic": COWBELLS, "bell": COWBELLS, "agogo": COWBELLS[1:],
    "handdrum": HANDS, "conga": HANDS, "bongo": HANDS, "perc": HANDS, "percussion": HANDS,
    "shaker": SHAKERS, "maracas": SHAKERS, "tambourine": SHAKERS[3:],
    "block": BLOCKS, "wooden": BLOCKS, "wood": BLOCKS, "woodblock": BLOCKS, "claves": BLOCKS[2:],
}  # fmt: skip
"""Places for each kind word, the first choice first."""

NAMED = {re.sub(r"\W", "", one.name.lower()): one for places in PLACES.values() for one in places}
"""Places by their names, in lower case without spaces."""

BELOW = tuple(range(24, 36))
"""Notes of sounds that are no percussion: basses, tones, effects."""


def place(kind: str, taken: Collection[int] = ()) -> Place:
    """Return the first free place for a sound.

    Parameters
    ----------
    kind : str
        A label of a map, such as ``hihat`` or ``hand_drum``, or a pad's name, such as ``open hat``.
    taken : collection of int
        Notes of the kit's other pads, at most 127.

    Returns
    -------
    Place
        The one with this name, else of the words of the kind, or with its own name below the drums.
    """
    own = NAMED.get(re.sub(r"[\W_]", "", kind.lower()))
    if own and own.note not in taken:
        return own
    words = re.findall(r"[a-z]+", kind.lower())
    for word in ("".join(words), *words):
        for found in PLACES.get(word, ()):
            if found.note not in taken:
                return found
    name = " ".join(word.capitalize() for word in re.findall(r"\w+", kind.replace("_", " "))) or "Sound"
    drums = {one.note for places in PLACES.values() for one in places}
    free = [note for note in (*BELOW, *range(52, 128), *range(128)) if note not in taken]
    return Place(name, next((note for note in free if note not in drums), free[0]))


def wav_name(number: int, name: str, layer: tuple[int, int] = (0, 1), round_robin: tuple[int, int] = (0, 1)) -> str:
    """Return a name for the wav of a pad that all formats can spell, such as ``01 Kick.wav`` or ``01 Kick v2 r3.wav``.

    Parameters
    ----------
    number : int
        Of the pad, from 1.
    name : str
        Of the pad.
    layer, round_robin : tuple of int
        Index from 0, and how many there are; left out of the name where there is one.
    """
    parts = [f"{number:02d}", re.sub(r"[$=#&%\x00-\x1f]+", "-", name)]
    parts += [f"{letter}{index + 1}" for letter, (index, n) in (("v", layer), ("r", round_robin)) if n > 1]
    return f"{file_stem(' '.join(parts))}.wav"

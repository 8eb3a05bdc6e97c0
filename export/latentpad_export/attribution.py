"""The text of a bundle's ATTRIBUTION.txt: credits of the library, and of the bundle it builds on."""

import re

from latentpad.bundle.bundle import Bundle

NO_CREDITS = "The training data came without an ATTRIBUTION.txt.\n"

RECORDINGS = (
    "The bundle contains recordings of the sounds on its map. Changes made to them: mixed to mono, trimmed, cut at "
    "{:g} s, set to a peak of -1 dBFS, coded as Ogg Vorbis.\n"
)
ANY_RECORDINGS = re.compile(r"\n*The bundle contains recordings .*\n")


def training_attribution(credits: str, parent: Bundle | None) -> str:
    """Return the credits of the training data and of the bundle whose weights the training started from."""
    own = credits or NO_CREDITS
    if parent is None or network_credits(parent).strip() in own:
        return own
    return f"{own}\n\nThe training started from the weights of {parent.name}:\n\n{network_credits(parent)}"


def map_attribution(credits: str, parent: Bundle) -> str:
    """Return the credits of a bundle's networks, then those of the library on the new map."""
    return f"{network_credits(parent)}\n\nThe map:\n\n{credits or NO_CREDITS}"


def with_recordings(attribution: str, seconds: float) -> str:
    """Add that a bundle contains recordings, and what was changed in them: cut at `seconds`, among others."""
    return f"{attribution.rstrip()}\n\n{RECORDINGS.format(seconds)}"


def network_credits(parent: Bundle) -> str:
    """Return the credits of a bundle, without those of its recordings, which a bundle built on it does not contain."""
    return ANY_RECORDINGS.sub("\n", parent.attribution)

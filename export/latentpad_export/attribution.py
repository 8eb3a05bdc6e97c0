"""The text of a bundle's ATTRIBUTION.txt: credits of the library, and of the bundle it builds on."""

from latentpad.bundle.bundle import Bundle

NO_CREDITS = "The training data came without an ATTRIBUTION.txt.\n"


def training_attribution(credits: str, parent: Bundle | None) -> str:
    """Return the credits of the training data and of the bundle whose weights the training started from."""
    own = credits or NO_CREDITS
    if parent is None or parent.attribution.strip() in own:
        return own
    return f"{own}\n\nThe training started from the weights of {parent.name}:\n\n{parent.attribution}"


def map_attribution(credits: str, parent: Bundle) -> str:
    """Return the credits of a bundle's networks, then those of the library on the new map."""
    return f"{parent.attribution}\n\nThe map:\n\n{credits or NO_CREDITS}"

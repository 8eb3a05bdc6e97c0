"""The one error of the factory."""

from latentpad.errors import LatentpadError


class FactoryError(LatentpadError):
    """The library cannot be made as asked; the message says why and what to do."""

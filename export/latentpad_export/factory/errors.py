"""The error of the factory."""

from latentpad.errors import LatentpadError


class FactoryError(LatentpadError):
    """The library cannot be written as requested; the message says why and what to do."""

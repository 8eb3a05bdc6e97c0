"""Batches: families of samples that are rendered one after the other."""

from collections.abc import Iterator
from pathlib import Path

from latentpad.errors import LengthError, SilenceError
from latentpad.request import Rendered

BatchStep = Rendered | SilenceError | LengthError | None
"""A sample, why there is none, or None for preparation that took about as long as a sample."""


class Batch:
    """Samples that are rendered as they are iterated over; those that are silent or too long are left out.

    Parameters
    ----------
    n : int
        Samples, those that are left out included.
    folder : Path
        Where they are written.
    steps : iterator of BatchStep
    """

    def __init__(self, n: int, folder: Path, steps: Iterator[BatchStep]) -> None:
        self.n, self.folder = n, folder
        self._steps = steps

    def steps(self) -> Iterator[BatchStep]:
        """Do the work step by step: others can be served in between."""
        return self._steps

    def __iter__(self) -> Iterator[Rendered]:
        """Render the samples, without the places that have none."""
        return (step for step in self._steps if isinstance(step, Rendered))

"""Batches: families of samples that are rendered one after the other."""

from collections.abc import Iterator
from pathlib import Path

from latentpad.errors import SilenceError
from latentpad.request import Rendered

BatchStep = Rendered | SilenceError | None
"""A sample, why there is none, or None for preparation that took about as long as a sample."""


class Batch:
    """Samples that are rendered as they are iterated over; silent ones are left out.

    Parameters
    ----------
    n : int
        Samples, silent ones included.
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
        """Render the samples that are not silent."""
        return (step for step in self._steps if isinstance(step, Rendered))

"""Errors of the training half; the text of each is one line: file, value, bound, what to do."""

from latentpad.errors import LatentpadError


class LibraryError(LatentpadError):
    """A folder cannot serve as a library."""


class DiskError(LibraryError):
    """The disk is full, or cannot be written to: the same run goes on once it can be."""


class TrainingError(LatentpadError):
    """Training cannot start, continue or be resumed."""


class ExportError(LatentpadError):
    """The exported network does not compute what the PyTorch model does, or the bundle cannot be written."""


class EvaluationError(LatentpadError):
    """An evaluation cannot start or continue."""

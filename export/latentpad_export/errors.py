"""The errors of the training half; the text of each is one line: file, value, bound, what to do."""

from latentpad.errors import LatentpadError


class LibraryError(LatentpadError):
    """A folder cannot serve as a library."""


class UnusableSoundError(LatentpadError):
    """One file cannot be learnt from; its text is the reason that the user reads."""


class TrainingError(LatentpadError):
    """Training cannot start, go on or be resumed."""


class ExportError(LatentpadError):
    """The network in ONNX does not do what it does in PyTorch, or the bundle cannot be written."""


class EvaluationError(LatentpadError):
    """An evaluation cannot start or go on."""

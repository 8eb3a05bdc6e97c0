"""Inputs and settings of an evaluation, for its report."""

from dataclasses import dataclass

from latentpad.bundle.bundle import Bundle


@dataclass(frozen=True)
class LibrarySize:
    """Name of the library and its numbers of sounds."""

    name: str
    n_files: int
    n_usable: int
    n_train: int
    n_test: int


@dataclass(frozen=True)
class Facts:
    """Inputs and settings of an evaluation."""

    bundles: tuple[Bundle, ...]
    """The evaluated bundle, then the baselines."""

    library: LibrarySize
    seed: int
    scale: float
    seconds: float
    """Duration of the run; of a resumed run, only since it was resumed."""

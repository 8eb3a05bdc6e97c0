"""Options of ``latentpad train`` and ``latentpad map``."""

from dataclasses import dataclass
from pathlib import Path

from latentpad_export.data.labelling import Labelling
from latentpad_export.layout.layout import Layout
from latentpad_export.presets import Preset
from latentpad_export.training.budget import Budget

DETAIL_SECONDS = 4.0
"""Longest part of a sound that is played as detail, unless another is chosen."""

UNKNOWN_LICENCE = "unknown"
"""Licence of a library where none is stated."""


@dataclass(frozen=True)
class TrainOptions:
    """Options of ``latentpad train``."""

    libraries: tuple[Path, ...]
    output: Path
    name: str
    preset: Preset
    budget: Budget
    seed: int
    device: str
    precision: str
    factory: int
    """Synthesised sounds per label to train on as well."""
    licence: str
    start: Path | None = None
    """A bundle whose weights the training starts from."""
    layout: Layout = "sound"
    seconds: float = DETAIL_SECONDS
    """Longest part of a sound that is played as detail."""
    embed: bool = False
    """Whether the bundle carries recordings of the sounds on its map."""
    refine: bool | None = None
    """Whether the latents of the sounds on the map are refined; None: unless there are many."""
    labelling: Labelling | None = None
    """Labelling of sounds that are in no table."""
    threads: int | None = None
    """CPU threads of each process."""
    cache: Path | None = None
    """Folder for what is computed; None: in the user's cache folder."""


@dataclass(frozen=True)
class MapOptions:
    """Options of ``latentpad map``."""

    libraries: tuple[Path, ...]
    model: Path
    output: Path
    name: str
    seed: int
    licence: str
    layout: Layout = "sound"
    seconds: float = DETAIL_SECONDS
    """Longest part of a sound that is played as detail."""
    embed: bool = False
    """Whether the bundle carries recordings of the sounds on its map."""
    refine: bool = False
    """Whether the latents of the sounds on the map are refined, which takes PyTorch."""
    labelling: Labelling | None = None
    """Labelling of sounds that are in no table."""
    update: bool = False
    """Whether the sounds that are on the model's own map keep their places, and others are put among them."""
    first: Path | None = None
    """Folder for bundles that can be played while the library is still being read."""
    cache: Path | None = None
    """Folder for what is computed; None: in the user's cache folder."""
    cluster: str | None = None
    """Address of a Dask scheduler whose workers read the library."""
    workers: int | None = None
    """Chunks that are read at once; None: as many as there are cores."""

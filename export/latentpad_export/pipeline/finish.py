"""The first and the last step: the output is free; the bundle is written, and its library is remembered."""

import logging
import os
from pathlib import Path

from latentpad.bundle.bundle import Bundle, save_bundle
from latentpad.errors import BundleError
from latentpad.player.library_audio import remember_library
from latentpad.request import Request
from latentpad.synth.synth import Synth
from latentpad_export.data.places import is_elsewhere, place_itself
from latentpad_export.pipeline.termination import exit_on_termination

logger = logging.getLogger(__name__)

MAX_NAME_BYTES = 220
"""Of a bundle's name: file systems take 255, and temporary names are longer."""


def refuse_unwritable(output: Path, option: str) -> None:
    """Refuse an output that exists or could not be written, before hours of work.

    Parameters
    ----------
    output : Path
        Of a bundle.
    option : str
        What the user changes.

    Raises
    ------
    BundleError
        The name is taken or too long, or it is in no folder that can be written to.
    """
    if os.path.lexists(output):
        raise BundleError(f"{output} already exists; choose another name with {option}")
    if len(os.fsencode(output.name)) > MAX_NAME_BYTES:
        raise BundleError(
            f"{output}: the name has {len(os.fsencode(output.name))} bytes (maximum {MAX_NAME_BYTES}); choose a "
            f"shorter one with {option}"
        )
    refuse_unwritable_folder(output.parent, option)


def refuse_unwritable_folder(folder: Path, option: str) -> None:
    """Refuse a folder that could not be created or written to (raises BundleError)."""
    absolute = folder.absolute()
    existing = next(path for path in (absolute, *absolute.parents) if os.path.lexists(path))
    if not existing.is_dir():
        raise BundleError(f"{existing} is not a folder; choose another place with {option}")
    if not os.access(existing, os.W_OK | os.X_OK):
        raise BundleError(f"{existing} cannot be written to; choose another place with {option}")


def refuse_inside(output: Path | None, option: str, libraries: tuple[Path, ...]) -> None:
    """Refuse to write into a library, which is only read (raises BundleError)."""
    for library in libraries:
        if output and not is_elsewhere(library) and place_itself(output).is_relative_to(place_itself(library)):
            raise BundleError(f"{output} would be inside the library {library}; choose another place with {option}")


def check_renders(bundle: Bundle) -> None:
    """Render a point of a bundle with new networks, before it is written (raises LatentpadError)."""
    x, y = (float(v) for v in bundle.map.points[0])
    Synth(bundle).render(Request(x, y))


def finish(bundle: Bundle, output: Path, libraries: tuple[Path, ...]) -> None:
    """Write a bundle and remember where its sounds are (raises BundleError)."""
    with exit_on_termination():
        digest = save_bundle(bundle, output, check=True)
    record_library(digest, libraries)


def record_library(digest: str, libraries: tuple[Path, ...]) -> None:
    """Remember where the sounds of a bundle are, as far as they are on this computer."""
    here = tuple(library for library in libraries if not is_elsewhere(library))
    if len(here) < len(libraries):
        logger.warning(
            "Samples are played without the detail of sounds elsewhere; copy them, and name the folder with "
            "--library, or put them into the bundle with --embed"
        )
    try:  # not in the bundle, which may be given away
        remember_library(digest, here)
    except OSError as error:
        logger.warning("Could not record where the library is (%s); start latentpad serve with --library", error)

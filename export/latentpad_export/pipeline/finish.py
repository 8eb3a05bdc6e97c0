"""The first and the last step: the output is free; the bundle is written, and its library is remembered."""

import logging
from pathlib import Path

from latentpad.bundle.bundle import Bundle, load_bundle, save_bundle
from latentpad.errors import BundleError
from latentpad.player.library_audio import remember_library
from latentpad.request import Request
from latentpad.synth.synth import Synth
from latentpad_export.data.places import is_elsewhere

logger = logging.getLogger(__name__)


def refuse_existing(output: Path) -> None:
    """Refuse an output that exists, before hours of work (raises BundleError)."""
    if output.exists():
        raise BundleError(f"{output} already exists; choose another name with -o")


def refuse_inside(output: Path, libraries: tuple[Path, ...]) -> None:
    """Refuse an output within a library, which is only read (raises BundleError)."""
    for library in libraries:
        if not is_elsewhere(library) and output.resolve().is_relative_to(library.resolve()):
            raise BundleError(f"{output} would be inside the library {library}; choose another place with -o")


def check_renders(bundle: Bundle) -> None:
    """Render a point of a bundle with new networks, before it is written (raises LatentpadError)."""
    x, y = (float(v) for v in bundle.map.points[0])
    Synth(bundle).render(Request(x, y))


def finish(bundle: Bundle, output: Path, libraries: tuple[Path, ...]) -> None:
    """Write a bundle and remember where its sounds are (raises BundleError)."""
    save_bundle(bundle, output)
    digest = load_bundle(output).digest
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

"""The texts of a bundle, checked before the work with the bounds of those who read them."""

import json
from collections.abc import Iterable

from latentpad.bundle.bundle import MAX_LICENCE
from latentpad.bundle.file_sizes import ATTRIBUTION, MANIFEST, MAX_BYTES
from latentpad.bundle.manifest import MAX_TEXT
from latentpad.errors import BundleError
from latentpad_export.data.library import Sound

OTHER_BYTES = 200_000
"""Of what else is in the file with the labels: the hashes, and figures of the training."""


def refuse_long_texts(name: str, licence: str, attribution: str, sounds: Iterable[Sound]) -> None:
    """Refuse texts that are longer than is read of a bundle (raises BundleError).

    Parameters
    ----------
    name, licence, attribution : str
        As they will be in the bundle.
    sounds : iterable of Sound
        With the labels.
    """
    if len(name) > MAX_TEXT:
        raise BundleError(f"--name has {len(name)} characters (maximum {MAX_TEXT}); choose a shorter one")
    if len(licence) > MAX_LICENCE:
        raise BundleError(
            f"--licence, with that of the model, has {len(licence)} characters (maximum {MAX_LICENCE}); choose a "
            "shorter one, and put the rest into ATTRIBUTION.txt"
        )
    if len(attribution.encode()) > MAX_BYTES[ATTRIBUTION]:
        raise BundleError(
            f"the credits, with those of the model, have {len(attribution.encode())} bytes (maximum "
            f"{MAX_BYTES[ATTRIBUTION]}); shorten ATTRIBUTION.txt"
        )
    labels = sorted({sound.label for sound in sounds})
    size = len(json.dumps(labels, indent=1, ensure_ascii=False).encode())
    if size > MAX_BYTES[MANIFEST] - OTHER_BYTES:
        raise BundleError(
            f"the {len(labels)} labels have {size} bytes (maximum {MAX_BYTES[MANIFEST] - OTHER_BYTES}); use --labels "
            "kinds, or map the folders in the library one by one"
        )

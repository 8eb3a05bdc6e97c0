"""Latent to spectrogram, through one onnxruntime session."""

from dataclasses import dataclass

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from latentpad.bundle import Bundle
from latentpad.errors import BundleError, one_line


@dataclass(frozen=True)
class Decoded:
    """What a decoder says about each band and frame."""

    mean: NDArray[np.float32]
    """[n_bands, n_frames] in [0, 1]."""

    scale: NDArray[np.float32]
    """[n_bands, n_frames] spread around the mean, zero where the decoder gives none."""


class Decoder:
    """The decoder of a bundle."""

    def __init__(self, bundle: Bundle) -> None:
        """Load the network.

        Raises
        ------
        BundleError
            It is no ONNX network, or not of the shapes that the bundle names.
        """
        source = f"{bundle.name}: decoder.onnx"
        wanted = (1, bundle.representation.n_bands, bundle.representation.n_frames)
        self.session = open_session(bundle.decoder, source)
        inputs = [node.name for node in self.session.get_inputs()]
        outputs = [node.name for node in self.session.get_outputs()]
        if inputs != ["latent"] or outputs not in (["mean"], ["mean", "scale"]):
            raise BundleError(f"{source} turns {inputs} into {outputs}, must turn latent into mean (and scale)")
        try:
            first = self.session.run(None, {"latent": np.zeros((1, bundle.latent_dim), dtype=np.float32)})
        except Exception as error:  # noqa: BLE001 - onnxruntime's errors share no class of their own
            raise BundleError(f"{source} does not run ({one_line(error)})") from None
        for name, found in zip(outputs, map(np.asarray, first), strict=True):
            if found.shape != wanted or found.dtype != np.float32:
                raise BundleError(f"{source} gives {name} {found.dtype} {found.shape}, must be float32 {wanted}")
            if not np.isfinite(found).all():
                raise BundleError(f"{source} gives {name} that is not finite")

    def __call__(self, latent: NDArray[np.float32]) -> Decoded:
        """Decode one latent.

        Parameters
        ----------
        latent : np.ndarray [shape=(latent_dim,), float32]
        """
        found = self.session.run(None, {"latent": latent[np.newaxis]})
        mean = found[0][0]
        return Decoded(mean, found[1][0] if len(found) > 1 else np.zeros_like(mean))


def open_session(content: bytes, source: str) -> onnxruntime.InferenceSession:
    """Open a network from its bytes, so that it can name no other file.

    Raises
    ------
    BundleError
        The bytes are no network that this onnxruntime runs.
    """
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # noqa: BLE001 - onnxruntime's errors share no class of their own
        raise BundleError(f"{source} is no network that can be run here ({one_line(error)})") from None

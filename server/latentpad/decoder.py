"""Latent to spectrogram, through one onnxruntime session."""

from dataclasses import dataclass

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from latentpad.bundle import Bundle
from latentpad.errors import BundleError


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
        shape = bundle.representation
        wanted = (shape.n_bands, shape.n_frames)
        self.session = open_session(bundle.decoder, f"{bundle.name}: decoder.onnx")
        self.outputs = [output.name for output in self.session.get_outputs()]
        if [i.name for i in self.session.get_inputs()] != ["latent"] or self.outputs not in (
            ["mean"],
            ["mean", "scale"],
        ):
            raise BundleError(
                f"{bundle.name}: decoder.onnx must turn latent into mean (and scale), gives {self.outputs}"
            )
        try:
            first = self.session.run(None, {"latent": np.zeros((1, bundle.latent_dim), dtype=np.float32)})
        except Exception as error:  # onnxruntime's errors share no class of their own
            raise BundleError(f"{bundle.name}: decoder.onnx does not run ({_first_line(error)})") from None
        for name, found in zip(self.outputs, first, strict=True):
            if found.shape != (1, *wanted) or found.dtype != np.float32:
                raise BundleError(f"{bundle.name}: decoder.onnx gives {name} {found.shape}, must be {(1, *wanted)}")

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
    except Exception as error:  # onnxruntime's errors share no class of their own
        raise BundleError(f"{source} is no network that can be run here ({_first_line(error)})") from None


def _first_line(error: Exception) -> str:
    """Shorten the words of onnxruntime."""
    return str(error).strip().split("\n")[0][:160]

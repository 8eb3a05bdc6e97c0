"""Sound to latent: the encoder of a bundle, in one onnxruntime session."""

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.errors import BundleError, one_line
from latentpad.onnx_session import open_session
from latentpad.samples.one_shot import shorten
from latentpad.synth.features import Features


class Encoder:
    """The encoder of a bundle, for any number of threads at once.

    Parameters
    ----------
    bundle : Bundle

    Raises
    ------
    BundleError
        It is not an ONNX network, or not an encoder of sounds.
    """

    def __init__(self, bundle: Bundle) -> None:
        self._source = f"{bundle.name}: encoder.onnx"
        self._representation, self._latent_dim = bundle.representation, bundle.latent_dim
        self._features = Features(bundle.representation, bundle.analysis)
        self._session = open_session(bundle.encoder, self._source, n_threads=1)
        inputs, outputs = (
            [node.name for node in nodes] for nodes in (self._session.get_inputs(), self._session.get_outputs())
        )
        if inputs != ["feature"] or outputs != ["latent"]:
            raise BundleError(f"{self._source} maps {inputs} to {outputs}, must map feature to latent")

    def __call__(self, signal: NDArray[np.float32]) -> NDArray[np.float32]:
        """Encode a one-shot.

        Parameters
        ----------
        signal : np.ndarray [shape=(n_samples,), float32]
            At the bundle's rate, from its onset, of any length; not silent.

        Returns
        -------
        np.ndarray [shape=(latent_dim,), float32]

        Raises
        ------
        BundleError
            The network does not run, or its latent is not what the bundle states.
        """
        feature = self._features(self.heard(signal))
        try:
            (latents,) = self._session.run(["latent"], {"feature": feature[None]})
        except Exception as error:  # noqa: BLE001 - onnxruntime's errors share no class of their own
            raise BundleError(f"{self._source} does not run ({one_line(error)})") from None
        if latents.shape != (1, self._latent_dim) or not np.isfinite(latents).all():
            raise BundleError(f"{self._source}: latent has shape {latents.shape} or is not finite")
        latent: NDArray[np.float32] = latents[0]
        return latent

    def heard(self, signal: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return as much of a sound [n_samples] as is encoded."""
        return shorten(signal, self._representation.sample_rate, self._representation.n_samples)

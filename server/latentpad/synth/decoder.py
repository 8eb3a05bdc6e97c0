"""Latent to spectrogram, in one onnxruntime session."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.errors import BundleError, one_line
from latentpad.onnx_session import IOBinding, open_session

OUTPUTS = (["mean"], ["mean", "scale"])

LARGEST = 1e6
"""Larger values, where 0 to 1 are usual, come from a network that is damaged, or made to do damage."""


@dataclass(frozen=True)
class Decoded:
    """A decoder's output for each band and frame."""

    mean: NDArray[np.float32]
    """[n_bands, n_frames] in [0, 1]."""

    scale: NDArray[np.float32]
    """[n_bands, n_frames] spread around the mean; zero if the decoder has no such output."""


@dataclass(frozen=True)
class Buffers:
    """Arrays that the network reads and fills, one latent at a time."""

    latent: NDArray[np.float32]
    """[latent_dim]."""

    decoded: Decoded
    binding: IOBinding


class Decoder:
    """The decoder of a bundle.

    It runs in the calling thread alone. A second thread makes it a third faster but takes another core from the DAW;
    to render many sounds, run several renders in parallel.
    """

    def __init__(self, bundle: Bundle) -> None:
        """Load the network.

        Raises
        ------
        BundleError
            It is not an ONNX network, or its shapes are not those that the bundle states.
        """
        self._source = source = f"{bundle.name}: decoder.onnx"
        self._latent_dim = bundle.latent_dim
        self._shape = (bundle.representation.n_bands, bundle.representation.n_frames)
        self.session = open_session(bundle.decoder, source, n_threads=1)
        inputs = [node.name for node in self.session.get_inputs()]
        self._outputs = [node.name for node in self.session.get_outputs()]
        if inputs != ["latent"] or self._outputs not in OUTPUTS:
            raise BundleError(f"{source} maps {inputs} to {self._outputs}, must map latent to mean (and scale)")
        try:
            first = self.session.run(None, {"latent": np.zeros((1, bundle.latent_dim), dtype=np.float32)})
        except Exception as error:  # noqa: BLE001 - onnxruntime's errors share no class of their own
            raise BundleError(f"{source} does not run ({one_line(error)})") from None
        wanted = (1, *self._shape)
        for name, found in zip(self._outputs, map(np.asarray, first), strict=True):
            if found.shape != wanted or found.dtype != np.float32:
                raise BundleError(f"{source}: {name} is {found.dtype} {found.shape}, must be float32 {wanted}")
            self._check(name, found)

    def make_buffers(self) -> Buffers:
        """Allocate arrays that are bound to the network, so that nothing is copied."""
        latent = np.zeros(self._latent_dim, dtype=np.float32)
        decoded = Decoded(*(np.zeros(self._shape, dtype=np.float32) for _ in range(2)))
        binding = self.session.io_binding()
        binding.bind_input("latent", "cpu", 0, np.float32, (1, self._latent_dim), latent.ctypes.data)
        for name in self._outputs:
            address = getattr(decoded, name).ctypes.data
            binding.bind_output(name, "cpu", 0, np.float32, (1, *self._shape), address)
        return Buffers(latent, decoded, binding)

    def __call__(self, latent: NDArray[np.float32], buffers: Buffers | None = None) -> Decoded:
        """Decode one latent.

        Parameters
        ----------
        latent : np.ndarray [shape=(latent_dim,), float32]
        buffers : Buffers, optional
            Working arrays, which also hold the result until they are used again; new ones by default.

        Raises
        ------
        BundleError
            The network does not run, or its output is not finite.
        """
        buffers = self.make_buffers() if buffers is None else buffers
        buffers.latent[:] = latent
        try:
            self.session.run_with_iobinding(buffers.binding)
        except Exception as error:  # noqa: BLE001 - onnxruntime's errors share no class of their own
            raise BundleError(f"{self._source} does not run ({one_line(error)})") from None
        for name in self._outputs:
            self._check(name, getattr(buffers.decoded, name))
        return buffers.decoded

    def _check(self, name: str, output: NDArray[np.float32]) -> None:
        """Raise if an output has values that are not finite, or far too large."""
        low, high = output.min(), output.max()  # NaN if one value is
        if not -LARGEST <= low <= high <= LARGEST:
            raise BundleError(
                f"{self._source}: {name} is {low:g} to {high:g}, must be about 0 to 1; the bundle is damaged"
            )

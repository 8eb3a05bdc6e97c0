"""Latent to spectrogram, through one onnxruntime session."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.errors import BundleError, one_line
from latentpad.onnx_session import IOBinding, open_session

OUTPUTS = (["mean"], ["mean", "scale"])


@dataclass(frozen=True)
class Decoded:
    """What a decoder says about each band and frame."""

    mean: NDArray[np.float32]
    """[n_bands, n_frames] in [0, 1]."""

    scale: NDArray[np.float32]
    """[n_bands, n_frames] spread around the mean, zero where the decoder gives none."""


@dataclass(frozen=True)
class Buffers:
    """Arrays that the network reads and fills, for one latent at a time."""

    latent: NDArray[np.float32]
    """[latent_dim]."""

    decoded: Decoded
    binding: IOBinding


class Decoder:
    """The decoder of a bundle.

    It computes in the thread that asks. A second one makes it a third faster and takes the other core from the DAW;
    many sounds are better made side by side.
    """

    def __init__(self, bundle: Bundle) -> None:
        """Load the network.

        Raises
        ------
        BundleError
            It is no ONNX network, or not of the shapes that the bundle names.
        """
        source = f"{bundle.name}: decoder.onnx"
        self._latent_dim = bundle.latent_dim
        self._shape = (bundle.representation.n_bands, bundle.representation.n_frames)
        self.session = open_session(bundle.decoder, source, n_threads=1)
        inputs = [node.name for node in self.session.get_inputs()]
        self._outputs = [node.name for node in self.session.get_outputs()]
        if inputs != ["latent"] or self._outputs not in OUTPUTS:
            raise BundleError(f"{source} turns {inputs} into {self._outputs}, must turn latent into mean (and scale)")
        try:
            first = self.session.run(None, {"latent": np.zeros((1, bundle.latent_dim), dtype=np.float32)})
        except Exception as error:  # noqa: BLE001 - onnxruntime's errors share no class of their own
            raise BundleError(f"{source} does not run ({one_line(error)})") from None
        wanted = (1, *self._shape)
        for name, found in zip(self._outputs, map(np.asarray, first), strict=True):
            if found.shape != wanted or found.dtype != np.float32:
                raise BundleError(f"{source} gives {name} {found.dtype} {found.shape}, must be float32 {wanted}")
            if not np.isfinite(found).all():
                raise BundleError(f"{source} gives {name} that is not finite")

    def make_buffers(self) -> Buffers:
        """Give arrays bound to the network, so that nothing is copied."""
        latent = np.zeros(self._latent_dim, dtype=np.float32)
        decoded = Decoded(*(np.zeros(self._shape, dtype=np.float32) for _ in range(2)))
        binding = self.session.io_binding()
        binding.bind_input("latent", "cpu", 0, np.float32, (1, self._latent_dim), latent.ctypes.data)
        for name in self._outputs:
            address = getattr(decoded, name).ctypes.data
            binding.bind_output(name, "cpu", 0, np.float32, (1, *self._shape), address)
        return Buffers(latent, decoded, binding)

    def __call__(self, latent: NDArray[np.float32], room: Buffers | None = None) -> Decoded:
        """Decode one latent.

        Parameters
        ----------
        latent : np.ndarray [shape=(latent_dim,), float32]
        room : Room, optional
            Where to work; the result lies in it, until it is used again. New arrays where none is given.
        """
        room = self.make_buffers() if room is None else room
        room.latent[:] = latent
        self.session.run_with_iobinding(room.binding)
        return room.decoded

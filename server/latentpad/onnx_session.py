"""The only module that imports onnxruntime, and which keeps it offline.

From 1.29 on, the official builds of onnxruntime send usage data from every process that imports them, and store an
identifier of the machine in the user's cache folder. latentpad sends nothing. The variable has to be set before the
import; the function that turns telemetry off is called too late to prevent the identifier.
"""

import os

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

import onnxruntime
from onnxruntime import InferenceSession, IOBinding

from latentpad.errors import BundleError, one_line
from latentpad.network.check import check_network

__all__ = ["IOBinding", "InferenceSession", "open_session"]


def open_session(
    content: bytes, source: str, n_threads: int = 0, shape: tuple[int, ...] | None = None
) -> InferenceSession:
    """Open a network of an untrusted bundle.

    Parameters
    ----------
    content : bytes
        The ONNX file.
    source : str
        Names the file in messages.
    n_threads : int, optional
        0 means all cores.
    shape : tuple of int, optional
        Of one input, where the network leaves it open.

    Raises
    ------
    BundleError
        The network is not one that bundles have (`latentpad.network.check`), or this onnxruntime cannot run it.
    """
    check_network(content, source, shape)
    onnxruntime.disable_telemetry_events()  # in case it was imported before this module
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = n_threads
    try:
        return InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # noqa: BLE001 - onnxruntime's errors share no class of their own
        raise BundleError(f"{source} is not a network that onnxruntime can run ({one_line(error)})") from None

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

__all__ = ["IOBinding", "InferenceSession", "open_session"]


def open_session(content: bytes, source: str, n_threads: int = 0) -> InferenceSession:
    """Open a network from its bytes; 0 threads means all cores.

    Raises
    ------
    BundleError
        This onnxruntime cannot run the network.
    """
    onnxruntime.disable_telemetry_events()  # in case it was imported before this module
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = n_threads
    try:
        return InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # noqa: BLE001 - onnxruntime's errors share no class of their own
        raise BundleError(f"{source} is not a network that onnxruntime can run ({one_line(error)})") from None

"""The only door to onnxruntime, which keeps it offline.

From 1.29 on, the official builds of onnxruntime send usage data from every process that imports them, and keep an
identifier of the machine in the user's cache folder. A sampler has nothing to tell anybody. The variable has to be set
before the import; the function that turns it off later comes too late for the identifier.
"""

import os

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

import onnxruntime
from onnxruntime import InferenceSession, IOBinding

from latentpad.errors import BundleError, one_line

__all__ = ["IOBinding", "InferenceSession", "open_session"]


def open_session(content: bytes, source: str, n_threads: int = 0) -> InferenceSession:
    """Open a network from its bytes, so that it can name no other file; 0 threads stands for all cores.

    Raises
    ------
    BundleError
        The bytes are no network that this onnxruntime runs.
    """
    onnxruntime.disable_telemetry_events()  # for who has imported it before us
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = n_threads
    try:
        return InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # noqa: BLE001 - onnxruntime's errors share no class of their own
        raise BundleError(f"{source} is no network that can be run here ({one_line(error)})") from None

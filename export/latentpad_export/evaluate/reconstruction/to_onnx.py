"""Export of a vocoder's graph to ONNX, for sounds of any length, checked against PyTorch.

The file has the form of a bundle's ``vocoder.onnx``: ``feature`` float32 [batch, n_rows, n_frames] → ``signal`` float32
[batch, n_samples], with the operators that `latentpad.network.operators` lists.
"""

import logging
import warnings

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from latentpad.errors import BundleError
from latentpad.onnx_session import open_session
from latentpad_export.errors import ExportError

TOLERANCE = 1e-3
"""Largest accepted difference from PyTorch, relative to the largest sample: -60 dB."""

OPSET = 18

SOURCE = "vocoder.onnx"


def export_graph(graph: nn.Module, feature: NDArray[np.float32]) -> bytes:
    """Export a graph for any number of frames.

    Parameters
    ----------
    graph : nn.Module
        On the CPU, in evaluation mode; maps a feature [batch, n_rows, n_frames] to a signal [batch, n_samples].
    feature : np.ndarray [shape=(1, n_rows, n_frames), float32]
        An example.

    Returns
    -------
    bytes
        The ONNX file.

    Raises
    ------
    ExportError
        The file does not compute what the graph does, or has operators that latentpad does not run.
    """
    for noisy in ("torch.onnx", "onnxscript", "onnx_ir"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about internals of the exporter
        program = torch.onnx.export(
            graph,
            (torch.from_numpy(np.repeat(feature, 2, axis=0)),),  # a batch of 1 would become a fixed one
            input_names=["feature"],
            output_names=["signal"],
            dynamic_shapes=({0: torch.export.Dim("batch"), 2: torch.export.Dim("frames", min=8)},),
            opset_version=OPSET,
            dynamo=True,
            verbose=False,
        )
    if program is None:
        raise ExportError(f"PyTorch {torch.__version__} exported nothing; install the version that latentpad requires")
    model = program.model_proto
    model.ClearField("metadata_props")
    del model.graph.value_info[:]
    for node in model.graph.node:
        node.ClearField("metadata_props")
        node.ClearField("doc_string")
    content: bytes = model.SerializeToString()
    for example in (feature, np.tile(feature, 2)):
        _compare(content, graph, example)
    return content


def _compare(content: bytes, graph: nn.Module, feature: NDArray[np.float32]) -> None:
    """Refuse a file that computes something else."""
    try:
        session = open_session(content, SOURCE, 1, shape=feature.shape[1:])
    except BundleError as error:
        raise ExportError(str(error)) from None
    with torch.inference_mode():
        expected = graph(torch.from_numpy(feature)).numpy()
    found = np.asarray(session.run(None, {"feature": feature})[0])
    if found.shape != expected.shape:
        raise ExportError(f"{SOURCE} returns {found.shape}, PyTorch {expected.shape}")
    difference = float(np.abs(found - expected).max() / max(float(np.abs(expected).max()), 1e-6))
    if not difference <= TOLERANCE:
        raise ExportError(f"{SOURCE} differs from PyTorch by {difference:.2g} of its range, over {TOLERANCE:g}")

"""Export of DeGLI's network to ONNX: ``F`` of one iteration. Transforms and iterations stay with whoever runs it.

``parts`` float32 [n_sounds, 6, n_bins, n_frames] and ``amplitude`` float32 [n_sounds, 1, n_bins, n_frames] →
``residual`` float32 [n_sounds, 2, n_bins, n_frames], as in `degli_iteration.iterate`.
"""

import logging
import warnings

import torch
from torch import nn

from latentpad_export.errors import ExportError
from latentpad_export.evaluate.reconstruction.networks.degli_iteration import REPRESENTATION
from latentpad_export.evaluate.reconstruction.to_onnx import OPSET


def residual_to_onnx(network: nn.Module) -> bytes:
    """Export ``F``, on the CPU and in evaluation mode, for any number of sounds and frames.

    Raises
    ------
    ExportError
        PyTorch exported nothing.
    """
    for noisy in ("torch.onnx", "onnxscript", "onnx_ir"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    n_bins, n_frames = REPRESENTATION.n_bins, 8
    free = {0: torch.export.Dim("sounds"), 3: torch.export.Dim("frames", min=4)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about internals of the exporter
        program = torch.onnx.export(
            network,
            (torch.zeros(2, 6, n_bins, n_frames), torch.zeros(2, 1, n_bins, n_frames)),
            input_names=["parts", "amplitude"],
            output_names=["residual"],
            dynamic_shapes=(free, free),
            opset_version=OPSET,
            dynamo=True,
            verbose=False,
        )
    if program is None:
        raise ExportError(f"PyTorch {torch.__version__} exported nothing; install the version that latentpad requires")
    content: bytes = program.model_proto.SerializeToString()
    return content

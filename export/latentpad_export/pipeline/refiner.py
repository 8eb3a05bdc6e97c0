"""The refiner of a bundle's latents, rebuilt in PyTorch from its networks."""

import numpy as np
import torch

from latentpad.bundle.bundle import Bundle
from latentpad_export.layout.refine import Refiner
from latentpad_export.model.from_onnx import preset_of, read_weights
from latentpad_export.training.fit import bfloat16_is_fast, build_model


def refiner_of(bundle: Bundle) -> Refiner:
    """Return what refines latents of a bundle's networks, by steps as large as those of its map are spread.

    Raises
    ------
    TrainingError
        The bundle's preset is unknown, or its networks are not those of the preset.
    """
    preset = preset_of(bundle)
    weights = read_weights(bundle, preset)
    model = build_model(preset, bundle.analysis)
    model.load_state_dict(weights)
    model.autocast = bfloat16_is_fast(torch.device("cpu"))
    return Refiner(model, preset.training.beta, np.sqrt(np.square(bundle.map.latents).mean(axis=0)))

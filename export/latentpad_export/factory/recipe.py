"""Types of recipes and of their families."""

from collections.abc import Callable, Mapping

import numpy as np

from latentpad_export.factory.character import Character
from latentpad_export.factory.clock import Signal

Recipe = Callable[[np.random.Generator, Character], Signal]
"""Draws one drum; any level, float64 [n_samples]."""

Family = Mapping[str, Recipe]
"""The recipes of one label by the name of their variant."""

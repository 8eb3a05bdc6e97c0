"""Types of drum voices and of their families."""

from collections.abc import Callable, Mapping

import numpy as np

from latentpad_export.factory.character import Character
from latentpad_export.factory.clock import Signal

Voice = Callable[[np.random.Generator, Character], Signal]
"""Synthesises one drum, at any level, as float64 [n_samples]."""

Family = Mapping[str, Voice]
"""The voices of one label by the name of their variant."""

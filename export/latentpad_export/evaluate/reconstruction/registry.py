"""The networks by name."""

from typing import Any

from latentpad_export.evaluate.reconstruction.vocoder import Vocoder

NETWORKS: dict[str, type[Vocoder[Any]]] = {}
"""In the order of the table."""

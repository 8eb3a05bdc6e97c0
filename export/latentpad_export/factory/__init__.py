"""The factory: synthesised electronic drums, labelled, seeded and free to share."""

from latentpad_export.factory.clock import SAMPLE_RATE
from latentpad_export.factory.drums import LABELS, make_drum
from latentpad_export.factory.errors import FactoryError
from latentpad_export.factory.library import write_library

__all__ = ["LABELS", "SAMPLE_RATE", "FactoryError", "make_drum", "write_library"]

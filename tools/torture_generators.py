"""The generators of attacks, which are those of the tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "reliability"))

import osc_reader
from page_fuzz import PageFuzz

__all__ = ["PageFuzz", "osc_reader"]

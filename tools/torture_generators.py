"""The generators of attacks, and the small bundle that is changed, which are those of the tests."""

import importlib.util
import sys
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parents[1] / "tests"
sys.path.insert(0, str(TESTS / "reliability"))

import bundle_mutations
import bundle_players
import osc_reader
from page_fuzz import PageFuzz

__all__ = ["PageFuzz", "bundle_mutations", "bundle_players", "complete_toy", "osc_reader"]


def complete_toy(folder: Path) -> Any:
    """Return the small bundle of the tests, with all that a bundle can have; its sounds are written into a folder."""
    specification = importlib.util.spec_from_file_location("shared_fixtures", TESTS / "conftest.py")
    assert specification is not None
    assert specification.loader is not None
    fixtures = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(fixtures)
    return fixtures.complete_toy(folder)

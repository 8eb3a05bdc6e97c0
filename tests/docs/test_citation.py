"""CITATION.cff: it parses, has what the Citation File Format 1.2.0 requires, and is of this version."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from latentpad import __version__

FILE = Path(__file__).parents[2] / "CITATION.cff"
TYPES = {"article", "blog", "conference-paper", "thesis"}
IDENTIFIERS = {"doi": r"10\.\d{4,9}/\S+", "arXiv": r"\d{4}\.\d{4,5}"}


@pytest.fixture(scope="module")
def citation():
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


def complaints(reference):
    """Return what a reference lacks."""
    wrong = [key for key in ("title", "authors", "year", "scope") if not reference.get(key)]
    wrong += [] if reference["type"] in TYPES else ["type"]
    wrong += (
        [] if all("name" in a or {"family-names", "given-names"} <= a.keys() for a in reference["authors"]) else ["a"]
    )
    if "doi" in reference and not re.fullmatch(IDENTIFIERS["doi"], reference["doi"]):
        wrong.append("doi")
    for identifier in reference.get("identifiers", []):
        kind, _, value = identifier["value"].partition(":")
        if identifier["type"] != "other" or not re.fullmatch(IDENTIFIERS[kind], value):
            wrong.append("identifiers")
    return wrong


def test_it_is_of_this_version_and_has_what_the_format_requires(citation):
    assert citation["cff-version"] == "1.2.0"
    assert citation["version"] == __version__
    assert isinstance(citation["date-released"], date)
    assert (citation["title"], citation["type"], citation["license"]) == ("latentpad", "software", "MIT")
    assert citation["message"]
    assert citation["authors"] == [{"name": "The latentpad authors"}]


def test_every_reference_is_complete_and_there_once(citation):
    references = citation["references"]
    assert {reference["title"]: complaints(reference) for reference in references if complaints(reference)} == {}
    assert len({reference["title"] for reference in references}) == len(references)
    assert references[0]["type"] == "thesis"


def test_a_reference_without_a_year_or_with_a_wrong_doi_is_found(citation):
    reference = {**citation["references"][0], "doi": "doi:10.1/x"}
    del reference["year"]
    assert complaints(reference) == ["year", "doi"]

"""Texts of a bundle that its readers would refuse: refused before the work."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from latentpad.bundle.bundle import load_bundle
from latentpad.errors import BundleError
from latentpad_export.data.labelling import Labelling
from latentpad_export.data.library import Sound
from latentpad_export.model_card import model_card
from latentpad_export.pipeline.map import map_library
from latentpad_export.pipeline.options import MapOptions
from latentpad_export.pipeline.texts import refuse_long_texts
from latentpad_export.presets import STUDIO


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"name": "n" * 1_001}, r"^--name has 1001 characters \(maximum 1000\)"),
        ({"licence": "CC0" * 7_000}, r"^--licence, with that of the model, has 21\d\d\d characters \(maximum 20000\)"),
    ],
)
def test_options_that_are_too_long_are_refused_before_anything_is_read(
    options: MapOptions, changed: dict[str, str], reason: str
) -> None:
    with pytest.raises(BundleError, match=reason):
        map_library(replace(options, **changed))
    assert not options.output.exists()
    assert not options.cache.exists()


def sounds(labels: list[str]) -> list[Sound]:
    return [Sound(Path("a.wav"), "a.wav", label, "", "") for label in labels]


def test_more_labels_or_credits_than_are_read_are_refused() -> None:
    refuse_long_texts("n", "CC0-1.0", "credits", sounds([f"{i:05}" for i in range(50_000)]))
    with pytest.raises(BundleError, match=r"^the 20000 labels have 4\d+ bytes \(maximum \d+\); use --labels kinds"):
        refuse_long_texts("n", "CC0-1.0", "credits", sounds([f"{i:0200}" for i in range(20_000)]))
    with pytest.raises(BundleError, match=r"^the credits, with those of the model, have 20000000 bytes"):
        refuse_long_texts("n", "CC0-1.0", "c" * 20_000_000, [])


def test_thousands_of_labels_make_a_short_card_whatever_they_contain() -> None:
    labels = ["kick|\n## Licence: none\x1b[2J", *(f"{i:0190}" for i in range(30_000))]
    card = model_card("a\nb", STUDIO, sounds([labels[0], *labels]), {}, "CC0-1.0", 0)
    assert len(card.encode()) < 100_000
    assert r"| kick\|\n## Licence: none\x1b[2J | 2 |" in card.splitlines()
    assert "| 29801 more | |" in card.splitlines()
    assert card.startswith("# a\\nb\n")


@pytest.mark.skipif(sys.platform == "win32", reason="such names are not allowed there")
def test_folders_with_odd_names_are_labels(options: MapOptions, library: Path) -> None:
    for i, name in enumerate(("new\nline", "n" * 250, "tab\t", "\x1b[2J", "quote\"'", "<b>")):
        (library / name).mkdir()
        (library / f"{i}.wav").rename(library / name / f"{i}.wav")
    map_library(replace(options, labelling=Labelling("folders")))
    bundle = load_bundle(options.output)
    assert sorted(bundle.labels) == sorted(path.name for path in library.iterdir())

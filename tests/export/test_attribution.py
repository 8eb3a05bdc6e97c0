"""The credits of a bundle: those of its library, and of the bundle that it builds on."""

from dataclasses import replace

import pytest

from latentpad.bundle.bundle import Bundle
from latentpad_export.attribution import NO_CREDITS, map_attribution, training_attribution


@pytest.fixture
def parent(toy: Bundle) -> Bundle:
    return replace(toy, name="parent", attribution="Snares by Ann, CC0\n")


def test_attribution_of_a_training_is_that_of_its_library() -> None:
    assert training_attribution("Kicks by Zoe, CC0", None) == "Kicks by Zoe, CC0"


def test_library_without_credits_is_named_as_such(parent: Bundle) -> None:
    assert training_attribution("", None) == NO_CREDITS
    assert training_attribution("", parent).startswith(NO_CREDITS)
    assert map_attribution("", parent).endswith(NO_CREDITS)


def test_training_from_a_bundle_credits_both(parent: Bundle) -> None:
    text = training_attribution("Kicks by Zoe, CC0", parent)
    assert text.index("Kicks by Zoe, CC0") < text.index("weights of parent:") < text.index("Snares by Ann, CC0")


def test_credits_that_the_library_includes_are_not_repeated(parent: Bundle) -> None:
    credits = "Kicks by Zoe, CC0\n\nSnares by Ann, CC0"
    assert training_attribution(credits, parent) == credits


def test_map_of_another_library_credits_the_networks_first(parent: Bundle) -> None:
    text = map_attribution("Kicks by Zoe, CC0", parent)
    assert text.index("Snares by Ann, CC0") < text.index("The map:") < text.index("Kicks by Zoe, CC0")

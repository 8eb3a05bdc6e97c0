import pytest

from latentpad.kits.pads import place
from latentpad.kits.recipes import RECIPES, find_recipe, kind_words, style_of


@pytest.mark.parametrize("slots", RECIPES.values(), ids=RECIPES)
def test_a_recipe_fills_16_pads_with_notes_of_their_own(slots):
    notes = []
    for slot in slots:
        notes.append(place(slot.place, notes).note)
    assert len(set(notes)) == 16


@pytest.mark.parametrize(
    ("label", "word"),
    [
        ("Kicks", "kick"),
        ("hand_drum", "handdrum"),
        ("Closed Hats", "closedhat"),
        ("808 BD", "bd"),
        ("bass", "bass"),
        ("Bass_Synths", "basssynth"),
    ],
)
def test_labels_are_known_by_their_words(label, word):
    assert word in kind_words(label)


def test_kinds_of_recipes_are_as_words_of_labels():
    kinds = {kind for slots in RECIPES.values() for slot in slots for kind in slot.kinds}
    assert [kind for kind in sorted(kinds) if kind not in kind_words(kind)] == []


@pytest.mark.parametrize(
    ("name", "style"),
    [
        ("Drums/TR-808/kick.wav", "electronic"),
        ("drums/Room Mics/snare_vl2.wav", "acoustic"),
        ("kick.wav", ""),
        ("808 live.wav", ""),
    ],
)
def test_names_tell_a_style(name, style):
    assert style_of(name) == style


def test_recipes_are_found_by_any_case_and_without_a_name():
    assert find_recipe(" Electronic ") == RECIPES["electronic"]
    assert find_recipe("") == find_recipe("like /a.wav") == RECIPES["acoustic"]

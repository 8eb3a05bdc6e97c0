"""Naming by sound: only labels that are kinds by name are completed, and the map records which."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from latentpad_export.data.library import Sound
from latentpad_export.layout.excerpts import Decoded, Excerpts
from latentpad_export.layout.map_of import Embedded, make_map
from latentpad_export.layout.naming import name_by_sound

LATENTS = np.eye(4, dtype=np.float32)
UNLABELLED = tuple(Sound(Path(f"{i}.wav"), f"{i}.wav", "", "", "") for i in range(4))


def embedded(sounds):
    n = len(sounds)
    decoded = Decoded(np.zeros((n, 2, 2), np.uint8), Excerpts(np.zeros((n, 2), np.uint8), 1))
    numbers = np.ones(n, dtype=np.float32)
    return Embedded(sounds, LATENTS[:n], decoded, np.zeros((n, 2, 2), np.uint8), numbers, numbers)


def test_sounds_whose_names_say_nothing_are_named_and_recorded(bundle):
    sounds = tuple(replace(sound, is_kind=True) for sound in UNLABELLED)
    named, note = name_by_sound(embedded((replace(sounds[0], label="clap"), *sounds[1:])), bundle)
    assert [sound.label for sound in named.sounds] == ["clap", "snare", "", "hihat"]
    assert note == "2 more have a kind, judging by the sound; 1 is unsure"
    points = np.array([[0, 0], [1, 0], [0, 1], [1, 1]], dtype=np.float32)
    layout, labels = make_map(named, points, np.zeros(4, dtype=bool))
    assert labels == ("clap", "hihat", "snare")
    assert layout.by_sound.tolist() == [False, True, False, True]


def test_labels_that_are_no_kinds_are_left_alone(bundle):
    before = embedded(UNLABELLED)
    assert name_by_sound(before, bundle) == (before, "")


def test_sounds_of_a_table_that_have_no_label_stay_without(bundle):
    sounds = (replace(UNLABELLED[0], is_kind=True), *UNLABELLED[1:])
    named, note = name_by_sound(embedded(sounds), bundle)
    assert [sound.label for sound in named.sounds] == ["kick", "", "", ""]
    assert note == "1 more has a kind, judging by the sound"

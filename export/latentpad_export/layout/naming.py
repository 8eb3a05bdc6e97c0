"""Sounds of a map, named by how they sound where their names say nothing."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from latentpad.bundle.bundle import Bundle
from latentpad.samples.kind_table import KindTable
from latentpad_export.layout.kinds_by_sound import complete_kinds
from latentpad_export.layout.map_of import Embedded


class Named(NamedTuple):
    """Sounds with labels, and what was done."""

    embedded: Embedded
    note: str
    """In one line; empty where no sound could be named."""


def name_by_sound(embedded: Embedded, model: Bundle, table: KindTable | None = None) -> Named:
    """Give kinds to the sounds whose names say nothing, where labels are kinds.

    Parameters
    ----------
    embedded : Embedded
    model : Bundle
        Whose networks embedded the sounds.
    table : KindTable, optional
        By which the labels were told; the packaged one by default.
    """
    sounds = embedded.sounds
    are_kinds = np.array([sound.is_kind for sound in sounds], dtype=bool)
    if not are_kinds.any():
        return Named(embedded, "")
    labels = [sound.label for sound in sounds]
    found = complete_kinds(labels, embedded.latents, embedded.outlines, model, table, are_kinds)
    named = tuple(replace(sound, label=label) for sound, label in zip(sounds, found.labels, strict=True))
    by_sound = found.by_sound if embedded.by_sound is None else embedded.by_sound | found.by_sound
    return Named(replace(embedded, sounds=named, by_sound=by_sound), found.note)

"""Kinds by sound: known sounds vote, those that agree name a sound, and unlike sounds remain without a kind."""

from dataclasses import replace

import numpy as np
import pytest

from latentpad.bundle.bundle import load_bundle
from latentpad.paths import default_bundle
from latentpad.samples.kind_table import packaged_kind_table, read_kind_table
from latentpad.synth.sound_axes import SoundAxes
from latentpad_export.layout import kinds_by_sound
from latentpad_export.layout.kinds_by_sound import SURE, complete_kinds, vote
from latentpad_export.layout.known_kinds import kind_of_label, kinds_in_library, kinds_on_map, spread

KICK, SNARE, OTHER, HAT = np.eye(4, dtype=np.float32)
BETWEEN = (KICK + SNARE) / 2
FAR = -20 * KICK


def with_map(bundle, **arrays):
    return replace(bundle, map=replace(bundle.map, **arrays))


def test_sounds_like_known_ones_get_their_kinds_and_others_get_none(bundle):
    found = complete_kinds(["", "", "", "", ""], np.stack([HAT, KICK, SNARE, BETWEEN, FAR]), None, bundle)
    assert found.labels == ("hihat", "kick", "snare", "", "")
    assert found.by_sound.tolist() == [True, True, True, False, False]
    assert found.note == "3 more have a kind, judging by the sound; 2 are unsure"


def test_labels_that_are_there_remain(bundle):
    found = complete_kinds(["my own", ""], np.stack([KICK, SNARE]), None, bundle)
    assert found.labels == ("my own", "snare")
    assert found.by_sound.tolist() == [False, True]
    assert found.note == "1 more has a kind, judging by the sound"


def test_where_all_sounds_have_labels_nothing_is_said(bundle):
    found = complete_kinds(["kick"], KICK[None], None, bundle)
    assert (found.labels, found.by_sound.tolist(), found.note) == (("kick",), [False], "")


def test_sounds_of_the_library_that_have_names_vote_too(bundle):
    unknown = OTHER + 0.01 * np.arange(4, dtype=np.float32)
    labels = ["clap"] * 8 + [""]
    found = complete_kinds(labels, np.stack([OTHER] * 8 + [unknown]), None, bundle)
    assert found.labels[-1] == "clap"
    assert complete_kinds([""], unknown[None], None, bundle).labels == ("",)


def test_kinds_of_the_users_own_table_are_told_as_well(bundle, tmp_path):
    (tmp_path / "kinds.toml").write_text('[whale]\nwords = ["whale"]\n', encoding="utf-8")
    table = read_kind_table(tmp_path / "kinds.toml")
    found = complete_kinds(["whale"] * 8 + [""], np.stack([OTHER] * 9), None, bundle, table)
    assert found.labels[-1] == "whale"


def test_synthesised_sounds_and_kinds_that_were_told_by_sound_do_not_vote(bundle):
    table = packaged_kind_table()
    synthesised = np.array([f"factory/{name}" if i < 8 else name for i, name in enumerate(bundle.map.names.tolist())])
    assert set(kinds_on_map(with_map(bundle, names=synthesised), table).kinds) == {"snare", "hihat"}
    assert set(kinds_on_map(with_map(bundle, by_sound=np.arange(32) >= 8), table).kinds) == {"kick"}


def test_without_known_kinds_no_sound_is_named(bundle):
    nothing = with_map(bundle, labels=np.full(32, -1, dtype=np.int32))
    assert (
        complete_kinds(["", ""], np.stack([KICK, HAT]), None, nothing).note
        == "0 more have a kind, judging by the sound; 2 are unsure"
    )


def test_older_labels_become_the_kinds_that_they_name():
    table = packaged_kind_table()
    labels = {
        "synth_tone": "synth",
        "hihat": "hihat",
        "mallet_drum": "mallet",
        "combo": "",
        "": "",
        "hand_drum": "hand_drum",
    }
    assert {label: kind_of_label(label, table) for label in labels} == labels


def test_a_rim_among_snares_is_told_by_its_name(bundle):
    names = np.array([f"snare/x_rimshot_{i}.wav" for i in range(32)])
    assert set(kinds_on_map(with_map(bundle, names=names), packaged_kind_table()).kinds) == {"kick", "rim", "hihat"}


def test_of_many_sounds_as_many_of_each_kind_are_taken_over_the_whole_library():
    kinds = np.array(["kick"] * 1000 + ["snare"] * 10 + [""] * 50 + ["clap"] * 500)
    taken = spread(kinds, 90)
    assert {kind: int((kinds[taken] == kind).sum()) for kind in ("kick", "snare", "clap", "")} == {
        **{"kick": 40, "snare": 10, "clap": 40, "": 0}
    }
    assert (taken[0], taken[-1]) == (0, len(kinds) - 1)
    assert spread(kinds, 2000).tolist() == np.flatnonzero(kinds != "").tolist()


def test_blocks_of_sounds_get_what_single_ones_get(bundle, monkeypatch):
    table, rng = packaged_kind_table(), np.random.default_rng(0)
    axes, latents = SoundAxes(bundle), rng.random((50, 4), dtype=np.float32)
    known = kinds_on_map(bundle, table)
    whole = vote(known, axes, latents, None)
    monkeypatch.setattr(kinds_by_sound, "BLOCK", 7)
    parts = vote(known, axes, latents, None)
    assert (parts.kinds == whole.kinds).all()
    assert parts.shares == pytest.approx(whole.shares, abs=1e-5)
    assert ((whole.shares > 0) & (whole.shares <= 1)).all()


def test_the_default_bundle_names_sounds_of_its_own_map():
    bundle = load_bundle(default_bundle())
    table, axes = packaged_kind_table(), SoundAxes(bundle)
    some = np.flatnonzero([name.startswith("drums/") for name in bundle.map.names.tolist()])[::10]
    known = kinds_in_library(axes, bundle.map.latents[some], bundle.map.outlines[some], ["kick"] * len(some), table)
    assert known.axes.shape == (len(some), axes(bundle.map.latents[:1], bundle.map.outlines[:1]).shape[1])
    votes = vote(kinds_on_map(bundle, table), axes, bundle.map.latents[some], bundle.map.outlines[some])
    kinds = np.array([kind_of_label(bundle.labels[i], table) for i in bundle.map.labels[some]])
    sure = (votes.shares >= SURE) & (kinds != "")
    assert sure.mean() > 0.6
    assert (votes.kinds[sure] == kinds[sure]).mean() > 0.97

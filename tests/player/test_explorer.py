"""Points that are found at random, by kind, or near another."""

from dataclasses import replace

import numpy as np
import pytest

from latentpad.errors import UnknownKindError
from latentpad.player.explorer import MAX_TEXT, N_RECENT, Explorer
from latentpad.player.player import Player
from latentpad.request import Neighbour, Request
from latentpad.samples.folder import Folder
from latentpad.synth.inverse_map import InverseMap


def explorer_of(bundle, **changes):
    bundle = replace(bundle, map=replace(bundle.map, **changes))
    return Explorer(bundle, InverseMap(bundle.map), np.random.default_rng(0))


def near(sound, point, radius=0.02):
    return np.hypot(point[0] - sound.x, point[1] - sound.y) <= radius


def test_random_points_are_near_sounds_and_reach_every_group_of_them(bundle, sounds):
    explorer = explorer_of(bundle)
    points = [explorer.random_point() for _ in range(60)]
    assert all(any(near(sound, point, 0.04) for sound in sounds) for point in points)
    assert all(any(near(sound, point, 0.04) for point in points) for sound in sounds)


def test_random_points_are_never_silent(detailed_bundle, sounds):
    explorer, silent = explorer_of(detailed_bundle), sounds[3]
    assert not [point for point in (explorer.random_point() for _ in range(200)) if near(silent, point, 0.1)]


def test_a_random_point_is_no_near_twin_of_the_last_ones(bundle, rng):
    points = rng.random((500, 2))
    layout = {"points": np.float32(points), "latents": np.float32(rng.standard_normal((500, 4)))}
    of_sounds = {"labels": np.zeros(500, np.int32), "names": np.full(500, "a.wav"), "peaks": np.ones(500, np.float32)}
    explorer = explorer_of(bundle, **layout, **of_sounds)
    found = np.array([explorer.random_point() for _ in range(400)])
    gaps = [np.linalg.norm(found[i - N_RECENT : i] - found[i], axis=1).min() for i in range(N_RECENT, 400)]
    assert min(gaps) > 0.05


def test_points_of_a_kind_are_near_its_sounds(detailed_bundle, sounds):
    explorer = explorer_of(detailed_bundle)
    for sound in (sounds[0], sounds[1]):
        for index in range(20):
            assert near(sound, explorer.random_point(sound.label))
            assert near(sound, explorer.kind_point(sound.label, index))


def test_the_index_of_a_kind_wraps_in_both_directions(bundle, rng):
    explorer = explorer_of(bundle, latents=np.float32(rng.standard_normal((32, 4))))
    walk = [explorer.kind_point("kick", index) for index in range(8)]
    assert len(set(walk)) == 8
    assert [explorer.kind_point("kick", index) for index in (8, 9, -1, 2**31 - 1)] == [
        *(walk[0], walk[1], walk[7], walk[7]),
    ]


@pytest.mark.parametrize(("label", "kind"), [("Fa\u0308lle", "f\u00c4lle"), ("F\u00e4lle", "fa\u0308lle")])
def test_accents_are_the_same_composed_and_decomposed(bundle, sounds, label, kind):
    explorer = explorer_of(replace(bundle, labels=(label, "snare", "hat")))
    assert near(sounds[0], explorer.kind_point(kind))


def test_upper_case_is_lower_case(bundle):
    explorer = explorer_of(bundle)
    assert explorer.kind_point("KICK") == explorer.kind_point("kick")


@pytest.mark.parametrize("kind", ["hand drum", "Hand-Drum", "hand_drum"])
def test_a_kind_of_two_words_has_spaces_hyphens_or_underscores(bundle, kind):
    explorer = explorer_of(replace(bundle, labels=("hand_drum", *bundle.labels[1:])))
    assert explorer.kind_point(kind) == explorer.kind_point("hand_drum")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("kik", "unknown kind 'kik'; did you mean 'kick'? 'latentpad info' and /latentpad/map list all 3 kinds"),
        ("Snair", "unknown kind 'Snair'; did you mean 'snare'? 'latentpad info' and /latentpad/map list all 3 kinds"),
        ("gong", "unknown kind 'gong'; 'latentpad info' and /latentpad/map list all 3 kinds"),
        ("sound", "unknown kind 'sound'; 'latentpad info' and /latentpad/map list all 3 kinds"),
        ("", "unknown kind ''; 'latentpad info' and /latentpad/map list all 3 kinds"),
        ("x" * 8000, f"unknown kind '{'x' * 40}'; 'latentpad info' and /latentpad/map list all 3 kinds"),
    ],
)
def test_an_unknown_kind_is_answered_with_a_close_one_and_where_all_are(bundle, kind, text):
    with pytest.raises(UnknownKindError) as caught:
        explorer_of(bundle).kind_point(kind)
    assert str(caught.value) == text


def test_a_label_without_sounds_is_no_kind(bundle):
    with pytest.raises(UnknownKindError, match="all 2 kinds"):
        explorer_of(bundle, labels=np.repeat(np.array([0, 1, -1, -1], np.int32), 8)).random_point("hat")


def test_a_map_without_labels_has_no_kinds(bundle):
    explorer = explorer_of(bundle, labels=np.full(32, -1, np.int32))
    with pytest.raises(UnknownKindError, match="the sounds of this map have no kinds"):
        explorer.random_point("kick")
    assert len(explorer.random_point()) == 2


@pytest.mark.parametrize("triangles", [None, np.zeros((0, 3), np.int32)])
def test_one_sound_is_enough(bundle, triangles):
    one = {name: value[:1] for name, value in vars(bundle.map).items() if isinstance(value, np.ndarray)}
    explorer = explorer_of(bundle, **one, triangles=triangles)
    x, y = one["points"][0].tolist()
    for _ in range(20):
        assert explorer.random_point() == pytest.approx((x, y), abs=0.01)
        assert explorer.random_point("kick") == explorer.kind_point("kick", 5) == (x, y)
    assert explorer.nearest(0.0, 0.0, 32) == [Neighbour("kick/0.wav", "kick", x, y, pytest.approx(np.hypot(x, y)))]


def test_the_nearest_sounds_come_nearest_first_with_name_kind_and_distance(bundle):
    explorer = explorer_of(bundle)
    first, *others = explorer.nearest(0.135, 0.125, 8)
    assert first == Neighbour("kick/0.wav", "kick", *(pytest.approx(v, abs=1e-6) for v in (0.135, 0.125, 0.0)))
    distances = [one.distance for one in others]
    assert distances == sorted(distances)
    assert distances == pytest.approx([2 * 0.01 * np.sin(np.pi * k / 8) for k in (1, 1, 2, 2, 3, 3, 4)], abs=1e-6)
    assert {one.kind for one in explorer.nearest(0.125, 0.875, 8)} == {""}


def test_long_names_keep_their_ends(bundle):
    explorer = explorer_of(bundle, names=np.array(["é" * 5000 + f"{i:02}.wav" for i in range(32)]))
    (found,) = explorer.nearest(0.135, 0.125)
    assert (len(found.name), found.name[-7:]) == (MAX_TEXT, "é00.wav")


def test_a_point_sounds_the_same_with_the_coordinates_of_its_reply(detailed_bundle, own_library, drop):
    player = Player(detailed_bundle, Folder(drop))
    x, y = player.random_point()
    assert (x, y) == (float(np.float32(x)), float(np.float32(y)))
    assert player.play(Request(x, y)).n_samples > 0

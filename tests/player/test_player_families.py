"""Families of samples: relatives, blends, ways, pages of samples, and samples again."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from latentpad.errors import LengthError, RangeError, RecipeError, SilenceError, UnknownKindError
from latentpad.player.library_audio import LibraryAudio
from latentpad.player.player import Player
from latentpad.request import Controls, Request
from latentpad.samples.folder import Folder
from latentpad.samples.recipe import read_recipe
from latentpad.sources import Blend, Sibling, Step, WeightedPoint

KICK, SNARE, HAT = (0.125, 0.125), (0.875, 0.125), (0.875, 0.875)
"""The toy is silent around its hat."""


@pytest.fixture
def player(bundle, drop, tmp_path):
    return Player(bundle, Folder(drop), tmp_path / "cache")


@pytest.fixture
def detailed_player(detailed_bundle, own_library, drop, tmp_path):
    library = LibraryAudio((own_library,), detailed_bundle.map.names)
    return Player(detailed_bundle, Folder(drop), tmp_path / "cache", library)


def test_random_and_kind_play_what_they_find(player):
    assert player.random("kick").path.name.startswith("kick_")
    assert player.kind("snare", 3).path.name.startswith("snare_")
    with pytest.raises(UnknownKindError, match="did you mean 'kick'"):
        player.random("kik")


def test_a_blend_is_played_where_its_points_meet(player):
    rendered = player.blend([(*KICK, 1), (*SNARE, 3)], Request(0, 0, 7, Controls(tone=3.0)))
    request = read_recipe(rendered.path).request
    assert request.source == Blend((WeightedPoint(*KICK, 1), WeightedPoint(*SNARE, 3)))
    assert (request.x, request.y, request.seed, request.controls.tone) == (0.6875, 0.125, 7, 3.0)


def test_relatives_are_as_many_different_sounds_around_the_first(player):
    batch = player.vary(Request(*KICK, seed=5), 4, 0.75)
    assert (batch.n, batch.folder) == (4, player.folder)
    requests = [read_recipe(rendered.path).request for rendered in batch]
    assert {(request.x, request.y, request.controls.variation) for request in requests} == {(*KICK, 0.75)}
    assert len({request.seed for request in requests}) == 4
    assert {request.seed for request in requests}.isdisjoint(
        read_recipe(rendered.path).request.seed for rendered in player.vary(Request(*KICK, seed=5), 4, 0.75)
    )


def test_a_grid_is_read_like_a_page_and_leaves_silent_cells_out(player):
    found = [(rendered.request.x, rendered.request.y) for rendered in player.grid(2, 2, (0, 0, 1, 1), Request(0, 0, 9))]
    assert found == [(0.25, 0.75), (0.25, 0.25), (0.75, 0.25)]
    steps = list(player.grid(2, 2).steps())
    assert [isinstance(step, SilenceError) for step in steps] == [False, True, False, False]


def test_a_grid_may_run_in_any_direction(player):
    found = [(rendered.request.x, rendered.request.y) for rendered in player.grid(1, 2, (0.3, 0.4, 0.1, 0.0))]
    assert found == [(pytest.approx(0.2), pytest.approx(0.1)), (pytest.approx(0.2), pytest.approx(0.3))]


def test_a_path_leads_from_the_first_point_to_the_last(detailed_player):
    points = [(0.13, 0.12), (0.5, 0.3), (0.87, 0.13)]
    batch = detailed_player.path(points, 5, Request(0, 0, 3))
    found = [(rendered.request.x, rendered.request.y, rendered.request.seed) for rendered in batch]
    assert len(found) == 5
    assert found[0] == pytest.approx((*points[0], 3))
    assert found[-1] == pytest.approx((*points[-1], 3))
    assert (np.diff([x for x, _, _ in found]) >= 0).all()


def test_a_path_between_equal_points_repeats_the_sound(detailed_player):
    assert [rendered.request.x for rendered in detailed_player.path([(0.3, 0.3)] * 2, 3)] == [0.3] * 3


def test_a_path_of_silence_has_no_samples(player):
    steps = list(player.path([HAT, HAT], 3).steps())
    assert all(isinstance(step, SilenceError) for step in steps)


@pytest.mark.parametrize(
    "play",
    [
        lambda player: player.play(Request(0.3, 0.4, 7, Controls(variation=0.5))),
        lambda player: player.random("kick"),
        lambda player: player.kind("snare"),
        lambda player: player.blend([(*KICK, 1), (*SNARE, -0.5)]),
        lambda player: next(iter(player.vary(player.blend([(*KICK, 1), (*SNARE, 1)]).request.relative(3, 0.5), 1))),
        lambda player: list(player.path([KICK, SNARE], 3))[1],
        lambda player: next(iter(player.grid(2, 1))),
    ],
)
def test_again_repeats_every_sample_bit_for_bit(detailed_player, play):
    first = play(detailed_player)
    again = detailed_player.again(first.path)
    assert again.path != first.path
    assert again.path.read_bytes() == first.path.read_bytes()


def test_again_refuses_what_another_bundle_made(player, bundle, tmp_path):
    folder = tmp_path / "other"
    folder.mkdir()
    other = Player(replace(bundle, digest="0" * 64), Folder(folder), tmp_path / "cache")
    with pytest.raises(RecipeError, match="another bundle"):
        player.again(other.play(Request(*KICK)).path)


def test_again_says_which_sounds_are_missing(detailed_player, own_library):
    first = detailed_player.play(Request(*KICK))
    (parent,) = {Path(own_library / name) for name in first.parents[:1]}
    parent.unlink()
    library = detailed_player.renderer.library
    fresh = Player(detailed_player.bundle, detailed_player.drop, library=library)
    with pytest.raises(RecipeError, match=f"is not the same sound: .*{first.parents[0]}"):
        fresh.again(first.path)


def test_again_refuses_audio_without_a_recipe(player, drop):
    soundfile.write(drop / "a.wav", np.zeros(9), 8000)
    with pytest.raises(RecipeError, match="no recipe"):
        player.again(drop / "a.wav")


NAN = float("nan")


@pytest.mark.parametrize(
    ("play", "complaint"),
    [
        (lambda player: player.play(Request(NAN, 0.5)), "x=nan, must be between 0 and 1"),
        (lambda player: player.play(Request(0.5, 2.0)), "y=2.0"),
        (lambda player: player.play(Request(0.5, 0.5, -1)), "seed=-1, must be an integer between 0 and 2147483647"),
        (lambda player: player.play(Request(0.5, 0.5, 2**31)), "seed=2147483648"),
        (lambda player: player.play(Request(0.5, 0.5, controls=Controls(pitch=NAN))), "pitch=nan"),
        (lambda player: player.play(Request(0.5, 0.5, controls=Controls(drive=1.1))), "drive=1.1"),
        (lambda player: player.play(Request(0.5, 0.5, controls=Controls(reverse=0.5))), "reverse=0.5"),
        (lambda player: player.play(Request(0.5, 0.5, controls=Controls(tune="H"))), "tune='H'"),
        (lambda player: player.play(Request(0.5, 0.5, source=Blend(()))), "source="),
        (lambda player: player.play(Request(0.5, 0.5, source=Sibling((Step(1, 2.0),)))), "source="),
        (lambda player: player.blend([(0.1, 0.1, NAN), (0.5, 0.5, 1)]), "weight nan"),
        (lambda player: list(player.vary(Request(*KICK), 2, 1.5)), "variation=1.5"),
        (lambda player: player.vary(Request(*KICK), 0), "1 to 256 samples, not 0"),
        (lambda player: player.path([KICK, (NAN, 0.5)]), "x=nan"),
        (lambda player: player.path([KICK, (0.5, -1e-9)]), "y=-1e-09"),
        (lambda player: player.grid(-2, -2), "1 to 256 samples"),
        (lambda player: list(player.grid(1, 1, (0, 0, 1, NAN))), "y=nan"),
        (lambda player: player.kit(seed=-1), "seed=-1"),
        (lambda player: player.nearest(NAN, 0.5), "sounds near nan"),
        (lambda player: player.nearest(0.5, 0.5, 0), "not 0"),
    ],
)
def test_what_is_out_of_range_is_refused_and_nothing_is_written(player, drop, play, complaint):
    with pytest.raises(RangeError, match=complaint):
        play(player)
    assert list(drop.iterdir()) == []


def test_numbers_of_numpy_are_as_good_as_others(player, bundle):
    point = np.float32(KICK)
    made = [
        player.play(Request(*one, seed, Controls(tone=tone)))
        for one, seed, tone in ((point, np.int64(3), np.float32(1.5)), (KICK, 3, 1.5))
    ]
    assert made[0].path.read_bytes() == made[1].path.read_bytes()
    assert type(made[0].request.x) is float
    assert len(list(player.path(np.float32([KICK, SNARE]), 2))) == 2
    assert len(list(player.grid(1, 1, np.float32([0, 0, 0.25, 0.25])))) == 1


def test_sounds_that_are_too_long_are_left_out_of_a_page(detailed_player, monkeypatch):
    monkeypatch.setattr("latentpad.synth.transforms.MAX_FRAMES", 250)
    request = Request(0.5, 0.5, controls=Controls(length=4))
    steps = list(detailed_player.grid(4, 4, request=request).steps())
    n_long = sum(isinstance(step, LengthError) for step in steps)
    assert (len(steps), 0 < n_long < 16) == (16, True)
    assert len(list(detailed_player.grid(4, 4, request=request))) == 16 - n_long


def test_relatives_of_a_sample_of_another_bundle_are_refused(player, noisy_bundle, drop, tmp_path):
    other = Player(replace(noisy_bundle, digest="0" * 64), Folder(drop), tmp_path / "cache").play(Request(*KICK))
    with pytest.raises(RecipeError, match="was rendered with another bundle"):
        player.recipe_of(other.path)

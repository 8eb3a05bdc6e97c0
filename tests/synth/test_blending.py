import math
from dataclasses import replace

import numpy as np
import pytest

from latentpad.errors import RangeError
from latentpad.request import Controls, Request
from latentpad.sources import Blend, WeightedPoint
from latentpad.synth.blending import MAX_SOUNDS, blend_factors, blend_places
from latentpad.synth.inverse_map import InverseMap
from latentpad.synth.sources import source_place
from latentpad.synth.synth import Synth


@pytest.fixture
def inverse_map(bundle):
    """The toy's map: in its corners the latents are the unit vectors, and their mean is a quarter of each."""
    return InverseMap(bundle.map)


@pytest.fixture
def corners(inverse_map, sounds):
    return [inverse_map.place(sound.x, sound.y) for sound in sounds]


@pytest.mark.parametrize(
    ("weights", "factors"),
    [
        ([1, 1], [0.5, 0.5]),
        ([0.2, 0.6], [0.25, 0.75]),
        ([5, 0], [1, 0]),
        ([1.5, -0.5], [1.5, -0.5]),
        ([1, -1], [1, -1]),
        ([3, -1], [1.5, -0.5]),
        ([0.5, -0.25], [0.5, -0.25]),
    ],
)
def test_weights_are_divided_by_their_sum_over_1_or_if_none_is_negative(weights, factors):
    assert blend_factors(weights).tolist() == pytest.approx(factors)


def test_factors_change_continuously_where_a_weight_becomes_negative():
    assert blend_factors([1, 1, -1e-9]) == pytest.approx(blend_factors([1, 1, 0]), abs=1e-8)


def test_equal_weights_give_the_mean(inverse_map, corners):
    place = blend_places(inverse_map, corners[:2], [1, 1])
    assert place.latent == pytest.approx([0.5, 0.5, 0, 0], abs=1e-6)
    assert place.weights.sum() == pytest.approx(1)
    assert place.shares.sum() == pytest.approx(1)
    assert place.point == pytest.approx([0.5, 0.125], abs=1e-5)


def test_what_is_taken_away_is_missing_and_not_heard(inverse_map, corners):
    place = blend_places(inverse_map, corners[:2], [0.5, -0.5])
    assert place.latent == pytest.approx([0.75, -0.25, 0.25, 0.25], abs=1e-6)
    assert set(place.neighbors) == set(corners[0].neighbors)


@pytest.mark.parametrize(
    ("weights", "beyond"), [([1, 1], 0), ([1.25, -0.25], 0.5), ([1.5, -0.5], 1), ([1, -1], 1), ([1, -1e-3], 2e-3)]
)
def test_a_blend_goes_beyond_its_sounds_by_what_is_taken_away(inverse_map, corners, weights, beyond):
    assert blend_places(inverse_map, corners[:2], weights).beyond == pytest.approx(beyond)


def test_no_latent_is_farther_from_the_mean_than_that_of_a_sound(inverse_map, corners):
    place = blend_places(inverse_map, corners[:2], [16, -15])
    middle = np.full(4, 0.25)
    assert np.linalg.norm(place.latent - middle) == pytest.approx(np.sqrt(0.75), rel=1e-5)
    assert (place.latent - middle) / np.linalg.norm(place.latent - middle) @ [1, -1, 0, 0] == pytest.approx(
        math.sqrt(2), rel=1e-3
    )


def test_the_blend_of_a_point_with_itself_is_the_point(inverse_map, corners):
    for weights in ([1, 1], [0.3, 0.7], [1, 0]):
        place = blend_places(inverse_map, [corners[0], corners[0]], weights)
        assert np.array_equal(place.latent, corners[0].latent)
        assert sorted(place.neighbors) == sorted(corners[0].neighbors)
        assert place.confidence == pytest.approx(corners[0].confidence)


def test_at_most_16_sounds_are_heard(inverse_map):
    places = [inverse_map.place(x, y) for x, y in np.random.default_rng(1).random((16, 2))]
    place = blend_places(inverse_map, places, [1] * 16)
    assert len(place.neighbors) == MAX_SOUNDS
    assert (np.diff(place.weights) <= 0).all()


def test_a_blend_is_shown_between_its_positive_points():
    assert Blend.of([(0.0, 0.0, 1), (1.0, 0.5, 3), (0.0, 1.0, -9)]).middle == pytest.approx((0.75, 0.375))


def test_a_blend_is_rendered_with_the_sounds_of_its_points(bundle, sounds):
    kick, snare = sounds[:2]
    both = Blend((WeightedPoint(kick.x, kick.y, 1), WeightedPoint(snare.x, snare.y, 1)))
    spectrum = np.abs(np.fft.rfft(Synth(bundle).render(Request(0.5, 0.1, 3, source=both)), 8000))
    found = [int(np.argmax(spectrum[:750])), 750 + int(np.argmax(spectrum[750:1250]))]
    assert found == pytest.approx([500, 1000], abs=2)


def test_a_varied_blend_depends_on_the_generator_alone(inverse_map, sounds):
    points = tuple(WeightedPoint(sound.x, sound.y, 1) for sound in sounds[:2])
    request = Request(0.5, 0.1, source=Blend(points))
    varied = replace(request, controls=Controls(variation=1.0))
    first, again = (source_place(inverse_map, varied, np.random.default_rng(5)).latent for _ in range(2))
    assert np.array_equal(first, again)


@pytest.mark.parametrize(
    ("points", "complaint"),
    [
        ([(0, 0, 1)], "takes 2 to 16 points, not 1"),
        ([(0, 0, 1)] * 10_000, "not 10000"),
        ([(0, 0, 0), (1, 1, -1)], "above 0"),
        ([(0, 0, 1), (1, 1, math.nan)], "weight nan"),
        ([(0, 0, 1), (1, 1, 17)], "-16 to 16"),
        ([(0, 0, 1), (1, 2, 1)], "1, 2 with"),
    ],
)
def test_a_blend_that_makes_no_sense_is_refused(points, complaint):
    with pytest.raises(RangeError, match=complaint):
        Blend.of(points)

from dataclasses import replace

import numpy as np
import pytest

from latentpad.request import Controls, Request
from latentpad.sources import MAX_STEPS, Blend, Sibling, Step, WeightedPoint
from latentpad.synth.inverse_map import InverseMap
from latentpad.synth.sources import source_place


@pytest.fixture
def latent_of(detailed_bundle, rng):
    """Return the latent of a request on a map where no two sounds have the same latent."""
    latents = rng.standard_normal((32, 4), dtype=np.float32)
    inverse_map = InverseMap(replace(detailed_bundle.map, latents=latents))
    return lambda request: source_place(inverse_map, request, np.random.default_rng(request.seed)).latent


def test_a_relative_of_an_unvaried_sound_is_a_variation_of_its_point():
    request = Request(0.25, 0.5, 7, Controls(tone=3.0))
    assert request.relative(9, 0.5) == Request(0.25, 0.5, 9, Controls(variation=0.5, tone=3.0))


def test_a_relative_of_a_relative_is_near_that_one(latent_of):
    child = Request(0.3, 0.4).relative(7, 1.0)
    grandchild = child.relative(9, 1e-4)
    assert grandchild.source == Sibling((Step(7, 1.0),))
    assert latent_of(grandchild) == pytest.approx(latent_of(child), abs=1e-3)
    assert latent_of(grandchild) != pytest.approx(latent_of(Request(0.3, 0.4)), abs=1e-2)


def test_relatives_of_a_blend_are_of_the_blend(latent_of):
    blend = Blend((WeightedPoint(0.2, 0.2, 1), WeightedPoint(0.8, 0.3, 2)))
    request = Request(0.5, 0.3, source=blend)
    child = request.relative(7, 1e-4)
    assert child.source == blend
    assert latent_of(child) == pytest.approx(latent_of(request), abs=1e-3)
    assert latent_of(child.relative(8, 1e-4)) == pytest.approx(latent_of(request), abs=1e-3)


def test_after_16_generations_the_last_is_replaced():
    request = Request(0.3, 0.4)
    for seed in range(30):
        request = request.relative(seed, 0.5)
    assert request.source.steps == (*(Step(seed, 0.5) for seed in range(MAX_STEPS - 1)), Step(28, 0.5))


def test_a_seed_is_used_once_per_step(latent_of):
    request = Request(0.3, 0.4, 5, Controls(variation=1.0))
    assert np.array_equal(latent_of(request), latent_of(replace(request)))
    assert not np.array_equal(latent_of(request), latent_of(request.relative(5, 1.0)))

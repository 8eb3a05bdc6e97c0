"""Sounds between two others, by features of one band pattern."""

import numpy as np
import pytest

pytest.importorskip("librosa")

from latentpad_export.evaluate.metrics.betweenness import betweenness

FIRST = np.full((64, 352), 0.9, dtype=np.float32)
SECOND = np.full((64, 352), 0.5, dtype=np.float32)


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 0.9, 1.0])
def test_a_sound_on_the_way_is_not_off_it(share):
    found = betweenness((1 - share) * FIRST + share * SECOND, FIRST, SECOND)
    assert found.off_path == pytest.approx(1)
    assert found.nearer == pytest.approx(min(share, 1 - share), abs=1e-6)


def test_a_sound_elsewhere_is_off_the_way():
    beyond = betweenness(FIRST + 0.1, FIRST, SECOND)
    assert beyond == pytest.approx((1.5, 0.25))
    other = FIRST.copy()
    other[::2] = 0.3  # half of the bands, 0.6 from the first and 0.2 from the second, where it is 0.4 in the rest
    assert betweenness(other, FIRST, SECOND) == pytest.approx((1.5, 0.75))


def test_the_order_of_the_parents_does_not_matter(rng):
    made, first, second = rng.uniform(0, 1, (3, 64, 352)).astype(np.float32)
    assert betweenness(made, first, second) == betweenness(made, second, first)


def test_nothing_lies_between_equal_sounds():
    assert betweenness(SECOND, FIRST, FIRST) is None
    silence = np.zeros_like(FIRST)
    assert betweenness(FIRST, silence, silence) is None

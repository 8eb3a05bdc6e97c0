"""Orders that show the variety of a set."""

import numpy as np
import pytest

from latentpad.synth.farthest_first import farthest_first


def test_the_first_is_typical_and_each_next_one_is_the_farthest_from_those_before():
    assert farthest_first(np.array([[0.0], [1.0], [4.0], [10.0], [6.0]]), 9, 0.0).tolist() == [2, 3, 0, 4, 1]


def test_the_steps_to_those_before_never_grow(rng):
    rows = rng.standard_normal((200, 5))
    order = farthest_first(rows, 200, 0.0)
    assert sorted(order.tolist()) == list(range(200))
    gaps = [np.linalg.norm(rows[order[:i]] - rows[order[i]], axis=1).min() for i in range(1, 200)]
    assert (np.diff(gaps) <= 1e-12).all()


def test_it_ends_where_only_near_twins_remain(rng):
    rows = np.repeat(np.array([[0.0, 0.0], [3.0, 0.0], [0.0, 4.0]]), 50, axis=0) + 0.01 * rng.random((150, 2))
    order = farthest_first(rows, 150, 0.1)
    assert sorted((order // 50).tolist()) == [0, 1, 2]


def test_first_rows_come_before_what_is_farther_away():
    rows = np.array([[1.0], [2.0], [3.0], [100.0], [2.1], [50.0]])
    assert farthest_first(rows, 9, 0.0, [3]).tolist() == [1, 0, 2, 3, 5, 4]
    assert farthest_first(rows, 9, 0.01, [3]).tolist() == [1, 0, 2, 3, 5]
    assert farthest_first(rows, 3, 0.0, [2]).tolist() == [0, 1, 3]
    assert farthest_first(rows, 9, 0.0, [0, 2, 3]).tolist() == [0, 1, 2, 3, 5, 4]


@pytest.mark.parametrize("n_rows", [1, 7])
def test_equal_rows_are_one(n_rows):
    assert farthest_first(np.ones((n_rows, 3)), 5, 0.0).tolist() == [0]


def test_no_more_rows_are_returned_than_wanted(rng):
    rows = rng.random((50, 3))
    assert farthest_first(rows, 8, 0.0).tolist() == farthest_first(rows, 50, 0.0)[:8].tolist()

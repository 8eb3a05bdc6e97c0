"""Neighbours, principal axes, and places among the sounds of a map."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("scipy", reason="needs the extra [map]")

from latentpad.bundle.bundle import Bundle
from latentpad_export.layout import neighbours, principal_axes
from latentpad_export.layout.nearest_kernel import insert_nearest
from latentpad_export.layout.neighbours import nearest_rows
from latentpad_export.layout.placing import place_among, spread_out


def rows(n: int, d: int = 6) -> NDArray[np.float32]:
    return np.random.default_rng(0).standard_normal((n, d)).astype(np.float32)


def by_definition(points: NDArray[np.float32], k: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    distances = np.linalg.norm(points[:, None].astype(float) - points[None], axis=2)
    np.fill_diagonal(distances, -1)
    order = np.argsort(distances, axis=1, kind="stable")[:, :k]
    return order, np.maximum(np.take_along_axis(distances, order, axis=1), 0)


@pytest.mark.parametrize(("n", "k"), [(1, 1), (2, 2), (9, 3), (300, 15)])
@pytest.mark.parametrize("block", [1, 1 << 26])
def test_the_nearest_rows_are_those_by_definition(n: int, k: int, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "BLOCK_BYTES", block)
    found = nearest_rows(rows(n), k)
    indices, distances = by_definition(rows(n), k)
    np.testing.assert_array_equal(found.indices, indices)
    np.testing.assert_allclose(found.distances, distances, atol=1e-6)


def test_a_row_comes_first_even_if_others_are_equal() -> None:
    found = nearest_rows(np.ones((20, 3), dtype=np.float32), 4)
    np.testing.assert_array_equal(found.indices[:, 0], np.arange(20))
    assert all(len(set(own)) == 4 for own in found.indices.tolist())
    assert not found.distances.any()


def test_the_compiled_loop_does_what_python_does() -> None:
    some = rows(40)
    lengths, products = np.square(some).sum(axis=1), some[5:9] @ some.T
    results = []
    for loop in (insert_nearest, insert_nearest.py_func):
        found, indices = np.full((4, 5), np.inf, dtype=np.float32), np.zeros((4, 5), dtype=np.int32)
        loop(found, indices, products, lengths, 5)
        results.append(indices)
    np.testing.assert_array_equal(*results)


def test_principal_axes_hold_the_variance_in_falling_order(monkeypatch: pytest.MonkeyPatch) -> None:
    spread = rows(500, 4) * np.float32([1, 10, 0.1, 3]) + 100
    whole = principal_axes.principal_axes(spread, 3)
    np.testing.assert_allclose(whole.var(axis=0), np.sort(np.linalg.eigvalsh(np.cov(spread.T)))[:0:-1], rtol=0.05)
    np.testing.assert_allclose(whole.mean(axis=0), 0, atol=1e-4)
    monkeypatch.setattr(principal_axes, "BLOCK", 7)
    np.testing.assert_allclose(principal_axes.principal_axes(spread, 3), whole, atol=1e-3)


def test_there_are_no_more_axes_than_numbers_or_rows() -> None:
    assert principal_axes.principal_axes(rows(3), 9).shape == (3, 2)
    assert principal_axes.principal_axes(rows(9, 2), 9).shape == (9, 2)


def test_a_sound_of_the_map_is_placed_near_its_own_point(toy: Bundle) -> None:
    assert toy.map.outlines is None
    no_outlines = np.zeros((len(toy.map.points), 1, 1), dtype=np.uint8)
    placed = place_among(toy, toy.map.latents, no_outlines, seed=0)
    assert placed.dtype == np.float32
    nearest = np.linalg.norm(placed[:, None] - toy.map.points[None], axis=2).argmin(axis=1)
    usual = 1 / np.sqrt(2 * len(placed))
    assert np.linalg.norm(placed - toy.map.points, axis=1).max() < 3 * usual
    np.testing.assert_array_equal(nearest // 8, np.arange(32) // 8)
    np.testing.assert_array_equal(place_among(toy, toy.map.latents, no_outlines, seed=0), placed)


def test_equal_sounds_get_different_places_on_the_map(toy: Bundle) -> None:
    twins = np.repeat(toy.map.latents[:1], 50, axis=0)
    placed = spread_out(place_among(replace(toy), twins, np.zeros((50, 1, 1), dtype=np.uint8), seed=3))
    assert len(np.unique(placed, axis=0)) == 50
    assert placed.min() >= 0
    assert placed.max() <= 1

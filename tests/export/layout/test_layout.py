"""The layout of a map: any number of latents on the unit square, similar ones close together."""

import warnings

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("sklearn", reason="needs the extra [export]")
pytest.importorskip("umap", reason="needs the extra [export]")

from latentpad_export.layout import layout as layout_module
from latentpad_export.layout.density import even_out
from latentpad_export.layout.excerpts import Decoded, Excerpts
from latentpad_export.layout.layout import LAYOUTS, MARGIN, MIN_FOR_GRAPH, Layout, lay_out
from latentpad_export.layout.plane import by_axes

pytestmark = pytest.mark.usefixtures("cached_umap")


def latents(n: int, seed: int = 0) -> NDArray[np.float32]:
    """Draw latents like those of the encoder."""
    return np.random.default_rng(seed).standard_normal((n, 16), dtype=np.float32)


def decoded(rows: NDArray[np.float32]) -> Decoded:
    """Return what a decoder would make of latents if it were a plain table of sounds [n, k]."""
    bytes_ = np.uint8(np.clip(128 + 6 * rows, 0, 255))
    return Decoded(rows[:, None], Excerpts(bytes_[:, None], np.ones(1, dtype=np.float32)))


def distances(points: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the distances between all points."""
    return np.linalg.norm(points[:, None] - points[None], axis=2)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("n", [2, 3, 7, 8, 20, 130])
def test_any_number_of_latents_fills_the_square_up_to_the_margin(n: int, layout: Layout) -> None:
    points = lay_out(latents(n), 0, layout, decoded(latents(n, seed=1)), np.arange(n, dtype=np.int32) % 3 - 1)
    assert points.shape == (n, 2)
    assert points.dtype == np.float32
    np.testing.assert_allclose(points[:, 0].min(), MARGIN, atol=1e-6)
    np.testing.assert_allclose(points[:, 0].max(), 1 - MARGIN, atol=1e-6)
    assert points[:, 1].min() >= MARGIN - 1e-6
    assert points[:, 1].max() <= 1 - MARGIN + 1e-6
    assert len(np.unique(points, axis=0)) == n


def test_a_single_latent_is_in_the_middle() -> None:
    np.testing.assert_array_equal(lay_out(latents(1), seed=0), [[0.5, 0.5]])


@pytest.mark.parametrize("n", [2, 9, 50])
def test_equal_latents_are_all_in_the_middle(n: int) -> None:
    np.testing.assert_array_equal(lay_out(np.repeat(latents(1), n, axis=0), seed=0), np.full((n, 2), 0.5))


@pytest.mark.parametrize("n", [4, 20])
def test_equal_latents_share_a_point_and_do_not_move_the_others(n: int) -> None:
    some = latents(n)
    twice = some[[*range(n), 0, 2, 0]]
    points = lay_out(twice, seed=0)
    np.testing.assert_array_equal(points[n:], points[[0, 2, 0]])
    np.testing.assert_array_equal(points[:n], lay_out(some, seed=0))


def test_the_order_of_the_latents_does_not_matter() -> None:
    some, order = latents(20), np.random.default_rng(1).permutation(20)
    np.testing.assert_array_equal(lay_out(some[order], seed=0), lay_out(some, seed=0)[order])


def test_two_latents_are_in_the_middle_of_two_opposite_sides() -> None:
    points = lay_out(latents(2), seed=0)
    assert sorted(points[:, 0].tolist()) == pytest.approx([MARGIN, 1 - MARGIN])
    np.testing.assert_array_equal(points[:, 1], 0.5)


def test_a_few_latents_in_a_plane_keep_their_positions_along_its_axes() -> None:
    flat = np.zeros((MIN_FOR_GRAPH - 1, 16), dtype=np.float32)
    flat[:, 3] = [0, 1, 2, 3, 4, 5, 6]
    points = lay_out(flat, seed=0)
    steps = np.abs(np.diff(points[:, 0]))
    np.testing.assert_allclose(steps, (1 - 2 * MARGIN) / 6, atol=1e-6)


def test_latents_with_one_dimension_are_laid_out_too() -> None:
    points = lay_out(np.float32([[0], [1], [3]]), seed=0)
    np.testing.assert_allclose(np.abs(np.diff(points[:, 0])) * 3, [1 - 2 * MARGIN, 2 - 4 * MARGIN], atol=1e-5)


@pytest.mark.parametrize(("spread", "layout"), [(0.05, "latents"), (1.0, "latents"), (0.05, "sound"), (1.0, "sound")])
def test_three_clusters_stay_three_clusters(spread: float, layout: Layout) -> None:
    label = np.arange(300) % 3
    rows = 20 * np.eye(3, 16, dtype=np.float32)[label] + np.float32(spread) * latents(300)
    points = lay_out(rows, 0, layout, decoded(rows[:, ::-1]))
    apart = distances(points)
    nearest = np.argsort(apart, axis=1)[:, 1:6]
    assert (label[nearest] == label[:, None]).mean() > 0.97
    middles = np.stack([points[label == k].mean(axis=0) for k in range(3)])
    assert (np.argmin(np.linalg.norm(points[:, None] - middles[None], axis=2), axis=1) == label).mean() > 0.9


@pytest.mark.parametrize("n", [5, 40])
def test_the_same_seed_gives_the_same_points(n: int) -> None:
    np.testing.assert_array_equal(lay_out(latents(n), seed=3), lay_out(latents(n), seed=3))


@pytest.mark.parametrize("n", [9, 40])
def test_the_same_seed_gives_the_same_points_by_sound(n: int) -> None:
    first, second = (lay_out(latents(n), 3, "sound", decoded(latents(n, seed=1))) for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_sounds_are_embedded_by_t_sne_and_more_of_them_by_umap(monkeypatch: pytest.MonkeyPatch) -> None:
    used = []
    monkeypatch.setattr(layout_module, "MAX_FOR_TSNE", 20)
    monkeypatch.setattr(layout_module, "by_tsne", lambda rows, seed: used.append("t-SNE") or by_axes(rows))
    monkeypatch.setattr(layout_module, "by_umap", lambda rows, *arguments: used.append("UMAP") or by_axes(rows))
    for n in (20, 21):
        lay_out(latents(n), 0, "sound", decoded(latents(n, seed=1)))
    lay_out(latents(20), 0, "labels", decoded(latents(20, seed=1)), np.arange(20, dtype=np.int32) % 2)
    assert used == ["t-SNE", "UMAP", "UMAP"]


def test_the_warning_filters_of_the_caller_are_left_as_they_were() -> None:
    lay_out(latents(20), seed=0)
    with pytest.raises(UserWarning, match="still here"):
        warnings.warn("still here", UserWarning, stacklevel=1)


def test_similar_sounds_are_close_together_whatever_their_latents() -> None:
    sounds = np.repeat(20 * np.eye(3, 16, dtype=np.float32), 60, axis=0) + latents(180, seed=1)
    points = lay_out(latents(180), 0, "sound", decoded(sounds))
    nearest = np.argsort(distances(points), axis=1)[:, 1:6] // 60
    assert (nearest == np.arange(180)[:, None] // 60).mean() > 0.9


def test_labels_pull_their_sounds_together() -> None:
    labels = np.arange(200, dtype=np.int32) % 2
    shares = []
    for layout in ("sound", "labels"):
        points = lay_out(latents(200), 0, layout, decoded(latents(200, seed=1)), labels)
        shares.append((labels[np.argsort(distances(points), axis=1)[:, 1:6]] == labels[:, None]).mean())
    assert shares[1] > shares[0] + 0.2


@pytest.mark.parametrize("n", [1, 2, 3, 64, 1_000])
def test_after_evening_out_each_part_of_the_square_has_one_point(n: int) -> None:
    crowded = np.random.default_rng(0).random((n, 2)) ** 4
    np.testing.assert_array_equal(even_out(crowded, 0.0), crowded)
    even = even_out(crowded, 1.0)
    assert ((even > 0) & (even < 1)).all()
    apart = distances(even) + 2 * np.eye(n)
    assert n == 1 or apart.min() > 0.4 / np.sqrt(n)
    np.testing.assert_allclose(even_out(crowded, 0.5), (crowded + even) / 2)


def test_evening_out_keeps_the_order_along_a_line() -> None:
    line = np.stack([np.sort(np.random.default_rng(1).random(33) ** 3), np.full(33, 0.5)], axis=1)
    assert (np.diff(even_out(line, 1.0)[::8, 0]) >= 0).all()


def test_points_can_have_different_areas() -> None:
    points = np.random.default_rng(2).random((256, 2))
    wide = points[:, 0] < 0.5
    even = even_out(points, 1.0, np.where(wide, 3.0, 1.0))
    border = 3 * wide.sum() / (3 * wide.sum() + (~wide).sum())
    assert even[wide, 0].max() == pytest.approx(border, abs=0.1)
    assert even[~wide, 0].min() == pytest.approx(border, abs=0.1)

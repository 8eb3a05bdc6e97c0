"""Embeddings: what each preserves, and what each can invert."""

import re
import warnings
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("sklearn", reason="needs the extra [export]")
pytest.importorskip("umap", reason="needs the extra [export]")

from threadpoolctl import threadpool_limits

from latentpad_export.evaluate.subjects.embedding_settings import NEWER, SETTINGS, THESIS, Setting
from latentpad_export.evaluate.subjects.embeddings import fit

pytestmark = pytest.mark.usefixtures("single_thread", "cached_umap")

PCA = Setting("PCA")
TSNE = Setting("t-SNE", {"perplexity": 2, "max_iter": 250})
UMAP = Setting("UMAP", {"n_neighbors": 10, "min_dist": 0.5})


@pytest.fixture(scope="module")
def single_thread() -> Iterator[None]:
    """Use one thread: t-SNE's threads spin while they wait for each other, which takes longer than a few sounds."""
    with threadpool_limits(1):
        yield


def in_a_plane(n: int) -> NDArray[np.float32]:
    """Draw latents of eight dimensions that lie in a plane."""
    rng = np.random.default_rng(0)
    return (rng.standard_normal((n, 2)) @ rng.standard_normal((2, 8)) + 3).astype(np.float32)


def clusters(n: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Draw three clusters far apart, and which of them each latent belongs to."""
    label = np.arange(n) % 3
    noise = np.random.default_rng(0).standard_normal((n, 8))
    return (noise + 30 * np.eye(3, 8)[label]).astype(np.float32), label


def assert_fills_the_square(points: NDArray[np.float64]) -> None:
    assert points.min(axis=0) == pytest.approx(0, abs=1e-12)
    assert points.max(axis=0) == pytest.approx(1, abs=1e-12)


def test_settings_are_the_nineteen_of_the_thesis() -> None:
    assert [setting.title for setting in THESIS[:3]] == [
        "PCA",
        "t-SNE perplexity=2, max_iter=250",
        "t-SNE perplexity=2, max_iter=500",
    ]
    assert THESIS[-1].title == "UMAP n_neighbors=100, min_dist=0.8"
    assert len({setting.title for setting in THESIS}) == 19


def test_every_setting_has_a_title_and_a_file_name_of_its_own() -> None:
    assert THESIS + NEWER == SETTINGS
    assert len({setting.title for setting in SETTINGS}) == len({setting.key for setting in SETTINGS}) == 27
    assert Setting("PaCMAP", {"init": "pca"}).key == "embedding-PaCMAP-init-pca"
    assert all(re.fullmatch(r"[A-Za-z0-9.\-_]+", setting.key) for setting in SETTINGS)


def test_each_setting_needs_one_sound_more_than_it_has_neighbours() -> None:
    assert [PCA.n_needed, TSNE.n_needed, UMAP.n_needed, THESIS[-1].n_needed] == [2, 3, 11, 101]
    spectral = Setting("UMAP", {"n_neighbors": 15, "init": "spectral"})
    assert [spectral.n_needed, Setting("PaCMAP", {"init": "pca"}).n_needed] == [120, 32]


def test_pca_inverts_points_of_a_plane_exactly() -> None:
    latents = in_a_plane(60)
    embedding = fit(PCA, latents, seed=0)
    assert_fills_the_square(embedding.points)
    np.testing.assert_allclose(embedding.inverse(embedding.points), latents, atol=1e-5)


def test_pca_inverts_the_midpoint_of_two_points_to_that_of_their_latents() -> None:
    latents = in_a_plane(60)
    embedding = fit(PCA, latents, seed=0)
    between = embedding.inverse(embedding.points[:1] / 2 + embedding.points[1:2] / 2)
    np.testing.assert_allclose(between, latents[:1] / 2 + latents[1:2] / 2, atol=1e-5)


def test_tsne_keeps_clusters_apart_and_has_no_inverse() -> None:
    latents, label = clusters(60)
    embedding = fit(Setting("t-SNE", {"perplexity": 10, "max_iter": 500}), latents, seed=0)
    assert embedding.inverse is None
    assert_fills_the_square(embedding.points)
    apart = np.linalg.norm(embedding.points[:, None] - embedding.points, axis=2)
    assert (label[np.argsort(apart, axis=1)[:, 1:6]] == label[:, None]).all()


def test_umap_keeps_clusters_apart_and_inverts_to_the_right_one() -> None:
    latents, label = clusters(45)
    embedding = fit(UMAP, latents, seed=0)
    assert_fills_the_square(embedding.points)
    middles = np.stack([embedding.points[label == k].mean(axis=0) for k in range(3)])
    back = embedding.inverse(middles)
    centres = np.stack([latents[label == k].mean(axis=0) for k in range(3)])
    assert np.argmin(np.linalg.norm(back[:, None] - centres, axis=2), axis=1).tolist() == [0, 1, 2]


@pytest.mark.parametrize("setting", [PCA, TSNE])
def test_equal_latents_share_a_point(setting: Setting) -> None:
    latents = in_a_plane(12)
    points = fit(setting, latents[[*range(12), 3, 3, 7]], seed=0).points
    np.testing.assert_array_equal(points[12:], points[[3, 3, 7]])
    np.testing.assert_array_equal(points[:12], fit(setting, latents, seed=0).points)


@pytest.mark.parametrize("setting", [PCA, TSNE])
def test_fewest_latents_that_a_setting_needs_suffice(setting: Setting) -> None:
    points = fit(setting, in_a_plane(setting.n_needed), seed=0).points
    assert len(np.unique(points, axis=0)) == setting.n_needed


def test_latents_of_one_dimension_lie_on_a_line_and_are_inverted() -> None:
    latents = np.float32([[0], [1], [4]])
    embedding = fit(PCA, latents, seed=0)
    along = embedding.points[:, 0]
    np.testing.assert_allclose(np.abs(np.diff(along)), [0.25, 0.75], atol=1e-6)
    np.testing.assert_array_equal(embedding.points[:, 1], 0.5)
    np.testing.assert_allclose(embedding.inverse(embedding.points), latents, atol=1e-6)


def test_the_same_seed_gives_the_same_points() -> None:
    latents = in_a_plane(30)
    np.testing.assert_array_equal(fit(TSNE, latents, seed=3).points, fit(TSNE, latents, seed=3).points)


@pytest.mark.parametrize("start", ["pca", "random"])
def test_pacmap_keeps_clusters_apart_from_either_start(start: str) -> None:
    pytest.importorskip("pacmap", reason="needs the extra [maps]")
    latents, label = clusters(60)
    embedding = fit(Setting("PaCMAP", {"init": start}), latents, seed=0)
    assert embedding.inverse is None
    assert_fills_the_square(embedding.points)
    apart = np.linalg.norm(embedding.points[:, None] - embedding.points, axis=2)
    assert (label[np.argsort(apart, axis=1)[:, 1:6]] == label[:, None]).all()
    np.testing.assert_array_equal(embedding.points, fit(embedding.setting, latents, seed=0).points)


def test_densmap_gives_a_wide_cluster_more_room_than_a_narrow_one() -> None:
    latents, label = clusters(45)
    latents[label == 0] = 30 * np.eye(1, 8) + 0.05 * (latents[label == 0] - 30 * np.eye(1, 8))
    points = fit(Setting("densMAP", {"n_neighbors": 10, "min_dist": 0.1}), latents, seed=0).points
    narrow, wide = (np.linalg.norm(points[label == k] - points[label == k].mean(axis=0), axis=1).mean() for k in (0, 1))
    assert narrow < 0.5 * wide


def test_the_warning_filters_of_the_caller_are_left_as_they_were() -> None:
    fit(PCA, in_a_plane(10), seed=0)
    with pytest.raises(UserWarning, match="still here"):
        warnings.warn("still here", UserWarning, stacklevel=1)

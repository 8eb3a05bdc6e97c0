import pytest


@pytest.fixture(scope="module")
def uncompiled_umap():
    """Run UMAP's graph in Python, since compiling it takes longer than a few sounds; test_end_to_end.py compiles it."""
    umap_ = pytest.importorskip("umap.umap_")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("fast_knn_indices", "smooth_knn_dist", "compute_membership_strengths"):
            compiled = getattr(umap_, name)
            patch.setattr(umap_, name, getattr(compiled, "py_func", compiled))
        yield

import numpy as np
import pytest

pytest.importorskip("matplotlib")
from latentpad_export.evaluate.cache import Cache
from latentpad_export.evaluate.report.section import Example, Picture, Section, Table

SECTION = Section(
    "toy",
    "Toy",
    {"a": {"b": 1.5, "c": None}},
    (Table("T", ("x", "y"), (("one", 2), (None, 3.5)), "note"),),
    (Picture("P", b"\x89PNG\x00", "note"),),
    (Example("E", b"RIFF\xff"),),
    ("something is missing",),
)


def never():
    raise AssertionError("computed again")


def test_a_section_comes_back_as_it_was(tmp_path):
    assert Section.from_dict(SECTION.to_dict()) == SECTION
    assert Cache(tmp_path).section("toy", lambda: SECTION) == SECTION
    assert Cache(tmp_path).section("toy", never) == SECTION


def test_arrays_come_back_as_they_were(tmp_path):
    arrays = {"a": np.arange(5, dtype=np.uint8), "b": np.array([[1.5, np.nan]])}
    Cache(tmp_path).arrays("toy", lambda: arrays)
    found = Cache(tmp_path).arrays("toy", never)
    assert set(found) == {"a", "b"}
    assert found["a"].tolist() == [0, 1, 2, 3, 4]
    assert np.array_equal(found["b"], arrays["b"], equal_nan=True)


@pytest.mark.parametrize("kept", [0, 10, 200])
def test_truncated_results_are_computed_again(tmp_path, kept):
    cache = Cache(tmp_path)
    cache.arrays("toy", lambda: {"a": np.zeros(100)})
    cache.section("toy", lambda: SECTION)
    for path in (tmp_path / "toy.npz", tmp_path / "toy.json"):
        path.write_bytes(path.read_bytes()[:kept])
    assert cache.arrays("toy", lambda: {"a": np.ones(3)})["a"].tolist() == [1, 1, 1]
    assert cache.section("toy", lambda: SECTION) == SECTION


def test_failed_computations_leave_nothing(tmp_path):
    with pytest.raises(AssertionError, match="computed again"):
        Cache(tmp_path).arrays("toy", never)
    assert list(tmp_path.iterdir()) == []

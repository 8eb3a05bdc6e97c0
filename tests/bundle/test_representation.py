import re

import numpy as np
import pytest

from latentpad.bundle.representation import BOUNDS, Representation
from latentpad.errors import BundleError

NUMBERS = {"sample_rate": 44100, "n_fft": 1024, "hop_length": 256, "n_bands": 384, "n_frames": 352, "top_db": 80.0}


def read(**changes):
    return Representation.from_dict({**NUMBERS, **changes}, "here")


def test_a_representation_is_read_back():
    representation = Representation(**NUMBERS)
    assert Representation.from_dict(representation.to_dict(), "here") == representation


def test_a_representation_without_emphasis_is_written_as_by_older_versions():
    assert Representation(**NUMBERS).to_dict() == NUMBERS
    assert read().emphasis == 0.0


def test_an_emphasis_is_read_back():
    representation = Representation(**NUMBERS, emphasis=3.0)
    assert representation.to_dict() == {**NUMBERS, "emphasis": 3.0}
    assert Representation.from_dict(representation.to_dict(), "here") == representation
    assert read(emphasis=3) == representation


def test_the_emphasis_is_a_slope_in_octaves_around_1_khz():
    representation = Representation(**(NUMBERS | {"sample_rate": 32_000}), emphasis=3.0)  # bins of 31.25 Hz
    decibels = 20 * np.log10(representation.emphasis_gain())
    assert decibels[[16, 32, 64, 512]] == pytest.approx([-3, 0, 3, 12], abs=1e-4)
    assert decibels[0] == pytest.approx(3 * np.log2(20 / 1000), abs=1e-4)
    assert (Representation(**NUMBERS).emphasis_gain() == 1.0).all()


@pytest.mark.parametrize("value", [None, "3", float("nan"), -0.1, 12.1, True])
def test_an_emphasis_out_of_range_is_refused(value):
    with pytest.raises(BundleError, match=r"^here: representation\.emphasis=.* between 0\.0 and 12\.0$"):
        read(emphasis=value)


def test_lengths_follow_from_the_numbers():
    representation = Representation(**NUMBERS)
    assert representation.n_bins == 513
    assert representation.n_samples == 351 * 256
    assert representation.seconds == 351 * 256 / 44100


def test_integers_may_be_written_as_floats():
    assert read(n_fft=1024.0) == Representation(**NUMBERS)
    assert type(read(n_fft=1024.0).n_fft) is int
    assert type(read(top_db=80).top_db) is float


def test_unknown_numbers_are_ignored():
    assert read(colour=3) == Representation(**NUMBERS)


@pytest.mark.parametrize("found", [None, 3, "text", [44100, 1024]])
def test_anything_but_an_object_is_refused(found):
    with pytest.raises(BundleError, match=r"^here: representation must be an object of numbers, found \w+$"):
        Representation.from_dict(found, "here")


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize(
    "value",
    [None, True, "44100", [1], float("nan"), float("inf"), -float("inf"), 0, -1, 10**400, {"a\nb": "c" * 10000}],
    ids=lambda value: str(value)[:12],
)
def test_anything_but_a_number_in_range_is_refused(name, value):
    low, high = BOUNDS[name]
    with pytest.raises(BundleError, match=rf"^here: representation\.{name}=.* between {low} and {high}$") as caught:
        read(**{name: value})
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("name", NUMBERS)
def test_a_missing_number_is_refused(name):
    with pytest.raises(BundleError, match=rf"representation\.{name}=None, must be a number"):
        Representation.from_dict({key: value for key, value in NUMBERS.items() if key != name}, "here")


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"sample_rate": 44100.5}, "representation.sample_rate=44100.5 must be an integer"),
        ({"n_fft": 1000}, "representation.n_fft=1000 is not a power of two"),
        ({"hop_length": 513}, "representation.hop_length=513 is over n_fft / 2"),
        ({"n_bands": 514}, "representation.n_bands=514 is over n_fft / 2 + 1"),
        (
            {"n_frames": 16_384},
            "representation.n_frames=16384 is too many: 8404992 bins and 4194048 samples, at most 4000000 and 8000000",
        ),
        (
            {"n_fft": 8192, "hop_length": 4096, "n_frames": 2000, "n_bands": 8},
            "representation.n_frames=2000 is too many: 8194000 bins and 8187904 samples, at most 4000000 and 8000000",
        ),
    ],
)
def test_inconsistent_numbers_are_refused(changes, complaint):
    with pytest.raises(BundleError, match=f"^here: {re.escape(complaint)}$"):
        read(**changes)

"""The readers of arguments on the command line."""

import shutil
from argparse import ArgumentTypeError
from pathlib import Path

import numpy as np
import pytest

from latentpad.bundle.shelf import Shelf
from latentpad.bundle.summary import read_summary
from latentpad.cli.arguments import bundle_path as read_bundle
from latentpad.cli.arguments import coordinate, integer, number, port, seed, single
from latentpad.cli.main import main
from latentpad.paths import default_bundle


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        *((integer(1, 10), "1", 1), (integer(1, 10), "10", 10), (port, "0", 0), (port, "65535", 65_535)),
        *((seed, "2147483647", 2**31 - 1), (number(0.01, 100_000), "0.01", 0.01), (number(0, 20), "1e1", 10.0)),
        *((coordinate, "1", 1.0), (coordinate, "0.1", float(np.float32(0.1))), (single(-24, 24), "-7", -7.0)),
    ],
)
def test_a_number_in_range_is_read(read, text, value):
    assert read(text) == value
    assert type(read(text)) is type(value)


@pytest.mark.parametrize(
    ("read", "text", "complaint"),
    [
        (port, "65536", "must be between 0 and 65535, not 65536"),
        (port, "osc", "must be an integer, not 'osc'"),
        (seed, "-1", "must be between 0 and 2147483647, not -1"),
        (seed, "1.0", "must be an integer, not '1.0'"),
        (integer(1, 10_000_000), "0", "must be between 1 and 10000000, not 0"),
        (integer(1, 10), "9" * 5000, "must be an integer"),
        (number(0.01, 100_000), "0", "must be between 0.01 and 100000, not 0"),
        (number(0, 0.9), "nan", "must be between 0 and 0.9, not nan"),
        (number(0, 20), "long", "must be a number, not 'long'"),
        (single(-24, 24), "inf", "must be between -24 and 24, not inf"),
    ],
)
def test_other_texts_are_refused_with_the_bounds(read, text, complaint):
    with pytest.raises(ArgumentTypeError, match=f"^{complaint}"):
        read(text)


def test_two_dashes_are_no_value(capsys):
    with pytest.raises(SystemExit):
        main(["info", "--", "a", "--bundle=--"])
    with pytest.raises(SystemExit):
        main(["locate", "a.wav", "--bundle=--"])
    assert "argument --bundle: expected one argument" in capsys.readouterr().err.splitlines()[-1]


def test_a_bundle_is_named_by_path_or_by_its_name_on_the_shelf(bundle_path, data_folder, tmp_path, monkeypatch):
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    assert read_bundle("default") == default_bundle()
    assert read_bundle(str(bundle_path)) == bundle_path
    assert read_bundle("toy") == Path("toy")  # not known yet: opening it tells
    Shelf(data_folder).remember(bundle_path, read_summary(bundle_path))
    assert read_bundle("toy") == bundle_path
    shutil.copytree(bundle_path, here / "drums.latentpad")
    assert read_bundle("drums") == Path("drums.latentpad")  # one that was just made, and never played
    (here / "toy").mkdir()
    assert read_bundle("toy") == bundle_path  # a folder of that name is no bundle
    shutil.copytree(bundle_path, here / "toy", dirs_exist_ok=True)
    assert read_bundle("toy") == Path("toy")

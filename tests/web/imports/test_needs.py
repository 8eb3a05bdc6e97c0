"""What has to be installed before folders can be imported."""

import importlib.util

import pytest

from latentpad.web.imports import needs


def test_nothing_has_to_be_installed_where_everything_is():
    assert (needs.map_advice(), needs.train_advice()) == ("", "")


@pytest.mark.parametrize("missing", needs.TRAIN_PACKAGES)
def test_the_extra_that_brings_what_is_missing_is_named(missing, monkeypatch):
    find = importlib.util.find_spec
    monkeypatch.setattr(needs, "find_spec", lambda name: None if name == missing else find(name))
    assert ('".[map]"' in needs.map_advice()) == (missing in needs.MAP_PACKAGES)
    assert 'pip install ".[train]"' in needs.train_advice()

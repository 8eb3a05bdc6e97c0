"""Colours of labels, which a legend must tell apart."""

import pytest

pytest.importorskip("matplotlib")

from latentpad_export.evaluate.report.figures import label_colours


@pytest.mark.parametrize("n_labels", [1, 20, 40, 60])
def test_each_label_has_a_colour_of_its_own(n_labels):
    colours = label_colours(tuple(f"label {i}" for i in range(n_labels)))
    assert len(set(colours.values())) == n_labels
    assert all(0 <= part <= 1 for colour in colours.values() for part in colour)


def test_there_is_a_colour_for_any_number_of_labels():
    assert len(label_colours(tuple(map(str, range(200))))) == 200
    assert label_colours(()) == {}

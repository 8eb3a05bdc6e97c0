import numpy as np
import pytest

from latentpad.player.label_colours import COLOURS, FURTHER, OKABE_ITO, OTHERS, label_colours


@pytest.mark.parametrize("n_labels", [0, 1, 7, 15, 16, 22, 30, 31, 80])
def test_thirty_labels_have_a_combination_of_colour_and_marker_each(rng, n_labels):
    colours = label_colours(rng.random((n_labels, 2)))
    assert len(colours) == n_labels
    for start, palette in ((0, OKABE_ITO), (7, FURTHER), (15, OKABE_ITO), (22, FURTHER)):
        same_marker = colours[start : start + len(palette)]
        assert len(set(same_marker)) == len(same_marker)
        assert set(same_marker) <= set(palette)
    assert set(colours[30:]) <= {OTHERS}


def test_a_colour_is_used_again_far_from_its_first_label():
    places = np.full((16, 2), 0.5)
    places[3], places[15] = (0, 0), (1, 1)
    assert label_colours(places)[15] == COLOURS[3]

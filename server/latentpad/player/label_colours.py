"""Colours of labels, for dark backgrounds; clients replace them on light ones.

The 7 largest labels have a colour each, the next 8 another one each, and a marker of their own. With normal vision, all
15 can be told apart; those with the same marker with a colour-blindness, too. The next 15 labels have the same colours
with two more markers. Each takes the colour whose first label is farthest away on the map.

A client draws the markers by the number of the label: 7 discs, 8 squares, 7 triangles, 8 diamonds, then OTHERS.
"""

import numpy as np
from numpy.typing import NDArray

OKABE_ITO = ("#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7")
FURTHER = ("#9dd84e", "#d81414", "#62ffd8", "#893bff", "#d8c4ff", "#896289", "#eb6262", "#c476ff")
"""Chosen by search: the least difference (CIEDE2000) within FURTHER is 12 under each of three colour-blindnesses
(Machado et al., 2009); between any two of all colours and OTHERS, it is 15 with normal vision."""

COLOURS = (*OKABE_ITO, *FURTHER)
"""Of the largest labels, the largest first."""

OTHERS = "#999999"
"""Of labels from the 31st on, and of sounds without a label."""


def label_colours(places: NDArray[np.float64]) -> list[str]:
    """Choose the colours of labels.

    Parameters
    ----------
    places : ndarray [n, 2]
        Where each label is densest on the map, the largest first.

    Returns
    -------
    list of str
        ``#rrggbb``, one for each label.
    """
    n_labels, n_colours = len(places), len(COLOURS)
    colours = list(COLOURS[:n_labels])
    for palette in (OKABE_ITO, FURTHER):
        firsts = places[[COLOURS.index(colour) for colour in palette]] if n_labels > n_colours else places[:0]
        free = list(range(len(palette)))
        for place in places[len(colours) : len(colours) + len(palette)]:
            farthest = max(free, key=lambda number: np.hypot(*(firsts[number] - place)))
            free.remove(farthest)
            colours.append(palette[farthest])
    return colours + [OTHERS] * (n_labels - len(colours))
